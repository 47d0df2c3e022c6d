"""The default value of optional arguments that accept None as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

__all__ = ["NOT_GIVEN"]


class _NotGiven:
    """The type of `NOT_GIVEN`, which marks an argument that the caller left out."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __copy__(self) -> _NotGiven:
        return self

    def __deepcopy__(self, memo: object) -> _NotGiven:
        return self

    def __reduce__(self) -> str:
        return "NOT_GIVEN"

    def __repr__(self) -> str:
        return "NOT_GIVEN"


if TYPE_CHECKING:
    # Declared as Any, so that an argument of any type can have this default.
    NOT_GIVEN: Any
else:
    NOT_GIVEN: Final = _NotGiven()
    """The default of the arguments of `update_fields`. A field with this value is not sent."""
