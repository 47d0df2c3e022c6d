"""What `pinterestsdk` does with audiences and conversions."""

import time

from community_calls import call, everything, paged
from nouns import ACCOUNT, noun, put, refused, same

RULE = {"visitor_source_id": "2614886750417", "retention_days": 180}
HASHED = "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"


def new_audience(name):
    body = {"name": name, "rule": RULE, "audience_type": "VISITOR"}
    return call("audiences_create", ACCOUNT, {"ad_account_id": ACCOUNT, **body}).id


@noun("audiences")
def audiences():
    made = [new_audience(f"Visitors {n}") for n in range(5)]
    told = paged("audiences_list", ACCOUNT, wanted=made)
    change = {"ad_account_id": ACCOUNT, "name": "Quilters", "operation_type": "UPDATE"}
    call("audiences_update", made[0], ACCOUNT, change)
    same(call("audiences_get", made[0], ACCOUNT).name, "Quilters")
    call("audiences_update", made[0], ACCOUNT, {**change, "operation_type": "REMOVE"})
    paged("audiences_list", ACCOUNT, wanted=made[1:])
    return f"created, listed ({told}), updated, removed"


@noun("customer lists")
def customer_lists():
    made = [
        call("customer_lists_create", ACCOUNT, {"name": f"Buyers {n}", "records": "a@example.com"})
        for n in range(3)
    ]
    told = paged("customer_lists_list", ACCOUNT, wanted=[item.id for item in made])
    change = {"operation_type": "ADD", "records": "b@example.com,c@example.com"}
    call("customer_lists_update", ACCOUNT, made[0].id, change)
    read = call("customer_lists_get", ACCOUNT, made[0].id)
    assert read.num_batches > made[0].num_batches, read
    begun = call(
        "customer_list_uploads_create",
        ACCOUNT,
        made[0].id,
        {"operation": "ADD", "total_parts": 2},
    )
    upload = begun.customer_list_upload.id
    same(call("customer_list_uploads_get", ACCOUNT, made[0].id, upload).state, "NOT_STARTED")
    first, last = begun.s3_multipart_upload_data.file_parts
    people = [f"{number:032x}" for number in range(200_000)]
    put(first.presigned_url, "\n".join([*people[1:], ""]).encode())
    put(last.presigned_url, people[0].encode())
    same(call("customer_list_uploads_run", ACCOUNT, made[0].id, upload).state, "RUNNING")
    filled = call("customer_lists_get", ACCOUNT, made[0].id)
    added = filled.num_uploaded_user_records - read.num_uploaded_user_records
    same(added, len(people))
    return f"created, listed ({told}), updated; filled by an upload of {added:,} records"


@noun("customer segments")
def customer_segments():
    audience = new_audience("Segmented")
    made = [
        call("customer_segment_create", ACCOUNT, {"name": name, "audience_ids": [audience]}).id
        for name in ("Quilters", "Sewers", "Knitters")
    ]
    told = paged("customer_segment_list", ACCOUNT, wanted=made)
    call("customer_segment_update", ACCOUNT, {"id": made[0], "operation_type": "REMOVE"})
    paged("customer_segment_list", ACCOUNT, page_size=1, wanted=made[1:])
    return f"created, listed ({told}), removed"


@noun("shared audiences")
def shared_audiences():
    audience = new_audience("Shared")
    owner = call("ad_accounts_get", ACCOUNT).owner.id
    body = {"name": "Partner", "country": "US", "owner_user_id": owner}
    partner = call("ad_accounts_create", body).id
    share = {
        "audience_id": audience,
        "operation_type": "SHARE",
        "recipient_account_ids": [partner],
    }
    call("update_ad_account_to_ad_account_shared_audience", ACCOUNT, share)
    listed = "ad_accounts_audiences_shared_accounts_list"
    found, _ = everything(listed, audience, "AD_ACCOUNT", ACCOUNT)
    same([item.account_id for item in found], [partner])
    call(
        "update_ad_account_to_ad_account_shared_audience",
        ACCOUNT,
        {**share, "operation_type": "REVOKE"},
    )
    same(everything(listed, audience, "AD_ACCOUNT", ACCOUNT)[0], [])
    return "shared, listed, revoked"


@noun("conversion tags")
def conversion_tags():
    made = [call("conversion_tags_create", ACCOUNT, {"name": f"Tag {n}"}).id for n in range(3)]
    listed = call("conversion_tags_list", ACCOUNT).items
    assert set(made) <= {item.id for item in listed}
    same(call("conversion_tags_get", ACCOUNT, made[0]).name, "Tag 0")
    return "created, listed, read"


@noun("conversion events")
def conversion_events():
    event = {
        "event_name": "checkout",
        "action_source": "web",
        "event_time": int(time.time()),
        "event_id": "order-1",
        "user_data": {"em": [HASHED]},
        "custom_data": {"currency": "USD", "value": "72.39"},
    }
    answer = call("events_create", ACCOUNT, {"data": [event, {**event, "event_id": "order-2"}]})
    same((answer.num_events_received, answer.num_events_processed), (2, 2))
    return "sent"


@noun("advertiser defined events")
def advertiser_defined_events():
    items = [{"name": name, "mapped_conversion_type": "LEAD"} for name in ("saved", "shared")]
    call("advertiser_defined_events_create", ACCOUNT, {"items": items})
    change = {"name": "shared", "mapped_conversion_type": "SIGNUP"}
    call("advertiser_defined_events_update", ACCOUNT, {"items": [change]})
    call("advertiser_defined_events_delete", ACCOUNT, ["saved"])
    [left] = call("advertiser_defined_events_get", ACCOUNT).items
    same((left.name, left.mapped_conversion_type), ("shared", "SIGNUP"))
    return "created, listed, updated, deleted"


@noun("conversion deletion requests")
def conversion_deletion_requests():
    body = {"deletion_targets": {"user_emails": ["jo@example.com"]}}
    made = [call("conversion_deletion_request_create", ACCOUNT, body).request_id for _ in range(3)]
    told = paged(
        "conversion_deletion_request_list", ACCOUNT, wanted=made, of=lambda item: item.request_id
    )
    call("conversion_deletion_request_delete", made[0], ACCOUNT)
    read = call("conversion_deletion_request_get", made[0], ACCOUNT)
    same(read.status, "CANCELLED")
    refused(lambda: call("conversion_deletion_request_get", "1", ACCOUNT), 404)
    return f"created, listed ({told}), cancelled"
