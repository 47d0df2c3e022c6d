"""The command as a process: pipes that break, Ctrl-C, a missing extra, completion."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pinterest.cli.errors import ExitCode
from pinterest.emulator.testing import settings_for

COMMAND = [sys.executable, "-m", "pinterest"]

if sys.platform == "win32":
    pytest.skip("signals and pipes differ", allow_module_level=True)


@pytest.fixture
def environment(shared_emulator, tmp_path):
    return {
        **os.environ,
        **settings_for(shared_emulator),
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


@pytest.mark.slow
def test_a_reader_that_exits_early_causes_no_error(environment):
    with subprocess.Popen(
        [*COMMAND, "call", "trending_keywords/list", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=60) == ExitCode.BROKEN_PIPE
        assert process.stderr.read() == b""
    with subprocess.Popen(
        [*COMMAND, "pins", "list", "--jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=60) == ExitCode.BROKEN_PIPE
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_ctrl_c_ends_the_command_with_130(environment):
    with subprocess.Popen(
        [*COMMAND, "events", "send", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stderr is not None
        # When the process has reported the first line, it reads standard input.
        process.stdin.write("\n")
        process.stdin.flush()
        _wait_until_it_reads(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == ExitCode.INTERRUPTED
        assert process.stderr.read() == "Interrupted.\n"


def _wait_until_it_reads(process: subprocess.Popen[str]) -> None:
    """Waits until the process has emptied the pipe and blocks in a read of its standard input."""
    import fcntl
    import struct
    import termios
    import time

    assert process.stdin is not None
    waiting = 1
    while waiting:
        packed = fcntl.ioctl(process.stdin.fileno(), termios.FIONREAD, b"\0" * 4)
        waiting = struct.unpack("i", packed)[0]
        time.sleep(0.01)


def test_without_the_extra_the_error_says_what_to_install(environment, tmp_path):
    (tmp_path / "typer.py").write_text("raise ImportError('typer')")
    found = subprocess.run(
        COMMAND,
        capture_output=True,
        text=True,
        env={**environment, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        check=False,
    )
    assert found.returncode == 2
    assert "extra 'cli'" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.slow
def test_shells_complete_nouns_operations_and_values(environment):
    def complete(*words: str) -> str:
        script = {
            "_PINTEREST_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(["pinterest", *words]),
            "COMP_CWORD": str(len(words)),
        }
        found = subprocess.run(
            COMMAND, capture_output=True, text=True, env={**environment, **script}, check=False
        )
        return found.stdout

    assert complete("camp").split() == ["campaign-ad-previews", "campaigns"]
    assert "audiences/list" in complete("call", "audiences/l")
    assert complete("campaigns", "list", "--order", "A").split() == ["ASCENDING"]
