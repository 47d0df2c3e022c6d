"""The base class of all jobs: status, waiting, result, and a token that restores the job."""

from __future__ import annotations

import enum
import typing
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, cast

from pinterest.exceptions import (
    ConnectionFailed,
    JobCancelled,
    JobError,
    JobExpired,
    JobFailed,
    JobNotFound,
    PinterestError,
    RateLimited,
    ServerError,
    ValidationError,
)
from pinterest.jobs import tokens, waiting
from pinterest.utils import default_client
from pinterest.utils.progress import check_progress

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from pinterest.client import PinterestSDKClient
    from pinterest.utils.progress import ProgressOption

__all__ = ["Job", "JobStatus", "Poll"]

if TYPE_CHECKING:
    # Type checkers include typing_extensions, so it does not have to be installed. The default applies to jobs
    # from `Job.from_token`, because the type of their result is unknown.
    R = TypeVar("R", default=Any)
else:
    R = typing.TypeVar("R")


class JobStatus(enum.StrEnum):
    """The status of a job. All kinds of jobs use the same values, even where the API's names differ."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    NOT_FOUND = "NOT_FOUND"


_ERRORS: Final[Mapping[JobStatus, type[JobError]]] = {
    JobStatus.FAILED: JobFailed,
    JobStatus.CANCELLED: JobCancelled,
    JobStatus.EXPIRED: JobExpired,
    JobStatus.NOT_FOUND: JobNotFound,
}


@dataclass(frozen=True, slots=True)
class Poll:
    """The progress of a job after one poll.

    Attributes:
        status: The status of the job.
        message: Why the job ended without a result. Becomes part of the error message, so it has no period at its end.
        count: The number of units that are done.
        total: The total number of units. None if unknown.
        delay: Seconds to wait before the next poll. If None, the delay grows with each poll without progress.
    """

    status: JobStatus
    message: str = ""
    count: int = 0
    total: int | None = None
    delay: float | None = None


class Job(ABC, Generic[R]):
    """A job: work that takes a while, at Pinterest or on this machine.

    A job has no thread of its own: it polls only while you call one of its methods. You can interrupt `wait` with
    Ctrl-C and call it again later. In another process, restore the job from its token first.

    Examples:
        >>> job.done()
        False
        >>> Path("job.txt").write_text(job.token)
        >>> Job.from_token(Path("job.txt").read_text()).wait(timeout=600).result()

    To add a kind of job, set the class variables, implement the four abstract methods, and add the kind to the table
    in `pinterest.jobs.tokens`. If the work happens at Pinterest, `_poll` gets the status from the API. If it happens
    on this machine, `_poll` does the next part of the work and returns `delay=0`.

    Attributes:
        kind: The name of this kind of job in tokens.
        noun: The name of the job in error messages, such as `report`.
        unit: The unit of the progress, in the plural, such as `reports`.
        time_limit: Seconds that `wait` and `result` wait by default.
        advice: What to do if the job ends without a result, by status. Each text is a sentence without a period.
    """

    kind: ClassVar[str]
    noun: ClassVar[str]
    unit: ClassVar[str] = "parts"
    time_limit: ClassVar[float] = 3600.0
    advice: ClassVar[Mapping[JobStatus, str]] = {}

    def __init__(self, client: PinterestSDKClient | None = None) -> None:
        """Creates the object. Sends no request.

        Args:
            client: The client to use. Defaults to the default client.
        """
        self._client = cast("PinterestSDKClient", default_client.resolve(client))
        self._last: Poll | None = None

    @classmethod
    def from_token(cls, token: str, client: PinterestSDKClient | None = None) -> Self:
        """Restores a job from its token. Sends no request.

        Args:
            token: The `token` of the job.
            client: The client to use. Defaults to the default client.

        Raises:
            ValidationError: If the text is not a token of this kind of job.
        """
        kind, state = tokens.parse_token(token)
        found = tokens.find_job_class(kind)
        if not issubclass(found, cls):
            raise ValidationError(
                f"token: this is the token of a {found.noun}. Pass it to {found.__name__}.from_token, or to "
                "Job.from_token"
            )
        try:
            return found._from_state(state, client)
        except (KeyError, TypeError, AttributeError):
            raise ValidationError(
                f"token: the text is incomplete. Pass the complete `token` of the {found.noun}"
            ) from None

    @property
    def token(self) -> str:
        """The string from which `from_token` restores the job. The token contains no credentials."""
        return tokens.build_token(self.kind, self._get_state())

    @property
    def status(self) -> JobStatus:
        """The latest known status. Polls once if the job was never polled."""
        return (self._last or self.poll()).status

    def poll(self) -> Poll:
        """Polls once: gets the status from the API, or does the next part of the work.

        Raises:
            ApiException: If the API returns an error.
            ConnectionFailed: If no response arrived.
        """
        self._last = self._poll()
        return self._last

    def done(self) -> bool:
        """Returns whether the job has ended, with or without a result.

        Each call polls once. After the job has ended, calls no longer poll.
        """
        if self._last is None or self._last.status is JobStatus.RUNNING:
            self.poll()
        return self.status is not JobStatus.RUNNING

    def wait(self, timeout: float | None = None, *, progress: ProgressOption = None) -> Self:
        """Waits until the job is done. Polls with delays that grow up to 15 seconds.

        A lost connection, a 5xx response, a used-up quota or an unknown status does not end the wait.

        Args:
            timeout: Maximum seconds to wait. Defaults to an hour. The wait may take a little longer, because a poll
                in progress is not interrupted.
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of parts
                that are done. A bar is drawn in terminals and notebooks only.

        Returns:
            The job.

        Raises:
            JobTimeout: If the job is not done in time. Call `wait` again to continue.
            JobFailed: If the job failed. For the statuses CANCELLED, EXPIRED and NOT_FOUND, the error is
                `JobCancelled`, `JobExpired` or `JobNotFound`.
            ValidationError: If an argument is not valid.
        """
        seconds = waiting.check_time_limit(self.time_limit if timeout is None else timeout)
        check_progress(progress)
        if self._last is None or self._last.status is JobStatus.RUNNING:
            waiting.wait_for_job(self, seconds, progress)
        self._raise_for_status()
        return self

    def result(self, timeout: float | None = None) -> R:
        """Waits until the job is done and returns its result.

        Args:
            timeout: Maximum seconds to wait. Defaults to an hour.

        Raises:
            JobError: If the job ends without a result or is not done in time, as in `wait`.
        """
        return self.wait(timeout)._get_result()

    @abstractmethod
    def _poll(self) -> Poll:
        """Requests the status of the job or does the next step, and returns the progress.

        A null or unknown status in a response counts as RUNNING.
        """

    @abstractmethod
    def _get_result(self) -> R:
        """Returns the result of a job that succeeded."""

    @abstractmethod
    def _get_state(self) -> dict[str, Any]:
        """Returns the state of the job for its token: plain data that contains no secrets or personal data."""

    @classmethod
    @abstractmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        """Creates a job from the state in a job token. Raises a KeyError or TypeError if the state is incomplete."""

    def _is_temporary_error(self, error: PinterestError) -> bool:
        """Returns whether polling again after an error is safe and may succeed."""
        # Jobs that write data override this method.
        if isinstance(error, ConnectionFailed):
            return not error.is_permanent
        return isinstance(error, (RateLimited, ServerError))

    def _raise_for_status(self) -> None:
        """Raises an error if the job ended without a result."""
        assert self._last is not None
        status = self._last.status
        if status in _ERRORS:
            message = self._last.message or f"the {self.noun} ended with the status {status}"
            raise self._build_error(_ERRORS[status], message, self.advice.get(status, ""))

    def _build_error(self, error: type[JobError], message: str, advice: str) -> JobError:
        """Returns an error that names the job and its token, and says what to do."""
        name = waiting.describe_token(self.token)
        text = waiting.join_sentences(f"{self!r}: {message}", advice, f"The job has {name}")
        return error(text, token=self.token)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_job, (type(self), self.token, self._client)

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        return f"<{type(self).__name__}: {status}>"


def _restore_job(cls: type[Job[Any]], token: str, client: PinterestSDKClient) -> Job[Any]:
    return cls.from_token(token, client)
