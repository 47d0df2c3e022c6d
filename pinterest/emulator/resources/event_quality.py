"""How good conversion events are: the share of them that carries each piece of information, by where they come from."""

from __future__ import annotations

import random
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.operations.conversion_eqs import CONVERSION_EQS_LIST
from pinterest.schemas import QualityComponents

_EVENTS = ("add_to_cart", "checkout", "page_visit")
_DEDUPLICATED = "external_event_id"
_FEW = 0.4
# The mean share from which on a source is as good as this.
_OVERALL = ((0.75, "GOOD"), (0.55, "FAIR"), (0.0, "NEEDS_IMPROVEMENT"))
# Where events come from unless it was asked for.
_SOURCES = (("WEB", "TAG"), ("WEB", "CONVERSIONS_API"))


@handles(CONVERSION_EQS_LIST)
@assumed(
    choice="Event quality is made up from the seed and does not depend on the events that were sent. It covers "
    "web events by tag and by API, or the requested platform and source.",
)
def list_scores(call: Call) -> list[dict[str, Any]]:
    """Returns a score for each source of events."""
    arguments = call.arguments
    platform, source = arguments["source_platform"], arguments["ingestion_source"]
    pairs = dict.fromkeys((platform or one, source or other) for one, other in _SOURCES)
    return [_score(call, *pair) for pair in pairs]


def _score(call: Call, platform: str, source: str) -> dict[str, Any]:
    period = call.arguments["lookback_period"]
    chance = call.state.random.generator(
        "event quality", call.arguments["ad_account_id"], platform, source, period
    )
    components = {
        name: {event: _details(chance, name) for event in _EVENTS}
        for name in QualityComponents.model_fields
    }
    found = [detail["coverage"] for events in components.values() for detail in events.values()]
    mean = sum(found) / len(found)
    return {
        "source_platform": platform,
        "ingestion_source": source,
        "lookback_period": period,
        "overall_status": next(status for least, status in _OVERALL if mean >= least),
        "quality_components": components,
    }


def _details(chance: random.Random, name: str) -> dict[str, Any]:
    coverage = round(chance.uniform(0.2, 1), 2)
    details: dict[str, Any] = {"coverage": coverage, "issues": []}
    if coverage < _FEW:
        issue = {"id": f"low_{name}", "name": "Low coverage"}
        reason = f"Few of the events carry {name.replace('_', ' ')}."
        details["issues"] = [{**issue, "reason": reason}]
    if name == _DEDUPLICATED:
        details["overlap"] = round(chance.uniform(0, coverage), 2)
    return details
