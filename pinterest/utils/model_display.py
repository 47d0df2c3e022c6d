"""The repr of rich models, and their table in a notebook. Neither sends a request."""

from __future__ import annotations

from typing import Any, ClassVar

from pinterest.utils.display import select_identifying_fields

__all__ = ["ModelDisplay"]


class _ModelDoc:
    """The docstring of a rich model, with a list of its fields.

    Args:
        text: The docstring in the class.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __get__(self, instance: object, owner: type[ModelDisplay]) -> str:
        from pinterest.utils import help_texts  # only help() needs it

        return help_texts.build_model_docstring(owner, self._text, owner._list_fields())


class ModelDisplay:
    """The text and the HTML of a rich model."""

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
        """Returns the names of the fields, in the order of their declaration. IDs come first."""
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
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.render_model(self)

    def _displayed_fields(self) -> dict[str, Any]:
        """Returns the fields that are known without a request.

        Shows amounts of money and times instead of the numbers that the API sends.
        """
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
