"""Responses that are nested 500 levels deep, and users' subclasses: copies and pickles keep everything."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import Any

import pytest

from pinterest.ads.audiences import Audience
from pinterest.api import AudiencesApi
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ApiException
from pinterest.utils.nested_data import copy_data
from tests.client.raw_server import RawServer, http

DEEP = '{"a":' * 250 + "[" * 250 + "1" + "]" * 250 + "}" * 250
BODY = f'{{"id": "2", "name": "Quilters", "rule": {DEEP}, "new": {DEEP}}}'
WAYS = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
}
way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def measure_depth(value: Any) -> int:
    levels = 0
    while isinstance(value, (dict, list)):
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
        levels += 1
    return levels


@pytest.fixture
def client_for_response():
    servers = []

    def start(status: int, body: str) -> PinterestSDKClient:
        servers.append(RawServer([http(status, body)]))
        return PinterestSDKClient("token-one", base_url=servers[-1].url, max_retries=0)

    yield start
    for server in servers:
        server.close()


@way
def test_rich_model(way, client_for_response):
    audience = way(Audience("1", "2", client=client_for_response(200, BODY)).refresh())
    assert measure_depth(audience.to_dict()["rule"]) == measure_depth(audience["new"]) == 500
    assert measure_depth(Audience.from_dict(audience.to_dict())["new"]) == 500


@way
def test_schema_and_page(way, client_for_response):
    parsed = way(AudiencesApi(client_for_response(200, BODY)).audiences_get("1", "2"))
    assert measure_depth(parsed.to_dict()["new"]) == measure_depth(parsed["new"]) == 500
    assert parsed.to_dict()["name"] == "Quilters"
    page = way(
        AudiencesApi(client_for_response(200, f'{{"items": [{BODY}, {DEEP}]}}')).audiences_list("1")
    )
    assert measure_depth(page.to_dict()["items"][0]["new"]) == 500


@way
def test_response_and_error(way, client_for_response):
    response = way(client_for_response(200, BODY).request("GET", "/x"))
    assert measure_depth(response.data["new"]) == 500
    with pytest.raises(ApiException) as caught:
        client_for_response(400, f'{{"code": 1, "details": {DEEP}}}').request("GET", "/x")
    error = way(caught.value)
    assert measure_depth(error.details) == 500 and error.code == 1


def test_copies_share_nothing():
    data = json.loads(BODY)
    twin = copy_data(data)
    twin["rule"]["a"]["a"] = None
    assert measure_depth(data["rule"]) == 500


class Tagged(Audience):
    """A class with additional attributes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tag = ["mine"]


class Slotted(Audience):
    """A class with additional slots. One of them is private, and one is empty."""

    __slots__ = ("__secret", "empty", "tag")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tag = ["mine"]
        self.__secret = 5

    def reveal(self) -> int:
        return self.__secret


@way
@pytest.mark.parametrize("kind", [Tagged, Slotted])
def test_subclass_keeps_its_attributes(kind, way, client_for_response):
    client = client_for_response(200, BODY)
    for audience in (kind("1", "2", client=client), kind("1", "2", client=client).refresh()):
        twin = way(audience)
        assert type(twin) is kind and twin.tag == ["mine"] and twin == audience
        assert (twin.tag is audience.tag) == (way is copy.copy)
        assert twin.is_loaded == audience.is_loaded
        assert kind is Tagged or twin.reveal() == 5


def test_log_handler_may_read_the_object_that_is_being_fetched(client_for_response):
    audience = Audience("1", "2", client=client_for_response(200, BODY))
    names = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            names.append(audience.name)

    logger, handler, level = logging.getLogger("pinterest"), Handler(), None
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        assert audience.name == "Quilters"
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert names == ["Quilters"]


@pytest.mark.parametrize("value", [{}, [], "soon", 1e300, -1e300, True])
def test_derived_fields_of_implausible_values_do_not_raise(value):
    audience = Audience.from_dict(
        {"id": "2", "created_timestamp": value, "updated_timestamp": value}
    )
    moment = audience.created_datetime
    assert moment is None or moment.tzinfo is not None
