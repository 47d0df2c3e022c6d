"""An extension of Griffe that shortens signatures: long lists of allowed values become `str`.

The descriptions of the parameters list the values, so nothing is lost.
"""

from __future__ import annotations

from typing import Any, Final

import griffe

_MAX_VALUES: Final = 6


class ShortSignatures(griffe.Extension):  # type: ignore[misc]  # types come with `make docs` alone
    """Replaces private types and long `Literal` types in the signatures of functions with `str`."""

    def on_function(self, *, func: griffe.Function, **_: Any) -> None:
        """Shortens the signature of a function."""
        for parameter in func.parameters:
            if isinstance(parameter.annotation, griffe.Expr):
                parameter.annotation = _shorten_type(parameter.annotation)


def _shorten_type(node: Any) -> Any:
    """Returns a type with `str` instead of each private type and each `Literal` with many values."""
    if isinstance(node, griffe.ExprBinOp):
        left, right = _shorten_type(node.left), _shorten_type(node.right)
        kept = [each for each in (left, right) if str(each) != "OpenEnum"]
        if len(kept) == 1 or str(left) == str(right):
            return kept[0]
        return griffe.ExprBinOp(left=left, operator=node.operator, right=right)
    if isinstance(node, griffe.ExprSubscript):
        if str(node.left) == "Literal":
            values = getattr(node.slice, "elements", [node.slice])
            return griffe.ExprName("str") if len(values) > _MAX_VALUES else node
        return griffe.ExprSubscript(left=node.left, slice=_shorten_type(node.slice))
    if isinstance(node, griffe.ExprName) and node.name.startswith("_"):
        return griffe.ExprName("str")
    return node
