"""Parses JSON. Uses orjson if it is installed (extra `fast`).

orjson differs from `json` in the standard library in two ways: it refuses NaN and lone surrogates, and it converts
integers beyond 64 bits to floats. This module uses `json` for such input, so the result is always the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

__all__ = ["parse_json"]

# The longest 64-bit integers, 18446744073709551615 and -9223372036854775808, have this many characters.
_INTEGER_LENGTH: Final = 20
_DIGITS_TO_ZERO: Final = bytes(
    ord("0") if chr(byte) in "0123456789" else byte for byte in range(256)
)
_LONG_RUNS: Final = (b"0" * _INTEGER_LENGTH, b"-" + b"0" * (_INTEGER_LENGTH - 1))
# Searching only every fifth byte is faster. A number with 20 characters contains four of these bytes.
_SAMPLE_STEP: Final = 5
_SIGNS_AND_DIGITS_TO_ZERO: Final = bytes(
    ord("0") if chr(byte) in "-0123456789" else ord("x") for byte in range(256)
)
_SAMPLED_RUN: Final = b"0" * (_INTEGER_LENGTH // _SAMPLE_STEP)


def parse_json(content: bytes) -> Any:
    """Parses JSON, with the same result whether or not orjson is installed.

    Raises:
        ValueError: If the content is not valid JSON.
        RecursionError: If the content is nested too deeply.
    """
    return _choose_parser()(content)


@cache
def _choose_parser() -> Callable[[bytes], Any]:
    """Returns a parser that uses orjson, or `json.loads` if orjson is not installed."""
    try:
        import orjson
    except ImportError:
        return json.loads

    def parse_with_orjson(content: bytes) -> Any:
        if not _may_have_long_integers(content):
            try:
                return orjson.loads(content)
            except orjson.JSONDecodeError:
                pass
        return json.loads(content)

    return parse_with_orjson


def _may_have_long_integers(content: bytes) -> bool:
    """Returns False if the content certainly has no integers beyond 64 bits, and True if it may have some."""
    # Most responses have no long number, and searching a fifth of the bytes is enough to rule that out.
    if content[::_SAMPLE_STEP].translate(_SIGNS_AND_DIGITS_TO_ZERO).find(_SAMPLED_RUN) < 0:
        return False
    # Replacing all digits by 0 and searching for zeros is many times faster than a regular expression.
    zeros = content.translate(_DIGITS_TO_ZERO)
    return any(zeros.find(digits) >= 0 for digits in _LONG_RUNS)
