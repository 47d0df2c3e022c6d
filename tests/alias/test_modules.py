"""The generated client's modules, which are created when they are imported."""

# Tests read attributes that can be None according to their types.
# mypy: disable-error-code="operator"
from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import openapi_generated.pinterest_client as generated
import pinterest.api
import pinterest.schemas
from openapi_generated.pinterest_client import apis, models
from openapi_generated.pinterest_client.adapter.naming import snake_case
from pinterest import exceptions

HOME = "openapi_generated.pinterest_client"
MODELS = {
    "audience": "Audience",
    "audience_create_request": "AudienceCreateRequest",
    "audience_create_custom_request": "AudienceCreateCustomRequest",
    "audience_update_request": "AudienceUpdateRequest",
    "audience_definition_response": "AudienceDefinitionResponse",
    "audience_insight_category_array_response": "AudienceInsightCategoryArrayResponse",
    "audience_insight_type": "AudienceInsightType",
    "audience_insights_response": "AudienceInsightsResponse",
    "audience_rule": "AudienceRule",
    "error": "Error",
    "paginated": "Paginated",
}

ADDED_IN_0_1_12 = """
    ad_group_id_filter ad_pin_analytics ad_pins_analytics_response ad_preview_shopping
    ads_analytics_ad_group_targeting_type all_of any_of audience_definition_scope
    audience_definition_type billing_invoice_download_response billing_invoice_response
    campaign_audience_multipliers campaign_bid_options campaign_bid_options_create
    campaign_bid_options_update campaign_bid_options_update_all_of campaign_id_filter
    campaign_objectives_filter catalogs_available_filter_values
    catalogs_creative_assets_available_filter_values catalogs_creative_assets_filter_values_map
    catalogs_hotel_available_filter_values catalogs_hotel_filter_values_map
    catalogs_hotel_product_group_type catalogs_hotel_report_stats_parameters
    catalogs_product_group_filter_operator_type_criteria catalogs_product_group_uint32_criteria
    catalogs_report_all_items_filter catalogs_retail_available_filter_values
    catalogs_retail_filter_values_map catalogs_retail_report_stats_parameters
    conversion_event_app_info conversion_event_device_info
    conversion_events_user_data_properties conversion_msot_events
    conversion_product_report_request conversion_product_reporting_column custom_number0_filter
    custom_number1_filter custom_number2_filter custom_number3_filter custom_number4_filter
    error_response get_business_assets_response_catalog_info image_base64 inline_object2
    inline_object3 inline_object4 inline_response200 inline_response2001
    item_attributes_request_all_of1 label label_create_request label_create_request_labels
    label_error label_parent_type label_status label_type label_update_request
    label_update_request_labels labels_response lead_subscription
    lead_subscription_post_params_create lead_subscription_post_params_create_all_of
    notification notification_response notifications
    oauth_access_token_response_integration_refresh_all_of
    oauth_access_token_response_refresh_all_of1 pin_media_base pinterest_lib_error product_tag
    promotion_array_element promotion_common promotion_create_request promotion_response
    promotion_response_all_of promotion_template_value promotion_type promotion_update_request
    promotion_update_request_all_of promotions_response reporting_time_zone resource_error
    title_keywords_filter trending_keyword
""".split()


@pytest.mark.parametrize(("module", "name"), MODELS.items())
def test_a_model_has_a_module(module, name):
    imported = importlib.import_module(f"{HOME}.model.{module}")
    kind = getattr(imported, name)
    assert kind is getattr(models, name)
    assert issubclass(kind, getattr(pinterest.schemas, name))
    assert (kind.__module__, kind.__qualname__) == (imported.__name__, name)
    assert name in imported.__doc__


