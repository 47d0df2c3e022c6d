"""Converts the results of typed methods to the models and pages that the generated client returns."""

from __future__ import annotations

from typing import Any

from openapi_generated.pinterest_client.adapter import method_tables
from openapi_generated.pinterest_client.adapter.fields import get_native_class
from openapi_generated.pinterest_client.adapter.model_classes import find_model, load_model
from openapi_generated.pinterest_client.adapter.models import to_generated_client
from openapi_generated.pinterest_client.adapter.pages import LegacyPage
from openapi_generated.pinterest_client.adapter.simple_models import LegacyList, LegacyMapping
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.schema import parse_as_type
from pinterest.utils.bookmark import Page


def to_legacy_response(operation: Operation, response: ApiResponse, answer: Any) -> Any:
    """Converts `answer`, the return value of an SDK method, to the models of the generated client."""
    if isinstance(answer, Page):
        return LegacyPage(response.data, answer)
    renamed = method_tables.RENAMED_RESPONSES.get(operation.id.replace("/", "_"))
    if renamed:
        cls = load_model(renamed)
        return to_generated_client(
            parse_as_type(get_native_class(cls), response.data), find_model, cls
        )
    made = to_generated_client(answer, find_model)
    if type(made) in (dict, list):
        cls = load_model(operation.answers[0].schema or "")
        if not operation.answers[0].many and issubclass(cls, (LegacyList, LegacyMapping)):
            return cls(made)
    return made
