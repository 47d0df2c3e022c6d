"""Search terms: suggested terms, related terms and search volumes."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.targeting.search_terms import find_related_terms, suggest_terms
from pinterest.operations.keywords import COUNTRY_KEYWORDS_METRICS_GET
from pinterest.operations.terms import TERMS_RELATED_LIST, TERMS_SUGGESTED_LIST

# The possible search volumes, each with the percentage of keywords that have that volume.
_VOLUMES = {"0": 10, "<5K": 30, "5K+": 25, "50K+": 15, "100K+": 10, "500K+": 6, "1M+": 3, "5M+": 1}
_COUNTRY_LETTERS = 2


@handles(TERMS_SUGGESTED_LIST)
def list_suggested(call: Call) -> list[str]:
    """Returns search terms that begin with the requested text."""
    return suggest_terms(_normalize_term(call.arguments["term"]), call.arguments["limit"])


@handles(TERMS_RELATED_LIST)
def list_related(call: Call) -> dict[str, Any]:
    """Returns the related terms of each requested term."""
    lists = [
        {"term": term, "related_terms": find_related_terms(call.state, _normalize_term(term))}
        for term in dict.fromkeys(call.arguments["terms"])
    ]
    return {
        "id": lists[0]["term"],
        "related_term_count": sum(len(related_list["related_terms"]) for related_list in lists),
        "related_terms_list": lists,
    }


@assumed(
    choice="Every keyword has a search volume, which is generated from the seed, the country and the keyword.",
)
@handles(COUNTRY_KEYWORDS_METRICS_GET)
def list_metrics(call: Call) -> dict[str, Any]:
    """Returns the search volumes of keywords in a country."""
    country = call.arguments["country_code"]
    if not (country.isascii() and country.isalpha() and len(country) == _COUNTRY_LETTERS):
        raise bad_request(
            f"country_code: {country[:10]!r} is not valid; send two letters, such as US"
        )
    items = []
    for keyword in call.arguments["keywords"]:
        rng = call.state.random.generator("volume", country.upper(), _normalize_term(keyword))
        [volume] = rng.choices(list(_VOLUMES), list(_VOLUMES.values()))
        items.append({"keyword": keyword, "metrics": {"keyword_query_volume": volume}})
    return {"data": items}


def _normalize_term(term: str) -> str:
    return " ".join(term.lower().split())
