"""The sources of the figures in an ad account.

Ads and promoted product groups have their own figures. The figures of the account, its campaigns, its ad groups and
the product groups of catalogs are sums of those figures. The figures of a keyword are a part of
its ad group's figures. The figures of a product are a part of its product group's figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN, KEYWORD, PROMOTED
from pinterest.emulator.catalogs.products import ITEM, list_catalog_products
from pinterest.emulator.metrics.counts import MILLION, Part, split_by_weight
from pinterest.emulator.metrics.delivery_hours import get_running_hours
from pinterest.emulator.metrics.figures import Hours, Source, intersect_hours
from pinterest.emulator.resources.catalogs import CATALOG
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP, list_group_products
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_ACCOUNT = "ad_account"
# Each keyword gets a share of the figures that older keywords leave over, so new keywords do not change older shares.
_KEYWORD_SHARE = (0.05, 0.25)
# Further keywords of an ad group get no figures, because their shares would be negligible.
_MAX_KEYWORDS = 64


class Sources:
    """Finds the ads and promoted product groups that contribute to an entity's figures.

    A `Sources` object does not notice later changes of the ad account.
    """

    def __init__(self, state: State, ad_account_id: str) -> None:
        self._state, self._account = state, ad_account_id
        self._now = state.clock.now()
        self._by_id: dict[tuple[str, str], list[Source]] = {}
        self._product_parts: dict[str | None, list[tuple[str, Part]]] = {}
        self._keyword_parts: dict[str, Mapping[str, Part]] = {}
        for source in self._load_sources():
            for key in source.ids_by_level.items():
                self._by_id.setdefault(key, []).append(source)

    def find_by_entity(self, level: str, id: str) -> list[Source]:
        """Returns the sources of an entity's figures, such as a campaign's ads.

        The list is empty if the entity has no figures.
        """
        if level == KEYWORD:
            return self._find_by_keyword(id)
        if level == ITEM:
            return self._sources_by_product.get(id, [])
        return self._by_id.get((level, id), [])

    @cached_property
    def _sources_by_product(self) -> dict[str, list[Source]]:
        """Maps the IDs of products to the sources of their figures."""
        by_product: dict[str, list[Source]] = {}
        for source in self.find_by_entity(_ACCOUNT, self._account):
            for part in self.split_by_product(source):
                by_product.setdefault(part.ids_by_level[ITEM], []).append(part)
        return by_product

    def split_by_product(self, source: Source) -> Iterator[Source]:
        """Yields one source per product in a promoted product group, or nothing if `source` is an ad."""
        if PROMOTED not in source.ids_by_level:
            return
        group_id = source.ids_by_level.get(PRODUCT_GROUP)
        if group_id not in self._product_parts:
            ids = self._list_product_ids(group_id)
            parts = split_by_weight([1 / rank for rank in range(1, len(ids) + 1)])
            self._product_parts[group_id] = list(zip(ids, parts, strict=True))
        for id, part in self._product_parts[group_id]:
            yield source.reduce_to_part(part, **{ITEM: id})

    def _load_sources(self) -> Iterator[Source]:
        state, now, account = self._state, self._now, self._account
        campaigns = {
            campaign.id: campaign for campaign in state.store.select(CAMPAIGN, account, now)
        }
        groups = {group.id: group for group in state.store.select(AD_GROUP, account, now)}
        group_hours: dict[str, Hours] = {}
        for kind in (AD, PROMOTED):
            for entity in state.store.select(kind, account, now):
                group = groups.get(str(entity.data["ad_group_id"]))
                campaign = group and campaigns.get(str(group.data["campaign_id"]))
                if group is None or campaign is None:
                    continue
                if group.id not in group_hours:
                    group_hours[group.id] = intersect_hours(
                        get_running_hours(group), get_running_hours(campaign)
                    )
                ids_by_level = {_ACCOUNT: account, CAMPAIGN: campaign.id, AD_GROUP: group.id}
                ids_by_level[kind] = entity.id
                promoted = entity.data.get("catalog_product_group_id")
                if promoted:
                    ids_by_level[PRODUCT_GROUP] = promoted
                hours = intersect_hours(get_running_hours(entity), group_hours[group.id])
                yield Source((kind, entity.id), hours, ids_by_level=ids_by_level)

    def _find_by_keyword(self, keyword_id: str) -> list[Source]:
        keyword = self._state.store.get(KEYWORD, self._account, keyword_id, self._now)
        if keyword is None or not _has_figures(keyword):
            return []
        group_id = str(keyword.data["parent_id"])
        if group_id not in self._keyword_parts:
            where = {"parent_id": group_id}
            keywords = self._state.store.select(KEYWORD, self._account, self._now, where)
            self._keyword_parts[group_id] = _split_by_keyword(self._state, keywords)
        part = self._keyword_parts[group_id].get(keyword_id)
        if part is None:
            return []
        hours = get_running_hours(keyword)
        return [
            source.reduce_to_part(part).limit_to_hours(hours)
            for source in self.find_by_entity(AD_GROUP, group_id)
        ]

    def _list_product_ids(self, group_id: str | None) -> list[str]:
        """Returns the IDs of the products in a product group, or of all products if `group_id` is None."""
        if group_id is None:
            # A promotion without a product group promotes all products.
            return [
                product["id"]
                for catalog in self._state.store.select(CATALOG, None, self._now)
                for product in list_catalog_products(self._state, catalog.id)
            ]
        group = self._state.store.find(PRODUCT_GROUP, group_id, self._now)
        return (
            [product["id"] for product in list_group_products(self._state, group)] if group else []
        )


def _split_by_keyword(state: State, keywords: list[Entity]) -> Mapping[str, Part]:
    """Maps each keyword ID to the keyword's share of the ad group's figures."""
    parts: dict[str, Part] = {}
    rest: Part = ()
    # Archived keywords also get a part.
    for keyword in keywords:
        if _has_figures(keyword) and len(parts) < _MAX_KEYWORDS:
            share = round(
                state.random.generator(KEYWORD, keyword.id).uniform(*_KEYWORD_SHARE) * MILLION
            )
            parts[keyword.id] = (*rest, (share, MILLION, False))
            rest = (*rest, (share, MILLION, True))
    return parts


def _has_figures(keyword: Entity) -> bool:
    """Returns whether a keyword can have figures."""
    # Negative keywords have no figures.
    return not str(keyword.data["match_type"]).endswith("_NEGATIVE")
