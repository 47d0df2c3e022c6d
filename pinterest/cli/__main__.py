"""The entry point of the command `pinterest`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code.

    Args:
        arguments: The command-line arguments. Defaults to those of the process.
    """
    try:
        import rich
        import typer
    except ImportError:
        print(
            "error: the command needs typer and rich. Install the extra 'cli' of this SDK: "
            '`pip install ".[cli]"` in its checkout',
            file=sys.stderr,
        )
        return 2
    del rich, typer
    from pinterest.cli.app import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
