"""Runs a script of another client against an emulator of its own: `python -m tests.clients.run PYTHON SCRIPT`.

The emulator runs in this environment, as a process that knows nothing of the script; the script in the one of PYTHON.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 20
_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str]) -> int:
    """Runs the script to its end and returns its exit status."""
    python, script = (Path(argument).absolute() for argument in arguments)
    # The official client reads any config.json that lies beside or under the parent of the folder it runs in.
    with _emulator() as settings, tempfile.TemporaryDirectory() as outer:
        inner = Path(outer, "inner")
        inner.mkdir()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PINTEREST_")
        }
        return subprocess.run(
            [python, script], cwd=inner, env={**environment, **settings}, timeout=120, check=False
        ).returncode


@contextmanager
def _emulator() -> Iterator[dict[str, str]]:
    """Runs an emulator, and yields the settings that it prints."""
    command = [sys.executable, "-m", "pinterest.emulator", "--port", "0"]
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout
            yield _settings(process.stdout)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        errors.seek(0)
        said = errors.read()
        if process.returncode or "Traceback" in said:
            raise SystemExit(f"the emulator ended with {process.returncode}:\n{said}")


def _settings(lines: Iterable[str]) -> dict[str, str]:
    settings = {}
    for line in lines:
        name, _, value = line.strip().partition("=")
        settings[name] = value
        if name == "PINTEREST_AD_ACCOUNT_ID":
            return settings
    raise SystemExit("the emulator did not start")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
