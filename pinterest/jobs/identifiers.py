"""Normalizes email addresses, phone numbers and device IDs before they are hashed."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "normalize_device_id",
    "normalize_email",
    "normalize_hash",
    "normalize_phone",
    "remove_non_digits",
]

_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_NOT_DIGITS: Final = re.compile(r"\D+")
_PHONE_DIGITS: Final = range(7, 16)


def normalize_email(text: str) -> str:
    """Returns an email address in lower case. Returns an empty string if the text is not an email address.

    Args:
        text: The text, without spaces around it.
    """
    return text.lower() if _EMAIL.fullmatch(text) else ""


def normalize_phone(text: str) -> str:
    """Returns the digits of a phone number, without leading zeros.

    Returns an empty string if the text is not a phone number.

    Args:
        text: The phone number with its country code.
    """
    digits = remove_non_digits(text).lstrip("0")
    return digits if len(digits) in _PHONE_DIGITS else ""


def remove_non_digits(text: str) -> str:
    """Returns the digits of a text."""
    return _NOT_DIGITS.sub("", text)


def normalize_device_id(text: str) -> str:
    """Returns a mobile advertising ID unchanged, because Android uses lower case and iOS uses upper case."""
    return text


def normalize_hash(text: str) -> str:
    """Returns the text in lower case if it is a SHA-256 hash. Otherwise returns an empty string."""
    return text.lower() if _SHA256.fullmatch(text) else ""
