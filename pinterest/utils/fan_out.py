"""Implements `client.map`, which calls a function for many items in threads and yields the results in order."""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypeVar, get_args, overload

from pinterest.exceptions import PinterestError, ValidationError
from pinterest.utils.ctrl_c import CtrlC
from pinterest.utils.ordered_work import OrderedWork, Task
from pinterest.utils.progress import Progress, ProgressOption, check_progress
from pinterest.utils.suggest import format_value

__all__ = ["Errors", "FanOut", "Results"]

T = TypeVar("T")
R = TypeVar("R")
Work: TypeAlias = OrderedWork[Any, Any]

Errors: TypeAlias = Literal["raise", "return"]
"""Whether `map` raises the errors of the called function, or yields each error in place of a result."""

# Maximum number of unfinished items per thread. The results are yielded in order, so one slow item delays the results
# of later items. With a smaller number, the threads would soon run out of items.
_MAX_ITEMS_AHEAD: Final = 4

_MAX_NAMED_ITEMS: Final = 10


class FanOut:
    """A mixin for the client that adds `map`."""

    @overload
    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        *,
        workers: int = 16,
        errors: Literal["raise"] = "raise",
        progress: ProgressOption = None,
    ) -> Results[R]: ...

    @overload
    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        *,
        workers: int = 16,
        errors: Literal["return"],
        progress: ProgressOption = None,
    ) -> Results[R | Exception]: ...

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        *,
        workers: int = 16,
        errors: Errors = "raise",
        progress: ProgressOption = None,
    ) -> Results[Any]:
        """Calls a function for many items in threads, and yields the results in the order of the items.

        The work starts when you request the first result, so loop over the results or pass them to `list()`. The
        threads share the client's connections and quotas. In the function, pass this client to each call. Calls without
        a client use the default client.

        Args:
            function: The function to call with each item. It runs in a thread with the caller's context variables.
            items: The items, as any iterable. At most four items per worker are read ahead.
            workers: Maximum number of threads (default 16).
            errors: What to do if the function raises an error. `raise` (the default) starts no more items, waits for
                the running items, and raises the error of the first item that failed. `return` yields each error in
                place of the result. A note on each error describes the item.
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of
                finished items.

        Returns:
            An iterator over the results. Ctrl-C ends the iterator at once, and no more items are started.

        Raises:
            ValidationError: If an argument is not valid. Raised before any work starts.
            ConfigurationError: If `progress` is True and tqdm is not installed. Raised before any work starts.

        Examples:
            >>> names = list(client.map(lambda id: AdAccount(id, client).name, account_ids))
        """
        _check_arguments(function, items, workers, errors)
        check_progress(progress)
        total = len(items) if isinstance(items, Sized) else None
        work: Work = OrderedWork(function, workers, stop_at_error=errors == "raise")
        return Results(
            _yield_results(work, iter(items), _MAX_ITEMS_AHEAD * workers, total, progress)
        )


class Results(Iterator[R]):
    """An iterator over the results of `client.map`. The work starts when the first result is requested."""

    def __init__(self, results: Generator[R, None, None]) -> None:
        """Stores the generator that yields the results."""
        self._results = results
        self._is_started = False

    def __next__(self) -> R:
        self._is_started = True
        return next(self._results)

    def close(self) -> None:
        """Cancels the items that have not started. Does not wait for running items."""
        self._is_started = True
        self._results.close()

    def __del__(self) -> None:
        # Without this warning, a caller that never requests the results would not notice that nothing was done.
        if not getattr(self, "_is_started", True):
            warnings.warn(
                "the results of client.map were never requested, so nothing was done. Loop over them, or pass them to "
                "list()",
                RuntimeWarning,
                stacklevel=2,
            )


