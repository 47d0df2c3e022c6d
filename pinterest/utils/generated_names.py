"""Lets scripts import classes of the generated client from the same modules as in Pinterest's own SDK.

For example, `from pinterest.ads.audiences import AudienceCreateRequest` works. A class is imported when its name is
first used. No other module of the package `pinterest` imports `openapi_generated`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from pinterest.utils.suggest import unknown_name

__all__ = ["generated_names"]

_API, _RENAMED = "Api", "Generated"
NAMES: Final = {
    "pinterest.ads.ad_accounts": (
        "AdAccountCreateRequest AdAccountOwner AdAccountsApi Country Currency GeneratedAdAccount"
    ),
    "pinterest.ads.ad_groups": (
        "ActionType AdGroupCreateRequest AdGroupResponse AdGroupUpdateRequest AdGroupsApi BudgetType TargetingSpec"
    ),
    "pinterest.ads.ads": (
        "AdCreateRequest AdResponse AdUpdateRequest AdsApi CreativeType EntityStatus"
    ),
    "pinterest.ads.audiences": (
        "AudienceCreateRequest AudienceRule AudienceType AudienceUpdateOperationType AudienceUpdateRequest "
        "AudiencesApi GeneratedAudience ObjectiveType"
    ),
    "pinterest.ads.campaigns": (
        "CampaignCreateRequest CampaignResponse CampaignUpdateRequest CampaignsApi ObjectiveType"
    ),
    "pinterest.ads.conversion_events": (
        "ConversionApiResponseEvents ConversionEvents ConversionEventsApi ConversionEventsCustomData "
        "ConversionEventsData ConversionEventsUserData"
    ),
    "pinterest.ads.conversion_tags": (
        "ConversionEventResponse ConversionTagConfigs ConversionTagCreate ConversionTagResponse ConversionTagType "
        "ConversionTagsApi EnhancedMatchStatusType EntityStatus"
    ),
    "pinterest.ads.customer_lists": (
        "CustomerListRequest CustomerListUpdateRequest CustomerListsApi GeneratedCustomerList UserListType"
    ),
    "pinterest.ads.keywords": (
        "GeneratedKeyword KeywordUpdate KeywordUpdateBody KeywordsApi KeywordsCommon KeywordsRequest MatchType "
        "MatchTypeResponse"
    ),
    "pinterest.client": "ApiClient Configuration",
    "pinterest.organic.boards": "BoardUpdate BoardsApi GeneratedBoard GeneratedBoardSection",
    "pinterest.organic.pins": "GeneratedPin GeneratedPinCreate InlineObject1 PinsApi",
    "pinterest.utils.base_model": "ApiTypeError",
}
"""Maps modules to the names that they contain in Pinterest's own SDK, separated by spaces."""


def generated_names(module: str) -> Callable[[str], Any]:
    """Returns the `__getattr__` function of a module (PEP 562), to import the generated client's classes on first use.

    Args:
        module: The `__name__` of the module.
    """
    names = NAMES[module].split()

    def load_name(name: str) -> Any:
        """Returns the class with this name, and stores it in the module."""
        if name not in names:
            problem = f"module {module!r} has no attribute {name!r}"
            if name.startswith("_"):
                raise AttributeError(problem)
            known = {*names, *getattr(sys.modules[module], "__all__", ())}
            raise AttributeError(f"{problem}; {unknown_name(name, known)}")
        value = _import_generated_class(name.removeprefix(_RENAMED))
        setattr(sys.modules[module], name, value)
        return value

    return load_name


def _import_generated_class(name: str) -> Any:
    """Imports and returns a class of the generated client."""
    from openapi_generated import pinterest_client
    from openapi_generated.pinterest_client import apis, models

    if hasattr(pinterest_client, name):
        return getattr(pinterest_client, name)
    return getattr(apis if name.endswith(_API) else models, name)
