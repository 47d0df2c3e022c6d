"""Fixtures and helpers for the tests of customer lists."""

from __future__ import annotations

import hashlib
import json

import pytest
import requests

from pinterest import CustomerList


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def customers(account, client):
    return CustomerList.create(account.id, "Customers", sha256("first@example.com"), client=client)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def emails(number: int) -> list[str]:
    return [f"buyer{index}@example.com" for index in range(number)]


class RecordingSession(requests.Session):
    """Records the requests, since the emulator's request log hides their content."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[str] = []
        self.sizes: list[int] = []

    def send(self, request, **options):
        if request.method == "PUT":
            self.sizes.append(int(request.headers["Content-Length"]))
        elif request.body and "customer_lists" in request.url:
            self.records += json.loads(request.body).get("records", "").split(",")
        return super().send(request, **options)


@pytest.fixture
def session():
    with RecordingSession() as session:
        yield session


@pytest.fixture
def client(shop, session):
    with shop.client(backoff=0.001, session=session) as client:
        shop.clear_requests()
        shop.clear_failures()
        yield client


def check_members(customers: CustomerList, members: list[str]) -> None:
    """Checks that a list has exactly these people. The status is TOO_SMALL if there are fewer than 100."""
    assert customers.remove(members[99:]).result().sent == len(members) - 99
    assert customers.refresh().status == "TOO_SMALL"
    customers.add(["new@example.com"]).wait()
    assert customers.refresh().status == "READY"
