"""Runs a function on many items in a few threads, and returns the results in the order of the items."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

from pinterest.utils.pauses import Interruption

__all__ = ["OrderedWork", "Task"]

T = TypeVar("T")
R = TypeVar("R")

# On Windows, Ctrl-C does not interrupt a thread that waits for a lock, so each wait lasts at most this many
# seconds.
_WAIT: Final = 0.1


@dataclass(slots=True, eq=False)
class Task(Generic[T, R]):
    """An item, and the result of calling the function with the item.

    Attributes:
        index: The position of the item among all items.
        item: The item.
        context: The context variables that the function sees.
        is_started: Whether the function call has started.
        is_done: Whether the function call has ended or been skipped, as of the last `mark_ended_tasks`.
        result: The function's return value.
        error: The error that the function raised, or None.
    """

    index: int
    item: T
    context: Context = field(default_factory=copy_context)
    is_started: bool = False
    is_done: bool = False
    result: R | None = None
    error: BaseException | None = None

    def run(self, function: Callable[[T], R]) -> None:
        """Runs the function and stores its result or its error."""
        try:
            self.result = self.context.run(function, self.item)
        except BaseException as error:  # noqa: BLE001  # the thread that takes the task raises it
            self.error = error

    def raise_error(self) -> None:
        """Raises the error that the function raised, if any."""
        error = self.pop_error()
        try:
            if error is not None:
                raise error
        finally:
            del error  # the error's traceback refers to this function

    def pop_error(self) -> BaseException | None:
        """Removes the error from the task and returns it, to avoid a reference cycle through the error's traceback."""
        error, self.error = self.error, None
        return error


class OrderedWork(Generic[T, R]):
    """Calls a function with each item in a few threads. `take_first_task` returns the tasks in the order of the items.

    Only one thread, the owner, may add items and take tasks.

    Attributes:
        done: The number of tasks that are done.
    """

    def __init__(
        self, function: Callable[[T], R], workers: int, *, stop_at_error: bool = True
    ) -> None:
        """Stores the options.

        Args:
            function: The function to call with each item.
            workers: Maximum number of threads.
            stop_at_error: Whether an `Exception` stops the work, so that later items are not started. Other errors
                always stop the work.
        """
        self._function = function
        self._workers = workers
        self._stop_at_error = stop_at_error
        self._untaken: deque[Task[T, R]] = deque()
        self._count = self.done = 0
        self._ended: SimpleQueue[Task[T, R]] = SimpleQueue()
        self._is_stopped = False
        # Interrupting the owner thread also interrupts the worker threads.
        self._interruption = Interruption.for_this_thread()
        # The lock protects the three attributes below. No thread holds it while the function runs.
        self._lock = threading.Lock()
        self._waiting: deque[Task[T, R]] = deque()
        self._running = 0
        self._first_error: int | None = None

    def __len__(self) -> int:
        """Returns the number of tasks that `take_first_task` has not returned yet."""
        return len(self._untaken)

    @property
    def has_failed(self) -> bool:
        """Whether an error has stopped the work."""
        return self._first_error is not None

    def is_stopped_by(self, error: BaseException) -> bool:
        """Returns whether this error stops the work."""
        # Errors that are not an `Exception`, such as `SystemExit`, always stop the work.
        return self._stop_at_error or not isinstance(error, Exception)

    def add(self, item: T) -> None:
        """Adds an item for the next free thread."""
        task: Task[T, R] = Task(self._count, item)
        self._count += 1
        self._untaken.append(task)
        with self._lock:
            self._waiting.append(task)
            if self._running >= self._workers:
                return
            self._running += 1
        # The thread is a daemon, so Python can exit at once after Ctrl-C. The threads of `concurrent.futures` would
        # keep Python alive until their requests have ended.
        try:
            threading.Thread(
                target=self._run_interruptibly, name="pinterest-worker", daemon=True
            ).start()
        except RuntimeError:
            # The system cannot start more threads, or the interpreter is exiting.
            with self._lock:
                self._running -= 1
                must_run = self._running == 0
                self._running += must_run
            if must_run:
                self._run_tasks()

    def is_first_task_done(self) -> bool:
        """Returns whether `take_first_task` would return a task without waiting."""
        self.mark_ended_tasks(wait=False)
        return bool(self._untaken) and self._untaken[0].is_done

    def mark_ended_tasks(self, *, wait: bool) -> None:
        """Marks ended tasks as done. If `wait` is True, first waits until a task has ended."""
        while True:
            try:
                task = self._ended.get(wait, _WAIT)
            except Empty:
                if wait:
                    continue
                return
            task.is_done = True
            self.done += 1
            wait = False

    def take_first_task(self) -> Task[T, R]:
        """Waits until the first task is done, then removes and returns the task."""
        while not self.is_first_task_done():
            self.mark_ended_tasks(wait=True)
        return self._untaken.popleft()

    def stop(self) -> None:
        """Keeps the threads from starting further items. Does not wait for running tasks."""
        # No lock: when the garbage collector closes a generator, this method can run in any thread.
        self._is_stopped = True

    def interrupt(self) -> None:
        """Stops the work after Ctrl-C, and ends waits for a quota."""
        self.stop()
        self._interruption.interrupt()

    def check_interruption(self) -> None:
        """Raises an error if `interrupt` was called.

        Raises:
            KeyboardInterrupt: If the work was interrupted.
        """
        self._interruption.check()

    def finish(self, *, wait: bool) -> list[Task[T, R]]:
        """Stops the work, and returns the started tasks that `take_first_task` has not returned.

        If `wait` is True, first waits for running tasks.
        """
        self.stop()
        self.mark_ended_tasks(wait=False)
        while wait and not all(task.is_done for task in self._untaken):
            self.mark_ended_tasks(wait=True)
        return [task for task in self._untaken if task.is_started]

    def _run_interruptibly(self) -> None:
        """Runs waiting tasks in a worker thread that `interrupt` can interrupt."""
        with self._interruption.apply():
            self._run_tasks()

    def _run_tasks(self) -> None:
        """Runs waiting tasks until there are no more."""
        while (task := self._start_next_task()) is not None:
            task.run(self._function)
            if task.error is not None and self.is_stopped_by(task.error):
                with self._lock:
                    first = self._first_error
                    self._first_error = task.index if first is None else min(first, task.index)
            self._ended.put(task)

    def _start_next_task(self) -> Task[T, R] | None:
        """Marks the next task as started and returns the task, or None if the thread should end."""
        with self._lock:
            while self._waiting:
                task = self._waiting.popleft()
                if not self._is_stopped and (
                    self._first_error is None or task.index < self._first_error
                ):
                    task.is_started = True
                    return task
                self._ended.put(task)
            self._running -= 1
            return None
