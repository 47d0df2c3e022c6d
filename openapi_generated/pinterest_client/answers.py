"""Answers as the generated client's users read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapi_generated.pinterest_client import surface
from openapi_generated.pinterest_client.model_base import recast
from openapi_generated.pinterest_client.model_values import LegacyList, LegacyMapping
from openapi_generated.pinterest_client.modules import load_model
from openapi_generated.pinterest_client.spelling import native_of
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.schema import read_answer
from pinterest.utils.bookmark import walk
from pinterest.utils.paginated import Paginated


class LegacyPage(Paginated[Any]):
    """A page whose items are models of the generated client, and those of the following pages too."""

    __slots__ = ()

    def __init__(self, page: Paginated[Any]) -> None:
        """Takes a page that a typed method answered."""
        super().__init__(page._page)
        self.items = recast(self.items)

    def iter_pages(self) -> Iterator[Paginated[Any]]:
        """Yields this page, then asks for each of the following ones and yields it."""
        for page in walk(self._page):
            yield self if page is self._page else LegacyPage(Paginated(page))

    def iter_all(self) -> Iterator[Any]:
        """Yields the items of this page and of every following one."""
        for page in self.iter_pages():
            yield from page.items

    def keys(self) -> list[str]:
        """Returns the names of what it holds: the generated client answers a dict."""
        return ["items", "bookmark"]


def legacy_answer(operation: Operation, response: ApiResponse, answer: Any) -> Any:
    """Returns what a typed method answered, in the models of the generated client."""
    if isinstance(answer, Paginated):
        return LegacyPage(answer)
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
