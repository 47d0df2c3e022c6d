"""`SdkException`, under the module name of Pinterest's own SDK."""

from __future__ import annotations

from pinterest.exceptions import SdkException

__all__ = ["SdkException"]
