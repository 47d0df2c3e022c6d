"""Checks and encodes the path, query and body that the caller passed to `client.request`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import unquote

from pinterest.exceptions import ValidationError
from pinterest.operation import USERS_TOKEN, Body, Operation, Parameter, Prepared, Verb, form_fields
from pinterest.operations.oauth import OAUTH_TOKEN, TOKEN_REVOKE
from pinterest.utils.suggest import format_name, format_value
from pinterest.utils.value_text import to_query_text

_VERBS = get_args(Verb)
_SIGNED_BY_APP = frozenset((item.verb, item.path) for item in (OAUTH_TOKEN, TOKEN_REVOKE))
_APP_OR_USER = (("basic", ()), (USERS_TOKEN, ()))
# A server may decode a path more than once. No legitimate path is encoded more than this many times.
_MAX_DECODINGS = 8
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SLASH = re.compile(r"[/\\]")


def build_request(
    method: str,
    path: str,
    params: Mapping[str, object] | None,
    json: object,
    data: Mapping[str, object] | None,
) -> tuple[Operation, Prepared, object]:
    """Builds the operation, the path and query, and the body for a call of `client.request`.

    Raises:
        ValidationError: If the verb, the path, a parameter or a form field is not valid, or both `json` and
            `data` are passed.
    """
    name = method.upper() if isinstance(method, str) else ""
    verb: Verb | None = next((verb for verb in _VERBS if verb == name), None)
    if verb is None:
        raise ValidationError(
            f"method: {format_value(method)} is not valid; allowed: {', '.join(_VERBS)}"
        )
    _check_path(path)
    if json is not None and data is not None:
        raise ValidationError(f"{verb} {path}: json and data cannot be combined. Pass one of them.")
    query = _encode_params(params)
    form = Body(schema="", argument="data", media_type="application/x-www-form-urlencoded")
    operation = Operation(
        id=f"{verb} {path}",
        tag="",
        verb=verb,
        path=path,
        repeatable=verb == "GET",
        body=form if data is not None else None,
        security=_APP_OR_USER if (verb, path) in _SIGNED_BY_APP else (),
    )
    if data is not None:
        form_fields(data)  # raises an error if the data is not a form
    return operation, Prepared(path, query), json if data is None else data


def _check_path(path: object) -> None:
    """Raises an error if a path is malformed or can leave the base URL, for example with `..` or `%2E%2E`."""
    segments = path.split("/") if isinstance(path, str) else []
    if (
        not isinstance(path, str)
        or len(segments) < 2
        or segments[0]
        or "" in segments[1:-1]
        or not _stays_inside_base_url(segments)
    ):
        raise ValidationError(
            f"path: {format_value(path)} is not valid; allowed: a path such as /ad_accounts"
        )
    if any(sign in path for sign in "?#\\") or not path.isprintable() or " " in path:
        raise ValidationError(
            f"path: {format_value(path)} is not valid: characters such as spaces, ? and # are not allowed. "
            "Pass query parameters as params."
        )


def _stays_inside_base_url(segments: list[str]) -> bool:
    """Returns whether a path with these segments stays inside the base URL, however a server decodes the path."""
    for segment in segments:
        text = segment
        # For example, `%252E%252E` becomes `..` on a server that decodes the path twice.
        for _ in range(_MAX_DECODINGS):
            try:
                decoded = unquote(text, errors="strict")
            except UnicodeDecodeError:
                return False
            if decoded == text:
                break
            text = decoded
        else:
            return False
        if _CONTROL_CHARACTER.search(text):
            return False
        inner = _SLASH.split(text)
        # Some servers drop the part of a segment after a semicolon.
        if {".", ".."} & {part.partition(";")[0].strip() for part in inner}:
            return False
        if len(inner) > 1 and "" in inner:
            return False
    return True


def _encode_params(params: object) -> list[tuple[str, str]]:
    if params is None:
        return []
    if not isinstance(params, Mapping):
        raise ValidationError(
            f"params: {format_value(params)} is not valid; allowed: a mapping of names to values"
        )
    query: list[tuple[str, str]] = []
    for name in params:
        if not isinstance(name, str):
            raise ValidationError(f"params: the name {format_name(name)} is not a string")
        value = params[name]
        for item in value if isinstance(value, (list, tuple, set, frozenset)) else [value]:
            if item is None:
                continue
            text = to_query_text(item)
            if text is None:
                raise ValidationError(
                    f"{name}: {format_value(item, name=name)} is not valid; allowed: a string, a number, True or "
                    "False, a date, or a list of these"
                )
            query += Parameter(name=name, location="query").encode(text)
    return query
