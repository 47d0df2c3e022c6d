"""Creates the modules below `api` and `model` when they are imported. These modules have no files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_HOME = __name__.partition(".adapter.")[0]
_API = f"{_HOME}.api."
_MODEL = f"{_HOME}.model."


class _Finder(MetaPathFinder, Loader):
    """Finds and creates the modules below `api` and `model`, such as `...api.audiences_api`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if _find_class_name(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        from openapi_generated.pinterest_client.adapter.api_classes import load_api
        from openapi_generated.pinterest_client.adapter.model_classes import load_model

        name = _find_class_name(module.__name__)
        assert name is not None
        module.__doc__ = f"`{name}`, under the name that its module has in the generated client."
        load = load_api if module.__name__.startswith(_API) else load_model
        setattr(module, name, load(name))


def install_finder() -> None:
    """Makes the modules below `api` and `model` importable, although they have no files."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())


def _find_class_name(fullname: str) -> str | None:
    """Returns the name of the class in a module below `api` or `model`, or None for other modules."""
    # Imported here, because importing the package must not load every schema.
    if fullname.startswith(_API):
        from openapi_generated.pinterest_client.adapter.api_classes import list_api_names

        return list_api_names().get(fullname.removeprefix(_API))
    if fullname.startswith(_MODEL):
        from openapi_generated.pinterest_client.adapter.model_classes import list_model_names

        return list_model_names().get(fullname.removeprefix(_MODEL))
    return None
