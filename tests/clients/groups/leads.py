"""Lead forms, subscriptions to leads, and exports."""

import datetime

from calls import call, call_batch, check_paged_list, list_ids
from groups.new_objects import new_ad_groups, new_ads, new_campaigns
from nouns import check_equal, check_refused, download, noun, wait_for


def new_forms(count=1):
    body = {
        "questions": [{"question_type": "EMAIL"}],
        "privacy_policy_link": "https://www.example.com/privacy",
        "has_accepted_terms": True,
        "completion_message": "Thank you",
    }
    return list_ids(
        call_batch("lead_forms_create", [{**body, "name": f"News {n}"} for n in range(count)])
    )


@noun("lead forms")
def lead_forms():
    made = new_forms(3)
    listed = check_paged_list("lead_forms_list", wanted=made)
    call_batch("lead_forms_update", [{"id": made[0], "name": "News"}])
    check_equal(call("lead_form_get", lead_form_id=made[0]).name, "News")
    return f"created, listed ({listed}), updated"


@noun("lead subscriptions")
def lead_subscriptions():
    forms, made = new_forms(3), []
    for form in forms:
        hook = {"webhook_url": "https://www.example.com/leads", "lead_form_id": form}
        made.append(call("ad_accounts_subscriptions_post", hook).id)
    check_equal(call("ad_accounts_subscriptions_get_by_id", subscription_id=made[0]).id, made[0])
    listed = check_paged_list("ad_accounts_subscriptions_get_list", wanted=made)
    tried = call("lead_form_test_create", {"answers": ["ada@example.com"]}, lead_form_id=forms[1])
    check_equal(tried.subscription_id, made[1])
    call("ad_accounts_subscriptions_del_by_id", subscription_id=made[0])
    check_refused(lambda: call("ad_accounts_subscriptions_get_by_id", subscription_id=made[0]), 404)
    return f"created, read, listed ({listed}), deleted; a test lead sent"


@noun("leads exports")
def leads_exports():
    [ad] = new_ads(*new_ad_groups(*new_campaigns()))
    today = datetime.datetime.now(datetime.UTC).date()
    begin = today - datetime.timedelta(days=7)
    body = {"ad_id": ad, "start_date": str(begin), "end_date": str(today)}
    made = call("leads_export_create", body).leads_export_id
    done = wait_for(
        lambda: call("leads_export_get", leads_export_id=made),
        lambda answer: answer.export_status == "FINISHED",
    )
    assert download(done.download_url)
    return "created, polled, downloaded"
