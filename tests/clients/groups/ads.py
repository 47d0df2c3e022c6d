"""Campaigns, ad groups, ads, keywords and promotions."""

from calls import call, call_batch, check_paged_list, list_all, list_ids
from groups.new_objects import CAMPAIGN, new_account, new_ad_groups, new_ads, new_campaigns
from nouns import ACCOUNT, check_equal, check_refused, noun


@noun("ad accounts")
def ad_accounts():
    known, _ = list_all("ad_accounts_list", page_size=250)
    made = new_account("Second shop")
    listed = check_paged_list("ad_accounts_list", page_size=1, wanted=[*list_ids(known), made])
    check_equal(call("ad_accounts_get", ad_account_id=made).name, "Second shop")
    check_refused(lambda: call("ad_accounts_get", ad_account_id="1"), 404)
    return f"created, read, listed ({listed})"


@noun("campaigns")
def campaigns():
    made = new_campaigns(5)
    listed = check_paged_list("campaigns_list", campaign_ids=made, wanted=made)
    check_paged_list("campaigns_list", campaign_ids=made[:2], page_size=1, wanted=made[:2])
    change = {"id": made[0], "ad_account_id": ACCOUNT, "name": "Winter", "status": "PAUSED"}
    call_batch("campaigns_update", [change])
    read = call("campaigns_get", campaign_id=made[0])
    check_equal((read.name, read.status), ("Winter", "PAUSED"))
    call_batch("campaigns_update", [{**change, "status": "ARCHIVED"}])
    archived, _ = list_all("campaigns_list", campaign_ids=made, entity_statuses=["ARCHIVED"])
    check_equal(list_ids(archived), made[:1])
    bad = {**CAMPAIGN, "name": "No budget", "daily_spend_cap": None}
    answer = call("campaigns_create", [{**CAMPAIGN, "name": "Good"}, bad])
    check_equal([bool(item.exceptions) for item in answer.items], [False, True])
    return f"created, listed ({listed}), updated, archived; one without a budget fails alone"


@noun("ad groups")
def ad_groups():
    [campaign] = new_campaigns()
    made = new_ad_groups(campaign, 5)
    listed = check_paged_list("ad_groups_list", campaign_ids=[campaign], wanted=made)
    call_batch("ad_groups_update", [{"id": made[0], "name": "Beginners"}])
    check_equal(call("ad_groups_get", ad_group_id=made[0]).name, "Beginners")
    return f"created, listed ({listed}), updated"


@noun("ads")
def ads():
    [group] = new_ad_groups(*new_campaigns())
    made = new_ads(group, 5)
    listed = check_paged_list("ads_list", ad_group_ids=[group], wanted=made)
    call_batch("ads_update", [{"id": made[0], "status": "PAUSED"}])
    check_equal(call("ads_get", ad_id=made[0]).status, "PAUSED")
    return f"created, listed ({listed}), updated"


@noun("keywords")
def keywords():
    [group] = new_ad_groups(*new_campaigns())
    items = [{"value": f"quilt {n}", "match_type": "BROAD"} for n in range(5)]
    answer = call("keywords_create", {"parent_id": group, "keywords": items})
    made = list_ids(answer.keywords)
    listed = check_paged_list("keywords_get", ad_group_id=group, wanted=made)
    call("keywords_update", {"keywords": [{"id": made[0], "archived": True}]})
    found, _ = list_all("keywords_get", ad_group_id=group, page_size=250)
    check_equal(list_ids(found), made[1:])
    return f"created, listed ({listed}), archived"


@noun("keywords that fail")
def keywords_that_fail():
    [group] = new_ad_groups(*new_campaigns())
    items = [{"value": "good", "match_type": "BROAD"}, {"value": "bad", "match_type": None}]
    answer = call("keywords_create", {"parent_id": group, "keywords": items})
    check_equal((len(answer.keywords), len(answer.errors)), (1, 1))
    change = {"keywords": [{"id": answer.keywords[0].id}, {"id": "123", "archived": True}]}
    check_equal(len(call("keywords_update", change).errors), 1)
    return "reported next to those that succeed"


@noun("product group promotions")
def product_group_promotions():
    [group] = new_ad_groups(*new_campaigns())
    items = [{"definition": f"product_type_0='rug {n}'"} for n in range(3)]
    body = {"ad_group_id": group, "product_group_promotion": items}
    made = list_ids(call_batch("product_group_promotions_create", body))
    listed = check_paged_list("product_group_promotions_list", ad_group_id=group, wanted=made)
    change = {"id": made[0], "bid_in_micro_currency": 7_000}
    body = {"ad_group_id": group, "product_group_promotion": [change]}
    call_batch("product_group_promotions_update", body)
    read = call("product_group_promotions_get", product_group_promotion_id=made[0])
    check_equal(read.bid_in_micro_currency, 7_000)
    return f"created, listed ({listed}), updated"


@noun("promotions", "promotions_create")
def promotions():
    bodies = [
        {"promotion_title": f"A third off {n}", "promotion_type": "EXTRA_PERCENT_OFF"}
        for n in range(3)
    ]
    made = list_ids(call_batch("promotions_create", bodies))
    listed = check_paged_list("promotions_list", wanted=made)
    call_batch("promotions_update", [{"id": made[0], "promotion_title": "Half off"}])
    check_equal(call("promotions_get", promotion_id=made[0]).promotion_title, "Half off")
    check_equal(list_all("get_ad_groups_by_promotion_ids_list", promotion_ids=made)[0], [])
    call("promotions_delete", promotion_id=made[0])
    check_paged_list("promotions_list", page_size=1, wanted=made[1:])
    return f"created, listed ({listed}), updated, deleted"


@noun("targeting templates")
def targeting_templates():
    spec = {"LOCATION": ["US"], "GENDER": ["female"]}
    made = [
        call("targeting_template_create", {"name": name, "targeting_attributes": spec}).id
        for name in ("Quilters", "Sewers", "Knitters")
    ]
    listed = check_paged_list("targeting_template_list", wanted=made)
    call("targeting_template_update", {"id": made[0], "operation_type": "REMOVE"})
    check_paged_list("targeting_template_list", page_size=1, wanted=made[1:])
    return f"created, listed ({listed}), removed"
