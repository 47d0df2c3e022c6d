"""Exceptions to the rule that creates the generated client's models from schemas of `pinterest.schemas`.

The rule: a model has the name and the fields of a schema, and accepts the schema's required fields by position. The
tables describe versions 0.1.10 and 0.1.12 of the generated client.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pinterest.schema import OpenEnum

RENAMED_MODELS: Final[Mapping[str, str]] = {
    "AdAccountCreateRequest": "AdAccountCreate",
    "AuthRespondInvitesBodyAction": "AuthRespondInvitesBodyInvitesAction",
    "BoardUpdate": "BoardWithUpdatePrivacyUpdate",
    "BusinessesBusinessIdMembersAssetsAccessAccesses": (
        "BusinessMembersAssetAccessDeleteRequestAccesses"
    ),
    "CatalogsCreativeAssetsFilterValuesMap": (
        "CatalogsCreativeAssetsAvailableFilterValuesFilterValues"
    ),
    "CatalogsHotelAttributesAllOfMainImage": "CatalogsHotelAttributesMainImage",
    "CatalogsHotelFilterValuesMap": "CatalogsHotelAvailableFilterValuesFilterValues",
    "CatalogsProductGroupPricingCurrencyCriteria": "PriceFilterPRICE",
    "CatalogsRetailFilterValuesMap": "CatalogsRetailAvailableFilterValuesFilterValues",
    "ConversionEventsCustomData": "ConversionEventsDataCustomData",
    "ConversionEventsCustomDataContents": "ConversionEventsDataCustomDataContents",
    "ConversionEventsUserDataAnyOf1": "HashedMaidsConversionEventsUserDataPropertyRequired",
    "ConversionEventsUserDataAnyOf2": "ClientIPAddressConversionEventsUserDataPropertyRequired",
    "CreateInvitesResultsResponseArrayInvite": "CreateInvitesResultsResponseArrayItemsInvite",
    "DeleteInvitesResultsResponseArrayException": "DeleteInvitesResultsResponseArrayItemsException",
    "Exception": "ExceptionSchema",
    "ImageBase64": "BrandAccountsCreateRequestProfileImage",
    "ImageMetadataImages": "ImageSize",
    "InlineObject": "BusinessMembersAssetAccessDeleteRequest",
    "InlineObject1": "PinsSaveRequest",
    "InlineObject2": "BrandAccountsCreateRequest",
    "InlineObject3": "BrandAccountsUpdateRequest",
    "InlineResponse2001": "BrandAccountsCreateResponse",
    "MediaUploadAllOfUploadParameters": "MediaUploadParameters",
    "MediaUploadDetails": "Media",
    "MediaUploadRequest": "MediaUploadCreate",
    "PinMediaSourceImagesBase64Items": "PinMediaSourceImagesBase64Item",
    "PinMediaSourceImagesURLItems": "PinMediaSourceImagesURLItem",
    "PinUpdateCarouselSlots": "CarouselSlot",
    "PinterestTagEventData": "EventData",
    "ProductTag": "ProductTagItem",
    "TargetingSpecSHOPPINGRETARGETING": "TargetingSpecShoppingRetargeting",
    "VideoMetadata": "VideoMetadataWithItemType",
}
"""Maps names of models in the generated client to the names of their schemas, where these names differ."""

_PARTS = """
    AdAccountGetSubscriptionResponseAllOf AdAccountGetSubscriptionResponseAllOf1
    AdGroupCreateRequestAllOf AdGroupResponseAllOf AdGroupUpdateRequestAllOf AdResponseAllOf
    AdUpdateRequest1 AdsAnalyticsCreateAsyncRequestAllOf AdsAnalyticsCreateAsyncRequestAllOf1
    AdvancedAuctionItemAllOf AdvancedAuctionItemsSubmitUpsertRecordAllOf
    AudienceCreateCustomRequest1 AudienceCreateRequest1 AudienceUpdateRequest1
    BusinessSharedAudience1 BusinessSharedAudienceResponse1 CampaignBidOptionsUpdateAllOf
    CampaignCreateCommonAllOf CampaignCreateRequestAllOf CampaignCreateResponseDataAllOf
    CampaignResponseAllOf CampaignUpdateRequestAllOf CatalogAllOf
    CatalogsCreativeAssetsAttributesAllOf CatalogsHotelAttributesAllOf
    CatalogsListProductsByFilterRequestOneOf CreateMMMReportRequestAllOf ItemAttributesAllOf
    ItemAttributesRequestAllOf ItemAttributesRequestAllOf1 KeywordAllOf LeadFormResponseAllOf
    LeadFormUpdateRequestAllOf LeadSubscriptionPostParamsCreateAllOf MediaUploadAllOf
    OauthAccessTokenRequestClientCredentialsAllOf OauthAccessTokenRequestCodeAllOf
    OauthAccessTokenRequestRefreshAllOf OauthAccessTokenResponseCodeAllOf
    OauthAccessTokenResponseIntegrationRefreshAllOf OauthAccessTokenResponseRefreshAllOf
    OauthAccessTokenResponseRefreshAllOf1 OrderLineAllOf PinMediaWithImageAllOf
    PinMediaWithImageAndVideoAllOf PinMediaWithImagesAllOf PinMediaWithVideoAllOf
    PinMediaWithVideosAllOf PromotionResponseAllOf PromotionUpdateRequestAllOf
    SSIOCreateInsertionOrderRequestAllOf SSIOEditInsertionOrderRequestAllOf SharedAudience1
    SharedAudienceResponse1 TargetingSpec1 TargetingTemplateCreateAllOf
    TargetingTemplateGetResponseData1 TargetingTemplateResponseData1