@pytest.mark.parametrize(
    ("module", "name"),
    [("audiences_api", "AudiencesApi"), ("audience_insights_api", "AudienceInsightsApi")],
)
def test_an_api_class_has_a_module(module, name):
    imported = importlib.import_module(f"{HOME}.api.{module}")
    kind = getattr(imported, name)
    assert kind is getattr(apis, name) is getattr(imported, name)
    assert issubclass(kind, getattr(pinterest.api, name))
    assert (kind.__module__, kind.__qualname__) == (imported.__name__, name)
    assert kind.audiences_list.__doc__ if name == "AudiencesApi" else kind.__doc__


@pytest.mark.parametrize(
    "module", ["api.audience_api", "model.audiences", "model.nothing", "api.", "model.audience.x"]
)
def test_an_unknown_module_is_not_found(module):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{HOME}.{module}")


@pytest.mark.parametrize("package", [apis, models])
def test_an_unknown_name_is_an_error(package):
    for name in ("Nothing", "_hidden"):
        with pytest.raises(AttributeError, match=name):
            getattr(package, name)


@pytest.mark.parametrize("module", ADDED_IN_0_1_12)
def test_a_model_of_version_0_1_12_has_a_module(module):
    imported = importlib.import_module(f"{HOME}.model.{module}")
    [kind] = [kind for name, kind in vars(imported).items() if snake_case(name) == module]
    assert kind is getattr(models, kind.__name__)
    assert kind.__name__ in models.__all__


@pytest.mark.parametrize(
    ("module", "expected"),
    [("model.board", True), ("model.board_update", True), ("model.nothing", False)],
)
def test_find_spec_finds_the_modules(module, expected):
    assert (importlib.util.find_spec(f"{HOME}.{module}") is not None) is expected


@pytest.mark.parametrize(
    ("package", "some"),
    [
        (apis, {"AudiencesApi", "CatalogsApi", "InterestsApi"}),
        (models, {"Audience", "EntityStatus", "Exception", "PinMediaSource"}),
    ],
)
def test_a_star_import_gets_all_names(package, some):
    names: dict[str, object] = {}
    exec(f"from {package.__name__} import *", names)
    assert some <= set(package.__all__) == set(names) - {"__builtins__"}
    assert some <= set(dir(package))
    assert "ExceptionSchema" not in names
    for name in some:
        assert names[name] is getattr(package, name)


def test_errors_keep_their_names():
    from openapi_generated.pinterest_client import exceptions as old

    pairs = {
        "OpenApiException": "PinterestError",
        "ApiException": "ApiException",
        "ApiTypeError": "ValidationError",
        "ApiValueError": "ValidationError",
        "ApiAttributeError": "UnknownAttribute",
        "ApiKeyError": "UnknownKey",
        "NotFoundException": "NotFound",
        "UnauthorizedException": "Unauthorized",
        "ForbiddenException": "Forbidden",
        "ServiceException": "ServerError",
    }
    assert set(old.__all__) == set(pairs)
    for name, ours in pairs.items():
        assert getattr(old, name) is getattr(generated, name) is getattr(exceptions, ours)


def test_the_finder_is_installed_once():
    from openapi_generated.pinterest_client.adapter import imports

    before = list(sys.meta_path)
    imports.install_finder()
    importlib.reload(generated)
    assert sys.meta_path == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "import openapi_generated.pinterest_client",
        "from openapi_generated.pinterest_client.api.audiences_api import AudiencesApi",
        "from openapi_generated.pinterest_client.model.audience_rule import AudienceRule",
        "import openapi_generated.pinterest_client.model.audience as m; m.Audience",
        "from openapi_generated.pinterest_client.apis import AudienceInsightsApi",
        "from openapi_generated.pinterest_client.models import Audience",
        "from openapi_generated.pinterest_client.exceptions import ApiException",
        "from openapi_generated.pinterest_client.configuration import Configuration",
        "from openapi_generated.pinterest_client.api_client import ApiClient",
    ],
)
def test_any_module_can_be_imported_first(line):
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", line], cwd=root, check=True, timeout=60)
