"""Creates the objects that the flows start with: campaigns, ad groups, ads, Pins, audiences."""

from itertools import count as numbers

from calls import call, call_batch, list_ids
from nouns import ACCOUNT, IMAGE

CAMPAIGN = {
    "ad_account_id": ACCOUNT,
    "objective_type": "AWARENESS",
    "daily_spend_cap": 10_000_000,
    # One client sends true by default, so its ad groups cannot have a budget.
    "is_campaign_budget_optimization": False,
}
AD_GROUP = {
    "billable_event": "IMPRESSION",
    "budget_in_micro_currency": 5_000_000,
    "bid_in_micro_currency": 2_000_000,
    # Another client requires this field.
    "auto_targeting_enabled": False,
}
_NUMBERS = numbers()
RULE = {"visitor_source_id": "2614886750417", "retention_days": 180}


def new_campaigns(count=1):
    bodies = [{**CAMPAIGN, "name": f"Campaign {n}"} for n in range(count)]
    return list_ids(call_batch("campaigns_create", bodies))


def new_ad_groups(campaign, count=1):
    body = {**AD_GROUP, "campaign_id": campaign}
    return list_ids(
        call_batch("ad_groups_create", [{**body, "name": f"Group {n}"} for n in range(count)])
    )


def new_ads(group, count=1):
    body = {"ad_group_id": group, "creative_type": "REGULAR"}
    bodies = [{**body, "pin_id": new_pin(), "name": f"Ad {n}"} for n in range(count)]
    return list_ids(call_batch("ads_create", bodies))


def new_pin(**fields):
    if "board_id" not in fields:
        fields["board_id"] = new_board(f"For pins {next(_NUMBERS)}")
    return call("pins_create", {"media_source": IMAGE, **fields}).id


def new_board(name):
    return call("boards_create", {"name": name}).id


def new_audience(name):
    body = {"name": name, "rule": RULE, "audience_type": "VISITOR", "ad_account_id": ACCOUNT}
    return call("audiences_create", body).id


def new_account(name):
    owner = call("ad_accounts_get").owner.id
    return call("ad_accounts_create", {"name": name, "country": "US", "owner_user_id": owner}).id
