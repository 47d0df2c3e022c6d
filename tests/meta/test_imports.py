"""Importing has no side effects, needs three dependencies, and offers every public name."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import subprocess
import sys
import tomllib

import pytest

from tests.meta.source import PACKAGE, RICH, ROOT, files, hand_written, module_name

# The packages of the three dependencies, and their own dependencies that are imported.
BASE = {"dotenv", "pydantic", "pydantic_core", "requests", "typing_extensions", "urllib3"}
OF_EXTRAS = {
    "cli": {"rich", "typer"},
    "emulator": {"werkzeug"},
    "emulator/serving/certificates.py": {"trustme"},
    "emulator/pytest_plugin.py": {"pytest"},
    "jobs/customer_records.py": {"phonenumbers"},
    "jobs/media.py": {"requests_toolbelt"},
    "jobs/record_sources.py": {"pyarrow"},
    "jobs/report_files.py": {"ijson"},
    "jobs/row_table.py": {"pandas", "pyarrow"},
    "keyring_store.py": {"keyring"},
    "utils/axes.py": {"matplotlib"},
    "utils/bookmark.py": {"pandas"},
    "utils/dataframes.py": {"pandas"},
    "utils/figure_plots.py": {"matplotlib", "pandas"},
    "utils/figure_table.py": {"matplotlib", "pandas", "pyarrow"},
    "utils/insight_plots.py": {"matplotlib"},
    "utils/json_parser.py": {"orjson"},
    "utils/plots_insights.py": {"matplotlib", "pandas"},
    "utils/progress.py": {"tqdm"},
    "utils/shared_buckets.py": {"pyrate_limiter"},
    "utils/shared_redis.py": {"pyrate_limiter", "redis"},
    "utils/shared_sqlite.py": {"pyrate_limiter"},
    "utils/tables.py": {"pandas", "pyarrow"},
}

WATCH = """
import json, os, sys
events, before = [], dict(os.environ)
home, here = os.path.realpath(os.environ["HOME"]), os.path.realpath(os.getcwd())
WATCHED = ("os.putenv", "os.unsetenv", "os.system", "socket.connect", "socket.getaddrinfo", "subprocess.Popen",
           "_thread.start_new_thread")

def watch(event, args):
    if event in WATCHED:
        events.append([event, repr(args)])
    elif event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(args[0]))
        writes = isinstance(args[1], str) and set(args[1]) & set("wax+")
        if writes or path.startswith((home + os.sep, here + os.sep)):
            events.append([event, path])

sys.addaudithook(watch)
exec(sys.argv[1])
if dict(os.environ) != before:
    events.append(["os.environ", "changed"])
print(json.dumps(events))
"""


def find_side_effects(code, folder):
    """Runs code in a new interpreter, in a folder with settings, and returns its side effects."""
    (folder / ".env").write_text("PINTEREST_ACCESS_TOKEN=from-dotenv\n")
    (folder / "config.json").write_text('{"access_token": "from-config"}')
    environment = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
        "PINTEREST_JSON_ENV_VARIABLES": '{"PINTEREST_APP_ID": "1"}',
        "PINTEREST_LOG_FILE": str(folder / "sdk.log"),
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCH, code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def list_importable_modules():
    # `__main__` is run, not imported.
    return [
        module_name(path)
        for name in ("pinterest", "openapi_generated")
        for path in files(ROOT / name)
        if path.stem != "__main__"
    ]


@pytest.mark.slow
def test_importing_reads_no_file_opens_no_connection_and_changes_no_environment(tmp_path):
    code = f"import importlib\nfor name in {list_importable_modules()!r}: importlib.import_module(name)"
    assert find_side_effects(code, tmp_path) == []


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("from pinterest.config import Settings; Settings()", "open"),
        ("os.environ['PINTEREST_APP_ID'] = '1'", "os.putenv"),
        ("import socket; socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
    ],
)
def test_such_side_effects_are_detected(tmp_path, code, event):
    assert event in {name for name, _ in find_side_effects(code, tmp_path)}


def test_the_package_loads_nothing_until_a_name_is_used(tmp_path):
    code = (
        "import pinterest; heavy = {'requests', 'pydantic', 'dotenv', 'werkzeug'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    assert find_side_effects(code, tmp_path) == []


def list_third_party_imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"pinterest", "openapi_generated"}


@pytest.mark.slow
def test_shipped_code_imports_only_its_dependencies():
    undeclared = {}
    for path in [*files(PACKAGE), *files(ROOT / "openapi_generated")]:
        allowed = set(BASE)
        for place, names in OF_EXTRAS.items():
            if (PACKAGE / place) in (path, *path.parents):
                allowed |= names
        if list_third_party_imports(path) - allowed:
            undeclared[module_name(path)] = list_third_party_imports(path) - allowed
    assert undeclared == {}


def test_there_are_three_dependencies_without_upper_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [line.partition(">=")[0] for line in project["dependencies"]]
    assert sorted(names) == ["pydantic", "python-dotenv", "requests"]
    assert not any(mark in line for line in project["dependencies"] for mark in ("==", "<", "~"))


def lazy_modules():
    """Returns the packages that load their names on first use, with `lazy_names`."""
    return [
        path
        for path in files(PACKAGE)
        if path.name == "__init__.py" and "lazy_names(" in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("path", lazy_modules(), ids=module_name)
def test_lazy_names_are_the_names_that_type_checkers_see(path):
    mirrored = set()
    stub = path.with_suffix(".pyi")
    for node in ast.parse((stub if stub.exists() else path).read_text(encoding="utf-8")).body:
        if stub.exists() or (
            isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ):
            for child in ast.walk(node):
                if isinstance(child, ast.ImportFrom):
                    mirrored |= {alias.asname or alias.name for alias in child.names}
    module = importlib.import_module(module_name(path))
    assert mirrored
    assert mirrored <= set(dir(module))
    for name in mirrored:
        assert getattr(module, name) is not None
    values = {name for name in mirrored if not inspect.ismodule(getattr(module, name))}
    assert set(getattr(module, "__all__", values)) >= values


def list_model_files():
    nouns = [path for path in hand_written("pinterest") if path.parent in RICH]
    return [path for path in nouns if not path.stem.startswith("_")]


@pytest.mark.parametrize("path", list_model_files(), ids=module_name)
def test_every_rich_model_is_offered_by_the_package(path):
    pinterest = importlib.import_module("pinterest")
    module = importlib.import_module(module_name(path))
    classes = [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert classes
    assert [name for name in classes if name not in dir(pinterest)] == []
    assert all(getattr(pinterest, name) is getattr(module, name) for name in classes)


@pytest.mark.parametrize("path", list_model_files(), ids=module_name)
def test_every_rich_model_has_a_page(path):
    pages = "\n".join(
        page.read_text("utf-8") for page in (ROOT / "docs" / "reference").glob("*.md")
    )
    assert f"::: {module_name(path)}." in pages
