"""The library `python-pinterest` on the emulator. Runs in an environment that has it installed."""

# Keep this order of imports, since our package has some modules with the same names.
# ruff: noqa: I001

import asyncio
import datetime
import inspect
import os
import sys
import urllib.error
import urllib.request

from nouns import ACCOUNT, IMAGE, register_limit, noun, post_json, run_flows, check_equal
from pinterest.api import Api, AsyncApi
from pinterest.base_endpoint import BaseEndpoint
from pinterest.exceptions import PinterestException

_URLS = {
    "DEFAULT_API_URL": f"{os.environ['PINTEREST_API_URI']}/",
    "ACCESS_TOKEN_URL": f"{os.environ['PINTEREST_API_URI']}/oauth/token",
    "AUTHORIZATION_URL": os.environ["PINTEREST_OAUTH_URL"],
}
_LOCAL = type("LocalApi", (Api,), _URLS)
_LOCAL_ASYNC = type("LocalAsyncApi", (AsyncApi,), _URLS)
FEED = {
    "name": "Weekly",
    "format": "TSV",
    "location": "https://www.example.com/feed.tsv",
    "catalog_type": "RETAIL",
    "default_currency": "USD",
    "default_country": "US",
    "default_locale": "en-US",
}
CALLED = set()


class _Recorded:
    """An endpoint of the library that records calls of its methods."""

    def __init__(self, name, endpoint):
        self._name, self._endpoint = name, endpoint

    def __getattr__(self, method):
        CALLED.add(f"{self._name}.{method}")
        return getattr(self._endpoint, method)


def _api(kind=_LOCAL):
    return kind(
        app_id=os.environ["PINTEREST_APP_ID"],
        app_secret=os.environ["PINTEREST_APP_SECRET"],
        access_token=os.environ["PINTEREST_ACCESS_TOKEN"],
        timeout=30,
    )


API = _api()
METHODS = {
    f"{name}.{method}"
    for name, endpoint in inspect.getmembers(API, lambda part: isinstance(part, BaseEndpoint))
    for method in vars(type(endpoint))
    if not method.startswith("_")
}
for _name in {method.split(".")[0] for method in METHODS}:
    setattr(API, _name, _Recorded(_name, getattr(API, _name)))


def list_all(listing, *arguments):
    """Returns the items of all pages, and the number of pages."""
    items, pages, bookmark = [], 0, None
    while pages == 0 or bookmark:
        page = listing(*arguments, page_size=2, bookmark=bookmark)
        items += page.items
        bookmark = page.bookmark
        pages += 1
    return items, pages


def days():
    today = datetime.datetime.now(datetime.UTC).date()
    first = today - datetime.timedelta(days=30)
    return {"start_date": first.isoformat(), "end_date": today.isoformat()}


@noun("user account")
def user_account():
    check_equal(
        API.user_account.get().username, API.user_account.get(ad_account_id=ACCOUNT).username
    )
    metrics = API.user_account.get_analytics(metric_types=["IMPRESSION", "SAVE"], **days())
    assert set(metrics.all.summary_metrics) == {"IMPRESSION", "SAVE"}, metrics
    return "read, with its analytics"


@noun("boards")
def boards():
    made = [API.boards.create(f"Quilts {n}", privacy="SECRET") for n in range(2)]
    found, pages = list_all(API.boards.list)
    assert {one.id for one in made} <= {one.id for one in found} and pages > 1
    check_equal(API.boards.update(made[0].id, name="Blankets").name, "Blankets")
    check_equal(API.boards.get(made[0].id).privacy, "SECRET")
    assert API.boards.delete(made[1].id)
    return f"created, listed ({len(found)} on {pages} pages), updated, deleted"


@noun("pins and board sections")
def pins():
    board = API.boards.create("In sections").id
    made = [API.boards.create_section(board, f"Section {n}").id for n in range(3)]
    found, pages = list_all(API.boards.list_sections, board)
    check_equal(({one.id for one in found}, pages), (set(made), 2))
    check_equal(API.boards.update_section(board, made[0], "Blocks").name, "Blocks")
    assert API.boards.delete_section(board, made[1])
    pin = API.pins.create(board, dict(IMAGE), title="Log cabin", board_section_id=made[0])
    check_equal(API.pins.get(pin.id).title, "Log cabin")
    for found, _ in (
        list_all(API.boards.list_pins, board),
        list_all(API.boards.list_section_pins, board, made[0]),
    ):
        check_equal([one.id for one in found], [pin.id])
    assert API.pins.get_analytics(pin.id, metric_types=["IMPRESSION"], **days()).all
    assert API.pins.delete(pin.id)
    return "created, listed, updated, deleted, with analytics"


