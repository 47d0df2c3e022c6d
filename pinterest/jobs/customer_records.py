"""Converts values, such as email addresses, to batches of normalized and hashed records for a customer list."""

from __future__ import annotations

import hashlib
import itertools
import math
import numbers
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.jobs.identifiers import (
    normalize_device_id,
    normalize_email,
    normalize_hash,
    normalize_phone,
)
from pinterest.utils.suggest import format_value

__all__ = [
    "KINDS",
    "MAX_RECORDS",
    "Batch",
    "RecordCounts",
    "RecordKind",
    "build_batches",
    "get_kind",
]

MAX_RECORDS: Final = 1900
"""Maximum number of records per request.

The API does not document a limit. Other clients of the API use this limit.
"""

_MAX_ROWS_KEPT: Final = 20
# A larger set would not fit into a CPU cache, and looking up values would take longer than hashing them.
_MAX_REMEMBERED: Final = 2_000
_ROWS_AT_ONCE: Final = 32
# If each line has one email address, this is left after removing all characters except "@" and whitespace.
_EMAIL_SEPARATORS: Final = b"@\n" * _ROWS_AT_ONCE
_NOT_SEPARATORS: Final = bytes(
    code for code in range(128) if chr(code) != "@" and not chr(code).isspace()
)
_OTHER_HASH: Final = re.compile(r"[0-9a-fA-F]{40}")
_MD5: Final = re.compile(r"[0-9a-fA-F]{32}")
_DEVICE_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMPTY: Final = "empty"
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


class RecordKind(NamedTuple):
    """A kind of record in customer lists, such as email addresses.

    Attributes:
        name: The name of the kind, such as `EMAIL`.
        list_type: The API's type for customer lists with this kind of record.
        invalid: The reason to report for records that are not valid, such as `not an email address`.
        columns: Common names of columns with this kind of record, in lower case and without spaces, hyphens and
            underscores.
        normalize: A function that takes a text and a region. It returns the text to hash, or an empty string if the
            text is not valid.
        has_md5: Whether 32 hexadecimal digits count as an MD5 hash.
    """

    name: str
    list_type: str
    invalid: str
    columns: tuple[str, ...]
    normalize: Callable[[str, str | None], str]
    has_md5: bool = True


def _normalize_email_record(text: str, region: str | None) -> str:
    return normalize_email(text)


def _normalize_phone_record(text: str, region: str | None) -> str:
    phonenumbers = import_phonenumbers()
    if region is None and text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return normalize_phone(e164)


def _normalize_device_id_record(text: str, region: str | None) -> str:
    # All people who opted out of advertising have an ID of zeros.
    is_valid = _DEVICE_ID.fullmatch(text) and text.strip("0-")
    return normalize_device_id(text) if is_valid else ""


_DEVICE_COLUMNS: Final = ("maid", "idfa", "gaid", "aaid", "deviceid", "mobileadvertisingid")
KINDS: Final[Mapping[str, RecordKind]] = {
    kind.name: kind
    for kind in (
        RecordKind(
            "EMAIL",
            "EMAIL",
            "not an email address",
            ("email", "emailaddress", "mail", "emails", "hashedemail", "emailsha256"),
            _normalize_email_record,
        ),
        # The API has no type for lists of phone numbers, so they use the type EMAIL.
        RecordKind(
            "PHONE",
            "EMAIL",
            "not a phone number with a country code",
            ("phone", "phonenumber", "mobile", "telephone", "tel", "hashedphone", "phonesha256"),
            _normalize_phone_record,
        ),
        RecordKind(
            "MAID", "MAID", "not a device ID", _DEVICE_COLUMNS, _normalize_device_id_record, False
        ),
        RecordKind(
            "IDFA", "IDFA", "not a device ID", _DEVICE_COLUMNS, _normalize_device_id_record, False
        ),
    )
}


def get_kind(name: object, region: object) -> RecordKind:
    """Returns the `RecordKind` for a name such as `EMAIL`, and checks the region of phone numbers.

    Raises:
        ValidationError: If the kind or the region is not valid.
        ConfigurationError: If the kind is `PHONE` and the package phonenumbers is not installed.
    """
    if not isinstance(name, str) or name not in KINDS:
        raise ValidationError(
            f"kind: {format_value(name)} is not valid; allowed: {', '.join(KINDS)}. For other types of lists, use "
            "CustomerList.create with list_type"
        )
    if name == "PHONE":
        regions = import_phonenumbers().SUPPORTED_REGIONS
        if region is not None and region not in regions:
            raise ValidationError(
                f"region: {format_value(region)} is not valid; allowed: an ISO 3166-1 country code, such as 'US'"
            )
    elif region is not None:
        raise ValidationError(
            "region: allowed only for phone numbers. Leave it out, or pass kind='PHONE'"
        )
    return KINDS[name]


def import_phonenumbers() -> Any:
    """Imports and returns the package phonenumbers.

    Raises:
        ConfigurationError: If the package is not installed.
    """
    try:
        import phonenumbers
    except ImportError:
        raise ConfigurationError(
            "Phone numbers need the package phonenumbers. Install the extra 'jobs' of this SDK, or the package itself"
        ) from None
    return phonenumbers


