"""Puts the wheel into new environments, one per extra, and checks what works in each.

    python -m tests.install dist/pinterest_v5-0.1.0-py3-none-any.whl

Each environment has the wheel, one extra, and what they require. The packages are linked from the environment that runs
this, which has all of them, so nothing is downloaded. A short script uses the SDK there, and then every extra. An extra
that is installed must work. Any other must raise an error that names it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from email.parser import Parser
from functools import cache
from importlib.metadata import PackagePath, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs.blocks import python_blocks

ROOT = Path(__file__).resolve().parent.parent

# The extras for working on the SDK. Users do not install them.
FOR_DEVELOPERS = set("audit browser demo docs lint notebooks package scale test".split())
# The packages that several distributions have files in.
NAMESPACES = {"__pycache__", "jaraco"}
# Without these extras, the SDK does the same in another way.
OPTIONAL = {"fast"}
USES = {
    "cli": """
import contextlib, io
from pinterest.cli.__main__ import main
output = io.StringIO()
with contextlib.redirect_stderr(output), contextlib.redirect_stdout(output):
    code = main(["--help"])
if code:
    raise RuntimeError(output.getvalue())
""",
    "dataframe": """
from pinterest import Page
assert len(Page([{"id": 1}], None).to_dataframe()) == 1
""",
    "emulator": """
from pinterest.emulator import Emulator
with Emulator() as emulator, emulator.client() as client:
    assert client.request("GET", "/ad_accounts").status == 200
""",
    "fast": """
from pinterest.utils.json_parser import parse_json
assert parse_json(b'{"a": 1}') == {"a": 1}
""",
    "https": """
from pinterest.emulator import Emulator
with Emulator(https=True) as emulator, emulator.client() as client:
    assert client.request("GET", "/ad_accounts").status == 200
""",
    "jobs": """
from pinterest.jobs.customer_records import get_kind
get_kind("PHONE", "US")
""",
    "keyring": """
from pinterest.keyring_store import KeyringTokenStore
KeyringTokenStore()
""",
    "limits": """
from pinterest import SharedLimits
SharedLimits.sqlite("limits.db")
""",
    "notebook": """
from pinterest.utils.axes import import_matplotlib
import_matplotlib()
""",
    "progress": """
from pinterest import Page
assert list(Page([1], None).iter_all(progress=True)) == [1]
""",
    "redis": """
from pinterest import SharedLimits
SharedLimits.redis("redis://127.0.0.1:1/0")
""",
}
SCRIPT = """
import json, sys
import openapi_generated.pinterest_client, pinterest
from pinterest import Audience, PinterestSDKClient
from pinterest.exceptions import ConnectionFailed
with PinterestSDKClient("a-token", base_url="http://127.0.0.1:9/v5", max_retries=0) as client:
    try:
        Audience.get_all("549755885175", client=client)
    except ConnectionFailed:
        pass
problems = {}
for name, code in json.load(sys.stdin).items():
    try:
        exec(code, {})
    except BaseException as error:
        problems[name] = f"{type(error).__name__}: {error}"
print(json.dumps(problems))
"""


def check_contents(wheel: Path) -> Message:
    """Checks the files and the metadata of the wheel, and returns the metadata."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(about).decode())
    folders = {name.partition("/")[0] for name in names} - {about.partition("/")[0]}
    assert folders == {"pinterest", "openapi_generated"}, folders
    assert {f"{name}/py.typed" for name in folders} <= set(names), "py.typed is missing"
    assert any(name.endswith("/licenses/LICENSE") for name in names), "the license is missing"
    strays = [name for name in names if re.search(r"(^|/)(tests?|codegen|__pycache__)/", name)]
    assert strays == [], strays
    needed = [item for item in metadata.get_all("Requires-Dist", ()) if "extra ==" not in item]
    assert not any(mark in item for item in needed for mark in ("==", "<", "~")), needed
    for name in ("Summary", "License-Expression", "Requires-Python", "Keywords", "Project-URL"):
        assert metadata[name], f"{name} is missing"
    return metadata


def direct_requirements(lines: list[str], extras: frozenset[str]) -> Iterator[Requirement]:
    """Yields the requirements that apply here, without extras and with each of these extras."""
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


