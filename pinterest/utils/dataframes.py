"""Converts rows to pandas DataFrames. Needs the extra `dataframe`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pinterest.exceptions import ConfigurationError

if TYPE_CHECKING:
    import pandas

__all__ = ["to_dataframe"]


def to_dataframe(rows: Iterable[Mapping[str, Any]]) -> pandas.DataFrame:
    """Returns rows as a DataFrame with one column per key, in order of first appearance.

    Raises:
        ConfigurationError: If pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise ConfigurationError(
            "DataFrames need pandas. Install the extra 'dataframe' of this SDK, or pandas itself"
        ) from None
    return pandas.DataFrame([dict(row) for row in rows])
