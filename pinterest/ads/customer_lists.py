"""Customer lists: people that an advertiser knows already, to make audiences of."""

from __future__ import annotations

from pinterest.bases.customer_lists import CustomerListBase

__all__ = ["CustomerList"]


class CustomerList(CustomerListBase):
    """A list of customers of an ad account.

    Examples:
        >>> customers = CustomerList.create("549755885175", "Buyers", "a@example.com,b@example.com")
        >>> customers.add_record("c@example.com")
        True
    """

    __slots__ = ()

    def add_record(self, record: str) -> bool:
        """Adds people to the list.

        :calls: PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}

        Args:
            record: Email addresses or mobile advertising IDs, separated by commas.

        Returns:
            True.
        """
        return self.update_fields(operation_type="ADD", records=record)

    def remove_record(self, record: str) -> bool:
        """Removes people from the list.

        :calls: PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}

        Args:
            record: Email addresses or mobile advertising IDs, separated by commas.

        Returns:
            True.
        """
        return self.update_fields(operation_type="REMOVE", records=record)
