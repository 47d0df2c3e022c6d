"""Arguments that the contract does not allow are refused before a request is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ApiException, ValidationError
from tests.contract.calls import Arguments, Case, FakeServer, contract, identifier, new_client
from tests.contract.mistakes import (
    Mistake,
    bodies_with_a_read_only_field,
    bodies_with_an_unknown_field,
    bodies_without_a_field,
    wrong_bodies,
    wrong_values,
)
from tests.contract.validation import Node


def call_and_get_error(
    case: Case, server: FakeServer, arguments: Arguments, client: PinterestSDKClient | None = None
) -> str | None:
    """Returns the message of the ValidationError. None if the arguments were accepted."""
    server.respond_with((500, None))
    try:
        case.call(arguments, client)
    except ValidationError as error:
        assert server.received == []
        return str(error)
    except ApiException:
        server.clear()
    return None


def check_body(
    case: Case,
    server: FakeServer,
    find: Callable[[Node], Iterable[Mistake]],
    *,
    is_own_rule: bool = False,
) -> None:
    """Checks that every mistake in the body is refused with an error that names the field."""
    check_argument(
        case, server, case.body_argument, case.schema, find(case.schema), is_own_rule=is_own_rule
    )


def check_parameters(
    case: Case,
    server: FakeServer,
    find: Callable[[Node], Iterable[Mistake]],
    *,
    is_own_rule: bool = False,
) -> None:
    """Checks that every mistake in an object parameter is refused."""
    objects = [node for node in case.parameters if node["schema"].get("type") == "object"]
    assert objects
    for node in objects:
        schema, mistakes = node["schema"], list(find(node["schema"]))
        assert mistakes
        check_argument(
            case, server, identifier(node["name"]), schema, mistakes, is_own_rule=is_own_rule
        )


def check_argument(
    case: Case,
    server: FakeServer,
    name: str,
    schema: Node,
    mistakes: Iterable[Mistake],
    *,
    is_own_rule: bool,
) -> None:
    """Checks that every mistake in one argument is refused.

    Values that the contract allows may be accepted, unless the mistake breaks a rule of the SDK (`is_own_rule`).
    """
    arguments, client = case.arguments(include_optional=False), new_client()
    accepted, unclear = [], []
    for path, value, body, is_ambiguous in mistakes:
        text = call_and_get_error(case, server, {**arguments, name: body}, client)
        where = f"{'.'.join(map(str, path))} = {str(value)[:60]!r}"
        if text is None:
            if is_own_rule or contract().problems(schema, body, write=True):
                accepted.append(where)
        elif path and not is_ambiguous and _quote_step(path[-1]) not in text:
            unclear.append(f"{where}: {text}")
    assert accepted == []
    assert unclear == []


def _quote_step(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else step


def test_a_missing_argument_is_refused(case: Case, server: FakeServer):
    arguments = case.arguments(include_optional=False)
    required = [node for node in case.parameters if node.get("required")]
    names = [identifier(node["name"]) for node in required]
    if case.body and case.body[2]:
        names.append(case.body_argument)
    for name in names:
        rest = {key: value for key, value in arguments.items() if key != name}
        with pytest.raises(TypeError, match=rf"\b{name}\b"):
            case.call(rest)
        assert name in (call_and_get_error(case, server, {**arguments, name: None}) or "")
    assert server.received == []


def test_an_unknown_argument_is_refused(case: Case, server: FakeServer):
    with pytest.raises(TypeError, match="no_such_argument"):
        case.call({**case.arguments(include_optional=False), "no_such_argument": 1})
    assert server.received == []


def test_a_wrong_parameter_is_refused(case: Case, server: FakeServer):
    arguments = case.arguments(include_optional=True)
    accepted: list[tuple[str, Any]] = []
    for node in case.parameters:
        name = identifier(node["name"])
        for path, shape, value in contract().walk(node["schema"], arguments[name], write=True):
            for wrong in wrong_values(shape, value):
                changed = [wrong] if path else wrong
                if len(path) > 1 or not contract().problems(node["schema"], changed, write=True):
                    continue
                text = call_and_get_error(case, server, {**arguments, name: changed})
                if text is None:
                    accepted.append((name, changed))
                else:
                    assert node["name"] in text
    assert accepted == []


def test_an_unknown_field_is_refused(body_case: Case, server: FakeServer):
    check_body(body_case, server, bodies_with_an_unknown_field, is_own_rule=True)


def test_a_read_only_field_is_refused(body_case: Case, server: FakeServer):
    arguments, client = body_case.arguments(include_optional=False), new_client()
    for path, _, body, is_ambiguous in bodies_with_a_read_only_field(body_case.schema):
        text = call_and_get_error(
            body_case, server, {**arguments, body_case.body_argument: body}, client
        )
        assert text is not None, path
        assert is_ambiguous or _quote_step(path[-1]) in text


def test_a_missing_field_is_refused(body_case: Case, server: FakeServer):
    check_body(body_case, server, bodies_without_a_field)


def test_a_wrong_value_is_refused(body_case: Case, server: FakeServer):
    check_body(body_case, server, wrong_bodies)


def test_an_unknown_field_of_a_parameter_is_refused(object_case: Case, server: FakeServer):
    check_parameters(object_case, server, bodies_with_an_unknown_field, is_own_rule=True)


def test_a_missing_field_of_a_parameter_is_refused(object_case: Case, server: FakeServer):
    check_parameters(object_case, server, bodies_without_a_field)


def test_a_wrong_value_in_a_parameter_is_refused(object_case: Case, server: FakeServer):
    check_parameters(object_case, server, wrong_bodies)


def test_an_empty_object_parameter_is_refused(object_case: Case, server: FakeServer):
    arguments = object_case.arguments(include_optional=False)
    for node in object_case.parameters:
        if node["schema"].get("type") == "object":
            assert node["name"] in (
                call_and_get_error(object_case, server, {**arguments, node["name"]: {}}) or ""
            )
