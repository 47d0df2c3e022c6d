"""Emulates the object store that clients upload files to: signed forms, signed URLs, and errors in XML."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import urlencode
from xml.sax.saxutils import escape  # nosec B406  # it writes XML and parses none

from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from pinterest.emulator.store.state import State

FILE_FIELD = "file"

_ALGORITHM = "AWS4-HMAC-SHA256"
_CREDENTIAL = "EMULATOR"
_KEY_FIELD, _POLICY, _SIGNATURE, _TOKEN = "key", "policy", "x-amz-signature", "x-amz-security-token"
# The fields that an object store requires in a signed form, and checks before all other fields.
_AUTHENTICATION = ("x-amz-algorithm", "x-amz-credential", "x-amz-date", _SIGNATURE)
# The fields that a form can contain without a condition in its policy.
_UNCONDITIONAL = (FILE_FIELD, _POLICY, _SIGNATURE)
_IGNORED_PREFIX = "x-ignore-"


class ObjectStoreError(Exception):
    """Raised if the object store refuses an upload or download.

    Attributes:
        status: HTTP status.
        code: The store's error code.
        message: The error message.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @property
    def xml(self) -> str:
        """The body of the error response, as XML."""
        inner = f"<Code>{self.code}</Code><Message>{escape(self.message)}</Message>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'


def access_denied(message: str = "Access Denied") -> ObjectStoreError:
    """Returns the error for a missing file, or for an upload that is unsigned, expired or not allowed by its policy."""
    return ObjectStoreError(403, "AccessDenied", message)


def invalid_argument(message: str) -> ObjectStoreError:
    """Returns the error for a field or header that is missing or not allowed."""
    return ObjectStoreError(400, "InvalidArgument", message)


def build_signed_form(state: State, name: str, label: str, seconds: float) -> dict[str, str]:
    """Returns the signed form fields for uploading a file by POST, valid for `seconds`.

    `name` is the name of the file. The form field `key` ends with `{name}:{label}`.
    """
    moment = _format_time(state.clock.now())
    conditions = {
        "x-amz-date": moment,
        _TOKEN: f"{state.random.generator(_TOKEN, name).getrandbits(256):064x}",
        "x-amz-algorithm": _ALGORITHM,
        "x-amz-credential": _build_credential(moment),
        _KEY_FIELD: f"uploads/{name[:2]}/{name}:{label}",
        "Content-Type": "multipart/form-data",
    }
    document = {
        "expiration": state.format_time(state.clock.now() + seconds),
        "conditions": [{field: value} for field, value in conditions.items()],
    }
    policy = base64.b64encode(json.dumps(document).encode()).decode()
    return {**conditions, _POLICY: policy, _SIGNATURE: _compute_signature(state, policy)}


def check_form(state: State, fields: Mapping[str, str]) -> str:
    """Checks the fields of an upload form, and returns the name of the file to store.

    `fields` are the form fields before the file, by lowercase name.

    Raises:
        ObjectStoreError: If a field is missing, modified or not allowed, or the form has expired.
    """
    if not fields.get(_KEY_FIELD):
        raise invalid_argument(
            "The form has no field named 'key'. Check that all fields come before the file."
        )
    if not fields.get(_POLICY):
        raise access_denied()
    for field in _AUTHENTICATION:
        if not fields.get(field):
            raise invalid_argument(f"The form has no field named '{field}'.")
    if fields["x-amz-algorithm"] != _ALGORITHM:
        raise invalid_argument(f"x-amz-algorithm must be '{_ALGORITHM}'.")
    if not fields["x-amz-credential"].startswith(f"{_CREDENTIAL}/"):
        raise ObjectStoreError(403, "InvalidAccessKeyId", "The access key ID does not exist.")
    if not hmac.compare_digest(
        fields[_SIGNATURE].encode(), _compute_signature(state, fields[_POLICY]).encode()
    ):
        message = "The signature does not match the policy of the form."
        raise ObjectStoreError(403, "SignatureDoesNotMatch", message)
    policy = json.loads(base64.b64decode(fields[_POLICY]))
    conditions = {
        field.lower(): value for item in policy["conditions"] for field, value in item.items()
    }
    if fields.get(_TOKEN, conditions[_TOKEN]) != conditions[_TOKEN]:
        raise ObjectStoreError(400, "InvalidToken", "The security token is not valid.")
    _check_policy_conditions(fields, conditions)
    if datetime.datetime.fromisoformat(policy["expiration"]).timestamp() <= state.clock.now():
        raise access_denied("Invalid according to Policy: Policy expired.")
    return fields[_KEY_FIELD].rpartition("/")[2].partition(":")[0]


