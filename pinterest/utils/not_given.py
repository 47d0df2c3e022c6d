"""The default of optional arguments for which None is a valid value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

__all__ = ["NOT_GIVEN"]


class _NotGiven:
    """Stands for an argument that was left out."""

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
    # As Any, it can be the default of an argument of any type.
    NOT_GIVEN: Any
else:
    NOT_GIVEN: Final = _NotGiven()
    """The default of the arguments of `update_fields`. A field with this value is not sent."""
