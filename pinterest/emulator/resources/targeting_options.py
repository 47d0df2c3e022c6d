"""What ads can be aimed at: the options of each kind of targeting, and interests one by one."""

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

_SPELLED = {"ipad": "iPad", "iphone": "iPhone"}


@handles(TARGETING_OPTIONS_GET)
@assumed(
    choice="The options are those that the API's description names. For countries, metropolitan areas, regions, "
    "languages and interests, it names none, and only some are listed. A targeting spec may use others. "
    "Audiences are those of the `ad_account_id`, or none without it. Keywords are free text, so none are "
    "listed.",
)
def list_options(call: Call) -> list[dict[str, str]]:
    """Returns the options of one kind of targeting, all in one object."""
    return [dict(_OPTIONS[call.arguments["targeting_type"]](call))]


@handles(INTEREST_TARGETING_OPTIONS_GET)
@assumed(
    choice="Interests have two levels. Their IDs are the same for every seed, and audience insights use them.",
)
def get_interest(call: Call) -> dict[str, Any]:
    """Returns an interest and what is within it."""
    found = BY_ID.get(call.arguments["interest_id"])
    if found is None:
        raise not_found("Interest")
    return {
        "id": found.id,
        "name": found.name,
        "level": found.level,
        "child_interests": [child.id for child in found.within],
    }


def _audiences(call: Call) -> Mapping[str, str]:
    account = call.arguments["ad_account_id"]
    if account is None:
        return {}
    found = call.state.store.select("audience", account, call.state.clock.now())
    return {audience.id: audience.data["name"] for audience in found}


def _geo(call: Call) -> Mapping[str, str]:
    return {
        f"{country}-{code}": f"{COUNTRIES[country][0]}: {name}"
        for country, regions in REGIONS.items()
        for code, name in regions.items()
    }


def _locations(call: Call) -> Mapping[str, str]:
    metros = {code: f"U.S.: {name}" for code, name in METROS.items()}
    return {**metros, **{code: name for code, (name, _) in COUNTRIES.items()}}


def _each_of(kind: type[OpenEnum]) -> Callable[[Call], Mapping[str, str]]:
    def spelled(value: str) -> str:
        return _SPELLED.get(value) or value.replace("_", " ").capitalize()

    return lambda _: {one.value: spelled(one.value) for one in kind}


_OPTIONS: Mapping[str, Callable[[Call], Mapping[str, str]]] = {
    "AGE_BUCKET": _each_of(TargetingSpecAgeBucket),
    "APPTYPE": _each_of(TargetingSpecAppType),
    "AUDIENCE_EXCLUDE": _audiences,
    "AUDIENCE_INCLUDE": _audiences,
    "GENDER": _each_of(TargetingSpecGender),
    "GEO": _geo,
    "INTEREST": lambda _: {id: interest.name for id, interest in BY_ID.items()},
    "KEYWORD": lambda _: {},
    "LOCALE": lambda _: LANGUAGES,
    "LOCATION": _locations,
}
