"""Every rich model: the requests that its methods send, and the client that they use."""

from __future__ import annotations

import copy
import datetime
import inspect
import pickle
from decimal import Decimal
from typing import Any

import pytest

from pinterest import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import NotLoaded, UnknownAttribute, ValidationError
from tests.models.fields import fields_of
from tests.models.samples import MODELS, NOT_CREATED, SAMPLES, Place, rich

NOUNS = sorted(SAMPLES)
GETTABLE = [noun for noun in NOUNS if "get" in MODELS[noun]]
NOT_GETTABLE = [noun for noun in NOUNS if "get" not in MODELS[noun] and "list" in MODELS[noun]]
UPDATABLE = [noun for noun in NOUNS if SAMPLES[noun].change]
LISTED = [noun for noun in NOUNS if "list" in MODELS[noun]]
# The response to their create request has their ID and no other field.
ONLY_THE_ID = [noun for noun in NOUNS if "id_in" in MODELS[noun]["create"]]
# An update also sends this field, and fetches it if necessary.
SUPPLIED = {"ProductGroupPromotion": "ad_group_id"}
PAGED = [noun for noun in LISTED if "page_size" in inspect.signature(rich(noun).get_all).parameters]
OBJECTS = [noun for noun in sorted(MODELS) if "fields" in MODELS[noun]]
DELETABLE = [noun for noun in NOUNS if "delete" in MODELS[noun]]
KEPT_WHEN_DELETED = {"Feed"}  # it becomes inactive


@pytest.fixture
def place(pinterest_emulator: Emulator, pinterest_client: PinterestSDKClient) -> Place:
    return Place(pinterest_emulator, pinterest_client)


def get_ids(model: Any) -> dict[str, str]:
    return dict(zip(model._identity, model._ids, strict=True))


def create_unloaded(model: Any, client: PinterestSDKClient | None = None) -> Any:
    """Returns the same object, created from its IDs."""
    return type(model)(**get_ids(model), client=client)


def list_items(listed: Any) -> list[Any]:
    """Returns the items of a page, or of a list without pages."""
    return listed if isinstance(listed, list) else listed.items


def test_every_noun_has_a_sample():
    assert set(MODELS) == set(SAMPLES) | NOT_CREATED


@pytest.mark.parametrize("noun", NOUNS)
def test_creating_an_object_from_its_ids_sends_nothing(place, noun):
    found = create_unloaded(place.make(noun), place.client)
    place.emulator.clear_requests()
    assert found._ids[-1]
    assert not found.is_loaded
    assert repr(found).endswith("not loaded)")
    assert found == copy.copy(found) == pickle.loads(pickle.dumps(found))
    with pytest.raises(UnknownAttribute):
        _ = found.nmae
    assert place.emulator.requests == []


@pytest.mark.parametrize("noun", NOUNS)
def test_create_sends_one_request_and_reading_the_fields_none(place, noun):
    arguments, keywords = SAMPLES[noun].arguments(place), SAMPLES[noun].all_keywords(place)
    place.emulator.clear_requests()
    made = rich(noun).create(*arguments, client=place.client, **keywords)
    assert made.last_response.status in (200, 201)
    assert made._ids[-1]
    assert made.is_loaded is (noun not in ONLY_THE_ID)
    if made.is_loaded:
        assert {name: getattr(made, name) for name in type(made)._field_names}
    assert [request.method for request in place.emulator.requests] == ["POST"]


@pytest.mark.parametrize("noun", GETTABLE)
def test_reading_all_fields_sends_one_request(place, noun):
    made = place.make(noun)
    place.emulator.clear_requests()
    found = create_unloaded(made, place.client)
    assert {name: getattr(found, name) for name in fields_of(type(found))}
    assert found == made
    assert [request.method for request in place.emulator.requests] == ["GET"]
    assert found.exists()


@pytest.mark.parametrize("noun", NOT_GETTABLE)
def test_the_error_says_how_to_list_objects_that_the_api_cannot_get(place, noun):
    made = place.make(noun)
    found = create_unloaded(made, place.client)
    place.emulator.clear_requests()
    assert found == made
    [name, *_] = set(fields_of(type(found))) - {"id"} - set(get_ids(found)) - {"ad_account_id"}
    for read in (lambda: getattr(found, name), found.to_dict, found.refresh, found.exists):
        with pytest.raises(NotLoaded, match=rf"{noun}\.get_all\("):
            read()
    assert place.emulator.requests == []


@pytest.mark.parametrize("noun", UPDATABLE)
def test_update_fields_sends_one_request(place, noun):
    made = place.make(noun)
    known = {name: made[name] for name in (SUPPLIED.get(noun),) if name}
    found = type(made)(**get_ids(made), client=place.client, **known)
    place.emulator.clear_requests()
    assert found.update_fields(**SAMPLES[noun].change) is True
    assert [request.method for request in place.emulator.requests] == ["PATCH"]
    # Python raises the error for a missing required argument.
    with pytest.raises(TypeError, match=r"no fields to update|missing \d required"):
        found.update_fields()
    with pytest.raises(ValidationError, match=r"unknown field|[Ll]eave it out"):
        found.update_fields(**{**SAMPLES[noun].change, "id": "5"})
    assert len(place.emulator.requests) == 1


@pytest.mark.parametrize("noun", LISTED)
def test_listing_sends_one_request_per_page(place, noun):
    place.make(noun)
    under = SAMPLES[noun].under(place)
    place.emulator.clear_requests()
    page = rich(noun).get_all(*under, client=place.client)
    for item in list_items(page):
        assert item.is_loaded
        for name in type(item)._field_names:
            getattr(item, name)
    assert [request.method for request in place.emulator.requests] == ["GET"]
    if noun in PAGED:
        assert len(list(rich(noun).iter_all(*under, limit=1, client=place.client))) <= 1
        assert len(place.emulator.requests) == 2


