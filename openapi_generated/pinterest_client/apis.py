"""All API classes of the generated client in one module. Each class is created on first use."""

from __future__ import annotations

from typing import Any

from openapi_generated.pinterest_client.adapter.api_classes import list_api_names, load_api


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted(list_api_names().values())
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return load_api(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *list_api_names().values()})
