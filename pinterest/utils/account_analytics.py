"""Gets the analytics of all campaigns, ad groups, ads or promoted product groups of an ad account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pinterest.exceptions import ValidationError
from pinterest.utils.analytics_rows import AnalyticsRows
from pinterest.utils.listed import get_model_class
from pinterest.utils.progress import Progress, check_progress
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.ads.ad_accounts import AdAccount
    from pinterest.utils.progress import ProgressOption

__all__ = ["get_analytics_of_level"]

# Archived objects still have analytics for the days before they were archived.
_STATUSES: Final = ("ACTIVE", "PAUSED", "ARCHIVED")
_IDS_PER_STEP: Final = 100


_PROMOTIONS: Final = "product_group_promotions"


class _Level(NamedTuple):
    """The rich model and the list method for one level of an ad account, such as campaigns.

    Attributes:
        class_name: Name of the rich model, such as `Campaign`.
        list_method: Name of the list method of `AdAccount`, such as `campaigns`.
    """

    class_name: str
    list_method: str


_LEVELS: Final = {
    "CAMPAIGN": _Level("Campaign", "campaigns"),
    "AD_GROUP": _Level("AdGroup", "ad_groups"),
    "AD": _Level("Ad", "ads"),
    "PRODUCT_GROUP": _Level("ProductGroupPromotion", _PROMOTIONS),
}
_ACCOUNT_LEVEL: Final = "ADVERTISER"
_LEVEL_ALIASES: Final = {"PIN_PROMOTION": "AD", "AD_ACCOUNT": _ACCOUNT_LEVEL}


def get_analytics_of_level(
    account: AdAccount,
    level: str,
    arguments: Sequence[Any],
    options: dict[str, Any],
    *,
    statuses: Sequence[str] | None,
    progress: ProgressOption,
) -> AnalyticsRows:
    """Returns the analytics of all objects at one level of an ad account.

    Args:
        account: The ad account.
        level: The level, such as `CAMPAIGN`.
        arguments: Positional arguments of the rich model's `analytics` method, without the IDs.
        options: Keyword arguments of the `analytics` method.
        statuses: The statuses of the objects. None for `ACTIVE`, `PAUSED` and `ARCHIVED`.
        progress: True for a progress bar, or a function that is called with the number of finished objects.

    Raises:
        ValidationError: If an argument is not valid. Nothing is sent.
    """
    check_progress(progress)
    name = _LEVEL_ALIASES.get(level, level)
    if name == _ACCOUNT_LEVEL:
        return account.analytics(*arguments, **options)
    if name not in _LEVELS:
        allowed = ", ".join([_ACCOUNT_LEVEL, *_LEVELS])
        raise ValidationError(f"level: {format_value(level)} is not valid; allowed: {allowed}")
    chosen = _LEVELS[name]
    model: Any = get_model_class(chosen.class_name)
    # With an empty list of IDs, this call sends no request and only checks the arguments.
    rows: AnalyticsRows = model.analytics(account.id, [], *arguments, **options)
    limits = {name: options[name] for name in ("client", "timeout", "deadline")}
    ids = _list_ids(account, chosen.list_method, list(statuses or _STATUSES), limits)
    with Progress(progress, total=len(ids), unit=chosen.list_method.replace("_", " ")) as counter:
        for start in range(0, len(ids), _IDS_PER_STEP):
            step = ids[start : start + _IDS_PER_STEP]
            rows.append_all(model.analytics(account.id, step, *arguments, **options))
            counter.advance(len(step))
    return rows


def _list_ids(
    account: AdAccount, list_method: str, statuses: list[str], limits: dict[str, Any]
) -> list[str]:
    """Calls a list method of an ad account, and returns the IDs of the listed objects."""
    list_objects = getattr(account, list_method)
    if list_method != _PROMOTIONS:
        return [item.id for item in list_objects(entity_statuses=statuses, **limits)]
    # The API lists promoted product groups per ad group, not per ad account.
    return [
        item.id
        for ad_group in account.ad_groups(entity_statuses=_STATUSES, **limits)
        for item in list_objects(entity_statuses=statuses, ad_group_id=ad_group.id, **limits)
    ]
