"""Prints the errors of the command `pinterest` and chooses its exit code."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    ConnectionFailed,
    Forbidden,
    JobTimeout,
    OutcomeUnknown,
    PartialFailureError,
    PinterestError,
    RateLimited,
    SignInError,
    TokenStoreError,
    Unauthorized,
    ValidationError,
)

__all__ = ["ExitCode", "UsageError", "handle_errors", "print_error"]


class ExitCode(enum.IntEnum):
    """The exit codes of the command `pinterest`."""

    OK = 0
    FAILED = 1
    USAGE = 2
    AUTHENTICATION = 3
    NO_CONNECTION = 4
    UNKNOWN_OUTCOME = 5
    PARTIAL_FAILURE = 6
    TRY_LATER = 7
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class UsageError(Exception):
    """An error on the command line, such as an unknown option."""


# The first class that matches an error determines the exit code.
_CODES: tuple[tuple[type[Exception], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (PartialFailureError, ExitCode.PARTIAL_FAILURE),
    (Unauthorized, ExitCode.AUTHENTICATION),
    (Forbidden, ExitCode.AUTHENTICATION),
    (RateLimited, ExitCode.TRY_LATER),
    (JobTimeout, ExitCode.TRY_LATER),
    (ApiException, ExitCode.FAILED),
    (ValidationError, ExitCode.USAGE),
    (SignInError, ExitCode.AUTHENTICATION),
    (TokenStoreError, ExitCode.AUTHENTICATION),
    (ConfigurationError, ExitCode.AUTHENTICATION),
    (OutcomeUnknown, ExitCode.UNKNOWN_OUTCOME),
    (ConnectionFailed, ExitCode.NO_CONNECTION),
)


def get_exit_code(error: Exception) -> ExitCode:
    """Returns the exit code for an error."""
    if isinstance(error, PartialFailureError) and len(error.failures) == 1:
        # The failure of the only object is a complete failure.
        others = (error.succeeded, error.unknown, error.not_sent)
        return ExitCode.PARTIAL_FAILURE if any(others) else ExitCode.FAILED
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)


@contextmanager
def handle_errors(*, debug: bool) -> Iterator[None]:
    """Prints an error of the `with` block to standard error, and exits with the matching exit code.

    Args:
        debug: Whether to raise the error instead of printing its message.
    """
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:
        # The program that reads the output, such as `head`, has exited. Without this line, Python would report the
        # broken pipe again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ExitCode.BROKEN_PIPE) from None
    except (PinterestError, UsageError) as error:
        if debug:
            raise
        print_error(str(error))
        raise typer.Exit(get_exit_code(error)) from None
    except OSError as error:
        if debug:
            raise
        print_error(f"{error.filename or 'the file'}: {error.strerror or error}")
        raise typer.Exit(ExitCode.FAILED) from None


def print_error(message: str) -> None:
    """Prints an error message to standard error, in red on a terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text.assemble(("error: ", "bold red"), message))
