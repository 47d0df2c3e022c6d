"""The interface of Pinterest's generated client, implemented with `pinterest`.

The modules below `api` and `model` have no files. The package `adapter` creates each of them at the first import,
from a class in `pinterest.api` or `pinterest.schemas`. The generated client does not have this package. All other
modules have the same names as in the generated client.
"""

from __future__ import annotations

from openapi_generated.pinterest_client.adapter import imports
from openapi_generated.pinterest_client.api_client import ApiClient
from openapi_generated.pinterest_client.configuration import Configuration
from openapi_generated.pinterest_client.exceptions import (
    ApiAttributeError,
    ApiException,
    ApiKeyError,
    ApiTypeError,
    ApiValueError,
    ForbiddenException,
    NotFoundException,
    OpenApiException,
    ServiceException,
    UnauthorizedException,
)

__version__ = "0.1.10"
"""The version of the generated client that this package replaces."""

__all__ = [
    "ApiAttributeError",
    "ApiClient",
    "ApiException",
    "ApiKeyError",
    "ApiTypeError",
    "ApiValueError",
    "Configuration",
    "ForbiddenException",
    "NotFoundException",
    "OpenApiException",
    "ServiceException",
    "UnauthorizedException",
]

imports.install_finder()
