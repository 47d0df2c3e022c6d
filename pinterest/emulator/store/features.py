"""Restricted features of the API, which only some apps can use."""

from __future__ import annotations

from collections.abc import Iterable

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import unknown_name

PIN_SEARCH = "pin_search"
_FEATURES = (PIN_SEARCH,)


def check_features(names: Iterable[str]) -> frozenset[str]:
    """Checks the names of restricted features and returns the names as a set.

    Raises:
        ValidationError: If a feature is unknown.
    """
    features = frozenset([names] if isinstance(names, str) else names)
    for name in sorted(features, key=str):
        if name not in _FEATURES:
            hint = unknown_name(str(name), _FEATURES)
            raise ValidationError(f"features: unknown feature {name!r}; {hint}")
    return features
