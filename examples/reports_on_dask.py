"""Gets the analytics of all your ad accounts on a Dask cluster. The workers share the rate limits through Redis.

    pip install ".[redis]" "dask[distributed]"
    python examples/reports_on_dask.py tcp://scheduler:8786 redis://redis:6379/0 report.csv

The credentials come from the settings, as in any script. If a worker dies, Dask gives its ad accounts to the others.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from distributed import Client, Worker, WorkerPlugin, as_completed

from pinterest import AdAccount, PinterestSDKClient, SharedLimits

COLUMNS = ("AD_ACCOUNT_ID", "DATE", "SPEND_IN_DOLLAR", "IMPRESSION_1", "TOTAL_CLICKTHROUGH")
Rows = list[dict[str, Any]]


class ClientPlugin(WorkerPlugin):  # type: ignore[misc]  # distributed has no types here
    """Sets the default client of each worker, including workers that start later."""

    def __init__(self, client: PinterestSDKClient) -> None:
        self.client = client

    def setup(self, worker: Worker) -> None:
        PinterestSDKClient.set_default_client(self.client)


def get_analytics(
    ad_account_id: str,
    start: datetime.date,
    end: datetime.date,
    client: PinterestSDKClient | None = None,
) -> Rows:
    """Returns the analytics of one ad account. Runs on a worker."""
    # Without `client`, the worker's default client sends the request.
    account = AdAccount(ad_account_id, client=client)
    rows = account.analytics(start, end, ["SPEND_IN_DOLLAR", "IMPRESSION_1", "TOTAL_CLICKTHROUGH"])
    return [dict(row) for row in rows]


def iterate_analytics(
    cluster: Client, client: PinterestSDKClient, ids: Iterable[str]
) -> Iterator[tuple[str, Rows]]:
    """Yields the ID and the rows of each ad account, as soon as the rows arrive."""
    cluster.register_plugin(ClientPlugin(client))
    end = datetime.datetime.now(datetime.UTC).date()
    start = end - datetime.timedelta(days=30)
    ids_of = {cluster.submit(get_analytics, id, start, end, pure=False): id for id in ids}
    for future, rows in as_completed(list(ids_of), with_results=True):
        yield ids_of.pop(future), rows  # dropping the future lets the workers free the rows


def main(scheduler: str, redis: str, path: str) -> None:
    """Writes the analytics of all ad accounts to a CSV file."""
    # The workers send many requests at once, so some have to wait longer than the default limits allow.
    client = PinterestSDKClient(rate_limiter=SharedLimits.redis(redis), max_wait=900, deadline=1000)
    with Client(scheduler) as cluster, Path(path).open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        table.writeheader()
        ids = [account.id for account in AdAccount.iter_all(client=client)]
        for number, (id, rows) in enumerate(iterate_analytics(cluster, client, ids), start=1):
            table.writerows(rows)
            print(f"{number} of {len(ids)}: ad account {id}, {len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
