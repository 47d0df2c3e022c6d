"""Creates boards, sections and pins over HTTP."""

from __future__ import annotations

import base64
from typing import Any

from tests.emulator.api import Api

PNG = b"\x89PNG\r\n\x1a\n"
PNG_TEXT = base64.b64encode(PNG).decode()
FILM = b"\x00\x00\x00\x18ftypmp42 a video \xff\xfe"
IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}


def new_board(api: Api, name: str = "Quilts", **fields: Any) -> dict[str, Any]:
    """Creates a board."""
    return create_entity(api, "/boards", {"name": name, **fields})


def new_section(api: Api, board_id: str, name: str = "Blocks") -> dict[str, Any]:
    """Creates a section."""
    return create_entity(api, f"/boards/{board_id}/sections", {"name": name})


def new_pin(api: Api, board_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """Creates a pin. Defaults to an image."""
    body = {"media_source": IMAGE, **fields}
    return create_entity(api, "/pins", body if board_id is None else {"board_id": board_id, **body})


def create_entity(api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Creates an entity and returns it."""
    response = api.post(path, json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def list_ids(api: Api, path: str, **query: Any) -> list[str]:
    """Returns the IDs of the items of all pages of a list."""
    found: list[str] = []
    while True:
        response = api.get(path, params=query)
        assert response.status_code == 200, response.text
        found += [item["id"] for item in response.json()["items"]]
        query["bookmark"] = response.json()["bookmark"]
        if query["bookmark"] is None:
            return found
