"""Customer lists: records of an advertiser's customers, from which audiences are created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.customer_lists import CustomerListBase
from pinterest.utils.generated_names import generated_names

__all__ = ["CustomerList"]


class CustomerList(CustomerListBase):
    """A customer list of an ad account.

    Examples:
        >>> customers = CustomerList.create("549755885175", "Buyers", "a@example.com,b@example.com")
        >>> customers.add_record("c@example.com")
        True
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
