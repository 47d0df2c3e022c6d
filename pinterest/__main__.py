"""Runs the command `pinterest` for `python -m pinterest`."""

from __future__ import annotations

import sys

from pinterest.cli.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
