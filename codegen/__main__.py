"""Runs the code generator: `python -m codegen --contract PATH [--check] [--out FOLDER] [--everything]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from codegen.contract import OVERRIDES, ContractError
from codegen.generate import FOLDERS, ROOT, generate
from codegen.nouns import MODELS
from codegen.writer import find_differences, write_files


def main(arguments: list[str] | None = None) -> int:
    """Generates the code or checks whether it is up to date, and returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m codegen",
        description="Generates the code, or checks whether it is up to date.",
    )
    parser.add_argument(
        "--contract", required=True, type=Path, help="the OpenAPI description (JSON)"
    )
    parser.add_argument(
        "--overrides",
        default=OVERRIDES,
        type=Path,
        help="the corrections of the description (TOML)",
    )
    parser.add_argument("--models", default=MODELS, type=Path, help="the rich models (TOML)")
    parser.add_argument("--out", default=ROOT, type=Path, help="the checkout to write into")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit with 1 if files differ"
    )
    parser.add_argument(
        "--everything", action="store_true", help="generate every tag, even those outside the scope"
    )
    options = parser.parse_args(arguments)
    try:
        files = generate(
            options.contract,
            options.overrides,
            options.models,
            everything=options.everything,
            root=options.out,
        )
    except (ContractError, OSError) as error:
        print(f"codegen: {error}", file=sys.stderr)
        return 2
    if not options.check:
        write_files(options.out, FOLDERS, files)
        return 0
    found = list(find_differences(options.out, FOLDERS, files))
    sys.stdout.writelines(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
