"""The commands that list what changed, and that create Pins with videos."""

from __future__ import annotations

import pytest

from pinterest.cli.errors import ExitCode


def test_changed_lists_what_changed_since_a_date_or_the_last_run(run, settings, clean_place):
    def changed(*arguments):
        found = run("campaigns", "changed", "--state", "state.json", *arguments)
        assert found.code == 0, found.err
        return found

    everything = changed("--json").json
    assert len(everything) == 4
    assert changed("--json").json == []
    own = everything[0]["id"]
    assert run("campaigns", "update", own, "--name", "Winter sale").code == 0
    changed("--limit", "0", "--json")  # reads no row, so the state does not move
    assert [row["name"] for row in changed("--json").json] == ["Winter sale"]
    assert run("campaigns", "changed", "--since", "2100-01-01", "--json").json == []
    (clean_place / "bad.json").write_text("[]")
    for path in ("bad.json", "."):
        assert run("campaigns", "changed", "--state", path).code == ExitCode.USAGE


@pytest.mark.parametrize("cover", ["1", "quilt.png"])
def test_a_video_pin_is_created_with_its_fields(run, settings, clean_place, cover):
    (clean_place / "quilt.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64)
    (clean_place / "quilt.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 60)
    board = run("boards", "list", "--json").json[0]["id"]
    fields = ["--board-id", board, "--title", "Quilt", "--link", "https://www.example.com/"]
    video = ["--video", "quilt.mp4", "--cover", cover]
    created = run("pins", "create-video", *fields, *video, "--json")
    assert created.code == 0, created.err
    assert created.json["title"] == "Quilt"
    assert created.json["creative_type"] == "VIDEO"
    assert run("pins", "create-video", *fields, *video[:2]).code == ExitCode.USAGE
    assert "Title of the pin" in run("pins", "create-video", "--help").out
