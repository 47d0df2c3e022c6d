"""How many people a targeting spec reaches in a month: made up, the same every time, fewer the more it asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.emulator.store.state import State

_EVERYBODY = 480_000_000
_FEWEST = 1_000
# Of those that a field could let through, the share that one of its values does.
_SHARE_OF_A_VALUE = 0.12
_NOT_NARROWING = ("TARGETING_STRATEGY", "SHOPPING_RETARGETING")


def reach(state: State, spec: Mapping[str, Any], keywords: Sequence[Mapping[str, Any]] = ()) -> int:
    """Returns how many people there are; a field that allows more values reaches more of them.

    Args:
        state: Whose seed the figure is made from.
        spec: What is targeted.
        keywords: Keywords that narrow it down further.
    """
    people = float(_EVERYBODY)
    asked = {name: values for name, values in spec.items() if values and name not in _NOT_NARROWING}
    if keywords:
        asked["KEYWORD"] = [item["value"] for item in keywords]
    for name, values in sorted(asked.items()):
        share = 1 - (1 - _SHARE_OF_A_VALUE) ** (len(values) if isinstance(values, list) else 1)
        people *= (1 - share) if name.endswith("EXCLUDE") else share
    noise = state.chance.about("reach", json.dumps(asked, sort_keys=True)).uniform(0.9, 1.1)
    return max(_FEWEST, int(people * noise) // 1_000 * 1_000)
