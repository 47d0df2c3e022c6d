"""Decides what is secret or personal, and hides it in errors, log lines, reprs and the emulator's log of requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HIDDEN = "[hidden]"
# Shorter secrets are not replaced, because they occur in ordinary words.
_SHORTEST_SECRET = 6

# `code` is the name of an authorization code, and of an error code.
_CODE = "code"
# Keys whose values are never shown: credentials, and data that identifies a customer.
_SECRET_KEYS = frozenset(
    """authorization cookie code passwd pwd apikey offercodehash records user_data em ph ge db ln fn ct st zp
    hashed_maids external_id click_id client_ip_address client_user_agent partner_id phone phone_number first_name
    last_name full_name date_of_birth postal_code zip_code street address policy signature""".split()
)
_SECRET_SUFFIXES = re.compile(
    r"(?:token|secret|password|credential|email|amz[_-]signature|[_-]key)s?$"
)
# An email address: a plain or quoted name, an @ that may be URL-encoded more than once, and a host.
# A name has at most 64 characters. Without a limit, a long word takes quadratic time.
_EMAIL = re.compile(r'(?:[\w.+%-]{1,64}|\\?"[^"\n]{1,64}")(?:@|%(?:25){0,4}40)[\w-]+(?:\.[\w-]+)*')
_PATTERNS = (
    re.compile(r"\bpin[ar]c?_[\w.+/=-]+"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"),
    re.compile(r"(?<=://)[^\s/@]{1,256}@"),  # user and password of a URL
)
_QUERY_PARAMETER = re.compile(r"(?:^|(?<=[?&]))([\w.-]{1,64})=[^&\s'\"]+")
# The name and value of a field in JSON or in the repr of a mapping, inside other text. Quotes may be escaped.
_FIELD_NAME = re.compile(r"""(\\{0,8}["'])([\w.-]{1,64})\1\s{0,8}:\s{0,8}""")
_FIELD_VALUE = re.compile(
    r"""\[[^\]]{0,4000}\]?|\{[^}]{0,4000}\}?|"(?:[^"\\]|\\.){0,4000}"?|'(?:[^'\\]|\\.){0,4000}'?"""
    r"""|(\\{1,8}["']).{0,4000}?(?:\1|$)|[^\s,}\]]{1,4000}"""
)
# Characters that begin a new line or change how a terminal displays text.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def redact(text: str, secrets: Iterable[str | None] = ()) -> str:
    """Removes tokens, email addresses and the given secrets from text.

    Args:
        text: The text to redact.
        secrets: Values to hide, such as the client's own tokens.
    """
    for secret in secrets:
        if secret and len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    text = _hide_fields(text)
    text = _QUERY_PARAMETER.sub(_hide_parameter, text)
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    if "@" in text or "40" in text:  # the search for addresses is slow in long text
        text = _EMAIL.sub(HIDDEN, text)
    return text


def redact_beginning(text: str, limit: int, secrets: Iterable[str | None] = ()) -> str:
    """Returns the beginning of text without secrets. Takes the same time for any length.

    Args:
        text: The text to redact.
        limit: Maximum length of the result.
        secrets: Values to hide, such as the client's own tokens.
    """
    # Secrets are hidden before the text is cut, since no pattern matches the first half of a token.
    beginning = text[: 2 * limit + 2000]
    if len(beginning) < len(text):  # the last word may be half a token
        beginning = beginning.rpartition(" ")[0] or beginning
    shown = redact(beginning, secrets)
    return (
        shown if len(shown) <= limit and len(beginning) == len(text) else f"{shown[: limit - 1]}…"
    )


def redact_data(data: object, secrets: Iterable[str | None] = ()) -> object:
    """Returns a copy of parsed JSON in which secrets, tokens and email addresses are hidden.

    Args:
        data: The parsed JSON.
        secrets: Values to hide, such as the client's own tokens.
    """
    if isinstance(data, Mapping):
        return {key: hide_field(str(key), data[key], secrets) for key in data}
    if isinstance(data, (list, tuple)):
        return [redact_data(item, secrets) for item in data]
    return redact(data, secrets) if isinstance(data, str) else data


def hide_field(name: str, value: object, secrets: Iterable[str | None] = ()) -> object:
    """Returns the value of a field, redacted for display.

    Args:
        name: The name of the field.
        value: Its value.
        secrets: Values to hide, such as the client's own tokens.
    """
    return redact_data(hide_value(name, value), secrets)


def hide_value(name: str, value: object) -> object:
    """Returns the value of a field, redacted for a repr. Unlike `hide_field`, leaves containers unchanged.

    Args:
        name: The name of the field.
        value: Its value.
    """
    if is_secret(name) and not (name == _CODE and isinstance(value, int)):
        return HIDDEN
    return redact(value) if type(value) is str else value


def is_secret(name: str) -> bool:
    """Returns whether values of a field with this name must never be shown."""
    key = name.lower()
    return key in _SECRET_KEYS or _SECRET_SUFFIXES.search(key) is not None


def one_line(text: str) -> str:
    """Escapes control characters, so that text cannot forge lines in a log."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def _hide_fields(text: str) -> str:
    """Hides the values of secret JSON fields in text."""
    shown, end = [], 0
    for name in _FIELD_NAME.finditer(text):
        # A value inside a hidden value is already hidden.
        if name.start() < end or not is_secret(name[2]):
            continue
        value = _FIELD_VALUE.match(text, name.end())
        if value is None or (name[2] == _CODE and value[0].isdecimal()):
            continue
        shown += [text[end : name.end()], HIDDEN]
        end = value.end()
    return "".join([*shown, text[end:]])


def _hide_parameter(match: re.Match[str]) -> str:
    return HIDDEN if is_secret(match[1]) else match[0]