def read_form(content: bytes, boundary: str | None) -> tuple[dict[str, str], bytes | None]:
    """Returns the fields of an upload form, by lowercase name, and the content of the file.

    The content is None if the form has no file.

    Raises:
        ObjectStoreError: If `boundary` is None, or the body is not a form or contains two files.
    """
    if boundary is None:  # the body has another media type
        message = "The form must be sent as multipart/form-data."
        raise ObjectStoreError(412, "PreconditionFailed", message)
    fields: dict[str, str] = {}
    file: bytes | None = None
    try:
        for part, value in _parse_parts(content, boundary):
            if part == FILE_FIELD and file is not None:
                raise invalid_argument("The form must have exactly one file.")
            if part == FILE_FIELD:
                file = value
            elif file is None:  # fields after the file are ignored
                fields[part] = value.decode()
    except ValueError:
        message = "The body is not well-formed multipart/form-data."
        raise ObjectStoreError(400, "MalformedPOSTRequest", message) from None
    return fields, file


def build_signed_query(state: State, name: str, seconds: float) -> str:
    """Returns the signed query string for uploading a file by PUT, valid for `seconds`."""
    moment = _format_time(state.clock.now())
    query = {
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": _build_credential(moment),
        "X-Amz-Date": moment,
        "X-Amz-Expires": f"{seconds:.0f}",
        "X-Amz-SignedHeaders": "host",
    }
    return urlencode({**query, "X-Amz-Signature": _compute_query_signature(state, name, query)})


def check_query(state: State, name: str, query: Mapping[str, str]) -> None:
    """Checks the signed query of an upload by PUT.

    Raises:
        ObjectStoreError: If the query is missing or was modified, or the URL has expired.
    """
    values = dict(query)
    signature = values.pop("X-Amz-Signature", None)
    if signature is None:
        raise access_denied()
    if not hmac.compare_digest(
        signature.encode(), _compute_query_signature(state, name, values).encode()
    ):
        message = "The signature does not match the URL."
        raise ObjectStoreError(403, "SignatureDoesNotMatch", message)
    signed = datetime.datetime.strptime(values["X-Amz-Date"], "%Y%m%dT%H%M%S%z").timestamp()
    if signed + float(values["X-Amz-Expires"]) <= state.clock.now():
        raise access_denied("Request has expired")


def _check_policy_conditions(fields: Mapping[str, str], conditions: Mapping[str, str]) -> None:
    for field, value in conditions.items():
        if fields.get(field) != value:
            message = f'Policy Condition failed: ["eq", "${field}", "{value}"]'
            raise access_denied(f"Invalid according to Policy: {message}")
    for field in fields:
        if (
            field not in conditions
            and field not in _UNCONDITIONAL
            and not field.startswith(_IGNORED_PREFIX)
        ):
            raise access_denied(f"Invalid according to Policy: Extra input fields: {field}")


def _parse_parts(content: bytes, boundary: str) -> list[tuple[str, bytes]]:
    """Returns a (lowercase name, content) pair for each part of a form.

    Raises:
        ValueError: If `content` is not a form.
    """
    decoder = MultipartDecoder(boundary.encode())
    decoder.receive_data(content)
    decoder.receive_data(None)
    parts: list[tuple[str, bytearray]] = []
    while not isinstance(event := decoder.next_event(), (Epilogue, NeedData)):
        if isinstance(event, (Field, File)):
            parts.append((event.name.lower(), bytearray()))
        elif isinstance(event, Data) and parts:
            parts[-1][1].extend(event.data)
    return [(name, bytes(value)) for name, value in parts]


def _build_credential(moment: str) -> str:
    """Returns the value of `X-Amz-Credential` for a time such as `20260131T123000Z`."""
    return f"{_CREDENTIAL}/{moment[:8]}/us-east-1/s3/aws4_request"


def _format_time(seconds: float) -> str:
    """Returns a Unix time in the format that signatures use, such as `20260131T123000Z`."""
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _compute_query_signature(state: State, name: str, query: Mapping[str, str]) -> str:
    return _compute_signature(state, name, urlencode(sorted(query.items())))


def _compute_signature(state: State, *values: str) -> str:
    # The key only depends on the seed. Data sets contain the seed, so forms stay valid after a data set is loaded.
    key = state.random.generator("object store").randbytes(32)
    return hmac.digest(key, "\n".join(values).encode(), hashlib.sha256).hex()
