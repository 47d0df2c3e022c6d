"""Estimates how many people a targeting spec reaches per month. The numbers are made up and depend on the seed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.emulator.store.state import State

_ALL_PEOPLE = 480_000_000
_MINIMUM = 1_000
# The share of all people that one value of a field reaches.
_SHARE_PER_VALUE = 0.12
_NOT_NARROWING = ("TARGETING_STRATEGY", "SHOPPING_RETARGETING")


def estimate_audience_size(
    state: State, spec: Mapping[str, Any], keywords: Sequence[Mapping[str, Any]] = ()
) -> int:
    """Estimates how many people match a targeting spec and keywords."""
    # More fields reduce the number of people. More values in a field raise it. All keywords count as one field.
    people = float(_ALL_PEOPLE)
    fields = {
        name: values for name, values in spec.items() if values and name not in _NOT_NARROWING
    }
    if keywords:
        fields["KEYWORD"] = [item["value"] for item in keywords]
    for name, values in sorted(fields.items()):
        share = 1 - (1 - _SHARE_PER_VALUE) ** (len(values) if isinstance(values, list) else 1)
        people *= (1 - share) if name.endswith("EXCLUDE") else share
    noise = state.random.generator("reach", json.dumps(fields, sort_keys=True)).uniform(0.9, 1.1)
    return max(_MINIMUM, int(people * noise) // 1_000 * 1_000)