@dataclass(slots=True)
class RecordCounts:
    """Counts the rows of a source: how many were read, and how many were repeated or skipped.

    Attributes:
        rows: The number of rows that were read.
        hashed_already: The number of values that were already hashed.
        repeated: The number of rows that were left out because a recent row had the same value.
        skipped: The number of skipped rows, by reason.
        skipped_rows: The row numbers of the first 20 skipped rows, by reason. The first row is row 1.
    """

    rows: int = 0
    hashed_already: int = 0
    repeated: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    skipped_rows: dict[str, list[int]] = field(default_factory=dict)

    def count_skipped(self, reason: str, row: int) -> None:
        """Counts a skipped row."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1
        rows = self.skipped_rows.setdefault(reason, [])
        if len(rows) < _MAX_ROWS_KEPT:
            rows.append(row)


class Batch(NamedTuple):
    """Records to send in one request.

    Attributes:
        records: The records to send. Each record is a hash.
        rows: The number of source rows that had been read when the batch was complete.
    """

    records: list[str]
    rows: int


def build_batches(
    values: Iterable[object], kind: RecordKind, region: str | None, counts: RecordCounts
) -> Iterator[Batch]:
    """Normalizes and hashes the values of a customer list, and yields the hashes in batches. Uses constant memory.

    Args:
        values: The values. The same values always give the same batches.
        kind: What the values are, such as email addresses.
        region: The country of phone numbers without a country code.
        counts: Updated with the numbers of read, repeated and skipped rows.
    """
    repeats = _RecentRecords()
    ready: list[str] = []
    source = iter(values)
    hash_group = _hash_emails if kind.normalize is _normalize_email_record else _hash_values
    while group := list(itertools.islice(source, _ROWS_AT_ONCE)):
        records = hash_group(group, kind, region, counts)
        new = repeats.select_new(records)
        counts.repeated += len(records) - len(new)
        ready += new
        if len(ready) >= MAX_RECORDS:
            yield Batch(ready[:MAX_RECORDS], counts.rows)
            del ready[:MAX_RECORDS]
    if ready:
        yield Batch(ready, counts.rows)


class _RecentRecords:
    """Remembers up to 2,000 recent records, to leave out repeated records."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def select_new(self, records: list[str]) -> list[str]:
        """Returns the records that are not remembered yet, and remembers those records."""
        known = self._known
        if len(known) >= _MAX_REMEMBERED:
            known.clear()
        number = len(known)
        known.update(zip(records, records, strict=True))
        added = len(known) - number
        if added == len(records):
            return records
        return list(itertools.islice(reversed(known), added))[::-1]


def _hash_emails(
    values: list[Any], kind: RecordKind, region: str | None, counts: RecordCounts
) -> list[str]:
    """Returns the same hashes as `_hash_values`, but faster if most of the values are email addresses."""
    sha256 = hashlib.sha256
    try:
        content = "\n".join(map(str.strip, values)).lower().encode("ascii")
    except (TypeError, UnicodeEncodeError):
        return _hash_values(values, kind, region, counts)
    lines = content.split(b"\n")
    if len(lines) != len(values):  # a value contains a line break
        return _hash_values(values, kind, region, counts)
    records: list[str] = []
    start = 0
    for index in _find_non_email_lines(content, lines):
        counts.rows += index - start
        records += [sha256(line).hexdigest() for line in lines[start:index]]
        records += _hash_values(values[index : index + 1], kind, region, counts)
        start = index + 1
    counts.rows += len(lines) - start
    records += [sha256(line).hexdigest() for line in lines[start:]]
    return records


def _find_non_email_lines(content: bytes, lines: list[bytes]) -> list[int]:
    """Returns the indexes of the lines of `content` that are not email addresses."""
    has_empty_part = (
        b"\n@" in content or b"@\n" in content or content.startswith(b"@") or content.endswith(b"@")
    )
    if has_empty_part:
        return [index for index, line in enumerate(lines) if not normalize_email(line.decode())]
    separators = content.translate(None, _NOT_SEPARATORS)
    if separators == _EMAIL_SEPARATORS[: 2 * len(lines) - 1]:
        return []
    return [index for index, found in enumerate(separators.split(b"\n")) if found != b"@"]


def _hash_values(
    values: Iterable[object], kind: RecordKind, region: str | None, counts: RecordCounts
) -> list[str]:
    """Returns the hashes of the valid values, and counts the other values as skipped rows."""
    records = []
    row = counts.rows
    for row, value in enumerate(values, counts.rows + 1):
        text = value.strip() if type(value) is str else _convert_to_text(value)
        if not text:
            counts.count_skipped(_EMPTY, row)
        elif known := _normalize_hash(text, kind):
            counts.hashed_already += 1
            records.append(known)
        elif normalized := kind.normalize(text, region):
            try:
                content = normalized.encode()
            except UnicodeEncodeError:
                counts.count_skipped("not readable text", row)
                continue
            if _REPLACEMENT in normalized:
                counts.count_skipped("not readable text", row)
            else:
                records.append(hashlib.sha256(content).hexdigest())
        else:
            counts.count_skipped(kind.invalid, row)
    counts.rows = row
    return records


def _normalize_hash(text: str, kind: RecordKind) -> str:
    """Returns the text in lower case if it is a hash that the API accepts, otherwise an empty string."""
    if len(text) not in (32, 40, 64):
        return ""
    is_other = _OTHER_HASH.fullmatch(text) or (kind.has_md5 and _MD5.fullmatch(text))
    return text.lower() if is_other else normalize_hash(text)


def _convert_to_text(value: object) -> str:
    """Returns a value of a table as text, or an empty string if the value is missing."""
    if isinstance(value, str):
        return str(value).strip()
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return str(int(value))
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        # pandas turns a column of integers with missing values into floats.
        number = float(value)
        return str(int(number)) if math.isfinite(number) and number.is_integer() else ""
    is_missing = value is None or type(value).__name__ in ("NAType", "NaTType")
    # The name of a type is never a valid value, so the row is skipped, and no error shows the value.
    return "" if is_missing else type(value).__name__