@pytest.mark.parametrize("noun", PAGED)
def test_iter_all_checks_its_arguments_at_the_call(place, noun):
    under = SAMPLES[noun].under(place)
    place.emulator.clear_requests()
    for wrong in ({"limit": -1}, {"prefetch": -1}, {"progress": 5}, {"pagesize": 5}):
        with pytest.raises(ValidationError):
            rich(noun).iter_all(*under, client=place.client, **wrong)
    assert place.emulator.requests == []


@pytest.mark.parametrize("noun", DELETABLE)
def test_delete_works_on_the_class_and_on_the_object(place, noun):
    one, other = place.make(noun), place.make(noun)
    place.emulator.clear_requests()
    assert type(one).delete(**get_ids(one), client=place.client) is True
    assert other.delete() is True
    # The API deletes some objects by an update.
    methods = [request.method for request in place.emulator.requests]
    assert methods in (["DELETE"] * 2, ["PATCH"] * 2)
    if noun in GETTABLE and noun not in KEPT_WHEN_DELETED:
        assert not one.exists()


@pytest.mark.parametrize("noun", NOUNS)
def test_the_client_that_was_passed_is_used_everywhere(noun):
    # The tests' default client fails every test that uses it. Each token only works on its own emulator.
    with Emulator(seed=1) as first, Emulator(seed=2) as second:
        for emulator in (first, second):
            place = Place(emulator, emulator.client())
            everything = [place.make(noun)]
            under = SAMPLES[noun].under(place)
            if noun in LISTED:
                everything += list_items(rich(noun).get_all(*under, client=place.client))
            if noun in PAGED:
                page = rich(noun).get_all(*under, page_size=1, client=place.client)
                everything += list(page.bookmark) if page.bookmark else []
            if noun in LISTED:
                everything += rich(noun).iter_all(*under, client=place.client)
            everything += [pickle.loads(pickle.dumps(item)) for item in everything]
            for item in everything:
                if noun in GETTABLE:
                    assert item.refresh().exists()
            if noun in UPDATABLE:
                assert everything[0].update_fields(**SAMPLES[noun].change)
            for name in MODELS[noun].get("owns", {}):
                needed = SAMPLES[noun].needed(name, place)
                found = list(getattr(everything[0], name)(*needed, limit=1))
                if hasattr(everything[0], f"list_{name}"):
                    found += list_items(getattr(everything[0], f"list_{name}")(*needed))
                if "model" in MODELS[noun]["owns"][name]:
                    assert all(item._stored_client is place.client for item in found)
            assert {request.status for request in emulator.requests} <= {200, 201}


@pytest.mark.parametrize("noun", NOUNS)
def test_declared_fields_can_be_read_with_an_underscore(place, noun):
    made = place.make(noun)
    for name in fields_of(type(made)):
        assert getattr(made, f"_{name}") == getattr(made, name)
        assert made[name] == getattr(made, name)
    with pytest.raises(AttributeError):
        _ = made._nmae


@pytest.mark.parametrize("noun", OBJECTS)
def test_fields_cannot_be_set(noun):
    model = rich(noun).from_dict({MODELS[noun].get("id", "id"): "5"})
    assert fields_of(rich(noun))
    for name in fields_of(rich(noun)):
        with pytest.raises(AttributeError, match=rf"update_fields\({name}=\.\.\.\)"):
            setattr(model, name, "x")


@pytest.mark.parametrize("noun", OBJECTS)
def test_from_dict_sends_no_request(noun):
    own = MODELS[noun].get("id", "id")
    data = {own: "5", "type": "x", "name": "n", "brand_new": {"a": [1]}}
    before = copy.deepcopy(data)
    model = rich(noun).from_dict(data)
    assert model.is_loaded
    assert model["brand_new"] == {"a": [1]}
    assert getattr(model, f"_{own}") == getattr(model, own)
    model["brand_new"]["a"].append(2)
    assert data == before
    assert pickle.loads(pickle.dumps(model)).to_dict() == model.to_dict()
    with pytest.raises(ValidationError, match=f"add {own!r} to the data"):
        rich(noun).from_dict({})


def test_times_and_amounts_are_derived_from_fields():
    campaign = rich("Campaign").from_dict(
        {"id": "5", "start_time": 1_700_000_000, "daily_spend_cap": 12_500_000}
    )
    assert campaign.start_datetime == datetime.datetime(
        2023, 11, 14, 22, 13, 20, tzinfo=datetime.UTC
    )
    assert campaign.daily_spend_cap_amount == Decimal("12.5")
    assert campaign.end_datetime is campaign.lifetime_spend_cap_amount is None
    board = rich("Board").from_dict({"id": "5", "created_at": "2020-01-01T20:10:40"})
    assert board.created_at == datetime.datetime(2020, 1, 1, 20, 10, 40)  # noqa: DTZ001  # a naive value of the API
    assert board.created_datetime == datetime.datetime(2020, 1, 1, 20, 10, 40, tzinfo=datetime.UTC)


@pytest.mark.parametrize("noun", ["Ad", "AdGroup", "Campaign"])
def test_objects_with_a_status_can_be_paused_activated_and_archived(place, noun):
    made = place.make(noun)
    for verb, status in (("pause", "PAUSED"), ("activate", "ACTIVE"), ("archive", "ARCHIVED")):
        place.emulator.clear_requests()
        assert getattr(made, verb)() is True
        assert made.status == status
        assert len(place.emulator.requests) == 1
