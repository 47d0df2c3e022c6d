"""The library `arcane-pinterest` on the emulator. Runs in an environment that has it installed."""

import datetime
import json
import os
import sys
import tempfile
from pathlib import Path

import arcane.pinterest.pinterest as library
from arcane.pinterest import PinterestClient, get_pinterest_report
from nouns import ACCOUNT, check_equal, download, noun, run_flows, wait_for

_COLUMNS = ["SPEND_IN_MICRO_DOLLAR", "IMPRESSION_1", "CLICKTHROUGH_1"]
# Only the URL of the API is replaced. The library appends the version.
library.PINTEREST_SERVER_URL = os.environ["PINTEREST_API_URI"].removesuffix("/v5")


def client():
    """Returns a client. The library reads its credentials from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "credentials.json")
        credentials = {
            "app_id": os.environ["PINTEREST_APP_ID"],
            "app_secret": os.environ["PINTEREST_APP_SECRET"],
            "access_token": os.environ["PINTEREST_ACCESS_TOKEN"],
            "refresh_token": os.environ["PINTEREST_REFRESH_ACCESS_TOKEN"],
        }
        path.write_text(json.dumps(credentials))
        return PinterestClient(str(path), lambda message: None)


@noun("campaigns")
def campaigns():
    client().check_access_account(ACCOUNT)
    found = client().get_account_campaigns(ACCOUNT)
    assert found and all(one["id"] and one["name"] for one in found), found
    return f"listed ({len(found)})"


@noun("ad accounts")
def ad_accounts():
    check_equal(client().get_ad_account_currency_code(ACCOUNT), "USD")
    assert client().get_ad_account_name(ACCOUNT)
    return "name and currency read"


@noun("reports")
def reports():
    first, last = _days()
    token = client().post_ad_account_metrics_report(
        ACCOUNT, first.strftime("%Y-%m-%d"), last.strftime("%Y-%m-%d"), _COLUMNS
    )["token"]
    report = wait_for(
        lambda: client().get_campaign_metrics(ACCOUNT, token),
        lambda report: report["report_status"] == "FINISHED",
    )
    rows = json.loads(download(report["url"]))
    check_equal(set(rows), {one["id"] for one in client().get_account_campaigns(ACCOUNT)})
    return f"requested, polled, downloaded ({len(rows)} campaigns)"


@noun("tokens")
def tokens():
    made = client().refresh_token()
    check_equal(set(made), {"access_token", "refresh_token", "refresh_token_expires_at"})
    assert made["access_token"].startswith("pina_"), "no access token"
    return "refreshed"


@noun("get_pinterest_report")
def whole_report():
    rows = get_pinterest_report(ACCOUNT, client(), _COLUMNS, *_days())
    check_equal(set(rows), {one["id"] for one in client().get_account_campaigns(ACCOUNT)})
    return f"downloaded over HTTPS ({len(rows)} campaigns)"


def _days():
    today = datetime.datetime.now(datetime.UTC)
    return today - datetime.timedelta(days=30), today


if __name__ == "__main__":
    sys.exit(bool(run_flows("arcane-pinterest")))
