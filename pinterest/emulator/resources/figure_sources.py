"""The sources of the figures of an ad account's entities.

Ads and promoted product groups have figures of their own. The figures of the account, its campaigns, its ad groups and
the product groups of catalogs are sums of those. A keyword has a part of its ad group's figures. A product has a part
of its product group's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN, KEYWORD, PROMOTED
from pinterest.emulator.catalogs.products import ITEM, products_of
from pinterest.emulator.metrics.counts import MILLION, Part, split_by_weight
from pinterest.emulator.metrics.delivery_hours import hours_of
from pinterest.emulator.metrics.figures import Hours, Source, intersect
from pinterest.emulator.resources.catalogs import CATALOG
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP, members_of
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_ACCOUNT = "ad_account"
# The share of a keyword in what the keywords before it leave. So a new keyword does not change those before it.
_KEYWORD_SHARE = (0.05, 0.25)
# More keywords than this would have a negligible share.
_MOST_KEYWORDS = 64


class Sources:
    """The sources of the figures of one ad account, as it is now.

    Args:
        state: The emulator's state.
        ad_account_id: The ID of the ad account.
    """

    def __init__(self, state: State, ad_account_id: str) -> None:
        self._state, self._account = state, ad_account_id
        self._now = state.clock.now()
        self._by_id: dict[tuple[str, str], list[Source]] = {}
        self._items: dict[str | None, list[tuple[str, Part]]] = {}
        self._keywords: dict[str, Mapping[str, Part]] = {}
        for source in self._leaves():
            for key in source.above.items():
                self._by_id.setdefault(key, []).append(source)

    def of(self, level: str, id: str) -> list[Source]:
        """Returns the sources of an entity's figures. Empty if nothing in it can have figures.

        Args:
            level: The kind of the entity.
            id: Its ID.
        """
        if level == KEYWORD:
            return self._of_keyword(id)
        if level == ITEM:
            return self._by_item.get(id, [])
        return self._by_id.get((level, id), [])

    @cached_property
    def _by_item(self) -> dict[str, list[Source]]:
        found: dict[str, list[Source]] = {}
        for source in self.of(_ACCOUNT, self._account):
            for item in self.items(source):
                found.setdefault(item.above[ITEM], []).append(item)
        return found

    def items(self, source: Source) -> Iterator[Source]:
        """Yields the parts of a promoted product group that belong to its products. Yields nothing for an ad."""
        if PROMOTED not in source.above:
            return
        group_id = source.above.get(PRODUCT_GROUP)
        if group_id not in self._items:
            ids = self._products(group_id)
            shares = split_by_weight([1 / place for place in range(1, len(ids) + 1)])
            self._items[group_id] = list(zip(ids, shares, strict=True))
        for id, part in self._items[group_id]:
            yield source.part(part, **{ITEM: id})

    def _leaves(self) -> Iterator[Source]:
        state, now, account = self._state, self._now, self._account
        campaigns = {one.id: one for one in state.store.select(CAMPAIGN, account, now)}
        groups = {one.id: one for one in state.store.select(AD_GROUP, account, now)}
        runs: dict[str, Hours] = {}
        for kind in (AD, PROMOTED):
            for leaf in state.store.select(kind, account, now):
                group = groups.get(str(leaf.data["ad_group_id"]))
                campaign = group and campaigns.get(str(group.data["campaign_id"]))
                if group is None or campaign is None:
                    continue
                if group.id not in runs:
                    runs[group.id] = intersect(hours_of(group), hours_of(campaign))
                above = {_ACCOUNT: account, CAMPAIGN: campaign.id, AD_GROUP: group.id}
                above[kind] = leaf.id
                promoted = leaf.data.get("catalog_product_group_id")
                if promoted:
                    above[PRODUCT_GROUP] = promoted
                yield Source(
                    (kind, leaf.id), intersect(hours_of(leaf), runs[group.id]), above=above
                )

    def _of_keyword(self, id: str) -> list[Source]:
        found = self._state.store.get(KEYWORD, self._account, id, self._now)
        if found is None or not _can_match(found):
            return []
        group_id = str(found.data["parent_id"])
        if group_id not in self._keywords:
            where = {"parent_id": group_id}
            keywords = self._state.store.select(KEYWORD, self._account, self._now, where)
            self._keywords[group_id] = _shares(self._state, keywords)
        part = self._keywords[group_id].get(id)
        if part is None:
            return []
        runs = hours_of(found)
        return [source.part(part).within(runs) for source in self.of(AD_GROUP, group_id)]

    def _products(self, group_id: str | None) -> list[str]:
        if group_id is None:
            # It promotes all products.
            catalogs = self._state.store.select(CATALOG, None, self._now)
            found = [item for one in catalogs for item in products_of(self._state, one.id)]
            return [item["id"] for item in found]
        group = self._state.store.find(PRODUCT_GROUP, group_id, self._now)
        return [item["id"] for item in members_of(self._state, group)] if group else []


def _shares(state: State, keywords: list[Entity]) -> Mapping[str, Part]:
    """Returns the part of an ad group's figures that each keyword has, including archived ones."""
    found: dict[str, Part] = {}
    left: Part = ()
    for keyword in keywords:
        if _can_match(keyword) and len(found) < _MOST_KEYWORDS:
            share = round(
                state.random.generator(KEYWORD, keyword.id).uniform(*_KEYWORD_SHARE) * MILLION
            )
            found[keyword.id] = (*left, (share, MILLION, False))
            left = (*left, (share, MILLION, True))
    return found


def _can_match(keyword: Entity) -> bool:
    return not str(keyword.data["match_type"]).endswith("_NEGATIVE")
