"""What type checkers see of the SDK; `test_types.py` has mypy reveal it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest import Audience, AudienceInsights, PinterestSDKClient
from pinterest.ads import Audience as AudienceOfAds
from pinterest.api import AudiencesApi
from pinterest.schemas import AudienceCreateRequest

if TYPE_CHECKING:
    from typing_extensions import reveal_type


def example(client: PinterestSDKClient) -> None:
    audience = Audience("549755885175", 2542620905475, client)
    reveal_type(audience.name)
    reveal_type(audience.size)
    reveal_type(audience.rule)
    reveal_type(audience.refresh())
    reveal_type(audience.update_fields(name="Quilters"))
    reveal_type(Audience.create("1", "n", {"percentage": 5}, "ACTALIKE", client=client))
    page = Audience.get_all("549755885175", client=client)
    reveal_type(page)
    audiences, bookmark = page
    reveal_type(audiences)
    reveal_type(bookmark)
    if bookmark:
        reveal_type(bookmark.get_next().items[0].name)
    for item in Audience.iter_all("549755885175", limit=5):
        reveal_type(item)
    reveal_type(AudienceOfAds("1", "2").id)
    insights = AudienceInsights.get("1", "YOUR_TOTAL_AUDIENCE")
    reveal_type(insights.demographics)
    reveal_type(insights.ad_account_id)
    reveal_type(AudienceInsights.get_scopes_and_types("1"))
    api = AudiencesApi(client)
    reveal_type(api.audiences_list("1", page_size=25))
    reveal_type(api.audiences_list("1").items[0].rule)
    reveal_type(api.audiences_list("1").bookmark)
    reveal_type(api.audiences_create("1", AudienceCreateRequest({"name": "n"})))
    reveal_type(api.audiences_create("1", {"name": "n", "rule": {}}, timeout=(5, 30)))
