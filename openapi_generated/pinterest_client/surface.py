"""Where the generated client's surface differs from what follows from the API by rule: the whole of it, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "CatalogsApi": (
        "CatalogsApi",
        "CatalogFeedsApi",
        "CatalogItemsApi",
        "CatalogProductGroupsApi",
        "CatalogReportsApi",
    ),
    "InterestsApi": (),
    "ProductGroupsApi": (),
}
"""The classes of `pinterest.api` that hold a class's methods, where that is not the one of the same name."""

METHODS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "InterestsApi": {
        "interests_followed_interests": ("UserAccountApi", "user_account_followed_interests"),
    },
}
"""Methods that `pinterest.api` has under another name, by class."""

PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = {
    "ad_accounts_create": {"ad_account_create_request": "ad_account_create"},
    "ad_accounts_subscriptions_post": {
        "ad_account_create_subscription_request": "lead_subscription_post_params_create"
    },
    "boards_create": {"board": "board_create"},
    "boards_update": {"board_update": "board_with_update_privacy_update"},
    "business_members_asset_access_delete": {
        "inline_object": "business_members_asset_access_delete_request"
    },
    "catalogs_product_groups_create": {
        "unknown_base_type": "catalogs_product_groups_create_request"
    },
    "catalogs_product_groups_create_many": {
        "request_body": "catalogs_product_groups_create_many_request"
    },
    "catalogs_product_groups_update": {
        "unknown_base_type": "catalogs_product_groups_update_request"
    },
    "feeds_create": {"unknown_base_type": "feeds_create_request"},
    "feeds_update": {"unknown_base_type": "feeds_update_request"},
    "items_batch_post": {"unknown_base_type": "items_batch_post_request"},
    "media_create": {"media_upload_request": "media_upload_create"},
    "pins_save": {"inline_object1": "pins_save_request"},
}
"""Parameters that `pinterest.api` has under another name, by method."""

FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "oauth_token": ("grant_type", "oauth_access_token_request"),
}
"""Methods that take the fields of a form one by one: the required one, and the parameter that holds the form now."""

GONE_METHODS: Final[Mapping[str, Mapping[str, str]]] = {
    "CatalogsApi": {"items_get": "CatalogsApi.items_post, which takes its filters in a body"},
    "ProductGroupsApi": {
        "ad_accounts_catalogs_product_groups_list": "CatalogsApi.catalogs_product_groups_list"
    },
}
"""Methods whose operation the API has no more, with what took its place."""

MODELS: Final[Mapping[str, tuple[str, str]]] = {
    "exception": ("Exception", "ExceptionSchema"),
    "targeting_spec_shoppingretargeting": (
        "TargetingSpecSHOPPINGRETARGETING",
        "TargetingSpecShoppingRetargeting",
    ),
}
"""Modules of models whose class has another name in `pinterest.schemas`: both names."""

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
    "hotel_id attributes": """
        CatalogsCreateHotelItem CatalogsUpdateHotelItem CatalogsUpsertHotelItem
    """,
    "id feed_id created_at status": "CatalogsFeedIngestion",
    "id filters catalog_id": "CatalogsCreativeAssetsProductGroup CatalogsHotelProductGroup",
    "id filters catalog_id feed_id": "CatalogsRetailProductGroup",
    "invite_id invite_type asset_id_to_permissions": "CreateAssetInvitesRequestItem",
    "item_id attributes": """
        CatalogsCreateRetailItem CatalogsUpdateRetailItem CatalogsUpsertRetailItem
    """,
    "item_id country language": "AdvancedAuctionKey",
    "item_id item_group_id availability price sale_price currency": "CatalogsRetailProductMetadata",
    "item_number item_id errors warnings": "CatalogsItemValidationIssues",
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
    "records operation_type": "CustomerListUpdateRequest",
    "start_date end_date ad_id": "LeadsExportCreateRequest",
    "width height url": "ImageDetails",
}

POSITIONS: Final[Mapping[str, str]] = {
    name: places for places, names in _POSITIONS.items() for name in names.split()
}
"""The fields that a model takes by position, where those are not the required ones in the order of our schema."""

LOST: Final[Mapping[str, str]] = {
    "AdCreateRequest": "ad_account_id",
    "AdGroupCreateRequest": "ad_account_id tracking_url",
    "ConversionTagCommon": "ad_account_id status",
    "CustomerListRequest": "ad_account_id exceptions",
    "CustomerListUpdateRequest": "exceptions",
    "KeywordMetrics": "avg_cpc_in_micro_currency",
    "OauthAccessTokenRequestRefresh": "refresh_on",
    "Pin": "media_source note",
    "PinCreate": "board_owner created_at id media note",
    "PinUpdate": "note",
}
"""Fields that a model had or took and its schema has no more; they are taken, and travel where a body knows them."""

ANSWERS: Final[Mapping[str, str]] = {
    "ad_accounts_subscriptions_get_by_id": "AdAccountGetSubscriptionResponse",
    "ad_accounts_subscriptions_post": "AdAccountCreateSubscriptionResponse",
    "analytics_create_template_report": "AdsAnalyticsCreateAsyncResponse",
    "boards_update": "Board",
    "conversion_tags_create": "ConversionTagResponse",
    "conversion_tags_get": "ConversionTagResponse",
    "conversion_tags_list": "ConversionTagListResponse",
}
"""The models that methods answer with, where the schema of the answer has another name now, by method."""

