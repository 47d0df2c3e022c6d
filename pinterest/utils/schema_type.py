"""The metaclass of schemas, which controls what `help()` and code completion show."""

from __future__ import annotations

from inspect import Signature
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel

if TYPE_CHECKING:
    # pydantic has no public name for its metaclass.
    from pydantic._internal._model_construction import ModelMetaclass as _ModelType
else:
    _ModelType = type(BaseModel)

__all__ = ["SchemaBase", "SchemaType"]


class SchemaType(_ModelType, type):
    """The metaclass of schemas. Adds the fields of a schema to the docstring and the signature."""

    def __dir__(cls) -> list[str]:
        """Returns the names of a schema's attributes, without the methods of pydantic."""
        own = [base for base in cls.__mro__ if base not in BaseModel.__mro__]
        names = {name for base in own for name in vars(base)}
        return sorted(
            name for name in names if not name.startswith("_") and not name.startswith("model_")
        )

    if not TYPE_CHECKING:

        @property
        def __doc__(cls) -> str | None:
            own = vars(cls).get("__doc__")
            if own is None or not _has_fields(cls):
                return own
            from pinterest.utils import help_texts  # imported late: only help() needs this module

            return help_texts.build_schema_docstring(cls, own)

        @property
        def __signature__(cls) -> Signature | None:
            if not _has_fields(cls):
                return None
            from pinterest.utils import help_texts

            return help_texts.build_schema_signature(cls)

        @__signature__.setter
        def __signature__(cls, value: object) -> None:
            # Ignore the signature that pydantic sets when it completes a class.
            pass


if TYPE_CHECKING:
    # Type checkers see no special metaclass, because mypy would then not check the keyword arguments of
    # schemas.
    SchemaBase: TypeAlias = BaseModel
else:

    class SchemaBase(BaseModel, metaclass=SchemaType):
        """The base class of schemas, which has the metaclass `SchemaType`."""


def _has_fields(cls: Any) -> bool:
    """Returns whether pydantic has added fields to a class."""
    return bool(vars(cls).get("__pydantic_fields__") or vars(cls).get("model_fields"))
