"""The example on a Dask cluster: one quota for all workers, and nothing is lost when one of them is killed."""

from __future__ import annotations

import os
import signal
import time

import pytest

from pinterest import AdAccount, SharedLimits
from pinterest.emulator import Emulator
from tests.client.redis_server import redis_server

distributed = pytest.importorskip("distributed", reason="needs the extra `scale`")
pytest.importorskip("redis", reason="needs the extra `redis`")

ACCOUNTS, PER_SECOND, WORKERS = 400, 40, 3


@pytest.fixture
def emulator():
    with Emulator(rate_limits={"all": (PER_SECOND, 1)}, demo_data=True) as running:
        yield running


@pytest.fixture
def cluster():
    options = {"n_workers": WORKERS, "threads_per_worker": 4, "dashboard_address": None}
    with distributed.LocalCluster(**options) as local, distributed.Client(local) as client:
        yield client


def test_a_killed_worker_loses_nothing(emulator, cluster):
    from examples.reports_on_dask import get_analytics, iterate_analytics

    ids = [emulator.ad_account_id, *emulator.add_ad_accounts(ACCOUNTS - 1, "Shop")]
    with redis_server() as url, emulator.client(rate_limiter=SharedLimits.redis(url)) as client:
        processes = cluster.run(os.getpid)
        assert len(set(processes.values())) == WORKERS
        done, began = [], time.monotonic()
        for id, rows in iterate_analytics(cluster, client, ids):
            done.append((id, rows))
            if len(done) == ACCOUNTS // 2:
                os.kill(next(iter(processes.values())), signal.SIGKILL)
        seconds = time.monotonic() - began
        sent = [request.status for request in emulator.requests]
        account = AdAccount(emulator.ad_account_id, client=client)
        (rows,) = (rows for id, rows in done if id == account.id)
        days = [row["DATE"] for row in rows]
        expected = get_analytics(account.id, min(days), max(days), client)
    refused = sent.count(429)
    print(f"{ACCOUNTS} ad accounts in {seconds:.1f} s, {len(sent)} requests, {refused} refused")
    assert sorted(id for id, _ in done) == sorted(ids)  # all ad accounts, each of them once
    assert rows
    assert rows == expected
    assert set(cluster.run(os.getpid).values()) != set(processes.values())
    assert refused <= ACCOUNTS / 20
    assert seconds >= 0.9 * (ACCOUNTS / PER_SECOND - 1)
