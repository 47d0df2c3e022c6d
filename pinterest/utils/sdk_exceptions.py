"""Provides `SdkException` under the same import path as Pinterest's own SDK."""

from __future__ import annotations

from pinterest.exceptions import SdkException

__all__ = ["SdkException"]
