"""Rich models in special cases: concurrent reads and updates, unexpected responses, options of the generated client."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type,attr-defined,union-attr"
from __future__ import annotations

import inspect
import threading
import time

import pytest
import responses

from pinterest import Audience, Board, Campaign, Pin
from pinterest.exceptions import OutcomeUnknown, ServerError, UnknownKey, ValidationError
from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.model_options import IGNORED
from pinterest.utils.not_given import NOT_GIVEN
from pinterest.utils.units import to_micro
from tests.models import stub


@pytest.fixture
def unloaded_audience():
    """An audience created from its IDs."""
    return Audience(stub.ACCOUNT, stub.ID, stub.client())


@pytest.mark.parametrize(
    "read", [lambda audience: audience.description, lambda audience: audience.refresh()]
)
def test_a_read_that_started_before_an_update_never_restores_old_values(
    pinterest_emulator, pinterest_client, read
):
    [id] = pinterest_emulator.add_audiences(1)
    audience = Audience(pinterest_emulator.ad_account_id, id, pinterest_client)
    pinterest_emulator.fail_next(latency=0.4)
    reader = threading.Thread(target=read, args=(audience,))
    reader.start()
    time.sleep(0.1)
    audience.update_fields(name="new")
    reader.join()
    assert audience.name == "new"


@responses.activate
def test_a_response_with_another_id_is_an_error(unloaded_audience):
    stub.answers("GET", stub.ONE, {"id": "7"}, {"id": stub.ID, "name": "n"})
    with pytest.raises(
        ServerError, match=r"the response has the ID '7' instead of '2542620905475'"
    ):
        unloaded_audience.refresh()
    assert not unloaded_audience.is_loaded
    assert unloaded_audience.name == "n"
    stub.answers("PATCH", stub.ONE, {"id": 7})
    with pytest.raises(OutcomeUnknown, match=r"the response has the ID 7 instead of"):
        unloaded_audience.update_fields(name="x")
    assert unloaded_audience.name == "n"


@responses.activate
def test_last_response_has_the_request_id_for_support(unloaded_audience):
    assert unloaded_audience.last_response is None
    headers = {"x-pinterest-rid": "123", "X-RateLimit-Remaining": "5"}
    responses.add("GET", stub.ONE, json={"id": stub.ID}, headers=headers)
    unloaded_audience.refresh()
    assert unloaded_audience.last_response.status == 200
    assert unloaded_audience.last_response.request_id == "123"
    assert unloaded_audience.last_response.rate_limit.remaining == 5
    responses.add("GET", stub.LIST, json={"items": [{"id": "1"}]}, headers=headers)
    [listed] = Audience.get_all(stub.ACCOUNT, client=stub.client()).items
    assert listed.last_response.request_id == "123"
    assert listed.last_response.data is None  # an item does not keep its whole page in memory


@responses.activate
def test_options_of_the_generated_client_are_accepted(unloaded_audience):
    options = dict.fromkeys(IGNORED, True)
    stub.answers("GET", stub.LIST, {"items": [{"id": stub.ID}]})
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    stub.answers("PATCH", stub.ONE, {"id": stub.ID})
    client = stub.client()
    Audience.create(stub.ACCOUNT, "n", {}, "VISITOR", client=client, **options)
    Audience(stub.ACCOUNT, stub.ID, client, **options)
    Audience.get_all(stub.ACCOUNT, client=client, **options)
    assert len(list(Audience.iter_all(stub.ACCOUNT, client=client, **options))) == 1
    assert unloaded_audience.update_fields(name="n", _request_timeout=5, **options)
    assert stub.sent().req_kwargs["timeout"] == 5
    with pytest.raises(ValidationError, match="timeout"):
        unloaded_audience.update_fields(name="n", timeout=-1)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: Audience("1", "2", nam="x"), "did you mean 'name'"),
        (
            lambda: Audience.create("1", "n", {}, "VISITOR", descripton="x"),
            "did you mean 'description'",
        ),
        (lambda: Audience("1", "2").update_fields(nam="x"), "did you mean 'name'"),
        (lambda: Audience.get_all("1", pagesize=5), "did you mean 'page_size'"),
        (lambda: Audience.iter_all("1", ordr="x"), "did you mean 'order'"),
        (lambda: Campaign.find("1", "n", ordr="x"), "did you mean 'order'"),
        (lambda: Campaign.create_many("1", [], ordr="x"), "unknown parameter 'ordr'"),
        (lambda: Pin("1").save("2", board="x"), "did you mean 'board_id'"),
        (lambda: Board("1").delete(ad_account="x"), "did you mean 'ad_account_id'"),
    ],
)
def test_the_error_for_a_misspelled_keyword_suggests_the_nearest_name(call, text, pinterest_client):
    with pytest.raises(ValidationError, match=text):
        call()


def test_an_id_cannot_be_updated(pinterest_client):
    campaign = Campaign("1", "2", pinterest_client)
    for name in ("id", "ad_account_id"):
        with pytest.raises(ValidationError, match=rf"{name} is an ID and cannot be changed"):
            campaign.update_fields(**{name: "5"})


def test_find_returns_the_object_with_the_name(pinterest_emulator, pinterest_client):
    pinterest_emulator.add_audiences(300)
    account = pinterest_emulator.ad_account_id
    found = Audience.find(account, "Audience 299", client=pinterest_client)
    assert found is not None
    assert found.name == "Audience 299"
    assert len(pinterest_emulator.requests) == 2
    assert Audience.find(account, name="nobody", client=pinterest_client) is None


def test_fields_can_be_read_as_items(pinterest_emulator, pinterest_client):
    audience = Audience.from_dict({"id": "5", "size": "7", "brand_new": 1})
    assert (audience["size"], audience["id"], audience["brand_new"]) == (7, "5", 1)
    with pytest.raises(UnknownKey, match=r"did you mean 'brand_new'"):
        _ = audience["brand_nwe"]


def test_signatures_show_not_passed_as_the_default():
    signature = inspect.signature(Campaign.update_fields)
    assert signature.parameters["name"].default is NOT_GIVEN
    assert "name: 'str' = NOT_GIVEN" in str(signature)
    assert not NOT_GIVEN


def test_an_object_sends_its_ad_account_with_every_request(pinterest_emulator, pinterest_client):
    account = pinterest_emulator.ad_account_id
    board = Board.create("Quilts", ad_account_id=account, client=pinterest_client)
    pinterest_emulator.clear_requests()
    assert board.ad_account_id == account
    board.refresh()
    board.update_fields(description="d")
    section = board.create_section("Borders")
    board.update_section(section.id, "Edges")
    assert [item.name for item in board.sections()] == ["Edges"]
    pin = Pin.create(
        board.id,
        {"source_type": "image_url", "url": "https://www.example.com/a.jpg"},
        ad_account_id=account,
        client=pinterest_client,
    )
    assert pin.save(board.id, section.id).ad_account_id == account
    assert pin in board.pins()
    board.list_pins()
    board.list_pins(section.id)
    board.delete_section(section.id)
    assert board.delete()
    sent = {request.query.get("ad_account_id") for request in pinterest_emulator.requests}
    assert sent == {account}


def test_amounts_are_converted_to_micro_currency():
    assert to_micro("12.5") == 12_500_000
    with pytest.raises(ValueError, match="more than six decimal places"):
        to_micro("0.0000001")


def test_the_base_class_declares_no_fields():
    assert PinterestBaseModel._field_names == frozenset()


def test_an_object_without_ids_has_a_repr():
    assert repr(Audience.__new__(Audience)) == "Audience(not initialized)"
