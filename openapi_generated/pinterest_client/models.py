"""All models of the generated client in one module. Each model is created on first use."""

from __future__ import annotations

from typing import Any

from openapi_generated.pinterest_client.adapter.model_classes import list_model_names, load_model


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted(list_model_names().values())
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return load_model(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *list_model_names().values()})
