"""The resources of the API. Each module has the state, rules and operation handlers of one resource."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache


@cache
def load_all() -> None:
    """Imports every resource module, which registers its handlers."""
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        importlib.import_module(module.name)