def _check_arguments(function: object, items: object, workers: object, errors: object) -> None:
    """Raises `ValidationError` if an argument of `map` is not valid."""

    def raise_validation_error(name: str, value: object, allowed: str) -> NoReturn:
        """Raises the error for an argument that is not valid."""
        raise ValidationError(
            f"map: {name}: {format_value(value)} is not valid; allowed: {allowed}"
        )

    if not callable(function) or inspect.iscoroutinefunction(function):
        raise_validation_error("function", function, "a function that is not async")
    if isinstance(items, (str, bytes)) or not isinstance(items, Iterable):
        raise_validation_error("items", items, "a list or another iterable")
    if type(workers) is not int or workers < 1:
        raise_validation_error("workers", workers, "1 or more")
    if errors not in get_args(Errors):
        raise_validation_error("errors", errors, ", ".join(map(repr, get_args(Errors))))


def _yield_results(
    work: Work, items: Iterator[Any], ahead: int, total: int | None, progress: ProgressOption
) -> Generator[Any, None, None]:
    """Yields the result of each item, in order. At most `ahead` items are started in advance."""
    process_id = os.getpid()
    source = _ItemSource(items)
    try:
        with CtrlC(work.interrupt), Progress(progress, total=total) as counter:
            while True:
                # The iterable may be slow, so stop reading items as soon as there is a result to yield.
                while (
                    len(work) < ahead and not work.is_first_task_done() and source.start_next(work)
                ):
                    pass
                if not len(work):
                    break
                while not work.is_first_task_done():
                    counter.advance(work.done - counter.count)
                    work.mark_ended_tasks(wait=True)
                counter.advance(work.done - counter.count)
                task = work.take_first_task()
                result = _get_result(task, work)
                # Keep the threads busy while the caller processes the result.
                source.start_next(work)
                yield result
                del task, result
                _check_same_process(process_id)
                work.check_interruption()
        source.raise_error()
    except KeyboardInterrupt as error:
        work.interrupt()
        error.add_note(_describe_later_tasks(work.finish(wait=False)))
        raise
    finally:
        work.stop()


class _ItemSource:
    """Reads items from an iterator one by one, and starts the work on each item.

    Attributes:
        error: The error that the iterator raised, if any.
    """

    def __init__(self, items: Iterator[Any]) -> None:
        self._items: Iterator[Any] | None = items
        self.error: Exception | None = None

    def start_next(self, work: Work) -> bool:
        """Starts the work on the next item and returns True. Returns False after the last item or an error."""
        if self._items is None or work.has_failed:
            return False
        try:
            item = next(self._items)
        except StopIteration:
            self._items = None
            return False
        except Exception as error:  # noqa: BLE001  # raised below
            self._items, self.error = None, error
            return False
        work.add(item)
        return True

    def raise_error(self) -> None:
        """Raises the error that the iterator raised, if any."""
        error, self.error = self.error, None
        if error is not None:
            raise error


def _get_result(task: Task[Any, Any], work: Work) -> Any:
    """Returns the result of a task. Returns or raises the error of a failed task, depending on the option `errors`."""
    if task.error is None:
        return task.result
    task.error.add_note(
        f"client.map: the item with index {task.index} is {format_value(task.item, 200)}"
    )
    if not work.is_stopped_by(task.error):
        return task.pop_error()
    task.error.add_note(_describe_later_tasks(work.finish(wait=True)))
    return task.raise_error()


def _describe_later_tasks(tasks: list[Task[Any, Any]]) -> str:
    """Returns a note for the error that ended `client.map`.

    The note says which later items succeeded, failed or are still running.
    """
    succeeded = [task for task in tasks if task.is_done and task.error is None]
    failed = [task for task in tasks if task.is_done and task.error is not None]
    running = [task for task in tasks if not task.is_done]
    parts = []
    for fact, group in (("succeeded", succeeded), ("failed", failed), ("running", running)):
        if group:
            named = ", ".join(str(task.index) for task in group[:_MAX_NAMED_ITEMS])
            more = len(group) - _MAX_NAMED_ITEMS
            parts.append(f"{fact}: {named}{f' and {more} more' if more > 0 else ''}")
    if not parts:
        return "client.map: no later item was started"
    return f"client.map: later items that were started, by index: {'; '.join(parts)}"


def _check_same_process(process_id: int) -> None:
    """Raises an error in a forked child process, because the threads exist only in the parent."""
    if process_id != os.getpid():
        raise PinterestError(
            "map: these results belong to another process. Call map in this process."
        )
