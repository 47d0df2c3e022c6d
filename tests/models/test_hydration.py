"""An object sends one request, when a field is first read, and none for known fields."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,union-attr"
from __future__ import annotations

import copy
import pickle
import threading
from typing import Any

import pytest

from pinterest import Audience, PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import NotFound, PinterestError, UnknownAttribute
from tests.models.fields import fields_of
from tests.models.rules import RULES

FIELDS = fields_of(Audience)


@pytest.fixture
def audience(pinterest_emulator: Emulator, pinterest_client: PinterestSDKClient) -> Audience:
    """An audience created from its IDs. This fixture's own requests are not recorded."""
    created = Audience.create(
        pinterest_emulator.ad_account_id,
        name="Quilters",
        rule=RULES["VISITOR"],
        audience_type="VISITOR",
        description="People who quilt",
        client=pinterest_client,
    )
    assert created.id
    pinterest_emulator.clear_requests()
    return Audience(pinterest_emulator.ad_account_id, created.id, pinterest_client)


def methods_sent(emulator: Emulator) -> list[str]:
    return [request.method for request in emulator.requests]


def test_the_constructor_sends_no_request(pinterest_emulator, audience):
    assert not audience.is_loaded
    assert methods_sent(pinterest_emulator) == []


def test_reading_all_fields_of_an_audience_sends_one_request(pinterest_emulator, audience):
    values = {name: getattr(audience, name) for name in FIELDS}
    assert methods_sent(pinterest_emulator) == ["GET"]
    path = f"/ad_accounts/{pinterest_emulator.ad_account_id}/audiences/{values['id']}"
    assert pinterest_emulator.requests[0].path == path
    assert values["name"] == "Quilters"
    assert values["description"] == "People who quilt"
    assert values["audience_type"] == "VISITOR"
    assert values["type"] == "audience"
    assert values["status"] == "INITIALIZING"
    assert values["size"] is None
    assert values["is_nca"] is False
    assert values["created_by_company_name"] == "The Quilt Shop"
    assert values["created_timestamp"] == values["updated_timestamp"] > 1_700_000_000
    assert values["rule"].to_dict() == RULES["VISITOR"]
    assert audience.is_loaded
    assert audience.to_dict()["name"] == "Quilters"
    assert len(pinterest_emulator.requests) == 1


def test_reading_the_ids_sends_no_request(pinterest_emulator, pinterest_client):
    audience = Audience(549755885175, 2542620905475, pinterest_client)
    assert (audience.ad_account_id, audience.id) == ("549755885175", "2542620905475")
    assert methods_sent(pinterest_emulator) == []


def test_reading_passed_fields_sends_no_request_and_other_fields_one(pinterest_emulator, audience):
    known = Audience(
        audience.ad_account_id,
        audience.id,
        pinterest_emulator.client(),
        name="Known name",
        description=None,
        rule={"retention_days": "30"},
    )
    assert known.name == "Known name"
    assert known.description is None
    assert known.rule.retention_days == 30
    assert known.rule is known.rule
    assert methods_sent(pinterest_emulator) == []
    assert known.status == "INITIALIZING"
    assert known.name == "Quilters"
    assert known.description == "People who quilt"
    assert methods_sent(pinterest_emulator) == ["GET"]


def test_sixteen_threads_that_read_at_once_send_one_request(pinterest_emulator, audience):
    pinterest_emulator.fail_next(
        latency=0.2
    )  # all threads are waiting before the first response arrives
    start = threading.Barrier(16)
    read: list[Any] = []

    def work() -> None:
        start.wait()
        read.append((audience.name, audience.status, audience.rule.retention_days))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [("Quilters", "INITIALIZING", 540)] * 16
    assert methods_sent(pinterest_emulator) == ["GET"]


def test_a_failed_read_can_be_tried_again(pinterest_emulator, audience):
    pinterest_emulator.fail_next(404)
    with pytest.raises(NotFound):
        _ = audience.name
    assert not audience.is_loaded
    assert audience.name == "Quilters"
    assert [request.status for request in pinterest_emulator.requests] == [404, 200]


