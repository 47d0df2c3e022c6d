"""What the contract does not allow is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from pinterest.exceptions import ValidationError
from tests.contract.calls import Arguments, Case, Wire, contract, identifier
from tests.contract.mistakes import (
    UNKNOWN_FIELD,
    Mistake,
    bodies_with_an_unknown_field,
    bodies_without_a_field,
    wrong_bodies,
    wrong_values,
)


def refusal(case: Case, wire: Wire, arguments: Arguments) -> str | None:
    """Returns the words of the refusal, None where there was none."""
    wire.answers((500, None))
    try:
        case.call(arguments)
    except ValidationError as error:
        assert wire.sent == []
        return str(error)
    except Exception as error:
        assert wire.sent, f"refused with {error!r}"
    wire.forget()
    return None


def check_all(case: Case, wire: Wire, mistakes: Iterable[Mistake], *, ours: bool = False) -> None:
    """Calls the method with every mistake, each of which must be refused by the name of the field.

    What the contract finds nothing wrong with may be accepted, unless the mistake is one by our own rules.
    """
    assert case.body and case.body_argument
    arguments = case.arguments(everything=False)
    accepted, unclear = [], []
    for path, value, body, is_ambiguous in mistakes:
        words = refusal(case, wire, {**arguments, case.body_argument: body})
        where = f"{'.'.join(map(str, path))} = {str(value)[:60]!r}"
        if words is None:
            if ours or contract().problems(case.body[1], body, write=True):
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
        names.append(case.body_argument or "")
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


def test_an_unknown_field_is_refused(case: Case, wire: Wire):
    if case.body:
        check_all(case, wire, bodies_with_an_unknown_field(case.body[1]), ours=True)


def test_a_missing_field_is_refused(case: Case, wire: Wire):
    if case.body:
        check_all(case, wire, bodies_without_a_field(case.body[1]))


def test_a_wrong_value_is_refused(case: Case, wire: Wire):
    if case.body:
        check_all(case, wire, wrong_bodies(case.body[1]))


def test_an_unknown_field_of_an_instance_is_refused(case: Case, wire: Wire):
    """What was valid when it was made is checked again when it is sent."""
    if not case.body or not case.operation.body:
        return
    from pinterest import schemas

    kind = getattr(schemas, case.operation.body.schema)
    arguments = case.arguments(everything=True)
    body = arguments[case.body_argument or ""]
    if not isinstance(kind, type) or not isinstance(body, dict):
        return
    with pytest.raises(ValidationError, match=UNKNOWN_FIELD):
        kind({**body, UNKNOWN_FIELD: 1})
