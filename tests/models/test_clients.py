"""Calls use the client that is passed, or otherwise the default client."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,union-attr"
from __future__ import annotations

import pickle
import re

import pytest
import responses

from pinterest import Audience, AudienceInsights, PinterestSDKClient
from pinterest.api import AudiencesApi
from pinterest.emulator import Emulator
from pinterest.exceptions import OutcomeUnknown, PinterestError, ValidationError


@pytest.fixture
def other_emulator():
    """A second emulator with other IDs."""
    with Emulator(seed=99) as emulator:
        yield emulator


def test_two_clients_are_never_mixed_up(pinterest_emulator, other_emulator):
    emulators = {"first": pinterest_emulator, "second": other_emulator}
    for name, emulator in emulators.items():
        emulator.add_audiences(3, name=name)
    clients = {name: emulator.client() for name, emulator in emulators.items()}
    for name, emulator in emulators.items():
        account, client = emulator.ad_account_id, clients[name]
        items, bookmark = Audience.get_all(account, page_size=1, client=client)
        items += bookmark.get_next().items
        items += list(pickle.loads(pickle.dumps(bookmark)).get_next().bookmark)
        items += list(Audience.iter_all(account, client=client))
        items += list(Audience.get_all(account, client=client, bookmark=bookmark).items)
        assert [item.name.partition(" ")[0] for item in items] == [name] * 7
        for item in items[:4]:
            assert item.refresh().name.startswith(name)
            assert item.update_fields(description="d")
        created = Audience.create(account, "n", {}, "VISITOR", client=client)
        assert created.refresh().update_fields(name="x")
        assert created.remove()
        custom = Audience.create_custom(account, "n", {}, "CUSTOM", "1p", client=client)
        assert custom.refresh().ad_account_id == account
        assert Audience(account, custom.id, client).name == "n"
        assert Audience(account, custom.id, client).remove()
        assert AudienceInsights(account, "YOUR_TOTAL_AUDIENCE", client).size
        assert AudienceInsights.get(account, "YOUR_TOTAL_AUDIENCE", client).refresh().size
        assert AudienceInsights.get_scopes_and_types(account, client)
        for page in AudiencesApi(client).audiences_list(account, page_size=1).iter_pages():
            assert page.items[0].name.startswith(name)
    for emulator in emulators.values():
        assert {request.status for request in emulator.requests} == {200}


def test_a_client_for_one_call_is_used_for_that_call_only(pinterest_emulator, other_emulator):
    id = other_emulator.add_audiences(1)[0]
    account = other_emulator.ad_account_id
    pinterest_emulator.add_ad_account(id=account)
    audience = Audience(account, id, pinterest_emulator.client())
    assert audience.update_fields(other_emulator.client(), name="x")
    assert audience.name == "x"
    assert audience.remove(other_emulator.client())
    assert pinterest_emulator.requests == []
    with pytest.raises(Exception, match=r"404"):
        audience.refresh()
    assert len(pinterest_emulator.requests) == 1
    assert [request.method for request in other_emulator.requests] == ["PATCH", "PATCH"]


def test_the_default_client_is_used_if_no_client_is_passed(pinterest_emulator):
    PinterestSDKClient.set_default_client(pinterest_emulator.client())
    account = pinterest_emulator.ad_account_id
    pinterest_emulator.add_audiences(3)
    first, bookmark = Audience.get_all(account, page_size=1)
    rest = list(bookmark)
    assert len(first + rest) == len(list(Audience.iter_all(account))) == 3
    created = Audience.create(account, "n", {}, "VISITOR")
    known = Audience(account, created.id)
    assert known.name == "n"
    assert known.update_fields(name="x")
    assert known.remove()
    assert AudienceInsights.get(account, "YOUR_TOTAL_AUDIENCE").size
    assert AudienceInsights.get_scopes_and_types(account)
    assert AudiencesApi().audiences_list(account).items


def test_an_object_without_a_client_uses_the_current_default_client(
    pinterest_emulator, other_emulator
):
    id = other_emulator.add_audiences(1)[0]
    audience = Audience(other_emulator.ad_account_id, id)
    PinterestSDKClient.set_default_client(other_emulator.client())
    assert audience.name == "Audience 1"


def test_later_pages_use_the_client_of_the_first_page(pinterest_emulator, other_emulator):
    pinterest_emulator.add_audiences(3)
    PinterestSDKClient.set_default_client(pinterest_emulator.client())
    items, bookmark = Audience.get_all(pinterest_emulator.ad_account_id, page_size=1)
    PinterestSDKClient.set_default_client(other_emulator.client())
    assert len(list(bookmark)) == 2
    assert items[0].refresh().name == "Audience 1"
    assert other_emulator.requests == []


def test_a_bookmark_includes_its_client_and_page_size(pinterest_emulator):
    pinterest_emulator.add_audiences(5)
    account = pinterest_emulator.ad_account_id
    with pinterest_emulator.client() as client:
        bookmark = Audience.get_all(account, page_size=2, client=client).bookmark
        # The tests' default client fails every test that uses it.
        assert len(Audience.get_all(account, bookmark=bookmark).items) == 2


@pytest.mark.parametrize("client", ["x", {"name": "N"}, 5])
def test_a_value_that_is_not_a_client_is_refused(client, pinterest_client, pinterest_emulator):
    audience = Audience(pinterest_emulator.ad_account_id, "5", pinterest_client)
    for call in (
        lambda: Audience.get_all("1", client=client),
        lambda: audience.update_fields(client),
        lambda: PinterestSDKClient.set_default_client(client),
        lambda: Audience("1", "5", client).name,
    ):
        with pytest.raises(ValidationError, match=r"is not a client\. Pass a PinterestSDKClient"):
            call()


def test_an_attribute_error_in_a_callback_is_not_treated_as_a_missing_field(pinterest_emulator):
    def keep(tokens):
        raise AttributeError("no such file")

    client = pinterest_emulator.client(access_token=None, on_token_renewed=keep)
    [id] = pinterest_emulator.add_audiences(1)
    audience = Audience(pinterest_emulator.ad_account_id, id, client)
    with pytest.raises(PinterestError, match="no such file") as caught:
        audience.name  # noqa: B018  # reading it sends a request
    assert not isinstance(caught.value, AttributeError)


def test_a_response_without_an_id_raises_outcome_unknown(pinterest_client):
    with responses.RequestsMock() as mock:
        mock.post(re.compile(".*/audiences$"), json={})
        with pytest.raises(OutcomeUnknown, match="the request succeeded"):
            Audience.create("1", "n", {}, "VISITOR", client=pinterest_client)
