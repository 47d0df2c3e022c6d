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
def own_shop():
    """An emulator with its own demo shop, whose objects were last changed long ago."""
    with Emulator(demo_data=True) as emulator:
        emulator.advance(3600)
        yield emulator


@pytest.fixture
def own_client(own_shop):
    with own_shop.client() as client:
        yield client


def read_changes(noun, place, client, since):
    """Returns the IDs of the changed objects, and the state after a round trip through JSON."""
    changes = noun.iter_changed(place.ad_account_id, since, client)
    ids = [item.id for item in changes]
    return ids, json.loads(json.dumps(changes.state))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_second_reading_returns_what_changed(own_shop, own_client, noun):
    everything, state = read_changes(noun, own_shop, own_client, None)
    assert set(everything) == {
        item.id for item in noun.iter_all(own_shop.ad_account_id, client=own_client)
    }
    assert read_changes(noun, own_shop, own_client, state)[0] == []
    item = noun.iter_all(own_shop.ad_account_id, client=own_client).__next__()
    item.update_fields(name="Changed")
    changed, state = read_changes(noun, own_shop, own_client, state)
    assert changed == [item.id]
    assert read_changes(noun, own_shop, own_client, state)[0] == []


def test_a_second_change_in_the_same_second_is_not_lost(own_shop, own_client):
    campaign = Campaign.create(
        own_shop.ad_account_id, "New", "AWARENESS", client=own_client, daily_spend_cap=10_000_000
    )
    _, state = read_changes(Campaign, own_shop, own_client, None)
    for number in range(3):
        campaign.update_fields(name=f"Name {number}")
        changed, state = read_changes(Campaign, own_shop, own_client, state)
        assert changed == [campaign.id]
    assert read_changes(Campaign, own_shop, own_client, state)[0] == []


def test_a_change_while_the_list_is_read_is_not_lost(own_shop, own_client):
    _, state = read_changes(Campaign, own_shop, own_client, None)
    names = [item.id for item in Campaign.iter_all(own_shop.ad_account_id, client=own_client)]
    for id in names:
        Campaign(own_shop.ad_account_id, id, own_client).update_fields(name=f"First {id}")
    changes = Campaign.iter_changed(own_shop.ad_account_id, state, own_client)
    first = next(changes)
    # The page with this object was already read.
    Campaign(own_shop.ad_account_id, first.id, own_client).update_fields(name="Second")
    assert len(list(changes)) == len(names) - 1
    assert read_changes(Campaign, own_shop, own_client, changes.state)[0] == [first.id]


def test_new_and_archived_objects_are_changes(own_shop, own_client):
    _, state = read_changes(Campaign, own_shop, own_client, None)
    new = Campaign.create(
        own_shop.ad_account_id, "New", "AWARENESS", client=own_client, daily_spend_cap=10_000_000
    )
    old = next(Campaign.iter_all(own_shop.ad_account_id, client=own_client))
    old.archive()
    assert set(read_changes(Campaign, own_shop, own_client, state)[0]) == {new.id, old.id}


def test_the_state_stays_small(own_shop, own_client):
    _, state = read_changes(Campaign, own_shop, own_client, None)
    # No object changed in the last minute.
    assert state["seen"] == {}
    assert set(state) == {"since", "seen"}


@pytest.mark.slow
def test_the_state_does_not_change_before_the_end(own_shop, own_client):
    _, state = read_changes(Campaign, own_shop, own_client, None)
    for item in Campaign.iter_all(own_shop.ad_account_id, client=own_client):
        item.update_fields(name="Changed")
    changes = Campaign.iter_changed(own_shop.ad_account_id, state, own_client)
    next(changes)
    assert changes.state == state
    own_shop.fail_next(500, 10)
    with pytest.raises(ServerError):
        list(Campaign.iter_changed(own_shop.ad_account_id, changes.state, own_client))
    own_shop.clear_failures()
    assert len(read_changes(Campaign, own_shop, own_client, changes.state)[0]) == len(
        list(Campaign.iter_all(own_shop.ad_account_id, client=own_client))
    )


def test_changes_at_the_given_time_are_included(own_shop, own_client):
    campaign = next(Campaign.iter_all(own_shop.ad_account_id, client=own_client))
    campaign.update_fields(name="Changed")
    campaign.refresh()
    seconds = campaign.updated_time
    assert seconds
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    for since in (seconds, float(seconds), moment, moment.replace(microsecond=999)):
        assert read_changes(Campaign, own_shop, own_client, since)[0] == [campaign.id]
    assert read_changes(Campaign, own_shop, own_client, seconds + 1)[0] == []


def test_the_state_stays_unchanged_without_objects(own_client, own_shop):
    [account] = own_shop.add_ad_accounts(1)
    changes = Campaign.iter_changed(account, 1000, own_client)
    assert list(changes) == []
    assert changes.state == {"since": 1000, "seen": {}}


@pytest.mark.parametrize(
    "since", ["2026-01-01", -1, True, {}, {"since": 1}, {"since": "x", "seen": {}}, float("nan")]
)
def test_a_since_that_is_not_valid_is_refused(own_shop, own_client, since):
    own_shop.clear_requests()
    with pytest.raises(ValidationError, match="since"):
        Campaign.iter_changed(own_shop.ad_account_id, since, own_client)
    with pytest.raises(ValidationError):
        Campaign.iter_changed("", None, own_client)
    assert own_shop.requests == []


def test_an_object_without_a_time_always_counts(own_shop, own_client):
    campaign = Campaign.from_dict(
        {"id": "1", "ad_account_id": own_shop.ad_account_id, "name": "Timeless"}, client=own_client
    )
    changes = Changes(iter([campaign]), ("created_time", "updated_time"), 10**12)
    assert list(changes) == [campaign]
