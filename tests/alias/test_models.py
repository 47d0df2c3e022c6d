"""Creating, reading and comparing the generated client's models."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import Any

import pytest
from openapi_generated.pinterest_client.model.board import Board
from openapi_generated.pinterest_client.model.brand_filter import BrandFilter
from openapi_generated.pinterest_client.model.entity_status import EntityStatus
from openapi_generated.pinterest_client.model.targeting_spec import TargetingSpec

import openapi_generated.pinterest_client as generated
import pinterest.schemas
from openapi_generated.pinterest_client import models
from pinterest.schema import parse_as_type

ANYTHING = (
    bool,
    datetime.date,
    datetime.datetime,
    dict,
    float,
    int,
    list,
    str,
    type(None),
)
BRANDS = {"values": ["Acme"]}


def test_a_new_model_may_lack_required_fields():
    board = Board(name="Quilts")
    assert board.name == "Quilts"
    assert board.id is None
    assert "id" not in board
    assert board.to_dict() == {"name": "Quilts"}
    assert models.AdGroupUpdateRequest().to_dict() == {}


def test_a_model_has_items_and_values_only_as_fields():
    board = Board(name="Quilts")
    assert not hasattr(board, "items")
    assert not hasattr(board, "values")
    assert dict(board) == {"name": "Quilts"}


def test_a_model_within_a_new_model_may_lack_required_fields():
    report = models.AdsAnalyticsCreateAsyncRequest(start_date="2026-01-01")
    assert report.start_date == "2026-01-01"
    keyword = models.KeywordsCommon(match_type="BROAD")
    request = models.KeywordsRequest(keywords=[keyword])
    assert request.keywords[0].match_type.value == "BROAD"
    assert request.to_dict() == {"keywords": [{"match_type": "BROAD"}]}


def test_fields_that_had_one_valid_value_have_a_default():
    assert models.CatalogsCreateRequest("Rooms").to_dict() == {
        "name": "Rooms",
        "catalog_type": "HOTEL",
    }
    request = models.CatalogsCreateRequest("Quilts", catalog_type="RETAIL")
    assert request.catalog_type.value == "RETAIL"


def test_the_fields_of_a_new_model_are_checked():
    with pytest.raises(generated.ApiValueError, match=r"privacy: 'HIDDEN' is not valid"):
        Board(name="Quilts", privacy="HIDDEN")
    with pytest.raises(generated.ApiTypeError, match=r"nam: unknown field; did you mean 'name'"):
        Board(nam="Quilts")


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        (lambda: Board("Quilts"), {"name": "Quilts"}),
        (lambda: models.ImageDetails(5, 7, "u"), {"width": 5, "height": 7, "url": "u"}),
        (lambda: models.BoardSection("Blocks"), {"name": "Blocks"}),
        (lambda: models.AudienceUpdateRequest(None), {}),
        (lambda: models.AudienceUpdateRequest({"name": "Knitters"}), {"name": "Knitters"}),
        (
            lambda: models.PinMediaSourceImageURL("https://example.com/a.png"),
            {"source_type": "image_url", "url": "https://example.com/a.png"},
        ),
    ],
)
def test_required_fields_can_be_positional_and_fixed_ones_left_out(created, expected):
    assert created().to_dict() == expected


def test_too_many_positional_fields_and_duplicate_fields_are_errors():
    with pytest.raises(generated.ApiTypeError, match="Board takes 1 fields by position, not 2"):
        Board("Quilts", "Warm ones")
    with pytest.raises(generated.ApiTypeError, match="Board got 'name' twice"):
        Board("Quilts", name="Rugs")


def test_options_of_the_generated_client_have_no_effect():
    board = Board("Quilts", _check_type=False, _configuration=None, _spec_property_naming=True)
    assert board.to_dict() == {"name": "Quilts"}


@pytest.mark.parametrize(
    ("model", "name", "wire", "value"),
    [
        (BrandFilter, "brand", "BRAND", BRANDS),
        (models.MinPriceFilter, "min_price", "MIN_PRICE", {"values": 5.0}),
        (models.AdsCreditRedeemRequest, "offer_code_hash", "offerCodeHash", "abc"),
        (models.CustomLabel0Filter, "custom_label_0", "CUSTOM_LABEL_0", BRANDS),
        (TargetingSpec, "age_bucket", "AGE_BUCKET", ["18-24"]),
    ],
)
def test_a_field_is_read_and_set_by_either_name(model, name, wire, value):
    for made in (model(**{name: value}), model(**{wire: value})):
        found = getattr(made, name)
        assert found == made[name] == made[wire] == made.get(name) == getattr(made, wire)
        assert name in made
        assert wire in made
        assert made.to_dict() == {name: value}
        made[name] = None
        assert getattr(made, wire) is None
        setattr(made, name, found)
        assert made[wire] == found
    assert model.attribute_map[name] == wire
    assert name in model.openapi_types


@pytest.mark.parametrize(
    ("model", "name", "types"),
    [
        (models.CampaignCreateRequest, "name", (str,)),
        (models.CampaignCreateRequest, "daily_spend_cap", (int,)),
        (models.CampaignCreateRequest, "order_line_id", (str,)),
        (models.CampaignCreateRequest, "tracking_urls", ({str: ANYTHING},)),
        (models.Pin, "pin_metrics", ({str: ANYTHING},)),
        (Board, "privacy", (str,)),
        (models.CampaignCreateRequest, "objective_type", (models.ObjectiveType,)),
        (Board, "created_at", (datetime.datetime,)),
        (Board, "media", (models.BoardMedia,)),
        (TargetingSpec, "geo", ([str],)),
        (TargetingSpec, "shopping_retargeting", ([models.TargetingSpecSHOPPINGRETARGETING],)),
        (models.MediaUpload, "upload_parameters", (models.MediaUploadAllOfUploadParameters,)),
        (models.PinCreate, "media_source", ({str: ANYTHING},)),
        (EntityStatus, "value", (str,)),
    ],
)
def test_openapi_types_has_the_generated_clients_form(model, name, types):
    assert model.openapi_types[name] == types


@pytest.mark.slow
def test_openapi_types_contains_classes_lists_and_dicts():
    def is_plain_type(kind: Any) -> bool:
        if isinstance(kind, list | tuple):
            return bool(kind) and all(is_plain_type(each) for each in kind)
        if isinstance(kind, dict):
            return list(kind) == [str] and is_plain_type(kind[str])
        return isinstance(kind, type)

    kinds = [getattr(models, name) for name in models.__all__]
    fields = [item for kind in kinds for item in getattr(kind, "openapi_types", {}).items()]
    assert len(fields) > 3000
    assert [field for field in fields if not is_plain_type(field[1])] == []


def test_allowed_values_are_found_by_the_fields_path():
    values = {name: name for name in ("PUBLIC", "PROTECTED", "SECRET")}
    assert Board.allowed_values == {("privacy",): values}
    assert TargetingSpec.allowed_values["gender",]["MALE"] == "male"
    known = EntityStatus.allowed_values["value",]
    assert known["ACTIVE"] == "ACTIVE"
    assert type(known["ACTIVE"]) is str
    assert set(known) == {status.name for status in EntityStatus}


def test_plain_data_within_a_model_may_have_either_name():
    request = models.AdGroupCreateRequest(
        name="Quilters",
        campaign_id="5",
        billable_event=models.ActionType("IMPRESSION"),
        targeting_spec={"age_bucket": ["18-24"], "GENDER": ["male"]},
    )
    assert request.targeting_spec.age_bucket == ["18-24"]
    assert isinstance(request.targeting_spec, TargetingSpec)
    assert request.to_dict()["targeting_spec"] == {"age_bucket": ["18-24"], "gender": ["male"]}


def test_the_callers_values_are_not_changed():
    spec, buckets = {"age_bucket": ["18-24"]}, ["18-24"]
    nested = TargetingSpec(age_bucket=buckets)
    request = models.AdGroupCreateRequest(name="x", targeting_spec=spec)
    other = models.AdGroupCreateRequest(name="x", targeting_spec=nested)
    request.targeting_spec.age_bucket.append("25-34")
    other.targeting_spec.age_bucket.append("25-34")
    assert spec == {"age_bucket": ["18-24"]}
    assert buckets == nested.age_bucket == ["18-24"]


def test_to_dict_returns_python_values():
    moment = "2026-01-31T10:00:00"
    board = parse_as_type(pinterest.schemas.Board, {"created_at": moment, "new": 5})
    legacy = Board._from_openapi_data(created_at=moment, new=5)
    assert legacy.to_dict() == {"created_at": datetime.datetime.fromisoformat(moment), "new": 5}
    assert legacy.new == legacy["new"] == 5
    assert legacy.to_str() == str(legacy.to_dict())
    assert board.to_dict()["created_at"] == moment


def test_a_schema_is_an_instance_of_its_model_and_a_model_of_its_schema():
    native = pinterest.schemas.Board(id="5", name="Quilts")
    legacy = Board(name="Quilts")
    assert isinstance(native, Board)
    assert isinstance(legacy, pinterest.schemas.Board)
    assert not isinstance(native, TargetingSpec)
    assert not isinstance(pinterest.schemas.BoardCreate(name="Quilts"), Board)
    assert isinstance(pinterest.schemas.EntityStatus("ACTIVE"), EntityStatus)
    assert not isinstance("ACTIVE", EntityStatus)


def test_an_enum_behaves_like_a_model():
    for status in (EntityStatus("ACTIVE"), EntityStatus(value="ACTIVE", _check_type=True)):
        assert status.value == status["value"] == status.get("value") == status.to_str() == "ACTIVE"
        assert status == EntityStatus.ACTIVE == "ACTIVE"
        assert status[0] == "A"
        assert status.get("name", 5) == 5
        assert type(status) is EntityStatus
    assert EntityStatus("NEW").value == "NEW"
    assert models.MediaUploadType() == "video"  # the only member
    # The values of this enum are not known.
    assert models.BoardCategoriesEnum("ANIMALS").value == "ANIMALS"


def test_lists_numbers_and_mappings_behave_like_models():
    words = models.KeywordList(["quilt", "rug"])
    assert words == ["quilt", "rug"] == words.value == words["value"]
    assert words[0] == "quilt"
    days = models.ConversionAttributionWindowDays(30)
    assert days == days.value == 30
    asset = models.AssetIdToPermissions(key=[models.Permissions("ADMIN")], _check_type=True)
    assert asset.key == asset["key"] == ["ADMIN"]
    assert asset.to_dict() == {"key": ["ADMIN"]}
    assert asset.to_str() == "{'key': ['ADMIN']}"
    with pytest.raises(generated.ApiAttributeError, match="other"):
        _ = asset.other


def test_a_union_makes_the_model_that_fits_the_fields():
    source = models.PinMediaSource(source_type="image_url", url="https://example.com/a.png")
    assert type(source) is models.PinMediaSourceImageURL
    assert isinstance(source, models.PinMediaSource)
    assert not isinstance(Board("Quilts"), models.PinMediaSource)
    with pytest.raises(generated.ApiValueError, match="source_type"):
        models.PinMediaSource(source_type="smoke_signal")


@pytest.mark.parametrize(
    "model",
    [
        Board("Quilts", media={"image_cover_url": "https://example.com/a.png"}),
        TargetingSpec(age_bucket=["18-24"]),
        EntityStatus("ACTIVE"),
        models.KeywordList(["quilt"]),
        models.AssetIdToPermissions(key=["ADMIN"]),
    ],
)
def test_models_can_be_pickled_and_copied(model):
    kind = type(model)
    assert kind.__module__.startswith("openapi_generated.pinterest_client.model.")
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model), copy.copy(model)):
        assert type(other) is kind
        assert other == model


def test_a_model_keeps_fields_that_its_schema_lost():
    pin = models.Pin(title="Log cabin", note="warm")
    assert pin.note == "warm"
    assert models.PinUpdate(note="warm").to_dict() == {"note": "warm"}
