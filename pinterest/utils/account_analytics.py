"""Analytics of all campaigns, ad groups, ads or promoted product groups of an ad account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pinterest.exceptions import ValidationError
from pinterest.utils.analytics_rows import AnalyticsRows
from pinterest.utils.listed import model_class
from pinterest.utils.progress import Progress, check_progress
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.ads.ad_accounts import AdAccount
    from pinterest.utils.progress import ProgressOption

__all__ = ["get_rows"]

# Archived objects have figures from the time before they were archived.
_STATUSES: Final = ("ACTIVE", "PAUSED", "ARCHIVED")
_IDS_PER_STEP: Final = 100


_PROMOTIONS: Final = "product_group_promotions"


class _Level(NamedTuple):
    """The class of the objects of a level, and the method of an ad account that lists them."""

    model: str
    owned: str


_LEVELS: Final = {
    "CAMPAIGN": _Level("Campaign", "campaigns"),
    "AD_GROUP": _Level("AdGroup", "ad_groups"),
    "AD": _Level("Ad", "ads"),
    "PRODUCT_GROUP": _Level("ProductGroupPromotion", _PROMOTIONS),
}
_ACCOUNT_LEVEL: Final = "ADVERTISER"
_LEVEL_ALIASES: Final = {"PIN_PROMOTION": "AD", "AD_ACCOUNT": _ACCOUNT_LEVEL}


def get_rows(
    account: AdAccount,
    level: str,
    arguments: Sequence[Any],
    options: dict[str, Any],
    *,
    statuses: Sequence[str] | None,
    progress: ProgressOption,
) -> AnalyticsRows:
    """Gets the rows of all objects of a level.

    Args:
        account: The ad account.
        level: The level.
        arguments: The positional arguments of `analytics`, after the IDs.
        options: Its keyword arguments.
        statuses: Only objects with one of these statuses.
        progress: How to report the number of objects that are done.

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
    model: Any = model_class(chosen.model)
    # Without IDs, this call only checks the arguments.
    rows: AnalyticsRows = model.analytics(account.id, [], *arguments, **options)
    limits = {name: options[name] for name in ("client", "timeout", "deadline")}
    ids = _list_ids(account, chosen.owned, list(statuses or _STATUSES), limits)
    with Progress(progress, total=len(ids), unit=chosen.owned.replace("_", " ")) as counter:
        for start in range(0, len(ids), _IDS_PER_STEP):
            step = ids[start : start + _IDS_PER_STEP]
            rows.append_all(model.analytics(account.id, step, *arguments, **options))
            counter.advance(len(step))
    return rows


def _list_ids(
    account: AdAccount, owned: str, statuses: list[str], limits: dict[str, Any]
) -> list[str]:
    """Returns the IDs of the objects that an ad account owns."""
    list_objects = getattr(account, owned)
    if owned != _PROMOTIONS:
        return [item.id for item in list_objects(entity_statuses=statuses, **limits)]
    # The API can only list the promoted product groups of one ad group.
    return [
        item.id
        for ad_group in account.ad_groups(entity_statuses=_STATUSES, **limits)
        for item in list_objects(entity_statuses=statuses, ad_group_id=ad_group.id, **limits)
    ]
