"""The official SDK's home of `SdkException`."""

from __future__ import annotations

from pinterest.exceptions import SdkException

__all__ = ["SdkException"]