"""
# In the generated client, each of these models has some of another model's fields. Here, each has all of them.

ADDITIONAL_MODELS: Final[Mapping[str, str]] = {
    **{name: re.sub(r"((All|Any|One)Of)?[0-9]*$", "", name) for name in _PARTS.split()},
    "AdvancedAuctionProcessedItem": "AdvancedAuctionItemsSubmitUpsertRecord",
    "AdvancedAuctionProcessedItemAllOf": "AdvancedAuctionItemsSubmitUpsertRecord",
    "AllOf": "CatalogsProductGroupFiltersAllOf",
    "AnalyticsMetricsResponseDailyMetrics": "AnalyticsDailyMetrics",
    "AnyOf": "CatalogsProductGroupFiltersAnyOf",
    "AudienceDefinitionScope": "AudienceDefinition",
    "AudienceDefinitionType": "AudienceDefinition",
    "CatalogsFeedProcessingResultFields": "CatalogsFeedProcessingResult",
    "CatalogsProductGroup": "CatalogsRetailProductGroup",
    "CatalogsProductGroupFeedBasedCase": "CatalogsRetailProductGroup",
    "CatalogsProductGroupFiltersAllOfRequest": "CatalogsProductGroupFiltersRequest",
    "CatalogsProductGroupFiltersAllOfRequestAnyOf": "CatalogsProductGroupFiltersAnyOf",
    "CatalogsProductGroupFiltersAllOfRequestAnyOf1": "CatalogsProductGroupFiltersAllOf",
    "CatalogsProductGroupMerchantBasedCase": "CatalogsRetailProductGroup",
    "CatalogsProductGroupProductCounts": "CatalogsRetailProductGroupProductCounts",
    "CatalogsProductMetadata": "CatalogsRetailProductMetadata",
    "ErrorResponse": "Error",
    "FeedFields": "CatalogsCreativeAssetsFeedsCreateRequest",
    "FeedFields1": "CatalogsHotelFeedsCreateRequest",
    "FeedFields2": "CatalogsRetailFeedsCreateRequest",
    "InlineObject4": "PinsSaveRequest",
    "ItemResponseAnyOf": "ItemResponse",
    "ItemResponseAnyOf1": "ItemResponse",
    "OauthAccessTokenResponseEverlastingRefresh": "OauthAccessTokenResponseRefresh",
    "OauthAccessTokenResponseEverlastingRefreshAllOf": "OauthAccessTokenResponseRefresh",
    "PinMediaBase": "PinMediaWithImage",
    "ProductGroupPromotionArrayElement": "ProductGroupPromotionResponseItem",
    "ProductGroupPromotionCommon": "ProductGroupPromotion",
    "ProductGroupPromotionCreateRequestElement": "ProductGroupPromotion",
    "ProductGroupPromotionCreateRequestElementAllOf": "ProductGroupPromotion",
    "ProductGroupPromotionResponseElement": "ProductGroupPromotion",
    "ProductGroupPromotionUpdateItem": "ProductGroupPromotion",
    "ProductGroupPromotionUpdateResponseItem": "ProductGroupPromotionResponseItem",
    "ProductGroupsCreateRequestFeedBaseCase": "CatalogsProductGroupCreateRequest",
    "ResourceError": "Error",
    "TargetingSpecSHOPPINGRETARGETING1": "TargetingSpecShoppingRetargeting",
    "TrendingKeywordsResponseTrends": "TrendingKeyword",
}
"""The schema of each additional model. A schema can have several models in the generated client."""

MODELS_WITHOUT_SCHEMA: Final[Mapping[str, Any]] = {
    "BoardInfo": dict[str, Any],
    "CatalogProductGroup": dict[str, Any],
    "InlineResponse200": dict[str, Any],
    "Notification": dict[str, Any],
    "Notifications": list[Any],
    "ProductGroupPromotionArrayResponse": list[Any],
    "BoardCategoriesEnum": OpenEnum,
}
"""The Python type for each model whose schema no longer exists, such as `list[Any]` for `Notifications`."""

_POSITIONS = {
    "asset_group_name asset_group_description asset_group_types": "CreateAssetGroupBody",
    "catalog_id filters country locale": "CatalogsRetailListProductsByCatalogBasedFilterRequest",
    "catalog_type": """
        CatalogsCreativeAssetsFeedsUpdateRequest CatalogsCreativeAssetsItemErrorResponse
        CatalogsCreativeAssetsItemResponse CatalogsCreativeAssetsItemsBatch
        CatalogsHotelFeedsUpdateRequest CatalogsHotelItemErrorResponse CatalogsHotelItemResponse
        CatalogsHotelItemsBatch CatalogsRetailFeedsUpdateRequest CatalogsRetailItemErrorResponse
        CatalogsRetailItemResponse CatalogsRetailItemsBatch
    """,
    "code message details": "DetailedError",
    "country language filters": "CatalogsItemsRequest",
    "country language items": """
        CatalogsCreativeAssetsBatchRequest CatalogsHotelBatchRequest CatalogsRetailBatchRequest
    """,
    "country language operation items": """
        CatalogsItemsCreateBatchRequest CatalogsItemsDeleteBatchRequest
        CatalogsItemsDeleteDiscontinuedBatchRequest CatalogsItemsUpdateBatchRequest
        CatalogsItemsUpsertBatchRequest
    """,
    "creative_assets_id attributes": """
        CatalogsCreateCreativeAssetsItem CatalogsUpdateCreativeAssetsItem
        CatalogsUpsertCreativeAssetsItem
    """,
    "currency billable_event": "BidFloorSpec",
    "event_id event_name event_timestamp ad_group_id attribution_scope": "ConversionMSOTEvents",
    "event_name action_source event_time event_id user_data": "ConversionEventsData",
    "field value reason": "IntegrationLogsInvalidLogResponseRejectedLogs",
    "hotel_id attributes": """
        CatalogsCreateHotelItem CatalogsUpdateHotelItem CatalogsUpsertHotelItem
    """,
    "id feed_id created_at status": "CatalogsFeedIngestion",
    "id filters catalog_id": "CatalogsCreativeAssetsProductGroup CatalogsHotelProductGroup",
    "id filters catalog_id feed_id": "CatalogsRetailProductGroup",
    "ingestion_details status product_counts validation_details": """
        CatalogsFeedProcessingResultFields
    """,
    "invite_id invite_type asset_id_to_permissions": "CreateAssetInvitesRequestItem",
    "item_id attributes": """
        CatalogsCreateRetailItem CatalogsUpdateRetailItem CatalogsUpsertRetailItem
    """,
    "item_id country language": "AdvancedAuctionKey",
    "item_id item_group_id availability price sale_price currency": """
        CatalogsProductMetadata CatalogsRetailProductMetadata
    """,
    "item_number item_id errors warnings": "CatalogsItemValidationIssues",
    "member_id business_role": "MembersToDeleteBodyMembers",
    "method host path": "IntegrationLogClientRequest",
    "name": "Board CatalogsCreateRequest",
    "name filters catalog_id": """
        CatalogsCreativeAssetsProductGroupCreateRequest CatalogsHotelProductGroupCreateRequest
    """,
    "name filters catalog_id country locale": "CatalogsRetailProductGroupCreateRequest",
    "name filters feed_id": "CatalogsProductGroupCreateRequest",
    "name format default_locale default_country location catalog_type": """
        CatalogsCreativeAssetsFeedsCreateRequest
    """,
    "name format default_locale location catalog_type": "CatalogsHotelFeedsCreateRequest",
    "name format default_locale location catalog_type default_country": """
        CatalogsRetailFeedsCreateRequest
    """,
    "name format location": "CatalogsFeedsCreateRequest",
    "num_events_received num_events_processed events": "ConversionApiResponse",
    "operator value currency": "CatalogsProductGroupPricingCurrencyCriteria",
    "partner_id asset_id": "DeletePartnerAssetAccessBodyAccesses",
    "partner_id asset_id permissions": "UpdatePartnerAssetAccessBodyAccesses",
    "partner_id asset_id_to_permissions": "CreateAssetAccessRequestBodyAssetRequests",
    "records operation_type": "CustomerListUpdateRequest",
    "report_name start_date end_date granularity level columns": "ConversionProductReportRequest",
    "start_date end_date ad_id": "LeadsExportCreateRequest",
    "value label_type": "LabelCreateRequestLabels",
    "width height url": "ImageDetails",
}

POSITIONAL_FIELDS: Final[Mapping[str, str]] = {
    name: fields for fields, names in _POSITIONS.items() for name in names.split()
}
"""Maps models to the fields that can be passed by position. Other models accept their required fields by position."""

DEFAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "CatalogsCreateRequest": {"catalog_type": "HOTEL"},
    "TargetingTemplateUpdateRequest": {"operation_type": "REMOVE"},
}
"""Maps models to the defaults of fields that had one valid value in the generated client and have several now."""

REMOVED_FIELDS: Final[Mapping[str, str]] = {
    "AdCreateRequest": "ad_account_id",
    "AdGroupCreateRequest": "ad_account_id tracking_url",
    "ConversionTagCommon": "ad_account_id status",
    "CustomerListRequest": "ad_account_id exceptions",
    "CustomerListUpdateRequest": "exceptions",
    "KeywordMetrics": "avg_cpc_in_micro_currency",
    "OauthAccessTokenRequestRefresh": "refresh_on",
    "OauthAccessTokenRequestRefreshAllOf": "refresh_on",
    "Pin": "media_source note",
    "PinCreate": "board_owner created_at id media note",
    "PinUpdate": "note",
    "ProductGroupPromotionCommon": "catalogs_product_group_id catalogs_product_group_name",
}
"""Maps models to fields that the models still accept and send, but that the schemas no longer have."""

NEWER_FIELDS: Final[Mapping[str, str]] = {
    "AdAccountAnalyticsResponseItem": ".*",
    "AdGroupsAnalyticsResponseItem": ".*",
    "AdsAnalyticsResponseItem": ".*",
    "AgeBucketMultipliers": ".*",
    "BidOptionsAgeBucketMultipliers": ".*",
    "CampaignsAnalyticsResponseItem": ".*",
    "CatalogsFeedIngestionErrors": "FETCH_GOOGLE_SHEET_NOT_SHARED",
    "CatalogsFeedIngestionWarnings": (
        "AD_(IMAGE|VIDEO)_.*|VIDEO_.*|FETCH_GOOGLE_SHEET_PUBLIC_CAN_EDIT"
    ),
    "CatalogsFeedValidationWarnings": "AD_(IMAGE|VIDEO)_.*|VIDEO_.*",
    "CatalogsItemValidationWarnings": "AD_(IMAGE|VIDEO)_.*|VIDEO_.*",
    "FrequencyMultipliers": ".*",
    "GenderMultipliers": ".*",
    "PinterestLibStatus204": ".*",
    "ProductGroupAnalyticsResponseItem": ".*",
    "ScheduleAgeBucketMultipliers": ".*",
    "ScheduleAppTypeMultipliers": ".*",
    "ScheduleAudienceMultipliers": ".*",
    "ScheduleBidOptionsGenderMultipliers": ".*",
    "TargetingSpec": "GEO_EXCLUDE|LOCATION_EXCLUDE|MAXIMUM_AGE|MINIMUM_AGE",
    "TargetingSpecOptimal": ".*",
}
"""For each schema, a regular expression for the JSON names of the fields that the generated client does not have."""

PLAIN_DICTS: Final[frozenset[str]] = frozenset(
    """
    AdAccountAnalyticsResponseItem AdGroupsAnalyticsResponseItem AdsAnalyticsResponseItem
    BoardOwner BusinessAccessUserSummary BusinessMemberAssetsSummary
    CampaignsAnalyticsResponseItem CreateAssetAccessRequestErrorMessageItem
    OptimizationGoalMetadata PinMediaWithImage PinMediaWithImageAndVideo PinMediaWithImages
    PinMediaWithVideo PinMediaWithVideos ProductGroupAnalyticsResponseItem QuizPinData TimeSeries
    TrackingUrls
    """.split()
)
"""Schemas that are plain dicts in the generated client."""

ENUM_MODELS: Final[frozenset[str]] = frozenset(
    """
    ActionType AdCountry AdGroupSummaryStatus AdsAnalyticsAdGroupTargetingType
    AdsAnalyticsAdTargetingType AdsAnalyticsCampaignTargetingType AdsAnalyticsFilterColumn
    AdsAnalyticsFilterOperator AdsAnalyticsTargetingType AdvancedAuctionOperation AssetGroupType
    AudienceAccountType AudienceDataParty AudienceInsightType AudienceShareType
    AudienceSharingType AudienceType AudienceUpdateOperationType BatchOperation
    BatchOperationStatus BoardCategoriesEnum BudgetType BulkEntityType BulkOutputFormat
    BulkReportingJobStatus BulkUpsertStatus BusinessAccessRole BusinessRole
    BusinessRoleCheckMode BusinessRoleForMembers CampaignSummaryStatus
    CatalogsFeedProcessingStatus CatalogsFormat CatalogsHotelProductGroupType
    CatalogsItemValidationIssue CatalogsLocale CatalogsProductGroupStatus
    CatalogsProductGroupType CatalogsStatus CatalogsType ConversionProductReportingColumn
    ConversionReportAttributionType ConversionReportTimeType ConversionTagType Country
    CreativeAssetsVisibilityType CreativeType Currency DataOutputFormat DataStatus
    EnhancedMatchStatusType EntityStatus Gender GetAudiencesOrderBy GetBusinessAssetTypeResponse
    Granularity GridClickType InviteStatus InviteType ItemProcessingStatus LabelParentType
    LabelStatus LabelType Language LeadFormQuestionFieldType LeadFormQuestionType LeadFormStatus
    LeadsExportStatus MMMReportingColumn MMMReportingTargetingType MatchType MatchTypeResponse
    MediaType MediaUploadStatus MediaUploadType MemberBusinessRole MetricsReportingLevel
    NonNullableCatalogsCurrency NonNullableProductAvailabilityType NullableCatalogsItemFieldType
    NullableCurrency ObjectiveType OperationType OrderLinePaidType OrderLineStatus
    PacingDeliveryType PartnerType Permissions PermissionsWithOwner PinPromotionSummaryStatus
    PlacementGroupType ProductAvailabilityType ProductGroupSummaryStatus PromotionType
    ReportingColumnAsync ReportingTimeZone Role TargetingAdvertiserCountry TargetingSpecAppType
    TrendType TrendsSupportedRegion UpdateMaskBidOptionField UpdateMaskFieldType
    UserFollowingFeedType UserListOperationType UserListType
    """.split()
)
"""Enums that are models in the generated client, not plain strings."""

FIELD_MODELS: Final[Mapping[str, tuple[str, str]]] = {
    "asset_group_types": ("AssetGroupTypes", ".*AssetGroup.*"),
    "catalog_type": ("CatalogsType", "Catalogs.*"),
    "exceptions": ("CreateAssetAccessRequestErrorMessage", "CreateAssetAccessRequestResponse"),
    "operation": ("BatchOperation", "CatalogsItems.*BatchRequest"),
    "optimization_goal_metadata": ("OptimizationGoalMetadata", "BidFloorSpec"),
    "permissions": (
        "PermissionsResponse",
        "AssetIdPermissions|BusinessMemberAssetsSummary.*|DeletePartnerAssetsResult"
        "|InviteAssetsSummary.*|UpdatePartnerAssetsResult|User.*",
    ),
    "tracking_urls": ("TrackingUrls", "TargetingTemplate.*"),
    "user": ("BusinessAccessUserSummary", "UserSingleAssetBinding"),
}
"""Maps fields to (model, pattern) pairs. The field has this model in all schemas whose names match the pattern."""