@pytest.mark.parametrize("loaded", [False, True])
def test_a_misspelled_name_raises_with_a_suggestion_and_sends_nothing(
    pinterest_emulator, audience, loaded
):
    if loaded:
        audience.refresh()
        pinterest_emulator.clear_requests()
    with pytest.raises(
        AttributeError, match=r"'descripton'; did you mean 'description'?"
    ) as caught:
        _ = audience.descripton
    assert isinstance(caught.value, UnknownAttribute)
    assert isinstance(caught.value, PinterestError)
    with pytest.raises(AttributeError, match=r"has no attribute 'qqqq'$"):
        _ = audience.qqqq
    for name in ("__array__", "_repr_latex_", "__len__"):  # names that notebooks and numpy look up
        assert not hasattr(audience, name)
    assert methods_sent(pinterest_emulator) == []


def test_a_field_cannot_be_set_by_assignment(pinterest_emulator, audience):
    with pytest.raises(AttributeError, match=r"update_fields\(name=\.\.\.\)"):
        audience.name = "Knitters"
    assert methods_sent(pinterest_emulator) == []


def test_repr_comparison_hash_copy_and_pickle_send_no_request(pinterest_emulator, audience):
    same = Audience(str(audience.ad_account_id), int(audience.id), pinterest_emulator.client())
    assert repr(audience) == (
        f"Audience(ad_account_id={audience.ad_account_id!r}, audience_id={audience.id!r}, not loaded)"
    )
    assert audience == same
    assert hash(audience) == hash(same)
    assert len({audience, same}) == 1
    assert audience != Audience(audience.ad_account_id, "1", pinterest_emulator.client())
    assert audience != Audience("1", audience.id, pinterest_emulator.client())
    assert audience != audience.id
    for twin in (
        copy.copy(audience),
        copy.deepcopy(audience),
        pickle.loads(pickle.dumps(audience)),
    ):
        assert twin is not audience
        assert twin == audience
        assert not twin.is_loaded
    assert methods_sent(pinterest_emulator) == []


def test_another_type_with_the_same_ids_is_not_equal(pinterest_client):
    class Special(Audience):
        """A user's subclass."""

    assert Audience("1", "2", pinterest_client) != Special("1", "2", pinterest_client)
    assert Special("1", "2", pinterest_client).id == "2"


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))]
)
def test_copies_behave_like_the_original(pinterest_emulator, audience, duplicate):
    unloaded = duplicate(audience)
    assert unloaded.name == "Quilters"
    assert methods_sent(pinterest_emulator) == ["GET"]
    assert audience.rule.retention_days == 540
    loaded = duplicate(audience)
    assert loaded.is_loaded
    assert loaded.rule == audience.rule
    assert loaded.to_dict() == audience.to_dict()
    assert methods_sent(pinterest_emulator) == ["GET", "GET"]
    loaded.update_fields(name="Knitters")
    assert (loaded.name, audience.name) == ("Knitters", "Quilters")
    assert audience.refresh().name == "Knitters"


def test_the_repr_of_a_loaded_object_includes_its_name_type_and_status(audience):
    assert repr(audience.refresh()).endswith(
        ", name='Quilters', audience_type='VISITOR', status='INITIALIZING')"
    )


def test_refresh_fetches_again_and_returns_the_object(pinterest_emulator, audience):
    assert audience.status == "INITIALIZING"
    pinterest_emulator.advance(2 * 86_400)
    assert audience.status == "INITIALIZING"
    assert audience.refresh() is audience
    assert audience.status == "READY"
    assert audience.size >= 100
    assert methods_sent(pinterest_emulator) == ["GET", "GET"]


def test_to_dict_returns_a_copy(pinterest_emulator, audience):
    data = audience.to_dict()
    assert methods_sent(pinterest_emulator) == ["GET"]
    data["rule"]["retention_days"] = 1
    data["name"] = "changed"
    assert audience.rule.retention_days == 540
    assert audience.to_dict()["rule"] == RULES["VISITOR"]
    assert audience.name == "Quilters"


def test_embedded_values_can_be_read_by_attribute_and_by_item(audience):
    rule = audience.rule
    assert rule is audience.rule
    assert rule.event_data.line_items[0].product_name == "Thread"
    assert rule["event_data"]["line_items"][0]["product_name"] == "Thread"
    assert rule.url == {"contains": "quilts"}
    assert rule.customer_list_id is None
    assert "customer_list_id" not in rule


def test_embedded_values_are_rebuilt_after_an_update(audience):
    audience.update_fields(rule={"retention_days": 1})
    assert audience.rule.retention_days == 1
    audience.update_fields(rule={"retention_days": 2})
    assert audience.rule.retention_days == 2
