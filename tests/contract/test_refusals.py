"""What the contract does not allow is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ApiException, ValidationError
from tests.contract.calls import Arguments, Case, Wire, contract, identifier, new_client
from tests.contract.mistakes import (
    Mistake,
    bodies_with_a_read_only_field,
    bodies_with_an_unknown_field,
    bodies_without_a_field,
    wrong_bodies,
    wrong_values,
)
from tests.contract.validation import Node


def refusal(
    case: Case, wire: Wire, arguments: Arguments, client: PinterestSDKClient | None = None
) -> str | None:
    """Returns the words of the refusal, None where there was none."""
    wire.answers((500, None))
    try:
        case.call(arguments, client)
    except ValidationError as error:
        assert wire.sent == []
        return str(error)
    except ApiException:
        wire.forget()
    return None


def check_all(
    case: Case, wire: Wire, find: Callable[[Node], Iterable[Mistake]], *, ours: bool = False
) -> None:
    """Calls the method with every mistake in its body, each of which must be refused by the name of the field."""
    check_within(case, wire, case.body_argument, case.schema, find(case.schema), ours=ours)


def check_parameters(
    case: Case, wire: Wire, find: Callable[[Node], Iterable[Mistake]], *, ours: bool = False
) -> None:
    """Calls the method with every mistake in a parameter that is an object."""
    objects = [node for node in case.parameters if node["schema"].get("type") == "object"]
    assert objects
    for node in objects:
        schema, mistakes = node["schema"], list(find(node["schema"]))
        assert mistakes
        check_within(case, wire, identifier(node["name"]), schema, mistakes, ours=ours)


def check_within(
    case: Case, wire: Wire, name: str, schema: Node, mistakes: Iterable[Mistake], *, ours: bool
) -> None:
    """Calls the method with every mistake in one argument.

    What the contract finds nothing wrong with may be accepted, unless the mistake is one by our own rules.
    """
    arguments, client = case.arguments(everything=False), new_client()
    accepted, unclear = [], []
    for path, value, body, is_ambiguous in mistakes:
        words = refusal(case, wire, {**arguments, name: body}, client)
        where = f"{'.'.join(map(str, path))} = {str(value)[:60]!r}"
        if words is None:
            if ours or contract().problems(schema, body, write=True):
                accepted.append(where)
        elif path and not is_ambiguous and _shown(path[-1]) not in words:
            unclear.append(f"{where}: {words}")
    assert accepted == []
    assert unclear == []


def _shown(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else step


def test_a_missing_argument_is_refused(case: Case, wire: Wire):
    arguments = case.arguments(everything=False)
    required = [node for node in case.parameters if node.get("required")]
    names = [identifier(node["name"]) for node in required]
    if case.body and case.body[2]:
        names.append(case.body_argument)
    for name in names:
        rest = {key: value for key, value in arguments.items() if key != name}
        with pytest.raises(TypeError, match=rf"\b{name}\b"):
            case.call(rest)
        assert name in (refusal(case, wire, {**arguments, name: None}) or "")
    assert wire.sent == []


def test_an_unknown_argument_is_refused(case: Case, wire: Wire):
    with pytest.raises(TypeError, match="no_such_argument"):
        case.call({**case.arguments(everything=False), "no_such_argument": 1})
    assert wire.sent == []


def test_a_wrong_parameter_is_refused(case: Case, wire: Wire):
    arguments = case.arguments(everything=True)
    accepted: list[tuple[str, Any]] = []
    for node in case.parameters:
        name = identifier(node["name"])
        for path, shape, value in contract().walk(node["schema"], arguments[name], write=True):
            for wrong in wrong_values(shape, value):
                changed = [wrong] if path else wrong
                if len(path) > 1 or not contract().problems(node["schema"], changed, write=True):
                    continue
                words = refusal(case, wire, {**arguments, name: changed})
                if words is None:
                    accepted.append((name, changed))
                else:
                    assert node["name"] in words
    assert accepted == []


def test_an_unknown_field_is_refused(writing: Case, wire: Wire):
    check_all(writing, wire, bodies_with_an_unknown_field, ours=True)


def test_a_read_only_field_is_refused(writing: Case, wire: Wire):
    arguments, client = writing.arguments(everything=False), new_client()
    for path, _, body, is_ambiguous in bodies_with_a_read_only_field(writing.schema):
        words = refusal(writing, wire, {**arguments, writing.body_argument: body}, client)
        assert words is not None, path
        assert is_ambiguous or _shown(path[-1]) in words


def test_a_missing_field_is_refused(writing: Case, wire: Wire):
    check_all(writing, wire, bodies_without_a_field)


def test_a_wrong_value_is_refused(writing: Case, wire: Wire):
    check_all(writing, wire, wrong_bodies)


def test_an_unknown_field_of_a_parameter_is_refused(asking: Case, wire: Wire):
    check_parameters(asking, wire, bodies_with_an_unknown_field, ours=True)


def test_a_missing_field_of_a_parameter_is_refused(asking: Case, wire: Wire):
    check_parameters(asking, wire, bodies_without_a_field)


def test_a_wrong_value_in_a_parameter_is_refused(asking: Case, wire: Wire):
    check_parameters(asking, wire, wrong_bodies)


def test_a_parameter_without_fields_is_refused(asking: Case, wire: Wire):
    arguments = asking.arguments(everything=False)
    for node in asking.parameters:
        if node["schema"].get("type") == "object":
            assert node["name"] in (refusal(asking, wire, {**arguments, node["name"]: {}}) or "")
