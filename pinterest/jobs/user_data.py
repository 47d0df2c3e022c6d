"""Normalizes and hashes the user data of conversion events, as the API expects it."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from pinterest.exceptions import ValidationError

__all__ = ["hash_user_data"]

_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_LOWER_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_NOT_DIGITS: Final = re.compile(r"\D+")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_CODE: Final = re.compile(r"[a-z]{2}")
_PHONE_DIGITS: Final = range(7, 16)
_DATE_DIGITS: Final = 8


def hash_user_data(user_data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns user data with its plain values normalized and hashed, and its hashes as they are.

    Single values become lists. Fields that the API does not expect as hashes stay as they are.

    Args:
        user_data: The fields of `user_data`.

    Raises:
        ValidationError: If a value has no valid form, such as an email address without `@`. The message does not
            contain the value.
    """
    return {
        name: _hash_values(name, value) if name in _RULES and value is not None else value
        for name, value in user_data.items()
    }


def _hash_values(name: str, values: Any) -> list[str]:
    is_list = isinstance(values, Iterable) and not isinstance(values, str)
    return [_hash(name, value) for value in (values if is_list else (values,))]


def _hash(name: str, value: object) -> str:
    if type(value) is str and _LOWER_SHA256.fullmatch(value):
        return value
    if isinstance(value, datetime.date):
        value = f"{value:%Y%m%d}"
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    if _SHA256.fullmatch(text):
        return text.lower()
    normalize, allowed = _RULES[name]
    normalized = normalize(text)
    if not normalized:
        raise ValidationError(
            f"user_data.{name}: a value is not valid; allowed: {allowed}, or its SHA-256 hash"
        )
    return hashlib.sha256(normalized.encode()).hexdigest()


def _email(text: str) -> str:
    return text.lower() if _EMAIL.fullmatch(text) else ""


def _phone(text: str) -> str:
    digits = _digits(text).lstrip("0")
    return digits if len(digits) in _PHONE_DIGITS else ""


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _date(text: str) -> str:
    digits = _digits(text)
    return digits if len(digits) == _DATE_DIGITS else ""


def _code(text: str) -> str:
    lower = text.lower()
    return lower if _CODE.fullmatch(lower) else ""


def _gender(text: str) -> str:
    return {"female": "f", "male": "m", "f": "f", "m": "m", "n": "n"}.get(text.lower(), "")


def _city(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())


_RULES: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "em": (_email, "an email address"),
    "ph": (_phone, "a phone number with its country code, such as +1 270 555 0100"),
    "country": (_code, "a two-letter country code (ISO 3166-1)"),
    "st": (_code, "a two-letter state code"),
    "ct": (_city, "a city"),
    "zp": (_digits, "a postal code with digits"),
    "db": (_date, "a date of birth as YYYYMMDD"),
    "ge": (_gender, "f, m or n"),
    "fn": (str.lower, "a first name"),
    "ln": (str.lower, "a last name"),
    "external_id": (str, "your ID of the person"),
    "hashed_maids": (str, "a mobile advertising ID"),
}
"""How each field is normalized before it is hashed, and what a valid value is."""
