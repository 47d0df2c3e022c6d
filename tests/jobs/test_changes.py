"""Incremental reading: returns each change since the last run exactly once."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type"
from __future__ import annotations

import datetime
import json

import pytest

from pinterest import Ad, AdGroup, Audience, Campaign
from pinterest.emulator import Emulator
from pinterest.exceptions import ServerError, ValidationError
from pinterest.utils.changes import Changes

NOUNS = [Campaign, AdGroup, Ad, Audience]


@pytest.fixture
def place():
    """An emulator with its own demo shop, whose objects were last changed long ago."""
    with Emulator(demo_data=True) as emulator:
        emulator.advance(3600)
        yield emulator


@pytest.fixture
def own(place):
    with place.client() as client:
        yield client


def read(noun, place, client, since):
    """Returns the IDs of the changed objects, and the state after a round trip through JSON."""
    changes = noun.iter_changed(place.ad_account_id, since, client)
    ids = [item.id for item in changes]
    return ids, json.loads(json.dumps(changes.state))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_second_reading_returns_what_changed(place, own, noun):
    everything, state = read(noun, place, own, None)
    assert set(everything) == {item.id for item in noun.iter_all(place.ad_account_id, client=own)}
    assert read(noun, place, own, state)[0] == []
    item = noun.iter_all(place.ad_account_id, client=own).__next__()
    item.update_fields(name="Changed")
    changed, state = read(noun, place, own, state)
    assert changed == [item.id]
    assert read(noun, place, own, state)[0] == []


def test_a_second_change_in_the_same_second_is_not_lost(place, own):
    campaign = Campaign.create(
        place.ad_account_id, "New", "AWARENESS", client=own, daily_spend_cap=10_000_000
    )
    _, state = read(Campaign, place, own, None)
    for number in range(3):
        campaign.update_fields(name=f"Name {number}")
        changed, state = read(Campaign, place, own, state)
        assert changed == [campaign.id]
    assert read(Campaign, place, own, state)[0] == []


def test_a_change_while_the_list_is_read_is_not_lost(place, own):
    _, state = read(Campaign, place, own, None)
    names = [item.id for item in Campaign.iter_all(place.ad_account_id, client=own)]
    for id in names:
        Campaign(place.ad_account_id, id, own).update_fields(name=f"First {id}")
    changes = Campaign.iter_changed(place.ad_account_id, state, own)
    first = next(changes)
    # The page with this object was already read.
    Campaign(place.ad_account_id, first.id, own).update_fields(name="Second")
    assert len(list(changes)) == len(names) - 1
    assert read(Campaign, place, own, changes.state)[0] == [first.id]


def test_new_and_archived_objects_are_changes(place, own):
    _, state = read(Campaign, place, own, None)
    new = Campaign.create(
        place.ad_account_id, "New", "AWARENESS", client=own, daily_spend_cap=10_000_000
    )
    old = next(Campaign.iter_all(place.ad_account_id, client=own))
    old.archive()
    assert set(read(Campaign, place, own, state)[0]) == {new.id, old.id}


def test_the_state_stays_small(place, own):
    _, state = read(Campaign, place, own, None)
    # No object changed in the last minute.
    assert state["seen"] == {}
    assert set(state) == {"since", "seen"}


@pytest.mark.slow
def test_the_state_does_not_move_before_the_end(place, own):
    _, state = read(Campaign, place, own, None)
    for item in Campaign.iter_all(place.ad_account_id, client=own):
        item.update_fields(name="Changed")
    changes = Campaign.iter_changed(place.ad_account_id, state, own)
    next(changes)
    assert changes.state == state
    place.fail_next(500, 10)
    with pytest.raises(ServerError):
        list(Campaign.iter_changed(place.ad_account_id, changes.state, own))
    place.clear_failures()
    assert len(read(Campaign, place, own, changes.state)[0]) == len(
        list(Campaign.iter_all(place.ad_account_id, client=own))
    )


def test_a_point_in_time_is_included(place, own):
    campaign = next(Campaign.iter_all(place.ad_account_id, client=own))
    campaign.update_fields(name="Changed")
    campaign.refresh()
    seconds = campaign.updated_time
    assert seconds
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    for since in (seconds, float(seconds), moment, moment.replace(microsecond=999)):
        assert read(Campaign, place, own, since)[0] == [campaign.id]
    assert read(Campaign, place, own, seconds + 1)[0] == []


def test_nothing_moves_while_there_is_nothing(own, place):
    [account] = place.add_ad_accounts(1)
    changes = Campaign.iter_changed(account, 1000, own)
    assert list(changes) == []
    assert changes.state == {"since": 1000, "seen": {}}


@pytest.mark.parametrize(
    "since", ["2026-01-01", -1, True, {}, {"since": 1}, {"since": "x", "seen": {}}, float("nan")]
)
def test_a_since_that_is_not_valid_is_refused(place, own, since):
    place.clear_requests()
    with pytest.raises(ValidationError, match="since"):
        Campaign.iter_changed(place.ad_account_id, since, own)
    with pytest.raises(ValidationError):
        Campaign.iter_changed("", None, own)
    assert place.requests == []


def test_an_object_without_a_time_always_counts(place, own):
    campaign = Campaign.from_dict(
        {"id": "1", "ad_account_id": place.ad_account_id, "name": "Timeless"}, client=own
    )
    changes = Changes(iter([campaign]), ("created_time", "updated_time"), 10**12)
    assert list(changes) == [campaign]
