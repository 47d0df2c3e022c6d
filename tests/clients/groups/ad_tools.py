"""Tools for campaigns: labels, schedules, previews, estimates, titles, insights."""

import datetime
import time

from calls import call, can_call, check_paged_list, list_all, list_ids
from groups.new_objects import RULE, new_ad_groups, new_ads, new_campaigns, new_pin
from nouns import ACCOUNT, check_equal, download, noun, post_json, put_file

DAY = 86_400


@noun("labels", "labels_list")
def labels():
    one, other = new_campaigns(2)
    items = [{"value": f"Acme {n}", "label_type": "CUSTOM"} for n in range(3)]
    body = {"parent_id": one, "labels": items}
    if can_call("labels_create"):
        made = list_ids(call("labels_create", body).labels)
    else:  # one client does not send the campaign
        found = post_json(f"/ad_accounts/{ACCOUNT}/labels", body)
        made = [label["id"] for label in found["labels"]]
    listed = check_paged_list("labels_list", wanted=made)
    call("labels_apply", {"entity_ids": [other]}, label_id=made[0])
    check_equal(list_ids(list_all("labels_list", campaign_ids=[other])[0]), made[:1])
    call("labels_remove", {"entity_ids": [other]}, label_id=made[0])
    check_equal(list_all("labels_list", campaign_ids=[other])[0], [])
    call("labels_update", {"labels": [{"id": made[1], "status": "ARCHIVED"}]})
    return f"created, listed ({listed}), applied, removed, updated"


@noun("schedules", "schedules_create")
def schedules():
    [campaign] = new_campaigns()
    now = int(time.time())
    body = {
        "entity_id": campaign,
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE",
        "schedule_action": "INCREASE_BY_PERCENT",
        "delta_value": "20",
    }
    bodies = [
        {**body, "name": f"Week {n}", "start_timestamp": begin, "end_timestamp": begin + DAY}
        for n, begin in enumerate(range(now + DAY, now + 9 * DAY, 3 * DAY))
    ]
    made = list_ids([item.data for item in call("schedules_create", bodies)], "schedule_id")
    listed = check_paged_list(
        "schedules_list", entity_ids=[campaign], wanted=made, id_field="schedule_id"
    )
    change = {"id": made[0], "schedule_id": made[0], "schedule_status": "CANCELED"}
    call("schedules_update", [change])
    return f"created, listed ({listed}), updated"


@noun("ad previews")
def ad_previews():
    url = call("ad_previews_create", {"pin_id": new_pin()}).url
    assert b"Ad preview" in download(url)
    return "created, opened"


@noun("campaign ad previews", "campaign_ad_preview_create")
def campaign_ad_previews():
    groups = new_ad_groups(*new_campaigns(), count=2)
    call("campaign_ad_preview_create", [{"ad_group_id": group} for group in groups])
    read = call("campaign_ad_preview_read", ad_group_ids=groups)
    check_equal(list_ids(read, "ad_group_id"), groups)
    call("campaign_ad_preview_delete", ad_group_ids=groups[:1])
    check_equal(
        list_ids(call("campaign_ad_preview_read", ad_group_ids=groups), "ad_group_id"), groups[1:]
    )
    return "created, read, deleted"


@noun("estimates")
def estimates():
    spec = {"LOCATION": ["US"], "GENDER": ["female"]}
    size = call("ad_groups_audience_sizing", {"targeting_spec": spec})
    assert size.audience_size_lower_bound < size.audience_size_upper_bound, size
    specs = [{"billable_event": "CLICKTHROUGH", "currency": "USD"}]
    [floor] = call("ad_groups_bid_floor_get", {"bid_floor_specs": specs}).bid_floors
    return f"{size.audience_size_lower_bound:,} people or more, bids from {floor}"


@noun("delivery estimates", "get_campaign_delivery_estimates")
def delivery_estimates():
    plan = {
        "ad_groups": [{"targeting_spec": {"GENDER": ["female"]}}],
        "budget_duration_type": "FIXED_DAILY",
        "daily_spend_cap": 100_000_000,
        "objective_type": "AWARENESS",
        "start_date": str(datetime.datetime.now(datetime.UTC).date()),
    }
    return f"{len(call('get_campaign_delivery_estimates', [plan]).curves)} curves"


@noun("dynamic titles", "ad_groups_dynamic_titles_get_upload_url")
def dynamic_titles():
    [group] = new_ad_groups(*new_campaigns())
    new_ads(group, 2)
    parent = {"ad_group_id": group}
    table = download(call("ad_groups_dynamic_titles_download_csv", **parent).download_url)
    begun = call("ad_groups_dynamic_titles_get_upload_url", **parent)
    put_file(begun.upload_url, table)
    call("ad_groups_dynamic_titles_process_csv", {"request_id": begun.request_id}, **parent)
    call("ad_groups_dynamic_titles_get_status", **parent)
    return "downloaded, uploaded, processed"


@noun("audience insights")
def audience_insights():
    found = call("audience_insights_get", audience_insight_type="PINTEREST_TOTAL_AUDIENCE")
    assert found.categories, found
    call("audience_insights_scope_and_type_get")
    return f"{len(found.categories)} categories"


@noun("subcategories of audience insights", "audiences_insights_category_list")
def subcategories():
    found = call("audience_insights_get", audience_insight_type="PINTEREST_TOTAL_AUDIENCE")
    call(
        "audiences_insights_category_list",
        scope="PARTNER",
        type="ENGAGEMENT",
        category_id=found.categories[0].key,
    )
    return "read"


@noun("audiences of other sources", "audiences_create_custom")
def custom_audiences():
    body = {"name": "Custom", "rule": RULE, "sharing_type": "CUSTOM", "data_party": "1p"}
    assert call("audiences_create_custom", body).id
    return "created"
