"""The example of a nightly job: the files it writes, the requests it sends, and the failure of one ad account."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples import nightly
from pinterest import Board, CustomerList, PinterestSDKClient
from pinterest.emulator import Emulator
from tests.meta.source import ROOT

pytestmark = pytest.mark.slow

EVENTS = 2_500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clip.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(5_000))
    (tmp_path / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "customers.csv").write_text("email\njane@example.com\n", "utf-8")
    with (tmp_path / "events.jsonl").open("w", encoding="utf-8") as file:
        for number in range(EVENTS):
            event = {
                "event_name": "checkout",
                "action_source": "web",
                "event_time": int(time.time()) - number,
                "event_id": f"order-{number}",
                "user_data": {"em": f"buyer{number}@example.com"},
            }
            file.write(json.dumps(event) + "\n")
    return tmp_path


@pytest.fixture
def own_shop(shop: Emulator, client: PinterestSDKClient) -> Iterator[Emulator]:
    PinterestSDKClient.set_default_client(client)
    yield shop
    PinterestSDKClient.set_default_client(None)


def test_the_nightly_job_runs_and_keeps_failures_apart(
    own_shop: Emulator, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [broken] = own_shop.add_ad_accounts(1, "Broken shop")
    own_shop.fail_next(403, path=f"/ad_accounts/{broken}/campaigns", method="GET")
    assert nightly.main(folder) == 1

    lines = capsys.readouterr().out.splitlines()
    [failed] = [line for line in lines if "Broken shop" in line]
    assert "403" in failed and str(broken) in failed
    assert not (folder / broken / "campaigns.json").exists()

    done = folder / own_shop.ad_account_id
    campaigns = json.loads((done / "campaigns.json").read_text("utf-8"))
    with (done / "campaigns.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    [summary] = [
        line for line in lines if f"{EVENTS} events" in line and f"{len(rows)} rows" in line
    ]
    assert f"{len(campaigns)} campaigns" in summary
    assert {row["CAMPAIGN_ID"] for row in rows} == {campaign["id"] for campaign in campaigns}
    assert len({row["DATE"] for row in rows}) > 80
    assert (done / "ad_groups.parquet").stat().st_size > 0
    sent = [
        request
        for request in own_shop.requests
        if request.path == f"/ad_accounts/{done.name}/events"
    ]
    assert sum(len(request.body["data"]) for request in sent) == EVENTS
    customers = CustomerList.find(own_shop.ad_account_id, f"Customers {nightly.TODAY}")
    assert customers is not None and customers.num_uploaded_user_records == 1
    [pin] = list(Board.find("Clips").pins())  # type: ignore[union-attr]  # the job created it
    assert pin.title == str(nightly.TODAY) and pin.id in lines[-1]

    # The next run handles only new data.
    assert nightly.main(folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("0 events" in line for line in lines)
    assert len(list(Board.find("Clips").pins())) == 2  # type: ignore[union-attr]  # the job created it


def test_the_nightly_job_is_short() -> None:
    lines = (ROOT / "examples" / "nightly.py").read_text("utf-8").splitlines()
    assert len(lines) < 50
