"""Normalizes and hashes the user data of conversion events, as the API expects it."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.jobs.identifiers import (
    normalize_device_id,
    normalize_email,
    normalize_hash,
    normalize_phone,
    remove_non_digits,
)

__all__ = ["hash_user_data"]

_LOWER_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_CODE: Final = re.compile(r"[a-z]{2}")
_DATE_DIGITS: Final = 8


def hash_user_data(user_data: Mapping[str, Any]) -> dict[str, Any]:
    """Normalizes and hashes the values in user data. Does not hash values that are already hashes.

    Only changes fields that the API expects as hashes. In these fields, a single value becomes a list with one hash.

    Args:
        user_data: The fields of `user_data` by name, such as `{"em": "ann@example.com"}`.

    Raises:
        ValidationError: If a value is not valid, such as an email address without `@`. The message does not contain
            the value.
    """
    return {
        name: _hash_values(name, value) if name in _RULES and value is not None else value
        for name, value in user_data.items()
    }


def _hash_values(name: str, values: Any) -> list[str]:
    """Returns the hashes of one or several values of a field."""
    is_list = isinstance(values, Iterable) and not isinstance(values, str)
    return [_hash_value(name, value) for value in (values if is_list else (values,))]


def _hash_value(name: str, value: object) -> str:
    """Returns the hash of a normalized value. If the value is already a hash, returns the hash in lower case."""
    if type(value) is str and _LOWER_SHA256.fullmatch(value):
        return value
    if isinstance(value, datetime.date):
        value = f"{value:%Y%m%d}"
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    if known := normalize_hash(text):
        return known
    normalize, allowed = _RULES[name]
    normalized = normalize(text)
    if not normalized:
        raise ValidationError(
            f"user_data.{name}: a value is not valid; allowed: {allowed}, or the SHA-256 hash of such a value"
        )
    return hashlib.sha256(normalized.encode()).hexdigest()


def _normalize_date(text: str) -> str:
    digits = remove_non_digits(text)
    return digits if len(digits) == _DATE_DIGITS else ""


def _normalize_two_letter_code(text: str) -> str:
    lower = text.lower()
    return lower if _CODE.fullmatch(lower) else ""


def _normalize_gender(text: str) -> str:
    return {"female": "f", "male": "m", "f": "f", "m": "m", "n": "n"}.get(text.lower(), "")


def _normalize_city(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())


_RULES: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "em": (normalize_email, "an email address"),
    "ph": (normalize_phone, "a phone number with its country code, such as +1 270 555 0100"),
    "country": (_normalize_two_letter_code, "a two-letter country code (ISO 3166-1)"),
    "st": (_normalize_two_letter_code, "a two-letter state code"),
    "ct": (_normalize_city, "a city"),
    "zp": (remove_non_digits, "a postal code with digits"),
    "db": (_normalize_date, "a date of birth as YYYYMMDD"),
    "ge": (_normalize_gender, "f, m or n"),
    "fn": (str.lower, "a first name"),
    "ln": (str.lower, "a last name"),
    "external_id": (str, "your ID of the person"),
    "hashed_maids": (normalize_device_id, "a mobile advertising ID"),
}
"""Maps hashed fields to pairs: a function that normalizes a value, and a description of valid values for errors."""
