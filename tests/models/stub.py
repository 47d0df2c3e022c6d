"""Helpers for tests that check exact requests and responses. The library `responses` replaces the API."""

from __future__ import annotations

import json
from typing import Any

import responses

from pinterest.client import PinterestSDKClient

API = "https://api.pinterest.com/v5"
ACCOUNT = "549755885175"
ID = "2542620905475"
LIST = f"{API}/ad_accounts/{ACCOUNT}/audiences"
ONE = f"{LIST}/{ID}"


def client() -> PinterestSDKClient:
    """Returns a client for Pinterest's API that does not retry."""
    return PinterestSDKClient("token", max_retries=0)


def sent(number: int = -1) -> Any:
    """Returns a sent request. Defaults to the last one. `responses` adds its `params`."""
    return responses.calls[number].request


def sent_json(number: int = -1) -> Any:
    """Returns the parsed body of a request."""
    body = sent(number).body
    assert body is not None
    return json.loads(body)


def answers(verb: str, url: str, *bodies: Any) -> None:
    """Makes a URL respond with these bodies, one after another."""
    for body in bodies:
        responses.add(verb, url, json=body)
