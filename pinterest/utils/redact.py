"""Hides secrets and personal data in errors, log lines, reprs and the emulator's request log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

HIDDEN = "[hidden]"
# Secrets with fewer characters are not replaced, because they also occur in ordinary words.
_SHORTEST_SECRET = 6

# A field named `code` can contain an authorization code, which is secret, or an error code.
_CODE = "code"
# Fields with credentials or data that identifies a customer. Compared in lower case, without `_` and `-`.
_SECRET_KEYS = frozenset(
    """authorization proxyauthorization cookie setcookie sessionid jwt code offercodehash records userdata em ph ge db
    ln fn ct st zp hashedmaids externalid clickid clientipaddress clientuseragent partnerid phone phonenumber firstname
    lastname fullname dateofbirth birthdate birthday postalcode zipcode street streetaddress address ipaddress policy
    signature sig""".split()
)
_SECRET_SUFFIXES = re.compile(
    r"(?:token|secret|password|passwd|passphrase|pwd|credential|email|emailaddress(?:es)?|amzsignature|apikey|privatekey"
    r"|accesskey|secretkey)s?$"
)
_KEY_SUFFIX = re.compile(r"[_-]keys?$")
# The plurals are listed one by one: `partner_ids`, for example, are IDs of businesses, not of customers.
_PLURALS = frozenset(
    f"{key}{'es' if key.endswith('s') else 's'}"
    for key in _SECRET_KEYS - {"partnerid", _CODE}
    if len(key) > 2
)
_SEPARATORS = str.maketrans("", "", "_-.")
# An @ that may be URL-encoded more than once, or escaped as in JSON or HTML.
_AT = r"(?:[@\uff20\ufe6b]|%(?:25){0,4}40|\\{1,8}u0040|&#(?:0{0,6}64|[xX]0{0,6}40);|&commat;)"
_HAS_AT = re.compile(_AT)
# An email address: a plain or quoted name, an @, and a host.
# The name has at most 64 characters. Without a limit, the search in a long word would take quadratic time.
_EMAIL = re.compile(
    r"""(?:[\w.+%-][\w.+%!#$&'*^`{|}~-]{0,63}|\\?"[^"\n]{1,64}")"""
    + _AT
    + r"(?:[\w-]+(?:\.[\w-]+)*|\[[\w.:]{1,64}\])"
)
_PATTERNS = (
    re.compile(r"\bpin[ar]c?_[\w.+/=-]+"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{8,}"),
    # The user and password in a URL. A password that is not quoted may contain slashes.
    re.compile(r"(?<=://)(?:[^\s/@]+|[^\s/@:]{1,256}:(?!\d+[/?#])[^\s@]{0,256})@"),
)
# The name of a parameter in a query, a form or a text.
_PARAMETER_NAME = re.compile(r"(?<![\w.%-])()([\w.%-]{1,64})=")
_PARAMETER_VALUE = re.compile(r"""[^&\s'"]+|"[^"]*"?|'[^']*'?""")
# The name of a field in JSON or in the repr of a mapping, also inside other text. Quotes may be escaped.
_FIELD_NAME = re.compile(r"""(\\{0,8}["'])([\w.-]{1,64})\1\s{0,8}:\s{0,8}""")
_FIELD_VALUE = re.compile(
    r""""(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|(\\{1,8}["']).*?(?:\1|$)|[^\s,}\]]+""", re.DOTALL
)
# The parts of a list or mapping: strings, brackets and everything else.
_PARTS = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[\[{\]}]|[^"'\[\]{}]+""", re.DOTALL)
# Characters that begin a new line or change how a terminal displays text.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def redact(text: str, secrets: Iterable[str | None] = ()) -> str:
    """Replaces secrets and email addresses in a text with `[hidden]`.

    Args:
        text: The text to redact.
        secrets: Further values to hide, such as the client's own tokens.
    """
    for secret in secrets:
        if secret and len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    if ":" in text:
        text = _hide_values(text, _FIELD_NAME, _find_field_value_end, keeps_name=True)
    if "=" in text:
        text = _hide_values(text, _PARAMETER_NAME, _find_parameter_value_end, keeps_name=False)
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    if _HAS_AT.search(text):  # the search for email addresses is slow in long texts
        text = _EMAIL.sub(HIDDEN, text)
    return text


def redact_beginning(text: str, limit: int, secrets: Iterable[str | None] = ()) -> str:
    """Returns the beginning of a text, redacted and at most `limit` characters long."""
    # Redact only the beginning, because redacting a very long text is slow.
    # Redact before shortening: no pattern matches the first half of a token.
    beginning = text[: 2 * limit + 2000]
    if len(beginning) < len(text):  # drop the last word, which may be the first half of a token
        beginning = beginning.rpartition(" ")[0] or beginning
    shown = redact(beginning, secrets)
    return (
        shown if len(shown) <= limit and len(beginning) == len(text) else f"{shown[: limit - 1]}…"
    )


def redact_data(data: object, secrets: Iterable[str | None] = ()) -> object:
    """Returns a copy of parsed JSON with `[hidden]` in place of secrets and personal data."""
    if isinstance(data, Mapping):
        return {key: redact_field(str(key), data[key], secrets) for key in data}
    if isinstance(data, (list, tuple)):
        return [redact_data(item, secrets) for item in data]
    return redact(data, secrets) if isinstance(data, str) else data


def redact_field(name: str, value: object, secrets: Iterable[str | None] = ()) -> object:
    """Redacts the value of a field, also inside lists and mappings."""
    return redact_data(redact_scalar_field(name, value), secrets)


def redact_scalar_field(name: str, value: object) -> object:
    """Redacts the value of a field, but does not look inside lists and mappings."""
    if is_secret(name) and not (name == _CODE and isinstance(value, int)):
        return HIDDEN
    return redact(value) if type(value) is str else value


def is_secret(name: str) -> bool:
    """Returns whether the values of a field with this name must never be shown."""
    key = name.lower()
    plain = key.translate(_SEPARATORS)
    if plain in _SECRET_KEYS or _SECRET_SUFFIXES.search(plain) or _KEY_SUFFIX.search(key):
        return True
    return plain in _PLURALS


def escape_control_characters(text: str) -> str:
    """Escapes control characters, so that a text cannot start a new line in a log."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def _hide_values(
    text: str, names: re.Pattern[str], find_end: Callable[[str, int], int], *, keeps_name: bool
) -> str:
    """Replaces the values of secret fields in a text with `[hidden]`.

    Args:
        text: The text.
        names: A pattern for the beginning of a field. The second group is the field name.
        find_end: A function that returns the end of the value at a position of the text.
        keeps_name: Whether to keep the field name in the text.
    """
    shown, end = [], 0
    for name in names.finditer(text):
        # A field inside a value that is already hidden needs no second replacement.
        if name.start() < end or not is_secret(unquote(name[2])):
            continue
        value_end = find_end(text, name.end())
        value = text[name.end() : value_end]
        if value.rstrip(",;)") == HIDDEN or (name[2] == _CODE and value.isdecimal()):
            continue
        shown += [text[end : name.end() if keeps_name else name.start()], HIDDEN]
        end = value_end
    return "".join([*shown, text[end:]])


def _find_parameter_value_end(text: str, start: int) -> int:
    """Returns the end of the parameter value that starts at `start`."""
    value = _PARAMETER_VALUE.match(text, start)
    return start if value is None else value.end()


def _find_field_value_end(text: str, start: int) -> int:
    """Returns the end of the JSON value that starts at `start`."""
    if text[start : start + 1] not in ("[", "{"):
        value = _FIELD_VALUE.match(text, start)
        return start if value is None else value.end()
    # The value is a list or an object, so search for the closing bracket.
    depth = 0
    for part in _PARTS.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(part[0], 0)
        if depth == 0:
            return part.end()
    return len(text)
