"""Executes the example notebooks. `python -m tests.notebooks.execute` stores their new outputs.

With a folder as argument, it writes the executed notebooks there and leaves the stored ones unchanged.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from tests.meta.source import ROOT

FOLDER = ROOT / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\n])")


async def execute(path: Path, home: Path) -> Any:
    """Executes a notebook in a new kernel and returns it with its outputs.

    Args:
        path: The notebook.
        home: The folder in which the kernel runs and keeps its files.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PINTEREST_")
    }
    places = {"HOME": str(home), "IPYTHONDIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)}
    environment |= places | {"PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(home)}
    # The sockets and the connection file must be in this folder, not in the user's home.
    kernel = AsyncKernelManager(
        kernel_name="python3", transport="ipc", connection_file=str(home / "kernel.json")
    )
    client = NotebookClient(
        book,
        timeout=60,
        km=kernel,
        resources={"metadata": {"path": str(home)}},
        record_timing=False,
    )
    try:
        await client.async_execute(env=environment)
    finally:
        await kernel.shutdown_kernel(now=True)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = _join_streams(cell.outputs)
    return book


def _join_streams(outputs: list[Any]) -> list[Any]:
    """Returns outputs with the text of each stream joined. Keeps only the final state of progress bars."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if output.output_type != "stream":
            joined.append(output)
        elif last is not None and last.get("name") == output.name:
            last.text = _OVERWRITTEN.sub("", last.text + output.text)
        else:
            joined.append(output)
    return joined


async def main(target: Path) -> None:
    """Executes every notebook and writes it with its outputs to a folder."""

    async def write(path: Path) -> None:
        with tempfile.TemporaryDirectory() as home:
            book = await execute(path, Path(home))
        nbformat.write(book, target / path.name)

    await asyncio.gather(*(write(path) for path in NOTEBOOKS))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
