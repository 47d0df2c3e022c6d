"""Customer lists: records of an advertiser's customers, from which audiences are created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.customer_lists import CustomerListBase
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["CustomerList"]


class CustomerList(CustomerListBase):
    """A customer list of an ad account.

    Examples:
        >>> customers = CustomerList.create("549755885175", "Buyers", "a@example.com,b@example.com")
        >>> customers.add_record("c@example.com")
        True
    """

    __slots__ = ()

    def add_record(
        self, record: str, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> bool:
        """Adds customers to the list.

        :calls: PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}

        Args:
            record: Email addresses or mobile advertising IDs, comma-separated.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.
        """
        return self.update_fields(
            operation_type="ADD", records=record, timeout=timeout, deadline=deadline
        )

    def remove_record(
        self, record: str, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> bool:
        """Removes customers from the list.

        :calls: PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}

        Args:
            record: Email addresses or mobile advertising IDs, comma-separated.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.
        """
        return self.update_fields(
            operation_type="REMOVE", records=record, timeout=timeout, deadline=deadline
        )


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
