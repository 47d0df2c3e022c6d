"""Adds entities without requests, dumps and loads data sets, and resets the emulator."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinterest.emulator.datasets.data_set import read_data_set, write_data_set

if TYPE_CHECKING:
    from pinterest.emulator.instance import Instance


class StoredEntities(ABC):
    """The methods of `Emulator` that change the stored entities without requests."""

    @property
    @abstractmethod
    def _running_instance(self) -> Instance:
        """The running server and its state."""

    def reset(self) -> None:
        """Deletes everything that was created, sets the clock to real time, and clears failures and the request log.

        Afterwards, the emulator has an empty ad account or the demo shop, as at its start. The speed does not
        change. Tokens stay valid, so running scripts can continue.
        """
        self._running_instance.reset()

    def add_ad_account(self, name: str = "Another shop", *, id: str | None = None) -> str:
        """Adds an ad account and returns its ID.

        Args:
            name: The name of the ad account.
            id: The ID of the ad account, in digits. Defaults to a new ID.

        Raises:
            ValidationError: If the ID is in use or not valid.
        """
        return self._running_instance.add_ad_account(name, id)

    def add_ad_accounts(self, count: int, name: str = "Shop") -> Sequence[str]:
        """Adds many ad accounts at once, without requests, and returns their IDs.

        Args:
            count: The number of ad accounts, up to 100,000.
            name: The beginning of each name. A number follows, starting at 1.

        Raises:
            ValidationError: If `count` is not valid.
        """
        return self._running_instance.add_ad_accounts(count, name)

    def add_audiences(
        self,
        count: int,
        *,
        ad_account_id: str | None = None,
        name: str = "Audience",
        audience_type: str = "VISITOR",
        rule: Mapping[str, Any] | None = None,
        ready: bool = True,
    ) -> Sequence[str]:
        """Adds many audiences at once, without requests, and returns their IDs.

        Args:
            count: The number of audiences.
            ad_account_id: The ad account of the audiences. Defaults to the first ad account.
            name: The beginning of each name. A number follows, starting at 1.
            audience_type: The type of the audiences.
            rule: The rule of the audiences. Defaults to a sample rule for the type.
            ready: True creates audiences with the status READY, False with the status INITIALIZING.

        Raises:
            ValidationError: If the ad account does not exist.
        """
        return self._running_instance.add_audiences(
            count,
            ad_account_id=ad_account_id,
            name=name,
            audience_type=audience_type,
            rule=rule,
            ready=ready,
        )

    def review_merchant(self, outcome: str) -> None:
        """Sets the outcome of the merchant's review.

        Catalog endpoints respond with 403 if the merchant is not approved.

        Args:
            outcome: `DISAPPROVED` (code 2625), `UNDER_REVIEW` (code 2626) or `APPROVED` (the initial outcome).

        Raises:
            ValidationError: If `outcome` has another value.
        """
        self._running_instance.review_merchant(outcome)

    def dump(self, path: str | Path | None = None) -> dict[str, Any]:
        """Returns all entities as a data set for `load`, without tokens.

        Args:
            path: The JSON file to write the data set to. By default, no file is written.

        Raises:
            ValidationError: If the file cannot be written.
        """
        data = self._running_instance.dump()
        if path is not None:
            write_data_set(data, path)
        return data

    def load(self, source: str | Path | Mapping[str, Any]) -> None:
        """Replaces all entities with the entities of a data set.

        `emulator.ad_account_id` becomes the ID of the first ad account in the data set.

        Args:
            source: The return value of `dump`, or the path of a file that `dump` wrote.

        Raises:
            ValidationError: If the source cannot be read or is not a data set. The entities then stay unchanged.
        """
        self._running_instance.load(read_data_set(source))
