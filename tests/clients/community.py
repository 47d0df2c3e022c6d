"""The client `pinterestsdk` on the emulator. Runs in an environment that has it, not in ours."""

import datetime
import importlib
import inspect
import json
import sys

from community_ads import new_campaigns
from community_calls import METHODS, call
from nouns import ACCOUNT, awaited, download, noun, run, same

# Each registers its nouns, in this order.
for part in ("audiences", "organic", "catalogs", "business"):
    importlib.import_module(f"community_{part}")

DAY = datetime.timedelta(days=1)


@noun("analytics")
def analytics():
    today = datetime.datetime.now(datetime.UTC).date()
    span = today - 6 * DAY, today
    columns = ["SPEND_IN_DOLLAR", "IMPRESSION_1"]
    campaigns = new_campaigns(2)
    rows = call("campaigns_analytics", *span, campaigns, columns, "TOTAL", ACCOUNT)
    same({str(row.campaign_id) for row in rows}, set(campaigns))
    rows = call("ad_account_analytics", *span, columns, "DAY", ACCOUNT)
    return f"of campaigns, and of the account on {len(rows)} days"


@noun("reports")
def reports():
    today = datetime.datetime.now(datetime.UTC).date()
    body = {
        "start_date": str(today - 6 * DAY),
        "end_date": str(today),
        "granularity": "DAY",
        "columns": ["CAMPAIGN_ID", "SPEND_IN_DOLLAR"],
        "level": "CAMPAIGN",
        "campaign_ids": new_campaigns(1),
    }
    token = call("analytics_create_report", ACCOUNT, body).token
    same(call("analytics_get_report", ACCOUNT, token).report_status, "IN_PROGRESS")
    done = awaited(
        lambda: call("analytics_get_report", ACCOUNT, token),
        lambda answer: answer.report_status == "FINISHED",
    )
    content = download(done.url)
    same(len(content), int(done.size))
    [campaign] = body["campaign_ids"]
    same([row["CAMPAIGN_ID"] for row in json.loads(content)[campaign]], [campaign] * 7)
    return "asked for, waited for, downloaded"


_PASSED_OVER = {
    "sandbox_delete",  # removes what the others made
    "ad_account_countries_get",  # knows Norway's code, NO, as a false only
    "labels_list",  # in another form than the API's description has
    "product_group_promotions_list",  # wants to know of what ad group
}


@noun("all that is read with no more than an account or a business")
def whatever_is_read():
    owner = call("ad_accounts_get", ACCOUNT).owner.id
    known = {"ad_account_id": ACCOUNT, "business_id": owner}
    read, failed = [], []
    for name, method in METHODS.items():
        parameters = inspect.signature(method).parameters.values()
        needed = {item.name for item in parameters if item.default is item.empty}
        # Whatever changes something takes a body, or an id of what it changes.
        if needed <= known.keys() and name not in _PASSED_OVER:
            try:
                call(name, **{part: known[part] for part in needed})
                read.append(name)
            # Each is told, whatever is wrong with others.
            except Exception as error:  # noqa: BLE001
                failed.append(f"{name}: {error}")
    assert not failed, "\n".join(failed)
    return f"{len(read)} operations"


if __name__ == "__main__":
    sys.exit(run("pinterestsdk"))