@noun("ad accounts, campaigns, ad groups, ads")
def advertising():
    assert ACCOUNT in {one.id for one in API.ad_accounts.list().items}
    lists = [
        list_all(API.ad_accounts.list_campaigns, ACCOUNT)[0],
        list_all(API.ad_accounts.list_ad_groups, ACCOUNT)[0],
        list_all(API.ad_accounts.list_ads, ACCOUNT)[0],
    ]
    assert all(lists), lists
    campaign = lists[0][0].id
    groups = API.ad_accounts.list_ad_groups(ACCOUNT, campaign_ids=[campaign]).items
    check_equal({one.campaign_id for one in groups}, {campaign})
    return "listed: " + ", ".join(str(len(found)) for found in lists)


@noun("feeds")
def feeds():
    found = API.catalogs.list_feeds().items
    check_equal(API.catalogs.get_feed(found[0].id).id, found[0].id)
    check_equal(API.catalogs.update_feed(found[0].id, name="Daily").name, "Daily")
    results = API.catalogs.list_feed_processing_results(found[0].id).items
    assert results[0].product_counts.original, results
    assert API.catalogs.delete(post_json("/catalogs/feeds", FEED)["id"])
    return "listed, read, updated, deleted, with processing results"


@noun("media")
def media():
    made = API.media.register("video")
    assert made.upload_url and made.upload_parameters
    assert made.media_id in {one.media_id for one in API.media.list().items}
    return "registered, listed"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


@noun("tokens")
def tokens():
    url, state = API.get_authorization_url()
    try:
        urllib.request.build_opener(_NoRedirect).open(url, timeout=30)
    except urllib.error.HTTPError as answer:
        callback = answer.headers["Location"]
    assert f"state={state}" in callback
    made = API.generate_access_token(callback)
    api = _api()
    api.access_token = made["access_token"]
    assert api.user_account.get().username
    return "authorized, the code exchanged"


@noun("the asynchronous client")
def asynchronous():
    async def names():
        api = _api(_LOCAL_ASYNC)
        listed = await api.boards.list()
        one = await api.boards.get(listed.items[0].id)
        await api.client.aclose()
        return one.name, listed.items[0].name

    check_equal(*asyncio.run(names()))
    return "boards listed and read"


_ANALYTICS = {
    "get_analytics": (),
    "get_campaign_analytics": (["1"],),
    "get_ad_group_analytics": (["1"],),
    "get_ad_analytics": (["1"],),
    "get_product_group_analytics": (["1"],),
}
for _method, _ids in _ANALYTICS.items():

    @register_limit(
        f"ad_accounts.{_method}",
        PinterestException.__name__,
        "it sends the dates and columns as a body, and the API takes them as query parameters",
    )
    def _(method=_method, ids=_ids):
        getattr(API.ad_accounts, method)(
            ACCOUNT, *ids, columns=["IMPRESSION_1"], granularity="DAY", **days()
        )


@register_limit(
    "catalogs.create_feed",
    PinterestException.__name__,
    "it sends the feed to /boards, which creates a board with the name of the feed",
)
def create_feed():
    made = API.catalogs.create_feed(
        FEED["default_country"],
        FEED["format"],
        FEED["default_locale"],
        FEED["location"],
        name="Feed",
    )
    API.catalogs.get_feed(made.id)


@register_limit(
    "refresh_access_token",
    "TypeError",
    "it passes grant_type to an Authlib that sets it already",
)
def refresh():
    API.refresh_access_token(os.environ["PINTEREST_REFRESH_ACCESS_TOKEN"])


@register_limit(
    "media.get", PinterestException.__name__, "it sends POST, and the API takes GET only"
)
def media_get():
    API.media.get(API.media.list().items[0].media_id)


def _status():
    failed = run_flows("python-pinterest")
    missed = METHODS - CALLED
    print(f"python-pinterest: {len(METHODS - missed)} of {len(METHODS)} methods called")
    for method in sorted(missed):
        print(f"python-pinterest: not called: {method}", file=sys.stderr)
    return int(bool(failed or missed))


if __name__ == "__main__":
    sys.exit(_status())
