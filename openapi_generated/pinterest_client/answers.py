"""Answers as the generated client's users read them."""

from __future__ import annotations

from typing import Any

from openapi_generated.pinterest_client import surface
from openapi_generated.pinterest_client.model_base import recast
from openapi_generated.pinterest_client.model_values import LegacyList, LegacyMapping
from openapi_generated.pinterest_client.modules import load_model
from openapi_generated.pinterest_client.page import LegacyPage
from openapi_generated.pinterest_client.spelling import native_of
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.schema import read_answer
from pinterest.utils.paginated import Paginated


def legacy_answer(operation: Operation, response: ApiResponse, answer: Any) -> Any:
    """Returns what a typed method answered, in the models of the generated client."""
    if isinstance(answer, Paginated):
        return LegacyPage(response.data, answer)
    renamed = surface.ANSWERS.get(operation.id.replace("/", "_"))
    if renamed:
        cls = load_model(renamed)
        return recast(read_answer(native_of(cls), response.data), cls)
    made = recast(answer)
    if type(made) in (dict, list):
        cls = load_model(operation.answers[0].schema or "")
        if not operation.answers[0].many and issubclass(cls, (LegacyList, LegacyMapping)):
            return cls(made)
    return made
