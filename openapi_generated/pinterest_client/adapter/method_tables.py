"""Tables of the methods that differ between the generated client and `pinterest.api`, for example in their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SOURCE_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
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
"""Maps API classes of the generated client to the classes of `pinterest.api` that have their methods.

Contains only the API classes that are split or missing in `pinterest.api`.
"""

RENAMED_METHODS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "InterestsApi": {
        "interests_followed_interests": ("UserAccountApi", "user_account_followed_interests"),
    },
}
"""For each API class of the generated client, maps renamed methods to (class, method) pairs of `pinterest.api`."""

RENAMED_PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = {
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
"""Maps the renamed parameters of each method to their names in `pinterest.api`."""

FORM_METHODS: Final[Mapping[str, tuple[str, str]]] = {
    "oauth_token": ("grant_type", "oauth_access_token_request"),
}
"""Maps each method that takes form fields as arguments to a pair: the field that can be passed by position, and the
name of the form parameter in `pinterest.api`."""

REMOVED_METHODS: Final[Mapping[str, Mapping[str, str]]] = {
    "CatalogsApi": {"items_get": "CatalogsApi.items_post, which takes its filters in a body"},
    "ProductGroupsApi": {
        "ad_accounts_catalogs_product_groups_list": "CatalogsApi.catalogs_product_groups_list"
    },
}
"""Maps the removed methods of each API class to their replacements."""

RENAMED_RESPONSES: Final[Mapping[str, str]] = {
    "ad_accounts_subscriptions_get_by_id": "AdAccountGetSubscriptionResponse",
    "ad_accounts_subscriptions_post": "AdAccountCreateSubscriptionResponse",
    "analytics_create_template_report": "AdsAnalyticsCreateAsyncResponse",
    "boards_update": "Board",
    "conversion_tags_create": "ConversionTagResponse",
    "conversion_tags_get": "ConversionTagResponse",
    "conversion_tags_list": "ConversionTagListResponse",
}
"""Maps methods to the models that they return, for methods whose response schema has another name."""
