"""The generated client's names for the errors of `pinterest`."""

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
