"""Conversions: tags, events, their quality, and deletion requests."""

import time

from calls import call, check_paged_list, list_ids
from groups.new_objects import new_ad_groups, new_campaigns
from nouns import check_equal, check_refused, noun

HASHED = "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"


@noun("conversion tags")
def conversion_tags():
    made = [call("conversion_tags_create", {"name": f"Tag {n}"}).id for n in range(3)]
    assert set(made) <= set(list_ids(call("conversion_tags_list").items))
    check_equal(call("conversion_tags_get", conversion_tag_id=made[0]).name, "Tag 0")
    call("page_visit_conversion_tags_get")
    call("ocpm_eligible_conversion_tags_get")
    return "created, listed, read, with their events"


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
    answer = call("events_create", {"data": [event, {**event, "event_id": "order-2"}]})
    check_equal((answer.num_events_received, answer.num_events_processed), (2, 2))
    return "sent"


@noun("attributed events", "msot_events_create")
def attributed_events():
    [group] = new_ad_groups(*new_campaigns())
    body = {
        "event_id": "order-1",
        "event_name": "checkout",
        "event_timestamp": int(time.time()),
        "ad_group_id": group,
        "attribution_scope": "click",
        "value": 24.5,
        "currency": "USD",
    }
    call("msot_events_create", body)
    return "sent"


@noun("quality of events", "conversion_eqs_list")
def quality_of_events():
    return f"read for {len(call('conversion_eqs_list', lookback_period='14d'))} sources"


@noun("advertiser defined events", "advertiser_defined_events_create")
def advertiser_defined_events():
    items = [{"name": name, "mapped_conversion_type": "LEAD"} for name in ("saved", "shared")]
    call("advertiser_defined_events_create", {"items": items})
    change = {"name": "shared", "mapped_conversion_type": "SIGNUP"}
    call("advertiser_defined_events_update", {"items": [change]})
    call("advertiser_defined_events_delete", event_names=["saved"])
    [left] = call("advertiser_defined_events_get").items
    check_equal((left.name, left.mapped_conversion_type), ("shared", "SIGNUP"))
    return "created, listed, updated, deleted"


@noun("conversion deletion requests", "conversion_deletion_request_create")
def conversion_deletion_requests():
    body = {"deletion_targets": {"user_emails": ["jo@example.com"]}}
    made = [call("conversion_deletion_request_create", body).request_id for _ in range(3)]
    listed = check_paged_list(
        "conversion_deletion_request_list", wanted=made, id_field="request_id"
    )
    call("conversion_deletion_request_delete", request_id=made[0])
    read = call("conversion_deletion_request_get", request_id=made[0])
    check_equal(read.status, "CANCELLED")
    check_refused(lambda: call("conversion_deletion_request_get", request_id="1"), 404)
    return f"created, listed ({listed}), cancelled"
