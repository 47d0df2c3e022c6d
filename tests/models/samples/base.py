"""The classes for samples, and the emulator that they are used on."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
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
    """An emulator, a client for it, and the ID of the first ad account."""

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
        sample = all_samples()[noun]
        return rich(noun).create(
            *sample.arguments(self), client=self.client, **sample.all_keywords(self)
        )


@dataclass(frozen=True)
class Sample:
    """Arguments for the methods of a rich model.

    Attributes:
        arguments: A function that creates the objects that `create` needs, and returns its positional arguments.
        keywords: The keyword arguments of `create`.
        more: A function that returns the keyword arguments of `create` that refer to objects in the ad account.
        change: Fields for `update_fields`. Empty if the model has no such method.
        owned: Maps the name of a list of owned objects to the list's positional arguments, or to a function that
            returns them.
        under: A function that returns the positional arguments of `get_all` and `iter_all`.
    """

    arguments: Callable[[Place], tuple[Any, ...]]
    keywords: dict[str, Any] = field(default_factory=dict)
    change: dict[str, Any] = field(default_factory=dict)
    under: Callable[[Place], tuple[Any, ...]] = lambda place: (place.account,)
    more: Callable[[Place], dict[str, Any]] = lambda place: {}
    owned: Mapping[str, tuple[Any, ...] | Callable[[Place], tuple[Any, ...]]] = field(
        default_factory=dict
    )

    def needed(self, name: str, place: Place) -> tuple[Any, ...]:
        """Returns the positional arguments that a list of owned objects requires."""
        needed = self.owned.get(name, ())
        return needed(place) if callable(needed) else needed

    def all_keywords(self, place: Place) -> dict[str, Any]:
        """Returns all keyword arguments of `create`."""
        return {**self.keywords, **self.more(place)}


def all_samples() -> dict[str, Sample]:
    """Returns the samples of all families of nouns."""
    # The modules of the families import this one.
    from tests.models.samples import SAMPLES

    return SAMPLES
