"""Parses JSON, with orjson if it is installed (extra `fast`).

orjson returns the same values as the standard library, with two exceptions. It refuses some input that `json`
accepts, such as NaN and lone surrogates, and it silently converts integers beyond 64 bits to floats. `json` parses
both kinds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

__all__ = ["parse_json"]

# The longest integers of 64 bits are 18446744073709551615 and -9223372036854775808.
_INTEGER_LENGTH: Final = 20
_DIGITS_TO_ZERO: Final = bytes(
    ord("0") if chr(byte) in "0123456789" else byte for byte in range(256)
)
_LONG_RUNS: Final = (b"0" * _INTEGER_LENGTH, b"-" + b"0" * (_INTEGER_LENGTH - 1))
# To find long runs of digits quickly, only every fifth byte is searched. A run of 20 digits contains four of these.
_SAMPLE_STEP: Final = 5
_SIGNS_AND_DIGITS_TO_ZERO: Final = bytes(
    ord("0") if chr(byte) in "-0123456789" else ord("x") for byte in range(256)
)
_SAMPLED_RUN: Final = b"0" * (_INTEGER_LENGTH // _SAMPLE_STEP)


def parse_json(content: bytes) -> Any:
    """Parses JSON. Returns the same value with and without orjson.

    Raises:
        ValueError: If it is not valid JSON.
        RecursionError: If it is nested too deeply.
    """
    return _choose_parser()(content)


@cache
def _choose_parser() -> Callable[[bytes], Any]:
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
    # Almost no response has a long run of digits, and a fifth of the bytes is enough to tell.
    if content[::_SAMPLE_STEP].translate(_SIGNS_AND_DIGITS_TO_ZERO).find(_SAMPLED_RUN) < 0:
        return False
    # Replacing every digit by 0 and searching for zeros is many times faster than a regular expression.
    zeros = content.translate(_DIGITS_TO_ZERO)
    return any(zeros.find(digits) >= 0 for digits in _LONG_RUNS)
