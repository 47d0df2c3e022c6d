"""What `pinterestsdk` does with campaigns and what is in them."""

import time
from urllib.parse import urlencode

from community_calls import batch, call, everything, paged, sent
from nouns import ACCOUNT, IMAGE, noun, refused, same

CAMPAIGN = {
    "ad_account_id": ACCOUNT,
    "objective_type": "AWARENESS",
    "daily_spend_cap": 10_000_000,
    # The client says yes where nothing is said, and ad groups have no budget of their own then.
    "is_campaign_budget_optimization": False,
}
DAY = 86_400


def ids(items):
    return [item.id for item in items]


def new_campaigns(count=1):
    bodies = [{**CAMPAIGN, "name": f"Campaign {n}"} for n in range(count)]
    return ids(batch("campaigns_create", ACCOUNT, bodies))


def new_ad_groups(campaign, count=1):
    money = {"budget_in_micro_currency": 5_000_000, "bid_in_micro_currency": 2_000_000}
    body = {"campaign_id": campaign, "billable_event": "IMPRESSION", **money}
    bodies = [{**body, "name": f"Group {n}"} for n in range(count)]
    return ids(batch("ad_groups_create", ACCOUNT, bodies))


def new_pin(**fields):
    return call("pins_create", {"media_source": IMAGE, **fields}).id


@noun("ad accounts")
def ad_accounts():
    first = call("ad_accounts_get", ACCOUNT)
    body = {"name": "Second shop", "country": "US", "owner_user_id": first.owner.id}
    made = call("ad_accounts_create", body)
    told = paged("ad_accounts_list", page_size=1, wanted=[ACCOUNT, made.id])
    refused(lambda: call("ad_accounts_get", "1"), 404)
    return f"created, listed ({told})"


@noun("campaigns")
def campaigns():
    made = new_campaigns(5)
    told = paged("campaigns_list", ACCOUNT, wanted=made)
    paged("campaigns_list", ACCOUNT, campaign_ids=made[:2], page_size=1, wanted=made[:2])
    change = {"id": made[0], "ad_account_id": ACCOUNT, "name": "Winter", "status": "PAUSED"}
    batch("campaigns_update", ACCOUNT, [change])
    read = call("campaigns_get", made[0], ACCOUNT)
    same((read.name, read.status), ("Winter", "PAUSED"))
    batch("campaigns_update", ACCOUNT, [{**change, "status": "ARCHIVED"}])
    archived, _ = everything("campaigns_list", ACCOUNT, entity_statuses=["ARCHIVED"])
    same(ids(archived), made[:1])
    bad = {**CAMPAIGN, "name": "No budget", "daily_spend_cap": None}
    answer = call("campaigns_create", ACCOUNT, [{**CAMPAIGN, "name": "Good"}, bad])
    same([bool(item.exceptions) for item in answer.items], [False, True])
    return f"created, listed ({told}), updated, archived; one without a budget fails alone"


@noun("ad groups")
def ad_groups():
    [campaign] = new_campaigns()
    made = new_ad_groups(campaign, 5)
    told = paged("ad_groups_list", ACCOUNT, campaign_ids=[campaign], wanted=made)
    batch("ad_groups_update", ACCOUNT, [{"id": made[0], "name": "Beginners"}])
    same(call("ad_groups_get", made[0], ACCOUNT).name, "Beginners")
    return f"created, listed ({told}), updated"


@noun("ads")
def ads():
    [group] = new_ad_groups(*new_campaigns())
    body = {"ad_group_id": group, "creative_type": "REGULAR"}
    bodies = [{**body, "pin_id": new_pin(), "name": f"Ad {n}"} for n in range(5)]
    made = ids(batch("ads_create", ACCOUNT, bodies))
    told = paged("ads_list", ACCOUNT, ad_group_ids=[group], wanted=made)
    batch("ads_update", ACCOUNT, [{"id": made[0], "status": "PAUSED"}])
    same(call("ads_get", made[0], ACCOUNT).status, "PAUSED")
    return f"created, listed ({told}), updated"


@noun("keywords")
def keywords():
    [group] = new_ad_groups(*new_campaigns())
    items = [{"value": f"quilt {n}", "match_type": "BROAD"} for n in range(5)]
    answer = call("keywords_create", ACCOUNT, {"parent_id": group, "keywords": items})
    made = ids(answer.keywords)
    told = paged("keywords_get", ACCOUNT, ad_group_id=group, wanted=made)
    call("keywords_update", ACCOUNT, {"keywords": [{"id": made[0], "archived": True}]})
    found, _ = everything("keywords_get", ACCOUNT, ad_group_id=group, page_size=250)
    same(ids(found), made[1:])
    return f"created, listed ({told}), archived"


@noun("product group promotions")
def product_group_promotions():
    [group] = new_ad_groups(*new_campaigns())
    items = [{"definition": f"product_type_0='rug {n}'"} for n in range(3)]
    body = {"ad_group_id": group, "product_group_promotion": items}
    made = ids(batch("product_group_promotions_create", ACCOUNT, body))
    told = paged("product_group_promotions_list", ACCOUNT, ad_group_id=group, wanted=made)
    change = {"id": made[0], "bid_in_micro_currency": 7_000}
    body = {"ad_group_id": group, "product_group_promotion": [change]}
    batch("product_group_promotions_update", ACCOUNT, body)
    read = call("product_group_promotions_get", ACCOUNT, made[0])
    same(read.bid_in_micro_currency, 7_000)
    return f"created, listed ({told}), updated"


