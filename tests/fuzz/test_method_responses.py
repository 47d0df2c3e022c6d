"""For any JSON in a response, a method returns a value that can be read, or raises a `PinterestError`."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from typing import Any, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest import AdAccount, Interest
from pinterest.exceptions import OutcomeUnknown, PinterestError, ServerError
from pinterest.operation import Operation
from pinterest.schema import _get_item_type
from tests.fuzz.budget import examples
from tests.fuzz.canned import CannedServer
from tests.fuzz.models import (
    NOUNS,
    OBJECTS,
    RICH_METHODS,
    TYPED_METHODS,
    create_object,
    get_bound_method,
    get_declared_operation,
    get_model,
    get_operation,
    get_response_type,
)
from tests.fuzz.reading import read_everything
from tests.fuzz.signatures import sendable_arguments
from tests.fuzz.values import AWKWARD, JSON, draw_shape, get_field_types

GETTABLE = [noun for noun in OBJECTS if "get" in NOUNS[noun]]
LISTED = [noun for noun in OBJECTS if "list" in NOUNS[noun]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[CannedServer]:
    found = CannedServer()
    found.client.set_default_client(found.client)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # some operations are deprecated
        yield found
    found.client.set_default_client(None)


def draw_response(draw: Any, operation: Operation | None) -> tuple[int, Any]:
    """Draws the status and data of a response with the outer shape that the operation documents."""
    if operation is None or not operation.answers:
        return 200, draw(JSON)
    answer, kind = operation.answers[0], get_response_type(operation)
    if kind is None:
        return answer.status, ...
    if not answer.paged:
        return answer.status, draw_shape(draw, kind, 0)
    items = [draw_shape(draw, kind, 1) for _ in range(draw(st.integers(0, 2)))]
    return answer.status, {"items": items, "bookmark": draw(AWKWARD)}


def first_items(result: Any) -> Any:
    """Returns a result, or the first items of an iterator."""
    return list(itertools.islice(result, 3)) if hasattr(result, "__next__") else result


@pytest.mark.parametrize("method", TYPED_METHODS, ids=str)
def test_a_typed_method_returns_any_response_of_the_right_outer_shape(method, server):
    call = get_bound_method(method, server.client)
    arguments = sendable_arguments(call)
    operation = get_operation(method)

    @examples(1)
    @given(st.data())
    def check(data):
        server.respond_with(lambda _: draw_response(data.draw, operation))
        read_everything(call(**arguments))
        assert len(server.sent) == 1

    check()


SHAPES = [None, True, 5, 1.5, "text", "", [], ["text"], {"a": 1}]


@pytest.mark.parametrize("method", TYPED_METHODS, ids=str)
def test_a_response_of_another_outer_shape_is_an_error(method, server):
    operation = get_operation(method)
    kind = get_response_type(operation)
    call = get_bound_method(method, server.client)
    if kind in (None, str):
        return
    takes_list = operation.is_paged or get_origin(kind) is list
    has_items = "items" in getattr(kind, "model_fields", ())
    for data in SHAPES:
        server.respond_with(lambda _, data=data: (operation.answers[0].status, data))
        # The list may be the whole response, without an object around it.
        right = (list,) if takes_list else (dict, list) if has_items else (dict,)
        is_no_list = data is None and get_origin(kind) is list and not operation.is_paged
        if isinstance(data, right) or is_no_list:
            call(**sendable_arguments(call))
            continue
        with pytest.raises((ServerError, OutcomeUnknown)):
            call(**sendable_arguments(call))


@pytest.mark.parametrize("method", RICH_METHODS, ids=str)
def test_a_method_returns_a_value_or_raises_an_error_of_the_sdk(method, server):
    @examples(1)
    @given(st.data(), st.booleans())
    def check(data, is_documented):
        def respond(operation):
            return draw_response(data.draw, operation) if is_documented else (200, data.draw(JSON))

        call = get_bound_method(method, server.client)
        server.respond_with(respond)
        try:
            result = first_items(call(**sendable_arguments(call)))
        except PinterestError as error:
            str(error).encode()
        else:
            read_everything(result)

    check()


@pytest.mark.parametrize("noun", GETTABLE)
def test_every_field_of_an_object_can_be_read(noun, server):
    kind = get_response_type(get_declared_operation(noun, "get"))
    id_field = get_model(noun)._id_field

    @examples(4)
    @given(st.data())
    def check(data):
        found = create_object(noun, server.client)
        fields = draw_shape(data.draw, kind, 0)
        # A response with another ID than the requested one is an error.
        fields[id_field] = found._ids[-1] if found._ids else "5"
        server.respond_with(lambda _: (200, fields))
        for name in sorted(type(found)._field_names):
            getattr(found, name)
        read_everything(found)
        assert found.to_dict().keys() == fields.keys()
        assert len(server.sent) == 1 or not type(found)._field_names - {
            *type(found)._identity,
            id_field,
        }

    check()


@pytest.mark.parametrize("noun", LISTED)
def test_every_field_of_a_listed_object_can_be_read(noun, server):
    operation = get_declared_operation(noun, "list")
    kind = get_response_type(operation)
    shape = kind if operation.is_paged else _item_kind(kind)
    cls: Any = get_model(noun)
    arguments = sendable_arguments(cls.get_all)

    @examples(4)
    @given(st.data())
    def check(data):
        items = [draw_shape(data.draw, shape, 0) for _ in range(data.draw(st.integers(0, 2)))]
        page = {"items": items, "bookmark": data.draw(AWKWARD)}
        server.respond_with(lambda _: (200, page))
        try:
            found = cls.get_all(**arguments, client=server.client)
        except ServerError:
            # Each item of this list has a list of labels. Labels that are not objects are ignored.
            assert noun == "Label"
            return
        read_everything(found)
        if noun != "Label":
            listed = found.items if operation.is_paged else found
            assert [item.to_dict().keys() for item in listed] == [item.keys() for item in items]

    check()


def test_a_bookmark_of_a_list_without_pages_is_ignored(server):
    page = {"items": [{"id": "5"}], "bookmark": "text"}
    server.respond_with(lambda _: (200, page))
    account = AdAccount("5", client=server.client)
    assert len(list(account.advertiser_defined_events())) == 1
    assert len(server.sent) == 1


def _item_kind(kind: Any) -> Any:
    """Returns the type of the items of a list. The list may be in the field `items`."""
    listed = get_field_types(kind)["items"] if get_origin(kind) is not list else kind
    return _get_item_type(listed)


@pytest.mark.parametrize("value", [True, "5", {"5": "6"}])
def test_children_that_are_not_a_list_are_an_error(value, server):
    server.respond_with(lambda _: (200, {"id": "5", "child_interests": value}))
    with pytest.raises(ServerError, match="child_interests is not a list"):
        Interest("5", server.client).children()
