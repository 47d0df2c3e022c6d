"""Makes the modules below `api` and `model` when they are imported: one mechanism, and no file for any of them."""

from __future__ import annotations

import sys
import threading
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

# A class that two threads made twice would be two classes.
_making = threading.RLock()


class _Finder(MetaPathFinder, Loader):
    """Finds `...api.audiences_api` and `...model.audience_rule`, and whatever else is named like them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        # One that is gone is found too: looking for it is no error, and importing it says what became of it.
        return ModuleSpec(fullname, self) if _is_gone(fullname) or _class_name(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        if _is_gone(spec.name):
            raise ModuleNotFoundError(
                f"No module named {spec.name!r}: {_what_became_of(spec.name.removeprefix(_MODEL))}",
                name=spec.name,
            )
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


def load_api(name: str) -> Any:
    """Returns an api class of the generated client by its name.

    Raises:
        AttributeError: It has none of that name.
    """
    with _making:
        return _api(name)


@cache
def _api(name: str) -> Any:
    from openapi_generated.pinterest_client.habits import legacy_api
    from openapi_generated.pinterest_client.names import snake

    return legacy_api(name, _API + snake(name))


def load_model(name: str) -> Any:
    """Returns a model of the generated client by the name of its class.

    Raises:
        AttributeError: It has none of that name, or the API has it no more.
    """
    with _making:
        return _model(name)


@cache
def _model(name: str) -> Any:
    from openapi_generated.pinterest_client.model_classes import legacy_model
    from openapi_generated.pinterest_client.names import snake
    from pinterest import schemas

    module = snake(name)
    if module in surface.GONE_MODELS:
        raise AttributeError(f"{name}: {_what_became_of(module)}", name=name)
    native = getattr(schemas, dict(surface.MODELS.values()).get(name, name))
    return legacy_model(native, name, _MODEL + module)


@cache
def legacy_of(native: Any) -> Any:
    """Returns the generated client's model for a schema or enum, the schema itself where that client has none left."""
    from openapi_generated.pinterest_client.names import snake

    names = {own: name for name, own in surface.MODELS.values()}
    name = names.get(native.__name__, native.__name__)
    return native if snake(name) in surface.GONE_MODELS else load_model(name)


@cache
def api_names() -> dict[str, str]:
    """Returns the names of the api classes, by those of their modules."""
    from openapi_generated.pinterest_client.names import snake
    from pinterest import api

    return {snake(name): name for name in (*_classes(api), *surface.HOMES)}


@cache
def model_names() -> dict[str, str]:
    """Returns the names of the models that there are, by those of their modules."""
    from openapi_generated.pinterest_client.names import snake
    from pinterest import schemas

    renamed = {own for _, own in surface.MODELS.values()}
    names = {snake(name): name for name in _classes(schemas) if name not in renamed}
    names.update({module: name for module, (name, _) in surface.MODELS.items()})
    return {module: name for module, name in names.items() if module not in surface.GONE_MODELS}


def _class_name(fullname: str) -> str | None:
    """Returns the class that a module of that name holds, None where there is none."""
    if fullname.startswith(_API):
        return api_names().get(fullname.removeprefix(_API))
    if fullname.startswith(_MODEL):
        return model_names().get(fullname.removeprefix(_MODEL))
    return None


def _is_gone(fullname: str) -> bool:
    return fullname.startswith(_MODEL) and fullname.removeprefix(_MODEL) in surface.GONE_MODELS


def _what_became_of(module: str) -> str:
    """Returns the sentence that says of a model that it is gone, and what bodies are made of in its place."""
    renamed = {old: new for names in surface.PARAMETERS.values() for old, new in names.items()}
    instead = model_names().get(renamed.get(module, ""))
    hint = f", or {instead} of ...model.{renamed[module]}" if instead else ""
    return f"the API has this schema no more; pass a dict{hint}"


def _classes(package: ModuleType) -> list[str]:
    return [name for name in dir(package) if name[:1].isupper() and not name.isupper()]
