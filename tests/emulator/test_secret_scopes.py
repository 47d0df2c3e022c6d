"""Secret boards and the pins on them: writing them requires separate scopes."""

from __future__ import annotations

from pinterest.emulator import Emulator
from tests.emulator.api import Api
from tests.emulator.organic import IMAGE, new_board, new_pin


def test_writing_secret_boards_requires_a_separate_scope(emulator: Emulator, api: Api) -> None:
    secret, public = (
        f"/boards/{new_board(api, privacy, privacy=privacy)['id']}"
        for privacy in ("SECRET", "PUBLIC")
    )
    body = {"name": "Hidden", "privacy": "SECRET"}
    reader = emulator.token(["boards:read", "boards:read_secret", "boards:write"])
    with Api(emulator.url, reader) as stranger:
        refusals = [
            stranger.post("/boards", json=body),
            stranger.patch(public, json={"privacy": "SECRET"}),
            stranger.patch(secret, json={"name": "Seen"}),
            stranger.post(f"{secret}/sections", json={"name": "Sleeves"}),
            stranger.delete(secret),
        ]
    for refused in refusals:
        assert (refused.status_code, refused.json()["code"]) == (401, 3)
        assert "boards:write_secret" in refused.json()["message"]
    scopes = ["boards:read", "boards:write", "boards:write_secret"]
    with Api(emulator.url, emulator.token(scopes)) as writer:
        assert writer.post("/boards", json=body).status_code == 201
        assert writer.patch(secret, json={"name": "Unseen"}).json()["name"] == "Unseen"
        assert writer.get(secret).status_code == 401
        assert writer.delete(secret).status_code == 204


def test_writing_secret_pins_requires_a_separate_scope(emulator: Emulator, api: Api) -> None:
    board = new_board(api, privacy="SECRET")["id"]
    pin = new_pin(api, board)["id"]
    scopes = ["boards:read", "boards:write", "pins:read", "pins:write"]
    with Api(emulator.url, emulator.token([*scopes, "pins:read_secret"])) as reader:
        refusals = [
            reader.post("/pins", json={"board_id": board, "media_source": IMAGE}),
            reader.patch(f"/pins/{pin}", json={"title": "Seen"}),
            reader.post(f"/pins/{pin}/save", json={"board_id": board}),
            reader.delete(f"/pins/{pin}"),
        ]
        # The secret pin is only read, and the new pin is not secret.
        assert reader.post(f"/pins/{pin}/save", json={}).status_code in (200, 201)
    for refused in refusals:
        assert (refused.status_code, refused.json()["code"]) == (401, 3)
        assert "pins:write_secret" in refused.json()["message"]
    with Api(emulator.url, emulator.token([*scopes, "pins:write_secret"])) as writer:
        assert new_pin(writer, board)["board_id"] == board
        assert writer.patch(f"/pins/{pin}", json={"title": "Unseen"}).status_code == 200
        assert writer.get(f"/pins/{pin}").status_code == 401
        assert writer.delete(f"/pins/{pin}").status_code == 204
