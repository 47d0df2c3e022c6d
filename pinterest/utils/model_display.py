"""How rich models look: their text, and their table in a notebook. Neither sends a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pinterest.utils.display import identifying_fields

__all__ = ["ModelDisplay"]


class ModelDisplay:
    """The text and the HTML of a rich model."""

    __slots__ = ()

    _identity: ClassVar[tuple[str, ...]]
    _id_field: ClassVar[str]
    _derived: ClassVar[Mapping[str, str]]
    _ids: tuple[str, ...]
    _raw: dict[str, Any] | None
    _converted: tuple[dict[str, Any], dict[str, Any]] | None

    def __repr__(self) -> str:
        if not hasattr(self, "_ids"):  # a debugger may show the object before it has IDs
            return f"{type(self).__name__}(not initialized)"
        named = zip(self._identity, self._ids, strict=True)
        parts = [f"{name}={value!r}" for name, value in named]
        data = self._raw
        if data is None:
            parts.append("not loaded")
        else:
            if not self._identity:
                parts.append(f"{self._id_field}={data.get(self._id_field)!r}")
            found = identifying_fields(data)
            parts += [f"{k}={v!r}" for k, v in found.items() if k not in self._identity]
        return f"{type(self).__name__}({', '.join(parts)})"

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.model_html(self)

    def _displayed_fields(self) -> dict[str, Any]:
        """Returns the fields that are known without a request. Amounts and times take the place of their raw numbers."""
        if not hasattr(self, "_ids"):
            return {}
        fields: dict[str, Any] = dict(zip(self._identity, self._ids, strict=True))
        if self._raw is None:
            return fields | (self._converted[0] if self._converted else {})
        if self._ids:
            fields[self._id_field] = fields.pop(self._identity[-1])
        for name, value in self._raw.items():
            derived = self._derived.get(name)
            found = getattr(self, derived) if derived else None
            fields[name if found is None else str(derived)] = value if found is None else found
        return fields
