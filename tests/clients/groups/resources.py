"""Data that is the same for every account: trends, terms, targeting options, metrics."""

import datetime

from calls import CLIENT, call, can_call
from nouns import noun

YESTERDAY = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=1)
OPTIONS = ("APPTYPE", "GENDER", "LOCALE", "AGE_BUCKET", "LOCATION", "GEO", "INTEREST")


@noun("trends")
def trends():
    growing = call("trending_keywords_list", region="US", trend_type="growing", limit=5).trends
    call("country_keywords_metrics_get", country_code="US", keywords=["quilt"])
    return f"{len(growing)} keywords"


@noun("trends of products and topics", "trends_featured_topics_list")
def product_trends():
    topics = call("trends_featured_topics_list", region="US")
    articles = call("trends_editorial_articles_list", region="US")
    found = call("trends_product_categories_trending_list", region="US")
    names = [found[0].product_category]
    call("trends_product_categories_details_list", product_categories=names, region="US")
    return f"{len(topics)} topics, {len(articles)} articles, {len(found)} product categories"


@noun("terms")
def terms():
    suggested = call("terms_suggested_list", term="quilt")
    assert call("terms_related_list", terms=["quilt"]).related_term_count
    return f"{len(suggested)} suggested, related terms read"


@noun("targeting options")
def targeting_options():
    found = {kind: call("targeting_options_get", targeting_type=kind)[0] for kind in OPTIONS}
    interest = next(iter(vars(found["INTEREST"])))
    call("interest_targeting_options_get", interest_id=interest)
    if can_call("ad_account_countries_get"):
        call("ad_account_countries_get")
    return ", ".join(f"{kind} {len(vars(options))}" for kind, options in found.items())


@noun("metrics")
def metrics():
    # One client uses the API's name. The other one cannot.
    day = "date" if "date" in CLIENT.methods["metrics_ready_state_get"].required else "var_date"
    call("metrics_ready_state_get", **{day: str(YESTERDAY)})
    call("lead_form_questions_get")
    return f"{len(call('delivery_metrics_get').items)} delivery metrics"
