"""Modules and names that are imported when they are first used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pinterest.utils.suggest import unknown_name


class LazyModule:
    """Stands for a module, and imports it when one of its attributes is first used."""

    def __init__(self, name: str) -> None:
        """Stores the full name of the module."""
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)
        return value


def lazy_names(
    package: str, names: Mapping[str, str], *, with_modules: bool = False
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Returns a package's `__getattr__` and `__dir__`, which import its names on first use (PEP 562).

    If the package has no `__all__`, it lists all of the names.

    Args:
        package: The package's `__name__`.
        names: The module that defines each public name: its name below the package, or its full name.
        with_modules: Whether the package's modules are attributes too, before they are imported.
    """

    def list_modules() -> frozenset[str]:
        return _list_modules(package) if with_modules else frozenset()

    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return sorted(names)
        module = names.get(name)
        if module is None:
            problem = f"module {package!r} has no attribute {name!r}"
            if name.startswith("_"):
                raise AttributeError(problem)
            if name in list_modules():
                return importlib.import_module(f"{package}.{name}")  # which sets the attribute
            raise AttributeError(f"{problem}; {unknown_name(name, {*names, *list_modules()})}")
        full_name = module if module.startswith("pinterest.") else f"{package}.{module}"
        value = getattr(importlib.import_module(full_name), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:
        return sorted({*vars(sys.modules[package]), *names, *list_modules()})

    return __getattr__, __dir__


@cache
def _list_modules(package: str) -> frozenset[str]:
    """Returns the names of the modules in a package, imported or not."""
    import pkgutil

    found = {module.name for module in pkgutil.iter_modules(sys.modules[package].__path__)}
    return frozenset(found - {"__main__"})
