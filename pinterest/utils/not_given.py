"""The default of arguments that may be left out where None has a meaning of its own."""

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
    # Any, so that it is a default of an argument of any type.
    NOT_GIVEN: Any
else:
    NOT_GIVEN: Final = _NotGiven()
    """What `update_fields` takes for "leave this field as it is"."""
