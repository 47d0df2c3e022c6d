"""Keeps tokens, secrets and personal data out of errors and logs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HIDDEN = "[hidden]"
# A shorter text is no secret, and stands in every other word.
_LEAST = 6

# Keys whose values are never shown: credentials, and what customers are recognised by.
_SECRET_KEYS = frozenset(
    """authorization code offercodehash records user_data em ph ge db ln fn ct st zp hashed_maids external_id click_id
    client_ip_address client_user_agent partner_id phone""".split()
)
_SECRET_ENDS = re.compile(r"(?:token|secret|password|credential|email|[_-]key)s?$")
_PATTERNS = (
    re.compile(r"\bpin[ar]c?_[\w.+/=-]+"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"),
    # At most 64 characters before the @, as in every address; without a limit a long word takes quadratic time.
    re.compile(r"[\w.+%-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?i)(?:^|(?<=[?&]))(?:[\w-]{0,32}(?:token|secret)|code)=[^&\s'\"]+"),
)


def redact(text: str, secrets: Iterable[str | None] = ()) -> str:
    """Returns text without tokens, e-mail addresses and the given secrets.

    Args:
        text: What is about to be shown.
        secrets: Values known to be secret, such as the client's own tokens.
    """
    for secret in secrets:
        if secret and len(secret) >= _LEAST:
            text = text.replace(secret, HIDDEN)
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text


def redact_data(data: object, secrets: Iterable[str | None] = ()) -> object:
    """Returns a copy of parsed JSON without the values of secret keys and without tokens or e-mail addresses."""
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
