"""Schemas are mappings, so `dict`, `requests`, pandas and others accept them."""

# Some tests call methods that type checkers treat as fields.
# mypy: disable-error-code="operator,call-arg,arg-type,attr-defined,comparison-overlap"
from __future__ import annotations

import copy
import urllib.parse
from collections.abc import Mapping
from typing import Any

import pydantic
import pytest
import requests
import responses

from pinterest.api import AudiencesApi, MediaApi
from pinterest.exceptions import UnknownAttribute, ValidationError
from pinterest.operation import Parameter, form_fields
from pinterest.schema import Schema, parse_as_type, to_request
from pinterest.schemas import AudienceUpdateRequest, TargetingSpecOperationList
from tests.models import stub


class Patch(Schema):
    """A value with a field whose attribute differs from the API's name."""

    width: int | None = None
    class_: str | None = pydantic.Field(None, alias="class")
    note: str | None = None
    inner: Patch | None = None


class Stack(Schema):
    """A value with fields that replace the methods of a mapping."""

    items: list[int] | None = None
    values: list[int] | None = None


PATCH = {"width": 5, "class": "A"}


@pytest.mark.parametrize(
    "patch",
    [Patch(width=5, class_="A"), Patch(PATCH), parse_as_type(Patch, PATCH)],
    ids=["keywords", "mapping", "response"],
)
def test_a_schema_is_a_mapping_of_the_fields_that_are_set(patch):
    assert isinstance(patch, Mapping)
    assert issubclass(Patch, Mapping)
    assert list(patch) == list(patch.keys()) == ["width", "class"]
    assert list(patch.values()) == [5, "A"]
    assert list(patch.items()) == [("width", 5), ("class", "A")]
    assert len(patch) == 2
    assert "class" in patch and "note" not in patch
    assert patch.get("class") == patch["class"] == "A"
    assert patch.get("note", "none") == "none"
    assert dict(patch) == {**patch} == PATCH
    assert patch.keys() == PATCH.keys()
    assert patch.items() == PATCH.items()


def test_none_counts_as_set_and_nothing_is_empty():
    assert dict(Patch(note=None)) == {"note": None}
    assert (len(Patch()), list(Patch()), dict(Patch())) == (0, [], {})


def test_the_views_follow_changes():
    patch = Patch()
    keys = patch.keys()
    patch["class"] = "B"
    patch.width = 1
    assert list(keys) == ["width", "class"]


def test_unknown_fields_of_a_response_belong_to_the_mapping():
    patch = parse_as_type(Patch, {"width": 5, "brand_new": [1]})
    assert dict(patch) == {"width": 5, "brand_new": [1]}
    assert len(patch) == 2
    assert "brand_new" in patch
    # Such a field replaces the method too.
    assert parse_as_type(Patch, {"items": 1}).items == 1


def test_values_keep_their_types_and_to_dict_is_plain():
    patch = Patch(inner=Patch(width=1))
    assert type(dict(patch)["inner"]) is Patch
    assert patch.to_dict() == {"inner": {"width": 1}}


def test_a_field_replaces_a_method_of_the_same_name():
    stack = Stack(items=[1], values=[2])
    assert (stack.items, stack.values) == ([1], [2])
    assert dict(stack) == {"items": [1], "values": [2]}
    assert Stack().items is None
    assert list(TargetingSpecOperationList(field="AGE", operation="SET", values=["1"])) == [
        "field",
        "operation",
        "values",
    ]


def test_other_names_are_still_unknown():
    with pytest.raises(UnknownAttribute, match="Patch has no field 'popitem'"):
        _ = Patch().popitem


def test_a_schema_still_equals_its_copies_only():
    patch = Patch(PATCH)
    assert patch == copy.deepcopy(patch) == Patch(patch)
    assert patch != PATCH


def test_another_schema_is_not_accepted_as_a_mapping():
    with pytest.raises(ValidationError, match=r"inner: Stack.* is not valid; allowed: a mapping"):
        Patch(inner=Stack())
    with pytest.raises(ValidationError, match="is not valid; allowed: a mapping"):
        to_request(Patch, Stack(), subject="POST /patches")
    # A response is parsed as far as it fits.
    stack = Stack()
    assert parse_as_type(Patch, {"inner": stack}).inner is stack


def test_a_schema_is_sent_as_an_object_parameter_and_as_a_form():
    parameter = Parameter(name="p", location="query", kind="object")
    assert parameter.encode(Patch(PATCH)) == [("p[width]", "5"), ("p[class]", "A")]
    assert form_fields(Patch(PATCH)) == [("width", "5"), ("class", "A")]


@responses.activate
def test_requests_sends_a_schema_as_a_form():
    responses.add("POST", "https://example.com")
    requests.post("https://example.com", data=Patch(PATCH), timeout=5)
    assert urllib.parse.parse_qs(stub.sent().body) == {"width": ["5"], "class": ["A"]}
    requests.post("https://example.com", params=Patch(PATCH), timeout=5)
    assert stub.sent().params == {"width": "5", "class": "A"}


def test_requests_uploads_a_video_with_the_parameters_of_the_response(pinterest_client):
    upload = MediaApi(pinterest_client).media_create({"media_type": "video"})
    assert upload.upload_url
    video = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(1000)
    parameters: Any = upload.upload_parameters
    response = requests.post(
        upload.upload_url, data=parameters, files={"file": ("v.mp4", video)}, timeout=30
    )
    assert response.status_code == 204


def test_pandas_makes_one_column_per_field(pinterest_emulator, pinterest_client):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pinterest_emulator.add_audiences(3)
    page = AudiencesApi(pinterest_client).audiences_list(pinterest_emulator.ad_account_id)
    frame = pandas.DataFrame(page.items)
    assert set(frame.columns) == set(page.items[0])
    assert list(frame["name"]) == ["Audience 1", "Audience 2", "Audience 3"]


def test_a_body_may_be_a_schema_of_the_right_class_only():
    with pytest.raises(ValidationError, match="allowed: a mapping of field names to values"):
        AudiencesApi(stub.client()).audiences_create(stub.ACCOUNT, AudienceUpdateRequest(name="n"))
