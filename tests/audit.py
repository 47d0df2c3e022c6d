"""Checks the code with bandit, and the dependencies with pip-audit.

pip-audit queries a service. If the service is unavailable, that check is skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("pinterest", "openapi_generated", "codegen")
DEPENDENCIES = (
    "requests",
    "urllib3",
    "pydantic",
    "pydantic-core",
    "python-dotenv",
    "certifi",
    "idna",
    "werkzeug",
)


def run_tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a module of this environment and captures its output."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def audit_code() -> bool:
    """Returns whether bandit finds no problem."""
    found = run_tool("bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *CODE)
    print(f"bandit: {'clean' if found.returncode == 0 else found.stdout}")
    return found.returncode == 0


def audit_dependencies() -> bool:
    """Returns whether pip-audit finds no problem. True if its service is unavailable."""
    found = run_tool("pip_audit", "--local", "--format=json", "--progress-spinner=off")
    try:
        packages: Sequence[dict[str, object]] = json.loads(found.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"pip-audit: skipped: its service did not answer: {found.stderr.strip()[-200:]}")
        return True
    checked = [item for item in packages if "vulns" in item]
    if not any(item["name"] in DEPENDENCIES for item in checked):
        print("pip-audit: skipped: its service knows none of the dependencies")
        return True
    bad = [item for item in checked if item["vulns"]]
    print(f"pip-audit: {len(checked)} packages checked; {bad or 'clean'}")
    return not bad


if __name__ == "__main__":
    results = [audit_code(), audit_dependencies()]
    sys.exit(0 if all(results) else 1)
