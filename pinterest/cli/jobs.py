"""Waits for jobs, such as reports and uploads."""

from __future__ import annotations

import sys
from typing import Any

from pinterest.cli.output import print_message

__all__ = ["wait_for_job"]


def wait_for_job(result: Any) -> Any:
    """Waits for a job and returns its result, as rows if it has rows. Returns any other value unchanged."""
    jobs = sys.modules.get("pinterest.jobs.job")
    if jobs is None or not isinstance(result, jobs.Job):
        return result
    print_message(f"Waiting for the {result.noun} ...")
    done = result.result()
    return done.rows() if hasattr(done, "rows") else done
