"""Customer lists: records of customers, from which advertisers create audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.customer_changes import CustomerChanges
from pinterest.utils.generated_names import generated_names

__all__ = ["CustomerList"]


class CustomerList(CustomerChanges):
    """A customer list of an ad account.

    Examples:
        >>> job = CustomerList.upload("549755885175", "buyers.csv", "Buyers", column="email")
        >>> customers = job.result().customer_list
        >>> customers.remove(["jane@example.com"]).wait()
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
