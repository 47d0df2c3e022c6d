"""Builds the repr and the HTML table of rich models. Sends no requests."""

from __future__ import annotations

from typing import Any, ClassVar

from pinterest.utils.display import select_identifying_fields

__all__ = ["ModelDisplay"]


class _ModelDoc:
    """A `__doc__` descriptor that adds lists of fields and methods to the docstring of a rich model."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __get__(self, instance: object, owner: type[ModelDisplay]) -> str:
        from pinterest.utils import help_texts  # imported late: only help() needs this module

        return help_texts.build_model_docstring(owner, self._text, owner._list_fields())


class ModelDisplay:
    """A mixin that displays a rich model as text and as HTML."""

    __slots__ = ()

    _identity: ClassVar[tuple[str, ...]]
    _id_field: ClassVar[str]
    _derived: ClassVar[tuple[tuple[str, str], ...]]
    _ids: tuple[str, ...]
    _raw: dict[str, Any] | None
    _converted: tuple[dict[str, Any], dict[str, Any]] | None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__doc__:
            cls.__doc__ = _ModelDoc(cls.__doc__)  # type: ignore[assignment]  # reading it returns a string

    @classmethod
    def _list_fields(cls) -> list[str]:
        """Returns the field names in the order of their declaration, with the IDs first."""
        found = {
            name: None
            for base in reversed(cls.__mro__)
            if issubclass(base, ModelDisplay) and "_identity" in vars(base)
            for name, item in vars(base).items()
            if isinstance(item, property) and not name.startswith("_")
        }
        return [name for name in found if name not in ("is_loaded", "last_response")]

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
            found = select_identifying_fields(data)
            parts += [f"{k}={v!r}" for k, v in found.items() if k not in self._identity]
        return f"{type(self).__name__}({', '.join(parts)})"

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # imported late: only notebooks need this module

        return display_html.render_model(self)

    def _get_displayed_fields(self) -> dict[str, Any]:
        """Returns the loaded fields, with micro currency and timestamps converted for display."""
        if not hasattr(self, "_ids"):
            return {}
        fields: dict[str, Any] = dict(zip(self._identity, self._ids, strict=True))
        if self._raw is None:
            return fields | (self._converted[0] if self._converted else {})
        if self._ids:
            fields[self._id_field] = fields.pop(self._identity[-1])
        derived = dict(self._derived)
        for name, value in self._raw.items():
            found = getattr(self, derived[name]) if name in derived else None
            fields[name if found is None else derived[name]] = value if found is None else found
        return fields
