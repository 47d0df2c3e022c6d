"""Event quality scores: how many of a source's conversion events contain each field."""

from __future__ import annotations

import random
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.operations.conversion_eqs import CONVERSION_EQS_LIST
from pinterest.schemas import QualityComponents

_EVENTS = ("add_to_cart", "checkout", "page_visit")
_DEDUPLICATION_FIELD = "external_event_id"
_LOW_COVERAGE = 0.4
# The minimum average coverage for each status, highest first.
_STATUSES = ((0.75, "GOOD"), (0.55, "FAIR"), (0.0, "NEEDS_IMPROVEMENT"))
# The platform and source of each score, if the request does not select a platform or source.
_SOURCES = (("WEB", "TAG"), ("WEB", "CONVERSIONS_API"))


@handles(CONVERSION_EQS_LIST)
@assumed(
    choice="Event quality is generated from the seed and does not depend on the events that were sent. It covers "
    "web events by tag and by API, or the requested platform and source.",
)
def list_scores(call: Call) -> list[dict[str, Any]]:
    """Returns one score per combination of platform and source."""
    arguments = call.arguments
    platform, source = arguments["source_platform"], arguments["ingestion_source"]
    pairs = dict.fromkeys(
        (platform or default_platform, source or default_source)
        for default_platform, default_source in _SOURCES
    )
    return [_build_score(call, *pair) for pair in pairs]


def _build_score(call: Call, platform: str, source: str) -> dict[str, Any]:
    period = call.arguments["lookback_period"]
    rng = call.state.random.generator(
        "event quality", call.arguments["ad_account_id"], platform, source, period
    )
    components = {
        name: {event: _build_quality_component(rng, name) for event in _EVENTS}
        for name in QualityComponents.model_fields
    }
    coverages = [
        component["coverage"] for events in components.values() for component in events.values()
    ]
    mean = sum(coverages) / len(coverages)
    return {
        "source_platform": platform,
        "ingestion_source": source,
        "lookback_period": period,
        "overall_status": next(status for minimum, status in _STATUSES if mean >= minimum),
        "quality_components": components,
    }


def _build_quality_component(rng: random.Random, name: str) -> dict[str, Any]:
    """Returns random values for the coverage and the issues of one field, for one type of event."""
    coverage = round(rng.uniform(0.2, 1), 2)
    component: dict[str, Any] = {"coverage": coverage, "issues": []}
    if coverage < _LOW_COVERAGE:
        issue = {"id": f"low_{name}", "name": "Low coverage"}
        reason = f"Few events have the field {name.replace('_', ' ')}."
        component["issues"] = [{**issue, "reason": reason}]
    if name == _DEDUPLICATION_FIELD:
        component["overlap"] = round(rng.uniform(0, coverage), 2)
    return component
