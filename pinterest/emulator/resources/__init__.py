"""The nouns of the API, one a file: their state, their rules, and the operations that they answer."""

from __future__ import annotations

import importlib
import pkgutil


def load_all() -> None:
    """Imports every noun, so that what it answers is registered."""
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
