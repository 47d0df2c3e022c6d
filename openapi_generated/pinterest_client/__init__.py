"""The interface of Pinterest's generated client, implemented with `pinterest`.

The modules below `api` and `model` have no files. Each is created when it is first imported, from the class
in `pinterest.api` or `pinterest.schemas` that it stands for. The code that does this is in `adapter`. The generated
client has all of the other modules too.
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
"""The version of the generated client that this package stands for."""

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

imports.install()
