"""Pinterest's generated client, as far as its users see it, carried out by `pinterest`.

The modules below `api` and `model` have no files: each is made when it is first imported, of the class in
`pinterest.api` or `pinterest.schemas` that it stands for.
"""

from __future__ import annotations

from openapi_generated.pinterest_client import modules
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
"""The version of the generated client whose names these are."""

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

modules.install()
