from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from codegen.__main__ import main
from codegen.contract import endpoints, read_contract
from codegen.generate import FOLDERS, generate
from codegen.writer import HEADER

from .conftest import ROOT, contract

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ruff") is None,
    reason="ruff, which formats what is generated, is not installed",
)

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
OVERRIDES = """
[scope]
tags = ["*"]

[fields]
things = ["Thing"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a small contract, its overrides, and a checkout to write into."""
    (tmp_path / "contract.json").write_text(json.dumps(contract(THING)), encoding="utf-8")
    (tmp_path / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
    for folder in FOLDERS:
        (tmp_path / "checkout" / folder).mkdir(parents=True)
    return tmp_path


def run(place: Path, *more: str) -> int:
    files = [f"--contract={place / 'contract.json'}", f"--overrides={place / 'overrides.toml'}"]
    return main([*files, f"--out={place / 'checkout'}", *more])


def tree(place: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in place.rglob("*.py")}


def test_it_writes_and_then_finds_nothing_to_do(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(place) == 0
    written = tree(place)
    assert len(written) == 8
    assert all(text.startswith(HEADER) for text in written.values())
    assert run(place, "--check") == 0
    assert run(place) == 0
    assert tree(place) == written
    assert capsys.readouterr().out == ""


def test_check_shows_what_differs_and_writes_nothing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(place)
    changed = contract(THING)
    changed["components"]["schemas"]["Thing"]["properties"]["b"] = {"type": "integer"}
    (place / "contract.json").write_text(json.dumps(changed), encoding="utf-8")
    before = tree(place)
    assert run(place, "--check") == 1
    out = capsys.readouterr().out
    assert "--- a/pinterest/schemas/things.py" in out
    assert "+    b: int | None = None" in out
    assert tree(place) == before


def test_it_removes_what_it_made_before_and_nothing_else(place: Path) -> None:
    folder = place / "checkout" / "pinterest" / "schemas"
    (folder / "gone.py").write_text(HEADER, encoding="utf-8")
    (folder / "mine.py").write_text("# written by hand\n", encoding="utf-8")
    assert run(place, "--check") == 1
    run(place)
    assert not (folder / "gone.py").exists()
    assert (folder / "mine.py").exists()


def test_trouble_is_told_in_a_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "overrides.toml").write_text('[scope]\ntags = ["gone"]\n', encoding="utf-8")
    assert run(place) == 2
    assert capsys.readouterr().err == "codegen: scope: the contract has no gone\n"


@pytest.mark.parametrize("check", [(), ("--check",)])
@pytest.mark.parametrize("name", ["contract.json", "overrides.toml"])
def test_a_file_that_is_missing_or_spoilt_is_named(
    place: Path, name: str, check: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(place)
    (place / name).write_text("{", encoding="utf-8")
    assert run(place, *check) == 2
    assert f"{place / name} " in capsys.readouterr().err
    (place / name).unlink()
    assert run(place, *check) == 2
    what = {"contract.json": "contract", "overrides.toml": "file of overrides"}[name]
    assert capsys.readouterr().err == f"codegen: there is no {what} at {place / name}\n"
    assert tree(place) == before


def test_the_checkout_is_what_the_published_contract_gives(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--contract={published}", f"--out={ROOT}", "--check"]) == 0, (
        capsys.readouterr().out
    )


def test_the_same_contract_gives_the_same_files(published: Path) -> None:
    assert generate(published) == generate(published)


def test_the_whole_contract_can_be_generated(published: Path) -> None:
    described = list(endpoints(read_contract(published)))
    tags = {item.tag for item in described}
    files = generate(published, everything=True)
    for name, text in files.items():
        if name.endswith(".py"):
            compile(text, name, "exec")
    apis = [name for name in files if name.startswith("pinterest/api/") and name.endswith(".py")]
    assert len(apis) == len(tags) + 1
    assert sum(text.count("    def ") for name, text in files.items() if name in apis) == len(
        described
    )
    assert files["docs/operations.md"].count("\n| `") == len(described)
    assert files["docs/reference/api.md"].count("\n::: pinterest.api.") == len(tags)
