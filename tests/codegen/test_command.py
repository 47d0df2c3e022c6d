"""The command line of the generator."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from codegen.__main__ import main
from codegen.contract import iter_endpoints, read_contract
from codegen.generate import FOLDERS, generate
from codegen.writer import HEADER

from .conftest import ROOT, contract

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ruff") is None,
    reason="ruff, which formats the generated code, is not installed",
)

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
OVERRIDES = """
[scope]
tags = ["*"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small contract, overrides, and a checkout to write to."""
    (tmp_path / "contract.json").write_text(json.dumps(contract(THING)), encoding="utf-8")
    (tmp_path / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
    (tmp_path / "models.toml").write_text("", encoding="utf-8")
    for folder in FOLDERS:
        (tmp_path / "checkout" / folder).mkdir(parents=True)
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    files = [
        f"--contract={folder / 'contract.json'}",
        f"--overrides={folder / 'overrides.toml'}",
        f"--models={folder / 'models.toml'}",
    ]
    return main([*files, f"--out={folder / 'checkout'}", *arguments])


def read_files(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}


def test_a_second_run_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    written = read_files(folder)
    assert len(written) == 8
    assert all(text.startswith(HEADER) for text in written.values())
    assert run(folder, "--check") == 0
    assert run(folder) == 0
    assert read_files(folder) == written
    assert capsys.readouterr().out == ""


def test_check_shows_the_differences_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder)
    changed = contract(THING)
    changed["components"]["schemas"]["Thing"]["properties"]["b"] = {"type": "integer"}
    (folder / "contract.json").write_text(json.dumps(changed), encoding="utf-8")
    before = read_files(folder)
    assert run(folder, "--check") == 1
    out = capsys.readouterr().out
    assert "--- a/pinterest/schemas/things.py" in out
    assert "+    b: int | None = None" in out
    assert read_files(folder) == before


def test_only_generated_files_are_removed(folder: Path) -> None:
    schemas = folder / "checkout" / "pinterest" / "schemas"
    (schemas / "gone.py").write_text(HEADER, encoding="utf-8")
    (schemas / "mine.py").write_text("# written by hand\n", encoding="utf-8")
    assert run(folder, "--check") == 1
    run(folder)
    assert not (schemas / "gone.py").exists()
    assert (schemas / "mine.py").exists()


def test_an_error_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "overrides.toml").write_text('[scope]\ntags = ["gone"]\n', encoding="utf-8")
    assert run(folder) == 2
    assert capsys.readouterr().err == "codegen: scope: the contract has no tag or operation gone\n"


@pytest.mark.parametrize("check", [(), ("--check",)])
@pytest.mark.parametrize("name", ["contract.json", "overrides.toml", "models.toml"])
def test_a_missing_or_broken_file_is_named_in_the_error(
    folder: Path, name: str, check: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(folder)
    (folder / name).write_text("{", encoding="utf-8")
    assert run(folder, *check) == 2
    assert f"{folder / name} " in capsys.readouterr().err
    (folder / name).unlink()
    assert run(folder, *check) == 2
    kind = {
        "contract.json": "contract",
        "overrides.toml": "overrides file",
        "models.toml": "rich models file",
    }[name]
    assert (
        capsys.readouterr().err
        == f"codegen: there is no {kind} at {folder / name}; check the path\n"
    )
    assert read_files(folder) == before


@pytest.mark.slow
def test_the_checkout_is_up_to_date_with_the_published_contract(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--contract={published}", f"--out={ROOT}", "--check"]) == 0, (
        capsys.readouterr().out
    )


@pytest.mark.slow
def test_the_output_is_deterministic(published: Path) -> None:
    assert generate(published) == generate(published)


@pytest.mark.slow
def test_the_whole_contract_can_be_generated(published: Path) -> None:
    described = list(iter_endpoints(read_contract(published)))
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
    assert files["docs/reference/api/index.md"].count("\n| [`") == len(tags)
