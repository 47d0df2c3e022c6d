"""The resources of the API, one per module: their state, their rules and the handlers of their operations."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache


@cache
def load_all() -> None:
    """Imports every resource module, which registers its handlers."""
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
