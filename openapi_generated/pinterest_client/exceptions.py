"""The exception names of the generated client, as aliases of the exceptions in `pinterest.exceptions`."""

from __future__ import annotations

from pinterest.exceptions import (
    ApiException,
    Forbidden,
    NotFound,
    PinterestError,
    ServerError,
    Unauthorized,
    UnknownAttribute,
    UnknownKey,
    ValidationError,
)

OpenApiException = PinterestError
ApiTypeError = ValidationError
ApiValueError = ValidationError
ApiAttributeError = UnknownAttribute
ApiKeyError = UnknownKey
NotFoundException = NotFound
UnauthorizedException = Unauthorized
ForbiddenException = Forbidden
ServiceException = ServerError

__all__ = [
    "ApiAttributeError",
    "ApiException",
    "ApiKeyError",
    "ApiTypeError",
    "ApiValueError",
    "ForbiddenException",
    "NotFoundException",
    "OpenApiException",
    "ServiceException",
    "UnauthorizedException",
]
