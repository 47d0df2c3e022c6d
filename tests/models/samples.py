"""Sample arguments for creating and updating every rich model on the emulator."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from codegen.nouns import read_models
from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator

MODELS = read_models()
"""The declarations in `codegen/models.toml`."""


def rich(noun: str) -> Any:
    """Returns the class of a rich model."""
    return getattr(importlib.import_module(f"pinterest.{MODELS[noun]['module']}"), noun)


@dataclass(frozen=True)
class Place:
    """An emulator, a client for it, and its ad account."""

    emulator: Emulator
    client: PinterestSDKClient

    @property
    def account(self) -> str:
        return self.emulator.ad_account_id

    @property
    def owner(self) -> str:
        """The user who owns the account."""
        return str(rich("AdAccount")(self.account, self.client).owner.id)

    def make(self, noun: str) -> Any:
        """Creates an object, and the objects that it needs."""
        sample = SAMPLES[noun]
        return rich(noun).create(*sample.arguments(self), client=self.client, **sample.keywords)


@dataclass(frozen=True)
class Sample:
    """Arguments for the methods of a rich model.

    Attributes:
        arguments: Returns the positional arguments of `create`. Creates the objects that they refer to.
        keywords: The keyword arguments of `create`.
        change: Fields for `update_fields`. Empty if the model does not have this method.
        under: Returns the positional arguments of `get_all` and `iter_all`.
    """

    arguments: Callable[[Place], tuple[Any, ...]]
    keywords: dict[str, Any] = field(default_factory=dict)
    change: dict[str, Any] = field(default_factory=dict)
    under: Callable[[Place], tuple[Any, ...]] = lambda place: (place.account,)


IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
SAMPLES: dict[str, Sample] = {
    "AdAccount": Sample(lambda place: ("Quilts", place.owner, "US"), under=lambda place: ()),
    "Ad": Sample(
        lambda place: (
            place.account,
            place.make("AdGroup").id,
            "REGULAR",
            place.make("Pin").id,
        ),
        change={"name": "Blue"},
    ),
    "AdGroup": Sample(
        lambda place: (place.account, "Quilters", place.make("Campaign").id, "IMPRESSION"),
        {"budget_in_micro_currency": 5_000_000, "bid_in_micro_currency": 1_000_000},
        {"name": "Knitters"},
    ),
    "Audience": Sample(
        lambda place: (place.account, "Visitors", {"retention_days": 30}, "VISITOR"),
        change={"name": "Buyers"},
    ),
    "Board": Sample(
        lambda place: (f"Quilts {len(place.emulator.requests)}",),
        change={"description": "Old and new"},
        under=lambda place: (),
    ),
    "BoardSection": Sample(
        lambda place: (place.make("Board").id, "Borders"),
        change={"name": "Edges"},
        under=lambda place: (place.make("Board").id,),
    ),
    "Campaign": Sample(
        lambda place: (place.account, "Spring", "AWARENESS"),
        {"daily_spend_cap": 10_000_000},
        {"name": "Summer"},
    ),
    "CustomerList": Sample(
        lambda place: (place.account, "Buyers", "a@example.com,b@example.com"),
        change={"operation_type": "ADD", "records": "c@example.com"},
    ),
    "Keyword": Sample(
        lambda place: (place.account, place.make("AdGroup").id, "quilt"),
        {"match_type": "BROAD"},
        {"archived": True},
    ),
    "Pin": Sample(
        lambda place: (place.make("Board").id, IMAGE),
        change={"title": "Blue quilt"},
        under=lambda place: (),
    ),
}
NOT_CREATED = {"AudienceInsights"}
"""Rich models that cannot be created."""
