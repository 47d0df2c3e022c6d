"""Makes up values for the fields of samples. The name of a field determines the kind of value."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

# Dates in samples are within a fixed range, so that the same request always gets the same dates.
FIRST_DAY = 1_767_225_600  # 1 January 2026
_DAYS = 90
_DAY = 86_400

_WORDS = ("Quilt", "Patchwork", "Linen", "Cotton", "Wool", "Autumn", "Winter", "Meadow", "Indigo")
_THINGS = ("blocks", "blankets", "patterns", "cushions", "gifts", "kits", "ideas", "squares")
_SITE = "https://www.example.com"

Text = Callable[[random.Random], str]


def make_title(rng: random.Random) -> str:
    """Returns a name of two words, such as `Winter blankets`."""
    return f"{rng.choice(_WORDS)} {rng.choice(_THINGS)}"


def make_word(rng: random.Random) -> str:
    """Returns one lowercase word."""
    return rng.choice(_THINGS)


def make_digits(rng: random.Random) -> str:
    """Returns 12 digits, for use as an ID."""
    return str(rng.randrange(10**11, 10**12))


def make_hexadecimal(rng: random.Random) -> str:
    """Returns 32 random hexadecimal digits, which look like a hash."""
    return f"{rng.getrandbits(128):032x}"


def make_unix_time(name: str, rng: random.Random) -> int:
    """Returns a plausible Unix time, in seconds, for a field with this name."""
    # End times must be later than start times.
    late = _DAYS if _has_words("updated?|modified|end|expires|closed?|until|to", name) else 0
    return FIRST_DAY + (late + rng.randrange(_DAYS)) * _DAY + rng.randrange(_DAY)


def _make_url(rng: random.Random) -> str:
    return f"{_SITE}/{make_word(rng)}/{rng.randrange(1_000, 10_000)}"


def _make_image_url(rng: random.Random) -> str:
    return f"{_SITE}/images/{make_hexadecimal(rng)}.jpg"


def _make_date(rng: random.Random) -> str:
    return f"2026-0{rng.randrange(1, 4)}-{rng.randrange(1, 29):02}"


def _make_sentence(rng: random.Random) -> str:
    return f"{make_title(rng)} for slow evenings."


def _always_return(value: str) -> Text:
    """Returns a function that ignores its random generator and always returns `value`."""
    return lambda _: value


# The first pattern that matches whole words of a field's name determines how the value is made.
_TEXTS: tuple[tuple[str, Text], ...] = (
    ("image.*url|picture|thumbnail|cover.*url|profile_image|images?_link|src", _make_image_url),
    ("url|link|href|location|website|domain_url|uri", _make_url),
    ("domain|host", _always_return("www.example.com")),
    ("email", _always_return("shop@example.com")),
    ("phone", _always_return("+15550100")),
    ("description|note|message|about|summary|text|reason", _make_sentence),
    ("hash|signature|md5|sha1|sha256|token|key", make_hexadecimal),
    ("username|user_name", _always_return("quiltshop")),
    ("country|country_code|region_code", _always_return("US")),
    ("currency", _always_return("USD")),
    ("locale|language", _always_return("en-US")),
    ("time_?zone", _always_return("America/New_York")),
    ("color", _always_return("#a1583b")),
    ("time", lambda rng: f"{_make_date(rng)}T10:00:00.000Z"),
    ("date|day", _make_date),
    ("type|kind|status|role|state", _always_return("STANDARD")),
    ("metrics?", _always_return("IMPRESSION")),
    ("(postal|zip)_?code", _always_return("10001")),
    ("latitude|longitude|price|amount|value", lambda rng: f"{rng.uniform(5, 80):.2f}"),
    ("ids?|pin|gtin|mpn", make_digits),
    ("name|title|headline|label|display", make_title),
)

_TIME_WORDS = "time|timestamp|at|date|expires|since|until"

_INTEGERS: tuple[tuple[str, Callable[[random.Random], int]], ...] = (
    ("micro|currency|dollar|budget|spend|bid|cap", lambda c: c.randrange(1, 500) * 100_000),
    ("width", lambda c: 600),
    ("height", lambda c: 900),
    ("hour", lambda c: c.randrange(24)),
    ("month", lambda c: c.randrange(1, 13)),
    ("year", lambda c: 2026),
    ("day|frequency", lambda c: c.randrange(2, 8)),
    ("age", lambda c: c.randrange(18, 66)),
    (
        "percent(age)?|index|priority|position|rank|version|failed|errors?",
        lambda c: c.randrange(1, 10),
    ),
    ("code", lambda c: 200),
)


def make_text(name: str, rng: random.Random) -> str:
    """Returns a plausible string for a field with this name, such as a URL for `image_url`."""
    for pattern, make in _TEXTS:
        if _has_words(pattern, name):
            return make(rng)
    return make_word(rng)


def make_integer(name: str, rng: random.Random) -> int:
    """Returns a plausible integer for a field with this name, such as a Unix time for `start_time`."""
    if _has_words(_TIME_WORDS, name):
        return make_unix_time(name, rng)
    for pattern, make in _INTEGERS:
        if _has_words(pattern, name):
            return make(rng)
    return rng.randrange(1, 5_000)


def make_number(name: str, rng: random.Random) -> float:
    """Returns a plausible number for a field with this name, such as an amount of money for `cost`."""
    if _has_words(_TIME_WORDS, name):
        return make_unix_time(name, rng)
    if _has_words("micro|dollar|budget|spend|price|amount|cost|cpm|cpc", name):
        return round(rng.uniform(1, 500), 2)
    return round(rng.uniform(0, 1), 4)


def _has_words(pattern: str, name: str) -> bool:
    """Returns whether a pattern matches one or more whole words of a field's name."""
    return re.search(rf"(?:^|_)(?:{pattern})(?:_|$)", name.lower()) is not None
