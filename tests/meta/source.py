"""Finds the files and definitions of the project, for tests of its conventions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pinterest"
GENERATED = tuple(PACKAGE / name for name in ("operations", "schemas", "bases", "api"))
RICH = tuple(PACKAGE / name for name in ("ads", "organic", "catalogs", "business"))
# The command line also reads the rich models from the generator's table.
GENERATED_FILES = (
    PACKAGE / "api_version.py",
    *(folder / "__init__.py" for folder in (PACKAGE, *RICH)),
    PACKAGE / "cli" / "nouns.py",
)
TEXT = {".md", ".py", ".pyi", ".toml", ".txt", ".yml"}
FOLDERS = ("pinterest", "openapi_generated", "codegen", "tests", "examples", "benchmarks")

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Definition(NamedTuple):
    """A class, function or method, and where it is defined."""

    path: Path
    name: str
    node: Documented

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def length(self) -> int:
        """The number of lines without the signature and the docstring. A long list of arguments is easy to read."""
        end = self.node.end_lineno or self.node.lineno
        lines = end - self.node.body[0].lineno + 1
        raw = ast.get_docstring(self.node, clean=False)
        return lines - (raw.count("\n") + 1 if raw is not None else 0)

    @property
    def is_function(self) -> bool:
        return not isinstance(self.node, ast.ClassDef)

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno} {self.name}"


def is_generated(path: Path) -> bool:
    """Returns whether a file is generated."""
    return path in GENERATED_FILES or any(folder in path.parents for folder in GENERATED)


@cache
def files(folder: Path) -> tuple[Path, ...]:
    """Returns every Python file below a folder."""
    return tuple(sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts))


@cache
def texts() -> tuple[Path, ...]:
    """Returns every file of code, documentation and configuration."""
    folders = [ROOT / name for name in (*FOLDERS, "docs")]
    inside = [path for folder in folders for path in folder.rglob("*") if path.suffix in TEXT]
    outside = [path for path in ROOT.iterdir() if path.suffix in TEXT]
    return tuple(sorted([*inside, *outside, ROOT / "Makefile", ROOT / ".ci" / "run"]))


def hand_written(*folders: str) -> list[Path]:
    """Returns every Python file in these folders that is not generated."""
    return [path for name in folders for path in files(ROOT / name) if not is_generated(path)]


def module_name(path: Path) -> str:
    """Returns the name of the module in a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def definitions(path: Path) -> tuple[Definition, ...]:
    """Returns every class, function and method of a file, except those inside a function."""
    return tuple(_walk(path, ast.parse(path.read_text(encoding="utf-8")), ""))


def public(path: Path) -> list[Definition]:
    """Returns the public definitions of a file, without overloads and setters."""
    return [
        item
        for item in definitions(path)
        if not any(part.startswith("_") for part in item.name.split("."))
        and not any(_decorator(node) in ("overload", "setter") for node in item.node.decorator_list)
    ]


def _decorator(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _walk(path: Path, node: ast.AST, prefix: str) -> Iterator[Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Documented):
            yield Definition(path, prefix + child.name, child)
            if isinstance(child, ast.ClassDef):
                yield from _walk(path, child, f"{prefix}{child.name}.")
        elif not isinstance(child, ast.expr):
            yield from _walk(path, child, prefix)