@cache
def find_requirements(name: str, extras: frozenset[str]) -> frozenset[str]:
    """Returns the name of an installed package, and of all packages that it requires."""
    found = {name}
    for item in direct_requirements(distribution(name).requires or [], extras):
        found |= find_requirements(canonicalize_name(item.name), frozenset(item.extras))
    return frozenset(found)


def find_packages(metadata: Message, extra: str | None) -> frozenset[str]:
    """Returns the names of all packages that the wheel requires with one extra."""
    lines, extras = metadata.get_all("Requires-Dist", []), frozenset([extra] if extra else [])
    return frozenset().union(
        *(
            find_requirements(canonicalize_name(item.name), frozenset(item.extras))
            for item in direct_requirements(lines, extras)
        )
    )


def own_packages(metadata: Message, extra: str) -> set[str]:
    """Returns the names of the packages that an extra adds, without those that they require."""
    lines = metadata.get_all("Requires-Dist", [])
    with_it = {item.name for item in direct_requirements(lines, frozenset([extra]))}
    return with_it - {item.name for item in direct_requirements(lines, frozenset())}


def create_environment(folder: Path, unpacked: Path, packages: frozenset[str]) -> Path:
    """Creates an environment with links to the unpacked wheel and to packages, and returns its Python."""
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python*/site-packages")
    for entry in unpacked.iterdir():
        (site / entry.name).symlink_to(entry)
    files = [file for name in sorted(packages) for file in distribution(name).files or ()]
    places = {
        Path(*file.parts[: _link_depth(file)]): file for file in files if ".." not in file.parts
    }
    for place, file in places.items():
        source = Path(str(file.locate()))
        for _ in range(len(file.parts) - len(place.parts)):
            source = source.parent
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).symlink_to(source)
    return folder / "bin" / "python"


def _link_depth(file: PackagePath) -> int:
    """Returns how many parts of a path to link. Several packages may have files in a namespace package."""
    return 2 if file.parts[0] in NAMESPACES else 1


def run_code(python: Path, code: str, text: str = "") -> str:
    """Runs code in an environment, with an empty folder as its home, and returns its output."""
    with tempfile.TemporaryDirectory() as home:
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        marks = {name: text for name, text in os.environ.items() if name.startswith("SDK_CI")}
        done = subprocess.run(
            [python, "-W", "error", "-c", code],
            cwd=home,
            env={**kept, **marks, "HOME": home},
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


def try_extra(extra: str | None, unpacked: Path, metadata: Message) -> Iterator[str]:
    """Yields what is wrong in an environment with the wheel and one extra."""
    packages = find_packages(metadata, extra)
    with tempfile.TemporaryDirectory() as folder:
        python = create_environment(Path(folder), unpacked, packages)
        output = run_code(python, SCRIPT, json.dumps(USES))
        if extra == "emulator":
            run_code(python, python_blocks(ROOT / "README.md")[0].source)
    problems: Mapping[str, str] = json.loads(output.splitlines()[-1])
    for used in USES:
        problem, needed = problems.get(used), own_packages(metadata, used)
        if needed <= packages or used in OPTIONAL:
            if problem:
                yield f"the extra {used} does not work: {problem}"
            continue
        missing = [name for name in USES if own_packages(metadata, name) <= needed]
        if not problem:
            yield f"the extra {used} works, but is not installed"
        elif not any(re.search(rf"\[{name}\]|'{name}'", problem) for name in missing):
            yield f"the error does not name the extra {used}: {problem}"


def main() -> int:
    """Checks the wheel and returns the exit code."""
    wheel = Path(sys.argv[1]).resolve()
    metadata = check_contents(wheel)
    print(f"{wheel.name}: its contents are complete")
    extras = sorted(set(metadata.get_all("Provides-Extra", ())) - FOR_DEVELOPERS)
    failed = 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        unpacked = Path(folder)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
        found = pool.map(lambda extra: list(try_extra(extra, unpacked, metadata)), [None, *extras])
        for extra, problems in zip([None, *extras], found, strict=True):
            note = "" if extra in (None, *USES) else " (installs; its use is not checked)"
            print(
                f"{f'[{extra}]' if extra else 'no extra'}: {'; '.join(problems) or 'works'}{note}"
            )
            failed += bool(problems)
    print(f"{len(extras) + 1} environments in {time.perf_counter() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
