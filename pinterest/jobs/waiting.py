"""Waits for jobs: polls again after temporary errors, and says how to continue after Ctrl-C."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import JobTimeout, PinterestError, RateLimited, ValidationError
from pinterest.retry import Policy
from pinterest.utils import logs
from pinterest.utils.pauses import pause
from pinterest.utils.progress import Progress
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.jobs.job import Job, Poll
    from pinterest.utils.progress import ProgressOption

__all__ = ["check_time_limit", "describe_token", "join_sentences", "wait_for_job"]

_DELAYS: Final = Policy(backoff=0.5, max_backoff=15.0)
# Maximum number of failed polls in a row. Each poll fails only after the client's own retries.
_MAX_FAILED_POLLS: Final = 10
_LONGEST_TOKEN_IN_TEXT: Final = 300
_POLL_FAILED: Final = "waiting %.1f s before the next poll: %s"


def check_time_limit(seconds: float) -> float:
    """Checks a time limit, and returns it as a float.

    Raises:
        ValidationError: If the value is not a number, or is negative.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds >= 0:
        raise ValidationError(
            f"timeout: {format_value(seconds)} is not valid; allowed: seconds, 0 or more"
        )
    return float(seconds)


def wait_for_job(job: Job[Any], seconds: float, progress: ProgressOption) -> None:
    """Polls a job until it has ended.

    Raises:
        JobTimeout: If the job has not ended in time.
    """
    try:
        _poll_until_done(job, seconds, progress)
    except KeyboardInterrupt as error:
        error.add_note(
            f"To continue waiting for the {job.noun}, call wait() again. In another process, first call "
            f"Job.from_token with {describe_token(job.token)}."
        )
        raise


def _poll_until_done(job: Job[Any], seconds: float, progress: ProgressOption) -> None:
    ends_at = time.monotonic() + seconds
    count = idle_polls = failed = 0
    bar: Progress | None = None
    try:
        while True:
            problem: PinterestError | None = None
            poll: Poll | None = None
            try:
                poll = job.poll()
            except PinterestError as error:
                failed += 1
                if not job._is_temporary_error(error) or failed >= _MAX_FAILED_POLLS:
                    raise
                problem = error
            if poll is not None:
                failed = 0
                # A job that works on this machine has no delay between the parts of its work.
                idle_polls = 0 if poll.count != count or poll.delay == 0 else idle_polls
                bar = bar or Progress(progress, total=poll.total, unit=job.unit)
                bar.advance(poll.count - count, always=True)
                count = poll.count
                if poll.status != "RUNNING":
                    return
            _sleep_until_poll(
                job, _choose_delay(poll, problem, idle_polls), ends_at, seconds, problem
            )
            idle_polls += 1
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def _choose_delay(poll: Poll | None, problem: PinterestError | None, idle_polls: int) -> float:
    """Returns the seconds to wait before the next poll."""
    if poll is not None and poll.delay is not None:
        return poll.delay
    wanted = problem.retry_after if isinstance(problem, RateLimited) else None
    return max(wanted or 0.0, _DELAYS.backoff_delay(idle_polls))


def _sleep_until_poll(
    job: Job[Any], delay: float, ends_at: float, seconds: float, problem: PinterestError | None
) -> None:
    """Sleeps until the next poll.

    Args:
        job: The job.
        delay: The seconds to sleep, unless the time limit ends earlier.
        ends_at: The end of the time limit, as a value of `time.monotonic`.
        seconds: The length of the time limit, for the error message.
        problem: The error of the last poll. None if the poll succeeded.

    Raises:
        JobTimeout: If the time limit has ended, or ends before a failed poll can be repeated.
    """
    left = ends_at - time.monotonic()
    if left <= 0 or (problem is not None and delay > left):
        raise job._build_error(
            JobTimeout,
            f"the {job.noun} is not done after {seconds:g} s",
            "The job continues. Call wait() again, with a longer timeout if needed",
        ) from problem
    if problem is not None:
        logs.log(logging.INFO, _POLL_FAILED, delay, problem)
    if delay > 0:
        # Shortens the last delay, so that the last poll is at the end of the time limit.
        pause(min(delay, left))


def describe_token(token: str) -> str:
    """Returns `the token` followed by a job token, for a message. A long token becomes `the token in job.token`."""
    shown = token if len(token) <= _LONGEST_TOKEN_IN_TEXT else "in `job.token`"
    return f"the token {shown}"


def join_sentences(*sentences: str) -> str:
    """Joins sentences with periods. Leaves out empty sentences. The sentences must not end with a period."""
    return ". ".join(sentence for sentence in sentences if sentence)
