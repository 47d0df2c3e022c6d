"""Every schema can be created from any JSON object, and then all of its fields can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest import schemas
from pinterest.schema import OpenEnum, parse_as_type
from tests.fuzz.budget import examples
from tests.fuzz.reading import read_everything
from tests.fuzz.values import JSON, draw_nearly_fitting

NAMES = [name for name in dir(schemas) if name[0].isupper()]
ENUMS = [
    name
    for name in NAMES
    if isinstance(kind := getattr(schemas, name), type) and issubclass(kind, OpenEnum)
]
KINDS = sorted({*NAMES} - {*ENUMS})


@pytest.mark.parametrize("name", KINDS)
def test_every_field_of_a_schema_can_be_read(name):
    kind = getattr(schemas, name)

    @examples(2)
    @given(data=draw_nearly_fitting(kind))
    def check(data):
        read_everything(parse_as_type(kind, data))

    check()


@examples(200)
@given(name=st.sampled_from(KINDS), data=JSON)
def test_a_schema_that_gets_other_data_is_that_data(name, data):
    read_everything(parse_as_type(getattr(schemas, name), data))


@examples(100)
@given(name=st.sampled_from(ENUMS), data=JSON)
def test_an_enum_accepts_any_data(name, data):
    found: Any = parse_as_type(getattr(schemas, name), data)
    read_everything(found)
    assert found == data or data != data  # noqa: PLR0124  # NaN differs from itself
