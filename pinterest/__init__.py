"""Pinterest SDK for Python: rich models, typed methods and an emulator for Pinterest's REST API v5.

The names and modules below are imported when they are first used. Importing this package reads no file and opens no
connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.lazy import lazy_names
from pinterest.version import __version__

if TYPE_CHECKING:
    from pinterest import ads as ads
    from pinterest import api as api
    from pinterest import auth as auth
    from pinterest import client as client
    from pinterest import config as config
    from pinterest import emulator as emulator
    from pinterest import exceptions as exceptions
    from pinterest import operation as operation
    from pinterest import operations as operations
    from pinterest import response as response
    from pinterest import retry as retry
    from pinterest import schema as schema
    from pinterest import schemas as schemas
    from pinterest.ads.audience_insights import AudienceInsights as AudienceInsights
    from pinterest.ads.audiences import Audience as Audience
    from pinterest.client import PinterestSDKClient as PinterestSDKClient
    from pinterest.exceptions import ApiException as ApiException
    from pinterest.exceptions import PinterestError as PinterestError
    from pinterest.exceptions import SdkException as SdkException
    from pinterest.utils.bookmark import Bookmark as Bookmark
    from pinterest.utils.bookmark import Page as Page

__all__ = [
    "ApiException",
    "Audience",
    "AudienceInsights",
    "Bookmark",
    "Page",
    "PinterestError",
    "PinterestSDKClient",
    "SdkException",
    "__version__",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "ApiException": "exceptions",
        "Audience": "ads.audiences",
        "AudienceInsights": "ads.audience_insights",
        "Bookmark": "utils.bookmark",
        "Page": "utils.bookmark",
        "PinterestError": "exceptions",
        "PinterestSDKClient": "client",
        "SdkException": "exceptions",
    },
    with_modules=True,
)
