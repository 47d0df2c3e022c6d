"""Audiences, customer lists, customer segments and sharing."""

from calls import call, check_paged_list, list_all, list_ids
from groups.new_objects import new_account, new_audience
from nouns import ACCOUNT, check_equal, noun, put_file

PARTNER = "123456789"
# The operation that lists the recipients, for each direction of sharing.
SHARING = {
    "ad_account_to_ad_account": "ad_accounts_audiences",
    "ad_account_to_business": "ad_accounts_audiences",
    "business_to_ad_account": "business_account_audiences",
    "business_to_business": "business_account_audiences",
}


@noun("audiences")
def audiences():
    before, _ = list_all("audiences_list", page_size=250)
    made = [*list_ids(before), *(new_audience(f"Visitors {n}") for n in range(5))]
    listed = check_paged_list("audiences_list", wanted=made)
    change = {"ad_account_id": ACCOUNT, "name": "Quilters", "operation_type": "UPDATE"}
    call("audiences_update", change, audience_id=made[0])
    check_equal(call("audiences_get", audience_id=made[0]).name, "Quilters")
    call("audiences_update", {**change, "operation_type": "REMOVE"}, audience_id=made[0])
    check_paged_list("audiences_list", wanted=made[1:])
    return f"created, listed ({listed}), updated, removed"


@noun("customer lists")
def customer_lists():
    before, _ = list_all("customer_lists_list", page_size=250)
    made = [
        call("customer_lists_create", {"name": f"Buyers {n}", "records": "a@example.com"})
        for n in range(3)
    ]
    listed = check_paged_list("customer_lists_list", wanted=list_ids([*before, *made]))
    change = {"operation_type": "ADD", "records": "b@example.com,c@example.com"}
    call("customer_lists_update", change, customer_list_id=made[0].id)
    read = call("customer_lists_get", customer_list_id=made[0].id)
    assert read.num_batches > made[0].num_batches, read
    return f"created, listed ({listed}), updated"


@noun("customer list uploads", "customer_list_uploads_create")
def customer_list_uploads():
    before = call("customer_lists_create", {"name": "Uploaded", "records": "a@example.com"})
    parent = {"customer_list_id": before.id}
    begun = call("customer_list_uploads_create", {"operation": "ADD", "total_parts": 2}, **parent)
    one = {**parent, "customer_list_upload_id": begun.customer_list_upload.id}
    check_equal(call("customer_list_uploads_get", **one).state, "NOT_STARTED")
    first, last = begun.s3_multipart_upload_data.file_parts
    people = [f"{number:032x}" for number in range(200_000)]
    put_file(first.presigned_url, "\n".join([*people[1:], ""]).encode())
    put_file(last.presigned_url, people[0].encode())
    assert call("customer_list_uploads_run", **one).state != "NOT_STARTED"
    filled = call("customer_lists_get", **parent)
    added = filled.num_uploaded_user_records - before.num_uploaded_user_records
    check_equal(added, len(people))
    return f"created, read, run: {added:,} records"


@noun("customer segments", "customer_segment_create")
def customer_segments():
    audience = new_audience("Segmented")
    made = [
        call("customer_segment_create", {"name": name, "audience_ids": [audience]}).id
        for name in ("Quilters", "Sewers", "Knitters")
    ]
    listed = check_paged_list("customer_segment_list", wanted=made)
    call("customer_segment_update", {"id": made[0], "operation_type": "REMOVE"})
    check_paged_list("customer_segment_list", page_size=1, wanted=made[1:])
    return f"created, listed ({listed}), removed"


@noun("shared audiences")
def shared_audiences():
    audience, account = new_audience("Shared"), new_account("Partner")
    for way, owner in SHARING.items():
        share, listed = f"update_{way}_shared_audience", f"{owner}_shared_accounts_list"
        if way.endswith("ad_account"):
            recipient, field, kind = account, "recipient_account_ids", "AD_ACCOUNT"
            theirs = {"method": "audiences_list", "ad_account_id": account}
            theirs["ownership_type"] = "RECEIVED"
        else:
            recipient, field, kind = PARTNER, "recipient_business_ids", "BUSINESS_ACCOUNT"
            theirs = {"method": "shared_audiences_for_business_list", "business_id": PARTNER}
        body = {"audience_id": audience, field: [recipient]}
        query = {"method": listed, "audience_id": audience, "account_type": kind}
        call(share, {**body, "operation_type": "SHARE"})
        check_equal(list_ids(list_all(**query)[0], "account_id"), [recipient])
        check_equal(list_ids(list_all(**theirs)[0]), [audience])
        call(share, {**body, "operation_type": "REVOKE"})
        check_equal(list_all(**query)[0], [])
    return f"shared, listed, revoked, in {len(SHARING)} ways"
