"""Makes the modules below `api` and `model` when they are imported: one mechanism, and no file for any of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from openapi_generated.pinterest_client import surface

_HOME = __name__.rpartition(".")[0]
_API = f"{_HOME}.api."
_MODEL = f"{_HOME}.model."


class _Finder(MetaPathFinder, Loader):
    """Finds `...api.audiences_api` and `...model.audience_rule`, and whatever else is named like them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.removeprefix(_MODEL) in surface.GONE_MODELS:
            raise ModuleNotFoundError(
                f"No module named {fullname!r}: the API has this schema no more", name=fullname
            )
        return ModuleSpec(fullname, self) if _class_name(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        name = _class_name(module.__name__)
        assert name is not None
        module.__doc__ = f"`{name}`, as the generated client names its module."
        is_api = module.__name__.startswith(_API)
        setattr(module, name, load_api(name) if is_api else load_model(name))


def install() -> None:
    """Makes the modules importable."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


@cache
def load_api(name: str) -> Any:
    """Returns an api class of the generated client by its name.

    Raises:
        AttributeError: It has none of that name.
    """
    from openapi_generated.pinterest_client.habits import legacy_api

    return legacy_api(name)


@cache
def load_model(name: str) -> Any:
    """Returns a model of the generated client by the name of its class.

    Raises:
        AttributeError: It has none of that name, or the API has it no more.
    """
    from pinterest import schemas

    if _snake(name) in surface.GONE_MODELS:
        raise AttributeError(f"{name}: the API has this schema no more", name=name)
    return getattr(schemas, dict(surface.MODELS.values()).get(name, name))


def _class_name(fullname: str) -> str | None:
    """Returns the class that a module of that name holds, None where there is none."""
    if fullname.startswith(_API):
        return _api_classes().get(fullname.removeprefix(_API))
    if fullname.startswith(_MODEL):
        return _models().get(fullname.removeprefix(_MODEL))
    return None


@cache
def _api_classes() -> dict[str, str]:
    from pinterest import api

    return {_snake(name): name for name in (*_classes(api), *surface.HOMES)}


@cache
def _models() -> dict[str, str]:
    from pinterest import schemas

    names = {_snake(name): name for name in _classes(schemas)}
    return {**names, **{module: name for module, (name, _) in surface.MODELS.items()}}


def _classes(package: ModuleType) -> list[str]:
    return [name for name in dir(package) if name[:1].isupper() and not name.isupper()]


def _snake(name: str) -> str:
    """Returns a class's name as the generated client names the module that holds it."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower()
