"""`--dry-run`: a client that shows the first request of a command instead of sending it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from pinterest.utils.redact import HIDDEN, redact

if TYPE_CHECKING:
    import requests

__all__ = ["PLACEHOLDER_TOKEN", "DryRun", "create_session"]

PLACEHOLDER_TOKEN: Final = "dry-run"
"""The access token for dry runs, so that a dry run needs no real token and cannot print one."""


@dataclass
class DryRun(Exception):
    """Raised in a dry run instead of sending the first request.

    Attributes:
        method: HTTP verb.
        url: URL with its query.
        body: The parsed body. None if the request has no body.
    """

    method: str
    url: str
    body: Any

    def to_dict(self) -> dict[str, Any]:
        """Returns the request as plain data."""
        return {"method": self.method, "url": self.url, "body": self.body}

    def to_text(self) -> str:
        """Returns the request as readable text."""
        line = f"{self.method} {self.url}"
        if self.body is None:
            return line
        return f"{line}\n\n{json.dumps(self.body, indent=2, ensure_ascii=False)}"


def create_session() -> requests.Session:
    """Returns a session that raises `DryRun` instead of sending a request."""
    import requests
    from requests.adapters import BaseAdapter

    class DryRunAdapter(BaseAdapter):
        """Raises `DryRun` instead of sending a request."""

        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
            raise DryRun(request.method or "", request.url or "", _parse_body(request))

        def close(self) -> None:
            pass

    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, DryRunAdapter())
    return session


def _parse_body(request: requests.PreparedRequest) -> Any:
    body = request.body
    if not body:
        return None
    text = body.decode() if isinstance(body, bytes) else str(body)
    if "json" in request.headers.get("Content-Type", ""):
        return json.loads(text)
    pairs = parse_qsl(text, keep_blank_values=True)
    return {
        name: value if redact(f"{name}={value}").endswith(value) else HIDDEN
        for name, value in pairs
    }
