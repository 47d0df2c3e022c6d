"""Every method with a timeout parameter also has a deadline, and passes it on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pinterest

PACKAGE = Path(pinterest.__file__).parent
PUBLIC = ["api", "bases", "ads", "organic", "catalogs", "business", "jobs"]
FILES = [
    PACKAGE / "client.py",
    PACKAGE / "utils" / "bookmark.py",
    PACKAGE / "utils" / "model_verbs.py",
    *(path for folder in PUBLIC for path in sorted((PACKAGE / folder).rglob("*.py"))),
]
# The timeout of a job limits a wait, which sends many requests.
WAITS = {
    PACKAGE / "jobs" / "event_sender.py": {"close", "flush"},
    PACKAGE / "jobs" / "job.py": {"wait", "result"},
    PACKAGE / "jobs" / "media.py": {"wait"},
    PACKAGE / "jobs" / "video_pins.py": {"wait"},
}


def list_functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def list_arguments(function):
    return {item.arg for item in (*function.args.args, *function.args.kwonlyargs)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_methods_with_a_timeout_accept_and_use_a_deadline(path):
    timed = [
        function
        for function in list_functions(path)
        if "timeout" in list_arguments(function)
        and not function.name.startswith("_")
        and function.name not in WAITS.get(path, ())
    ]
    for function in timed:
        assert "deadline" in list_arguments(function), function.name
        is_keyword = "deadline" in {item.arg for item in function.args.kwonlyargs}
        assert is_keyword or function.name.startswith("with_"), function.name
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        assert "deadline" in used, f"{function.name} ignores its deadline"


def test_there_are_methods_with_a_timeout():
    assert (
        sum("timeout" in list_arguments(item) for path in FILES for item in list_functions(path))
        > 350
    )
