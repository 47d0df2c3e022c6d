"""Provides `SdkException` to scripts that import it as in Pinterest's own SDK."""

from __future__ import annotations

from pinterest.exceptions import SdkException

__all__ = ["SdkException"]
