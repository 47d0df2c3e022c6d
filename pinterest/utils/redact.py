"""Hides tokens, secrets and personal data in errors and log lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HIDDEN = "[hidden]"
# A shorter text is part of many ordinary words, so it is not replaced.
_SHORTEST_SECRET = 6

# Keys whose values are never shown: credentials, and data that identifies a customer.
_SECRET_KEYS = frozenset(
    """authorization code offercodehash records user_data em ph ge db ln fn ct st zp hashed_maids external_id click_id
    client_ip_address client_user_agent partner_id phone""".split()
)
_SECRET_ENDS = re.compile(r"(?:token|secret|password|credential|email|[_-]key)s?$")
_PATTERNS = (
    re.compile(r"\bpin[ar]c?_[\w.+/=-]+"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"),
    # An email address has at most 64 characters before the @. Without a limit, a long word takes quadratic time.
    re.compile(r"[\w.+%-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?i)(?:^|(?<=[?&]))(?:[\w-]{0,32}(?:token|secret)|code)=[^&\s'\"]+"),
)


def redact(text: str, secrets: Iterable[str | None] = ()) -> str:
    """Returns a text without tokens, email addresses and the secrets that are passed.

    Args:
        text: The text to show.
        secrets: Values to hide, such as the client's own tokens.
    """
    for secret in secrets:
        if secret and len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text


def redact_data(data: object, secrets: Iterable[str | None] = ()) -> object:
    """Returns a copy of parsed JSON in which secrets, tokens and email addresses are hidden.

    Args:
        data: The parsed JSON.
        secrets: Values to hide, such as the client's own tokens.
    """
    if isinstance(data, Mapping):
        return {
            key: HIDDEN if _is_secret(str(key).lower()) else redact_data(value, secrets)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [redact_data(item, secrets) for item in data]
    return redact(data, secrets) if isinstance(data, str) else data


def _is_secret(key: str) -> bool:
    return key in _SECRET_KEYS or _SECRET_ENDS.search(key) is not None
