"""Runs a function on many items in a few threads. Returns the results in the order of the items."""

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

# On Windows, Ctrl-C does not interrupt a thread that waits for a lock, so waits are cut into short ones.
_WAIT: Final = 0.1


@dataclass(slots=True, eq=False)
class Task(Generic[T, R]):
    """One item and its result.

    Attributes:
        index: Its position among all items.
        item: The item.
        context: The context variables for the function.
        is_started: Whether a thread has started to run the function.
        is_done: Whether the owner of the work has received the result.
        result: The function's return value.
        error: The error that it raised.
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
        """Raises the error of the function, if there was one."""
        error = self.pop_error()
        try:
            if error is not None:
                raise error
        finally:
            del error  # the error's traceback refers to this function

    def pop_error(self) -> BaseException | None:
        """Removes and returns the error. Its traceback refers to the task, so keeping it would keep both in memory."""
        error, self.error = self.error, None
        return error


class OrderedWork(Generic[T, R]):
    """Runs a function on items in threads. One thread, the owner, adds the items and takes the finished tasks in order.

    The threads only exist while there are items to process, so none is left behind when the owner stops taking
    results. They are daemons, so they do not keep the interpreter from exiting. `concurrent.futures` waits for its
    threads at the exit and after Ctrl-C, however long their requests take.

    Attributes:
        done: Number of tasks that are done.
    """

    def __init__(
        self, function: Callable[[T], R], workers: int, *, stop_at_error: bool = True
    ) -> None:
        """Creates the work without any items.

        Args:
            function: The function to run.
            workers: Maximum number of threads.
            stop_at_error: Whether to start no further items after an error. Errors that are not an `Exception`, such as
                `SystemExit`, always stop the work.
        """
        self._function = function
        self._workers = workers
        self._stop_at_error = stop_at_error
        self._untaken: deque[Task[T, R]] = deque()
        self._count = self.done = 0
        self._ended: SimpleQueue[Task[T, R]] = SimpleQueue()
        self._is_stopped = False
        # Interrupting the owner also interrupts the threads of its work.
        self._interruption = Interruption.for_this_thread()
        # The lock protects these three. It is never held while the function runs.
        self._lock = threading.Lock()
        self._waiting: deque[Task[T, R]] = deque()
        self._running = 0
        self._first_error: int | None = None

    def __len__(self) -> int:
        """Returns the number of tasks that have not been taken yet."""
        return len(self._untaken)

    @property
    def has_failed(self) -> bool:
        """Whether an error keeps further items from being started."""
        return self._first_error is not None

    def stops_at(self, error: BaseException) -> bool:
        """Returns whether an error keeps further items from being started."""
        return self._stop_at_error or not isinstance(error, Exception)

    def add(self, item: T) -> None:
        """Adds an item. A thread runs the function on it as soon as one is free."""
        task: Task[T, R] = Task(self._count, item)
        self._count += 1
        self._untaken.append(task)
        with self._lock:
            self._waiting.append(task)
            if self._running >= self._workers:
                return
            self._running += 1
        try:
            threading.Thread(
                target=self._run_interruptibly, name="pinterest-worker", daemon=True
            ).start()
        except RuntimeError:
            # The system is out of threads, or the interpreter is exiting.
            with self._lock:
                self._running -= 1
                must_run = self._running == 0
                self._running += must_run
            if must_run:
                self._run()

    def first_is_done(self) -> bool:
        """Returns whether `take` would return at once."""
        self.receive(wait=False)
        return bool(self._untaken) and self._untaken[0].is_done

    def receive(self, *, wait: bool) -> None:
        """Marks the tasks that have ended as done.

        Args:
            wait: Whether to wait for at least one.
        """
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

    def take(self) -> Task[T, R]:
        """Waits until the first task is done, and removes and returns it."""
        while not self.first_is_done():
            self.receive(wait=True)
        return self._untaken.popleft()

    def stop(self) -> None:
        """Keeps the threads from starting further items. Returns at once.

        A generator calls this when it is garbage collected, which may happen in any thread, so it uses no lock.
        """
        self._is_stopped = True

    def interrupt(self) -> None:
        """Stops the work after Ctrl-C. Threads that wait for a quota end, and send no further requests."""
        self.stop()
        self._interruption.interrupt()

    def check_interruption(self) -> None:
        """Raises an error after Ctrl-C. Items that were not started have no result.

        Raises:
            KeyboardInterrupt: If the work was interrupted.
        """
        self._interruption.check()

    def finish(self, *, wait: bool) -> list[Task[T, R]]:
        """Stops the work. Returns the tasks that were started but not taken.

        Args:
            wait: Whether to wait until running tasks are done.
        """
        self.stop()
        self.receive(wait=False)
        while wait and not all(task.is_done for task in self._untaken):
            self.receive(wait=True)
        return [task for task in self._untaken if task.is_started]

    def _run_interruptibly(self) -> None:
        with self._interruption.apply():
            self._run()

    def _run(self) -> None:
        """Processes waiting items until there are no more."""
        while (task := self._next_task()) is not None:
            task.run(self._function)
            if task.error is not None and self.stops_at(task.error):
                with self._lock:
                    first = self._first_error
                    self._first_error = task.index if first is None else min(first, task.index)
            self._ended.put(task)

    def _next_task(self) -> Task[T, R] | None:
        """Returns the next task to process. None if the thread should end."""
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
