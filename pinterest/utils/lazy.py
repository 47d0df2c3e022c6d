"""Imports modules and names when they are first used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pinterest.utils.suggest import unknown_name


class LazyModule:
    """A placeholder that imports a module when an attribute of the module is first used."""

    def __init__(self, name: str) -> None:
        """Stores the full name of the module, such as `pinterest.schemas`."""
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)
        return value


def lazy_names(
    package: str, names: Mapping[str, str], *, with_modules: bool = False
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Returns the functions `__getattr__` and `__dir__` of a package (PEP 562), to import names on first use.

    Args:
        package: The `__name__` of the package.
        names: Maps each public name to its module, as a full name or a name inside the package.
        with_modules: Whether the modules of the package are also attributes, imported on first use.
    """

    def list_modules() -> frozenset[str]:
        """Returns the names of the package's modules, or an empty set if `with_modules` is False."""
        return _list_modules(package) if with_modules else frozenset()

    def __getattr__(name: str) -> Any:
        if name == "__all__":  # not reached if the package defines its own
            return sorted(names)
        module = names.get(name)
        if module is None:
            problem = f"module {package!r} has no attribute {name!r}"
            if name.startswith("_"):
                raise AttributeError(problem)
            if name in list_modules():
                return importlib.import_module(f"{package}.{name}")  # this also sets the attribute
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
    """Returns the names of all modules in a package, whether or not they are imported."""
    import pkgutil

    found = {module.name for module in pkgutil.iter_modules(sys.modules[package].__path__)}
    return frozenset(found - {"__main__"})
