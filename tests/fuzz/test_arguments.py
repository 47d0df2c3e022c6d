"""With any arguments, a method raises a `PinterestError`, `TypeError` or `ValueError`, or sends a request.

A refused call sends nothing, and no argument changes the path of a request.
"""

from __future__ import annotations

import io
import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import PinterestError, UnknownKey, ValidationError
from pinterest.operations import all_operations
from pinterest.utils.bookmark import Bookmark, Page
from pinterest.utils.listing import Listing
from pinterest.utils.payload import parse_items
from tests.fuzz.budget import examples
from tests.fuzz.canned import BASE, CannedServer, check_url
from tests.fuzz.models import NOUNS, RICH_METHODS, TYPED_METHODS, get_bound_method, get_model
from tests.fuzz.signatures import list_methods, list_parameters, sendable_arguments
from tests.fuzz.values import ARGUMENTS, TEXT

_ALLOWED = (PinterestError, TypeError, ValueError)
_SCREEN = 4000
_NOT_CALLED = {"close"}  # all examples use the same client


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[CannedServer]:
    found = CannedServer()
    PinterestSDKClient.set_default_client(found.client)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # some operations are deprecated
        yield found
    PinterestSDKClient.set_default_client(None)


def draw_arguments(draw: Any, call: Callable[..., Any]) -> dict[str, Any]:
    """Draws arguments. Most are valid, and at least one may be any value."""
    names = [name for name in list_parameters(call) if name != "client"]
    found = sendable_arguments(call)
    if names:
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
            found[name] = draw(ARGUMENTS)
    if not names or draw(st.integers(0, 9)) == 0:
        found["no_such_argument"] = draw(ARGUMENTS)
    return found


def check_text(error: Exception) -> None:
    """Checks that the text of an error can be printed and fits on a screen."""
    text = str(error)
    text.encode()
    assert len(text) < _SCREEN


def check_call(server: CannedServer, call: Callable[..., Any], arguments: dict[str, Any]) -> None:
    """Calls a method and checks that it either sends requests or refuses the arguments."""
    server.respond_with(lambda operation: (200, {}))
    try:
        result = call(**arguments)
        if hasattr(result, "__next__"):
            list(itertools.islice(result, 3))
    except _ALLOWED as error:
        check_text(error)
        refused = isinstance(error, (TypeError, ValueError))
        assert not (refused and server.sent), error  # noqa: PT017  # most calls raise nothing
    for request in server.sent:
        check_url(request)


@pytest.mark.parametrize("method", TYPED_METHODS + RICH_METHODS, ids=str)
def test_a_method_refuses_arguments_or_sends_them(method, server):
    @examples(1)
    @given(st.data())
    def check(data):
        call = get_bound_method(method, server.client)
        check_call(server, call, draw_arguments(data.draw, call))

    check()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_constructor_refuses_arguments(noun, server):
    cls: Any = get_model(noun)

    @examples(4)
    @given(st.data())
    def check(data):
        server.respond_with(lambda operation: (200, {}))
        try:
            made = cls(**draw_arguments(data.draw, cls))
        except _ALLOWED as error:
            check_text(error)
        else:
            repr(made).encode()
            hash(made)
        assert server.sent == []

    check()


# Operations with a path parameter that is not a number.
WITH_TEXT_IN_PATH = [
    operation
    for operation in all_operations()
    if any(item.location == "path" and not item.is_digits for item in operation.parameters)
    and all(item.argument == item.name for item in operation.parameters)
]
PATHS = (
    *". .. / \\ ? # % & ; : @ %2f %2F %5c %2e%2e %252e%252e %00 // /../ ../ ..%2f ..; é \ud800".split(),
    " ",
    "",
    "\t",
    "\r\n",
    "\x7f",
    "\u0085",
    "\u2028",
    "5",
)
CLIENT_METHODS = [name for name in list_methods(PinterestSDKClient) if name not in _NOT_CALLED]


