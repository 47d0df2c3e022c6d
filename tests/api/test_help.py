"""`help()` of schemas and rich models begins with their fields, their types and notes."""

from __future__ import annotations

import inspect
import pydoc
import re

import pytest

from pinterest import Audience, AudienceInsights, Campaign
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema
from pinterest.schemas import AudienceCreateRequest, AudienceRule, Board


def get_help(thing):
    return pydoc.plain(pydoc.render_doc(thing))


def test_help_of_a_schema_is_its_fields_without_the_inside_of_pydantic():
    text = get_help(AudienceCreateRequest)
    lines = [line.removeprefix(" |  ") for line in text.splitlines()]
    assert lines[5] == "Request body of `audiences_create`."
    at = lines.index("Fields:")
    assert at < 10
    assert lines[at + 3 : at + 5] == ["    name: str, required", "        Name of the audience."]
    assert "audience_type: AudienceType (CUSTOMER_LIST, VISITOR, " in text
    assert "to_dict(self)" in text
    assert not any(word in text for word in ("__pydantic", "model_", "FieldInfo", "__get"))
    assert len(lines) < 60


def test_the_signature_of_a_schema_has_its_fields():
    signature = inspect.signature(AudienceCreateRequest)
    needed = [
        name
        for name, item in signature.parameters.items()
        if item.kind is item.KEYWORD_ONLY and item.default is item.empty
    ]
    assert needed == ["name", "rule", "audience_type"]
    assert "description: str = None" in str(signature)
    with pytest.raises(ValidationError):  # pydantic completes the class here
        AudienceCreateRequest()  # type: ignore[call-arg]  # refused at runtime too
    assert inspect.signature(AudienceCreateRequest) == signature


def test_schemas_without_fields_and_subclasses_have_help():
    class Own(AudienceRule):
        """A rule of mine.

        Examples:
            >>> Own()
        """

        note: str | None = None

    assert "An object in a request or response." in (Schema.__doc__ or "")
    assert "Fields:" not in get_help(Schema).partition("Methods")[0]
    assert Own.__doc__ and Own.__doc__.startswith("A rule of mine.\n\nFields:\n")
    assert Own.__doc__.index("note: str, optional") < Own.__doc__.index("Examples:")
    assert "IDs of ads that people engaged with." in Own.__doc__
    assert "Board" in (Board.__doc__ or "")


@pytest.mark.parametrize("model", [Audience, AudienceInsights, Campaign])
def test_help_of_a_model_begins_with_its_fields(model):
    text = get_help(model)
    assert text.index("Fields:") < text.index("Examples:") < text.index("Method resolution order")
    assert "    ad_account_id: str\n" in text
    listed = text[text.index("Fields:") : text.index("Methods:")]
    fields = model._field_names - {"is_loaded", "last_response"}
    assert {name for name in fields if f"    {name}: " not in listed} == set()


@pytest.mark.parametrize("model", [Audience, AudienceInsights, Campaign])
def test_help_of_a_model_lists_its_methods_with_one_line_each(model):
    listed = (model.__doc__ or "").partition("Methods:\n")[2].partition("\n\n")[0].splitlines()
    names = [line.split(":")[0].strip() for line in listed]
    public = {name for name in dir(model) if callable(getattr(model, name)) and name[0] != "_"}
    assert names == sorted(public)
    assert [line for line in listed if not re.fullmatch(r"    \w+: [A-Z].*", line)] == []


def test_a_model_of_the_user_has_help():
    class Mine(Audience):
        """My audience."""

    class Silent(Audience):
        pass

    assert (inspect.getdoc(Mine) or "").startswith(
        "My audience.\n\nFields:\n    ad_account_id: str"
    )
    assert inspect.getdoc(Silent) == inspect.getdoc(Audience)
    assert "``" not in get_help(Mine)
    assert Mine("1", "2").__doc__ == Mine.__doc__
