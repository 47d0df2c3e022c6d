"""Figures and ids that look like chance and are the same every time."""

from __future__ import annotations

import random

from pinterest.emulator.store.database import Store

# Where ids of a kind begin, so that they look like the real ones.
_FIRST_IDS = {
    "ad_account": 549_755_800_000,
    "audience": 2_542_620_000_000,
    # Far apart: a keyword's parent may be given as digits alone, whichever of these it is.
    "campaign": 626_735_000_000,
    "ad_group": 2_680_060_000_000,
}
_FIRST_ID_ELSEWHERE = 687_201_000_000


class Chance:
    """The source of everything made up: the same seed gives the same.

    Args:
        seed: Any whole number.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def about(self, *what: object) -> random.Random:
        """Returns a generator for one thing; the same for the same thing at any time and on any machine."""
        # Half a surrogate pair, which JSON can carry and UTF-8 cannot, is a thing like any other.
        name = "/".join(map(str, (self.seed, *what)))
        return random.Random(name.encode("utf-8", "surrogatepass"))

    def next_ids(self, store: Store, kind: str, count: int = 1) -> list[str]:
        """Returns ids that were never used for the kind, each larger than those before."""
        last = store.last_id(kind)
        if last is None:
            first = _FIRST_IDS.get(kind, _FIRST_ID_ELSEWHERE)
            last = first + self.about("first id", kind).randrange(100_000)
        ids = []
        for _ in range(count):
            last += 1 + (last * 2_654_435_761 + self.seed) % 89
            ids.append(str(last))
        store.set_last_id(kind, last)
        return ids