@pytest.mark.parametrize("name", CLIENT_METHODS)
def test_a_method_of_a_client_refuses_arguments_or_sends_them(name, server):
    call = getattr(server.client, name)
    valid = {
        "operation": all_operations()[0],
        "method": "GET",
        "path": "/pins",
        "arguments": {},
        "url": f"{BASE}/file",
        "verb": "PUT",
        "file": io.BytesIO(),
        "body": b"text",
    }

    @examples(20)
    @given(st.data())
    def check(data):
        arguments = draw_arguments(data.draw, call)
        for known in set(valid) & set(arguments):
            if data.draw(st.booleans()):
                arguments[known] = valid[known]
        server.respond_with(lambda operation: (200, {}))
        try:
            call(**arguments)
        except _ALLOWED as error:
            check_text(error)
            if isinstance(error, (TypeError, ValueError)):
                assert server.sent == []
        finally:
            PinterestSDKClient.set_default_client(server.client)
        for request in server.sent:
            assert (request.url or "").startswith(f"{BASE}/")

    check()


@examples(60)
@given(st.data())
def test_a_client_refuses_arguments_of_its_constructor(data):
    names = [name for name in list_parameters(PinterestSDKClient) if name != "access_token"]
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    arguments = {name: data.draw(ARGUMENTS) for name in chosen}
    token = data.draw(st.just("token") | ARGUMENTS)
    try:
        client = PinterestSDKClient(token, **arguments)
    except _ALLOWED as error:
        check_text(error)
    else:
        repr(client).encode()
        client.close()


PAGED = [operation for operation in all_operations() if operation.id == "boards/list"]


@examples(20)
@given(st.data())
def test_bookmarks_and_pages_refuse_arguments(data):
    server = CannedServer()
    listing = Listing(PAGED[0], {}, server.client, parse_items)
    page: Page[Any] = Page([], Bookmark(listing, "token"))
    for owner in (page, page.bookmark):
        for name in list_methods(type(owner)):
            if name not in ("count", "index"):  # of every tuple
                call = getattr(owner, name)
                check_call(server, call, draw_arguments(data.draw, call))
    server.respond_with(lambda operation: (200, {"items": [], "bookmark": None}))
    for make in (lambda value: page[value], lambda value: Bookmark(listing, value).get_next()):
        try:
            make(data.draw(ARGUMENTS))
        except _ALLOWED as error:
            check_text(error)
        except UnknownKey as error:
            check_text(error)
    for request in server.sent:
        check_url(request)


def test_a_client_of_the_emulator_refuses_arguments():
    with Emulator() as emulator:
        names = [*list_parameters(PinterestSDKClient), "no_such_argument"]

        @examples(20)
        @given(st.data())
        def check(data):
            chosen = data.draw(
                st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
            )
            try:
                client = emulator.client(**{name: data.draw(ARGUMENTS) for name in chosen})
            except _ALLOWED as error:
                check_text(error)
            else:
                client.close()

        check()
        assert emulator.requests == []


@examples(60)
@given(st.data())
def test_no_text_leaves_its_place_in_a_path(data):
    operation = data.draw(st.sampled_from(WITH_TEXT_IN_PATH))
    server = CannedServer()
    texts = TEXT | st.sampled_from(PATHS) | st.lists(st.sampled_from(PATHS)).map("".join)
    arguments = {
        item.argument: data.draw(texts) if item.location == "path" else "5"
        for item in operation.parameters
        if item.required
    }
    try:
        server.client.execute(operation, arguments, body={})
    except ValidationError:
        assert server.sent == []
        return
    except PinterestError:
        pass  # the response does not match the operation
    [request] = server.sent
    check_url(request)
    # Each text is in its own segment of the path.
    steps = urlsplit(request.url or "").path.removeprefix("/v5").split("/")
    for step, found in zip(operation.path.split("/"), steps, strict=True):
        name = step.strip("{}")
        assert unquote(str(found)) == (arguments[name] if step.startswith("{") else step)
