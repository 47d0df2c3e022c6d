"""The interface of Pinterest's generated client, implemented with `pinterest`.

The modules below `api` and `model` have no files. Each is created on its first import, from a class in
`pinterest.api` or `pinterest.schemas`. The code for this is in `adapter`, which the generated client does not
have. All other modules have the names of the generated client's modules.
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
