"""The three kinds of calls: a read, a write that is not safe to repeat, and a write that is."""

from __future__ import annotations

from collections.abc import Callable

from pinterest.client import PinterestSDKClient
from pinterest.operations.audiences import AUDIENCES_CREATE, AUDIENCES_GET, AUDIENCES_UPDATE
from pinterest.response import ApiResponse

ACCOUNT = "549755885175"
AUDIENCE = "2542620905475"
ONE = f"/ad_accounts/{ACCOUNT}/audiences/{AUDIENCE}"
ALL = f"/ad_accounts/{ACCOUNT}/audiences"

Call = Callable[[PinterestSDKClient], ApiResponse]


def read(client: PinterestSDKClient) -> ApiResponse:
    return client.execute(AUDIENCES_GET, {"ad_account_id": ACCOUNT, "audience_id": AUDIENCE})


def create(client: PinterestSDKClient) -> ApiResponse:
    body = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}
    return client.execute(AUDIENCES_CREATE, {"ad_account_id": ACCOUNT}, body=body)


def update(client: PinterestSDKClient) -> ApiResponse:
    arguments = {"ad_account_id": ACCOUNT, "audience_id": AUDIENCE}
    return client.execute(AUDIENCES_UPDATE, arguments, body={"name": "Quilters"})
