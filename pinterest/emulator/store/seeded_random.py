"""Generates random numbers and IDs. The same seed gives the same numbers and IDs."""

from __future__ import annotations

import random

from pinterest.emulator.store.database import Store

# The lowest ID of each kind, so that IDs look like real ones.
_FIRST_IDS = {
    "ad_account": 549_755_800_000,
    "audience": 2_542_620_000_000,
    # These two are far apart, because an ID without a prefix must show whether it is a campaign or an ad group.
    "campaign": 626_735_000_000,
    "ad_group": 2_680_060_000_000,
}
_DEFAULT_FIRST_ID = 687_201_000_000


class SeededRandom:
    """Generates random numbers and IDs from a seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def generator(self, *subject: object) -> random.Random:
        """Returns a random number generator for a subject, such as an ID. Equal subjects give equal numbers."""
        name = "/".join(map(str, (self.seed, *subject)))
        # A subject can contain a lone surrogate, because JSON allows it. UTF-8 does not.
        return random.Random(name.encode("utf-8", "surrogatepass"))

    def generate_ids(self, store: Store, kind: str, count: int = 1) -> list[str]:
        """Returns new IDs for entities of a kind, in increasing order."""
        last = store.get_last_id(kind)
        if last is None:
            first = _FIRST_IDS.get(kind, _DEFAULT_FIRST_ID)
            last = first + self.generator("first id", kind).randrange(100_000)
        ids = []
        for _ in range(count):
            last += 1 + (last * 2_654_435_761 + self.seed) % 89
            ids.append(str(last))
        store.set_last_id(kind, last)
        return ids
