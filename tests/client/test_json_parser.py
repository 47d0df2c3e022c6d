"""JSON is parsed the same with and without orjson."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.utils.json_parser import parse_json

orjson = pytest.importorskip("orjson", reason="the extra 'fast' is not installed")

BIG = st.integers(-(10**25), 10**25) | st.sampled_from(
    [2**63, 2**63 - 1, 2**64, 2**64 - 1, -(2**63), -(2**63) - 1]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | BIG
    | st.floats()
    | st.text()
    | st.text(st.characters(categories=["Cs", "Lu"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def is_identical(one, other):
    """Returns whether two values are equal and have the same types. NaN equals itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_identical, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(is_identical(one[key], other[key]) for key in one)
    if isinstance(one, float):
        return math.copysign(1, one) == math.copysign(1, other) and (one == other or one != one)  # noqa: PLR0124  # NaN
    return one == other


@pytest.mark.slow
@given(VALUES, st.booleans())
def test_values_are_those_of_the_standard_library(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        expected = json.loads(text)
    except ValueError as error:
        with pytest.raises(type(error)):
            parse_json(text)
    else:
        assert is_identical(parse_json(text), expected)


@given(
    st.binary(max_size=40)
    | st.text('[]{}"\\,:0123456789.eE+- \ntruefalsn', max_size=30).map(str.encode)
)
def test_texts_that_are_not_json_are_refused_by_both_parsers(text):
    try:
        expected = json.loads(text)
    except (ValueError, RecursionError) as error:
        with pytest.raises(type(error)):
            parse_json(text)
    else:
        assert is_identical(parse_json(text), expected)


@pytest.mark.parametrize(
    "text",
    [
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "[123456789012345678901234567890]",
        "NaN",
        "-Infinity",
        "1E400",
        '"\\ud800"',
        "\ufeff5",
        "-0",
        "-0.0",
        '{"a": 1, "a": 2}',
        "0.1234567890123456789012345",
        "[" * 300 + "]" * 300,
    ],
)
def test_values_that_orjson_parses_otherwise(text):
    try:
        expected = json.loads(text.encode())
    except ValueError as error:
        with pytest.raises(type(error)):
            parse_json(text.encode())
    else:
        assert is_identical(parse_json(text.encode()), expected)


def test_numbers_of_too_many_digits_are_refused():
    with pytest.raises(ValueError, match="digits"):
        parse_json(b"9" * 5_000)


def test_the_standard_library_parses_without_orjson():
    code = (
        "import sys; sys.modules['orjson'] = None\n"
        "from pinterest.utils.json_parser import parse_json\n"
        "assert parse_json(b'[18446744073709551616, NaN]')[0] == 2**64"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_orjson_is_imported_when_the_first_response_is_parsed():
    code = (
        "import sys\n"
        "from pinterest.utils.json_parser import parse_json\n"
        "assert 'orjson' not in sys.modules\n"
        "parse_json(b'5')\n"
        "assert 'orjson' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
