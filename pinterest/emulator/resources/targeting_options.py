"""Targeting options: list the options of a targeting type, and get an interest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.targeting.interests import BY_ID
from pinterest.emulator.targeting.locations import COUNTRIES, LANGUAGES, METROS, REGIONS
from pinterest.operations.resources import INTEREST_TARGETING_OPTIONS_GET, TARGETING_OPTIONS_GET
from pinterest.schema import OpenEnum
from pinterest.schemas import TargetingSpecAgeBucket, TargetingSpecAppType, TargetingSpecGender

_SPECIAL_NAMES = {"ipad": "iPad", "iphone": "iPhone"}


@handles(TARGETING_OPTIONS_GET)
@assumed(
    choice="The options are those in the API's description. The description has no countries, metropolitan areas, "
    "regions, languages or interests, so only some of them are listed. A targeting spec may use others. Audiences "
    "are those of the `ad_account_id`. Without it, no audiences are listed. Keywords are free text and are not "
    "listed.",
)
def list_options(call: Call) -> list[dict[str, str]]:
    """Returns a list with one dict, which maps the option IDs of a targeting type to names."""
    return [dict(_OPTIONS[call.arguments["targeting_type"]](call))]


@handles(INTEREST_TARGETING_OPTIONS_GET)
@assumed(
    choice="Interests have two levels. Their IDs are the same for every seed, and audience insights use them.",
)
def get_interest(call: Call) -> dict[str, Any]:
    """Returns an interest and its child interests."""
    found = BY_ID.get(call.arguments["interest_id"])
    if found is None:
        raise not_found("Interest")
    return {
        "id": found.id,
        "name": found.name,
        "level": found.level,
        "child_interests": [child.id for child in found.children],
    }


def _get_audience_names(call: Call) -> Mapping[str, str]:
    """Maps the IDs of the ad account's audiences to their names."""
    account = call.arguments["ad_account_id"]
    if account is None:
        return {}
    found = call.state.store.select("audience", account, call.state.clock.now())
    return {audience.id: audience.data["name"] for audience in found}


def _get_region_names(call: Call) -> Mapping[str, str]:
    """Maps the codes of regions to their names, such as `US-CA` to `United States: California`."""
    return {
        f"{country}-{code}": f"{COUNTRIES[country][0]}: {name}"
        for country, regions in REGIONS.items()
        for code, name in regions.items()
    }


def _get_location_names(call: Call) -> Mapping[str, str]:
    """Maps the codes of countries and U.S. metro areas to their names."""
    metros = {code: f"U.S.: {name}" for code, name in METROS.items()}
    return {**metros, **{code: name for code, (name, _) in COUNTRIES.items()}}


def _make_enum_names_getter(enum: type[OpenEnum]) -> Callable[[Call], Mapping[str, str]]:
    """Returns a function whose result maps each value of an enum to a readable name."""

    def get_name(value: str) -> str:
        return _SPECIAL_NAMES.get(value) or value.replace("_", " ").capitalize()

    return lambda _: {member.value: get_name(member.value) for member in enum}


_OPTIONS: Mapping[str, Callable[[Call], Mapping[str, str]]] = {
    "AGE_BUCKET": _make_enum_names_getter(TargetingSpecAgeBucket),
    "APPTYPE": _make_enum_names_getter(TargetingSpecAppType),
    "AUDIENCE_EXCLUDE": _get_audience_names,
    "AUDIENCE_INCLUDE": _get_audience_names,
    "GENDER": _make_enum_names_getter(TargetingSpecGender),
    "GEO": _get_region_names,
    "INTEREST": lambda _: {id: interest.name for id, interest in BY_ID.items()},
    "KEYWORD": lambda _: {},
    "LOCALE": lambda _: LANGUAGES,
    "LOCATION": _get_location_names,
}