@noun("promotions")
def promotions():
    bodies = [
        {"promotion_title": f"A third off {n}", "promotion_type": "EXTRA_PERCENT_OFF"}
        for n in range(3)
    ]
    made = ids(batch("promotions_create", ACCOUNT, bodies))
    told = paged("promotions_list", ACCOUNT, wanted=made)
    batch("promotions_update", ACCOUNT, [{"id": made[0], "promotion_title": "Half off"}])
    same(call("promotions_get", made[0], ACCOUNT).promotion_title, "Half off")
    call("promotions_delete", made[0], ACCOUNT)
    paged("promotions_list", ACCOUNT, page_size=1, wanted=made[1:])
    return f"created, listed ({told}), updated, deleted"


@noun("targeting templates")
def targeting_templates():
    spec = {"LOCATION": ["US"], "GENDER": ["female"]}
    made = [
        call("targeting_template_create", ACCOUNT, {"name": name, "targeting_attributes": spec}).id
        for name in ("Quilters", "Sewers", "Knitters")
    ]
    told = paged("targeting_template_list", ACCOUNT, wanted=made)
    call("targeting_template_update", ACCOUNT, {"id": made[0], "operation_type": "REMOVE"})
    paged("targeting_template_list", ACCOUNT, page_size=1, wanted=made[1:])
    return f"created, listed ({told}), removed"


@noun("labels")
def labels():
    one, other = new_campaigns(2)
    items = [{"value": f"Acme {n}", "label_type": "CUSTOM"} for n in range(3)]
    path = f"/ad_accounts/{ACCOUNT}/labels"
    # The client leaves out what campaign they are for, without which none is made, and reads another form of the list
    # than the API's description has.
    refused(lambda: call("labels_create", ACCOUNT, {"labels": items}), 400)
    made = [label["id"] for label in sent(path, {"parent_id": one, "labels": items})["labels"]]

    def listed(**filters):
        content = sent(f"{path}?{urlencode(filters)}")
        return sorted(label["id"] for item in content["items"] for label in item["labels"])

    same(listed(), sorted(made))
    call("labels_apply", ACCOUNT, made[0], {"entity_ids": [other]})
    same(listed(campaign_ids=other), made[:1])
    call("labels_remove", ACCOUNT, made[0], {"entity_ids": [other]})
    same(listed(campaign_ids=other), [])
    change = {"id": made[1], "status": "ARCHIVED"}
    call("labels_update", ACCOUNT, {"labels": [change]})
    return "refused without a campaign, applied, taken off, updated"


@noun("schedules")
def schedules():
    [campaign] = new_campaigns()
    now = int(time.time())
    body = {
        "entity_id": campaign,
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE",
        "schedule_action": "INCREASE_BY_PERCENT",
        "delta_value": "20",
    }
    bodies = [
        {**body, "name": f"Week {n}", "start_timestamp": begin, "end_timestamp": begin + DAY}
        for n, begin in enumerate(range(now + DAY, now + 9 * DAY, 3 * DAY))
    ]
    made = [
        item.data.actual_instance.schedule_id for item in call("schedules_create", ACCOUNT, bodies)
    ]
    told = paged(
        "schedules_list", ACCOUNT, [campaign], wanted=made, of=lambda item: item.schedule_id
    )
    change = {"id": made[0], "schedule_id": made[0], "schedule_status": "CANCELED"}
    call("schedules_update", ACCOUNT, [change])
    return f"created, listed ({told}), updated"


@noun("lead forms")
def lead_forms():
    body = {
        "questions": [{"question_type": "EMAIL"}],
        "privacy_policy_link": "https://www.example.com/privacy",
        "has_accepted_terms": True,
        "completion_message": "Thank you",
    }
    bodies = [{**body, "name": f"Newsletter {n}"} for n in range(3)]
    made = ids(batch("lead_forms_create", ACCOUNT, bodies))
    told = paged("lead_forms_list", ACCOUNT, wanted=made)
    batch("lead_forms_update", ACCOUNT, [{"id": made[0], "name": "News"}])
    same(call("lead_form_get", made[0], ACCOUNT).name, "News")
    for form in made:
        hook = {"webhook_url": "https://www.example.com/leads", "lead_form_id": form}
        call("ad_accounts_subscriptions_post", ACCOUNT, hook)
    hooks, pages = everything("ad_accounts_subscriptions_get_list", ACCOUNT)
    same((len(hooks), pages), (3, 2))
    gone = hooks[0].id
    call("ad_accounts_subscriptions_del_by_id", ACCOUNT, gone)
    refused(lambda: call("ad_accounts_subscriptions_get_by_id", ACCOUNT, gone), 404)
    return f"created, listed ({told}), updated; subscriptions created, listed, deleted"
