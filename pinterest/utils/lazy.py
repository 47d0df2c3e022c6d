"""Modules, and packages' names, that are loaded when they are first used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

from pinterest.utils.suggest import unknown_name


class LazyModule:
    """Stands for a module, and loads it when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        """Takes the module's full name."""
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)
        return value


def lazy_names(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Returns the `__getattr__` and `__dir__` of a package that loads its names on first use (PEP 562).

    The first also answers for `__all__`, where the package has none: it holds all of the names.

    Args:
        package: The package's `__name__`.
        names: For each public name, the module below the package (or in full) that defines it.
    """

    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return sorted(names)
        module = names.get(name)
        if module is None:
            hint = "" if name.startswith("_") else f"; {unknown_name(name, names)}"
            raise AttributeError(f"module {package!r} has no attribute {name!r}{hint}")
        full = module if module.startswith("pinterest.") else f"{package}.{module}"
        value = getattr(importlib.import_module(full), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:
        return sorted({*vars(sys.modules[package]), *names})

    return __getattr__, __dir__
