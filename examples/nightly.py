"""A nightly job: syncs data of all ad accounts, then creates a video Pin and ingests a feed.

Usage: nightly.py FOLDER, with customers.csv, events.jsonl, clip.mp4 and cover.png in it. Needs the extra `jobs`.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import Final

from pinterest import AdAccount, Board, Catalog, CustomerList, Feed, Pin, PinterestSDKClient

COLUMNS: Final = ("SPEND_IN_DOLLAR", "TOTAL_IMPRESSION", "TOTAL_CLICKTHROUGH")
TODAY = datetime.datetime.now(datetime.UTC).date()


def sync_account(account: AdAccount, folder: Path) -> str:
    (out := folder / account.id).mkdir(exist_ok=True)
    campaigns = [campaign.to_dict() for campaign in account.campaigns()]
    (out / "campaigns.json").write_text(json.dumps(campaigns))
    period = (TODAY - datetime.timedelta(days=89), TODAY)
    daily = account.analytics_of("CAMPAIGN", *period, COLUMNS, "DAY").to_dataframe()
    daily.to_csv(out / "campaigns.csv", index=False)
    account.report(*period, "DAY", "AD_GROUP", COLUMNS).to_parquet(out / "ad_groups.parquet")
    CustomerList.upload(account.id, folder / "customers.csv", f"Customers {TODAY}").result()
    with account.event_sender(out / "events.sqlite3") as sender:
        count = sender.add_many(map(json.loads, (folder / "events.jsonl").read_text().splitlines()))
    return f"{len(campaigns)} campaigns, {len(daily)} rows, {count} events"


def main(folder: Path) -> int:
    client = PinterestSDKClient.create_default_client()
    accounts = list(AdAccount.iter_all())
    results = list(client.map(lambda each: sync_account(each, folder), accounts, errors="return"))
    for account, result in zip(accounts, results, strict=True):
        print(f"{account.name}: {result}")  # what was done, or the error
    board = Board.find("Clips") or Board.create("Clips")
    clip = Pin.create_video(board.id, folder / "clip.mp4", folder / "cover.png", title=f"{TODAY}")
    catalog = Catalog.find("Quilts") or Catalog.create("Quilts", "RETAIL")
    url = "https://www.example.com/quilts.csv"
    feed = Feed.find("Quilts") or catalog.create_feed("Quilts", url, "en-US", "US")
    print("Pin", clip.result().id, "and feed", feed.start_ingestion().result().product_counts)
    return sum(isinstance(result, Exception) for result in results)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