GONE_MODELS: Final[frozenset[str]] = frozenset(
    """
    ad_account_create_request ad_account_create_subscription_request_partner_metadata
    ad_account_get_subscription_response_all_of ad_account_get_subscription_response_all_of1
    ad_group_audience_sizing_request_keywords ad_group_create_request_all_of
    ad_group_response_all_of ad_group_update_request_all_of ad_preview_create_from_image
    ad_preview_create_from_pin ad_response_all_of ad_update_request1
    ads_analytics_create_async_request_all_of ads_analytics_create_async_request_all_of1
    advanced_auction_item_all_of advanced_auction_items_submit_upsert_record_all_of
    advanced_auction_processed_item advanced_auction_processed_item_all_of
    analytics_metrics_response_daily_metrics audience_create_custom_request1
    audience_create_request1 audience_update_request1 auth_respond_invites_body_action
    auth_respond_invites_body_invites base_invite_data_response_invite_data bid_floor_spec
    board_categories_enum board_info board_update bulk_download_request_campaign_filter
    business_member_assets_summary_ad_accounts business_member_assets_summary_profiles
    business_shared_audience1 business_shared_audience_response1
    businesses_business_id_members_assets_access_accesses campaign_create_common_all_of
    campaign_create_request_all_of campaign_create_response_data_all_of campaign_response_all_of
    campaign_update_request_all_of catalog_all_of catalog_product_group
    catalogs_creative_assets_attributes_all_of catalogs_feed_processing_result_fields
    catalogs_hotel_attributes_all_of catalogs_hotel_attributes_all_of_main_image
    catalogs_list_products_by_filter_request_one_of catalogs_product_group
    catalogs_product_group_feed_based_case catalogs_product_group_filters_all_of_request
    catalogs_product_group_filters_all_of_request_any_of
    catalogs_product_group_filters_all_of_request_any_of1
    catalogs_product_group_filters_request_any_of catalogs_product_group_filters_request_any_of1
    catalogs_product_group_merchant_based_case catalogs_product_group_pricing_currency_criteria
    catalogs_product_group_product_counts catalogs_product_metadata
    conversion_api_response_events conversion_events_custom_data
    conversion_events_custom_data_contents conversion_events_data
    conversion_events_user_data_any_of conversion_events_user_data_any_of1
    conversion_events_user_data_any_of2 create_asset_access_request_body_asset_requests
    create_invites_results_response_array_invite create_invites_results_response_array_items
    create_mmm_report_request_all_of create_mmm_report_response_data
    delete_asset_group_response_exceptions delete_invites_results_response_array_exception
    delete_invites_results_response_array_items delete_partner_asset_access_body_accesses
    delivery_metrics_response_items feed_fields feed_fields1 feed_fields2
    get_mmm_report_response_data image_metadata_images inline_object inline_object1
    integration_logs_invalid_log_response_rejected_logs invite_assets_summary_ad_accounts
    invite_assets_summary_profiles item_attributes_all_of item_attributes_request_all_of
    item_response_any_of item_response_any_of1 keyword_all_of lead_form_array_response_items
    lead_form_common_policy_links lead_form_response_all_of lead_form_update_request_all_of
    media_upload_all_of media_upload_all_of_upload_parameters media_upload_details
    media_upload_request members_to_delete_body_members
    oauth_access_token_request_client_credentials_all_of oauth_access_token_request_code_all_of
    oauth_access_token_request_refresh_all_of oauth_access_token_response_code_all_of
    oauth_access_token_response_everlasting_refresh
    oauth_access_token_response_everlasting_refresh_all_of
    oauth_access_token_response_refresh_all_of
    optimization_goal_metadata_conversion_tag_v3_goal_metadata
    optimization_goal_metadata_conversion_tag_v3_goal_metadata_attribution_windows
    optimization_goal_metadata_frequency_goal_metadata
    optimization_goal_metadata_scrollup_goal_metadata order_line_all_of
    pin_analytics_metrics_response_daily_metrics pin_media_source_images_base64_items
    pin_media_source_images_url_items pin_media_with_image_all_of
    pin_media_with_image_and_video_all_of pin_media_with_images_all_of
    pin_media_with_video_all_of pin_media_with_videos_all_of pin_update_carousel_slots
    pinterest_tag_event_data product_group_promotion_array_element
    product_group_promotion_array_response product_group_promotion_common
    product_group_promotion_create_request_element
    product_group_promotion_create_request_element_all_of
    product_group_promotion_response_element product_group_promotion_update_item
    product_group_promotion_update_response_item product_groups_create_request_feed_base_case
    related_terms_related_terms_list respond_to_invites_response_array_items shared_audience1
    shared_audience_response1 ssio_create_insertion_order_request_all_of
    ssio_edit_insertion_order_request_all_of targeting_spec1 targeting_spec_shoppingretargeting1
    targeting_template_create_all_of targeting_template_get_response_data1
    targeting_template_response_data1 template_response_date_range
    template_response_date_range_absolute_date_range
    template_response_date_range_dynamic_date_range
    template_response_date_range_relative_date_range top_pins_analytics_response_pins
    top_video_pins_analytics_response_pins trending_keywords_response_trends
    update_asset_group_body_asset_groups_to_update update_asset_group_response_exceptions
    update_invites_results_response_array_items update_member_asset_access_body_accesses
    update_member_assets_results_response_array_items update_partner_asset_access_body_accesses
    update_partner_results_response_array_items video_metadata
    """.split()
)
"""Modules of models whose schema the API has no more."""
