"""Analytics of ads and of organic content, and reports."""

import datetime
import json

from calls import call, can_call
from groups.new_objects import new_ad_groups, new_ads, new_campaigns, new_pin
from nouns import check_equal, download, noun, wait_for

TODAY = datetime.datetime.now(datetime.UTC).date()
BEGIN = TODAY - datetime.timedelta(days=6)
SPAN = {"start_date": BEGIN, "end_date": TODAY}
COLUMNS = ["SPEND_IN_DOLLAR", "IMPRESSION_1"]
QUERY = {**SPAN, "columns": COLUMNS, "granularity": "TOTAL"}
BY_GENDER = {**QUERY, "targeting_types": ["GENDER"]}
BODY = {"start_date": str(BEGIN), "end_date": str(TODAY), "columns": ["SPEND_IN_DOLLAR"]}


@noun("analytics")
def analytics():
    [campaign] = new_campaigns()
    [group] = new_ad_groups(campaign)
    [ad] = new_ads(group)
    pin = call("ads_get", ad_id=ad).pin_id
    parent = {"campaign": campaign, "ad_group": group, "ad": ad}
    for level, one in parent.items():
        chosen = {f"{level}_ids": [one]}
        [row] = call(f"{level}s_analytics", **QUERY, **chosen)
        check_equal(str(vars(row)[f"{level.upper()}_ID"]), one)
        many = "ad_groups" if level == "ad_group" else level
        assert call(f"{many}_targeting_analytics_get", **BY_GENDER, **chosen).data
    assert call("ad_account_targeting_analytics_get", **BY_GENDER).data
    if can_call("ad_pins_analytics"):
        call("ad_pins_analytics", **QUERY, campaign_id=campaign, pin_ids=[pin])
    call("product_groups_analytics", **QUERY, product_group_ids=["1"])
    rows = call("ad_account_analytics", **{**QUERY, "granularity": "DAY"})
    check_equal(len(rows), 7)
    return f"of {', '.join(parent)} and account, by gender too"


@noun("organic analytics")
def organic_analytics():
    pin, other = new_pin(), new_pin()
    metrics = ["IMPRESSION", "SAVE"]
    assert call("pins_analytics", **SPAN, pin_id=pin, metric_types=metrics)
    call("multi_pins_analytics", **SPAN, pin_ids=[pin, other], metric_types=metrics)
    assert call("user_account_analytics", **SPAN)
    call("user_account_analytics_top_pins", **SPAN, sort_by="IMPRESSION")
    call("user_account_analytics_top_video_pins", **SPAN, sort_by="IMPRESSION")
    return "of Pins and of the account"


def wait_for_report(get, token):
    """Waits for a report and downloads it."""
    done = wait_for(
        lambda: call(get, token=token),
        lambda answer: (answer.data or answer).report_status == "FINISHED",
    )
    done = done.data or done
    content = download(done.url)
    check_equal(len(content), int(done.size))
    return json.loads(content)


@noun("reports")
def reports():
    [campaign] = new_campaigns()
    columns = ["CAMPAIGN_ID", "SPEND_IN_DOLLAR"]
    chosen = {"level": "CAMPAIGN", "campaign_ids": [campaign], "columns": columns}
    made = call("analytics_create_report", {**BODY, "granularity": "DAY", **chosen})
    mix = {
        "report_name": "Mix",
        "level": "CAMPAIGN_TARGETING",
        "targeting_types": ["GENDER"],
        "granularity": "WEEK",
    }
    made_mix = call("analytics_create_mmm_report", {**BODY, **mix})
    bought = "analytics_create_conversion_product_report"
    if can_call(bought):
        body = {
            "report_name": "Bought",
            "level": "CAMPAIGN",
            "granularity": "TOTAL",
            "conversion_product_breakdown": "PRODUCT_SKU",
            "columns": ["CAMPAIGN_ID", "CONVERSION_PRODUCT_ID"],
        }
        made_bought = call(bought, {**BODY, **body})
        wait_for_report("analytics_get_conversion_product_report", made_bought.token)
    content = wait_for_report("analytics_get_report", made.token)
    check_equal([row["CAMPAIGN_ID"] for row in content[campaign]], [campaign] * 7)
    # The clients have different versions of this response.
    token = made_mix.data.token if made_mix.data else made_mix.token
    wait_for_report("analytics_get_mmm_report", token)
    return "requested, polled, downloaded"


@noun("report templates")
def report_templates():
    [template, *_] = call("templates_list").items
    made = call("analytics_create_template_report", template_id=template.id)
    assert made.token, made
    return "listed, a report requested"
