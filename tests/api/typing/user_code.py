"""Code as users write it, only for mypy. `test_typing.py` compares mypy's output with the comments in this file.

`# E: code` marks an expected error with that code, `# R: type` a revealed type. All other output fails the test.
"""

from __future__ import annotations

import datetime
from typing import reveal_type

from pinterest.api import (
    AdAccountsApi,
    AudiencesApi,
    BoardsApi,
    CampaignsApi,
    CatalogProductGroupsApi,
    CatalogReportsApi,
    ResourcesApi,
)
from pinterest.schemas import (
    AdsAnalyticsCreateAsyncRequest,
    BulkUpsertRequestCreate,
    CampaignCreateRequest,
    CampaignUpdateRequest,
    CatalogsHotelReportStatsParameters,
    CreativeType,
    ObjectiveType,
    ReportingColumnAsync,
    TargetingSpecOperationList,
    TrackingUrls,
)

# Enums as members and strings, IDs as strings and ints, objects as instances and mappings.
CampaignCreateRequest(ad_account_id="549", name="Spring", objective_type="AWARENESS")
CampaignCreateRequest(ad_account_id=549, name="Spring", objective_type=ObjectiveType.AWARENESS)
spring = CampaignCreateRequest(
    ad_account_id=549,
    name="Spring",
    objective_type="AWARENESS",
    status="PAUSED",
    order_line_id=12,
    tracking_urls={"impression": ["https://example.com/seen"]},
    bid_options={"audience_multipliers": {"1": 2}},
)
CampaignUpdateRequest(
    id=1, ad_account_id=549, tracking_urls=TrackingUrls(impression=["https://example.com/seen"])
)

# Lists of these types, and tuples.
ids = ["1", "2"]
columns = [ReportingColumnAsync.SPEND_IN_DOLLAR]
AdsAnalyticsCreateAsyncRequest(
    start_date=datetime.date(2026, 1, 1),
    end_date="2026-01-31",
    granularity="DAY",
    level="CAMPAIGN",
    columns=[*columns, "TOTAL_IMPRESSION"],
    campaign_ids=ids,
    ad_ids=(1, 2),
)
BulkUpsertRequestCreate(campaigns=[spring, {"name": "Summer"}])

# Enum values, both inline and behind an alias.
today = datetime.date(2026, 1, 31)
BoardsApi().boards_list_pins(1, creative_types=["REGULAR", CreativeType.VIDEO])
AdAccountsApi().ad_account_analytics(1, today, "2026-01-31", ["SPEND_IN_DOLLAR", *columns], "DAY")

# IDs from responses can be sent back. Days are strings or dates.
groups = CatalogProductGroupsApi()
groups.catalogs_product_groups_delete_many([*ids, 3])
ResourcesApi().metrics_ready_state_get(today)

# Parameters that are objects.
CatalogReportsApi().reports_stats({"catalog_type": "RETAIL", "report": {}})
CatalogReportsApi().reports_stats(
    CatalogsHotelReportStatsParameters(
        catalog_type="HOTEL", report={"report_type": "FEED_INGESTION_ISSUES", "feed_id": 5}
    )
)

# Type checkers report what the SDK refuses at runtime.
CampaignCreateRequest(ad_account_id="549", name="Spring", objective_type="AWARENES")  # E: arg-type
CampaignCreateRequest(ad_account_id=5.5, name="Spring", objective_type="AWARENESS")  # E: arg-type
CampaignCreateRequest(ad_account_id=549, objective_type="AWARENESS")  # E: call-arg
CampaignCreateRequest(ad_account_id=5, name="x", objective_type="AWARENESS", nam="y")  # E: call-arg
CampaignUpdateRequest(id=1, ad_account_id=5, tracking_urls=5)  # E: arg-type
BulkUpsertRequestCreate(campaigns=spring)  # E: arg-type
AudiencesApi().audiences_list(5.5)  # E: arg-type
AudiencesApi().audiences_list(5, order="UP")  # E: arg-type
CatalogReportsApi().reports_stats(spring)  # E: arg-type
TargetingSpecOperationList(field="AGE", operation="SET", values=[5])  # E: list-item
BoardsApi().boards_list_pins(1, creative_types=["REGULA"])  # E: list-item
AdAccountsApi().ad_account_analytics(1, today, today, ["SPEND_IN_DOLAR"], "DAY")  # E: list-item
AdsAnalyticsCreateAsyncRequest(
    start_date=today,
    end_date=today,
    granularity="DAY",
    level="CAMPAIGN",
    columns=["SPEND"],  # E: list-item
)

# Methods accept what schemas accept. Each response has one type.
campaigns = CampaignsApi()
created = campaigns.campaigns_create(549, [spring, {"name": "Summer"}])
reveal_type(created)  # R: pinterest.schemas.campaigns.CampaignCreateResponse
reveal_type(created.items)  # R: list[pinterest.schemas.campaigns.CampaignCreateResponseItem] | None
campaign = campaigns.campaigns_get("549", 1)
reveal_type(campaign.objective_type)  # R: pinterest.schemas.common.ObjectiveType | None
reveal_type(campaign.id)  # R: str | None
reveal_type(campaign.tracking_urls)  # R: pinterest.schemas.common.TrackingUrls | None
for audience in AudiencesApi().audiences_list(549).iter_all():
    reveal_type(audience)  # R: pinterest.schemas.common.Audience
    reveal_type(audience.rule)  # R: pinterest.schemas.common.AudienceRule | None
page = AudiencesApi().audiences_list(549)
audiences, bookmark = page
reveal_type(audiences)  # R: list[pinterest.schemas.common.Audience]
if bookmark:
    reveal_type(bookmark.get_next().items)  # R: list[pinterest.schemas.common.Audience]
reveal_type(page[0])  # R: list[pinterest.schemas.common.Audience]
for later_page in page.iter_pages():
    reveal_type(later_page.items)  # R: list[pinterest.schemas.common.Audience]
AudiencesApi().audiences_list(549, bookmark=bookmark)
AudiencesApi().audiences_list(549, bookmark="token")
AudiencesApi().audiences_list(549, bookmark=5)  # E: arg-type

# A page is a tuple of items and bookmark: a loop over it is not a loop over its items.
for item in page:
    print(item.name)  # E: union-attr
names = [item.name for item in page]  # E: union-attr
page["items"]  # E: call-overload
page[2]  # E: misc
reveal_type(BoardsApi().boards_list().items)  # R: list[pinterest.schemas.common.Board]
