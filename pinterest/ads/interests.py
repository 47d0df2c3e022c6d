"""Interests: topics that ad groups can target."""

from __future__ import annotations

from pinterest.bases.interests import InterestBase
from pinterest.exceptions import ServerError

__all__ = ["Interest"]


class Interest(InterestBase):
    """An interest that ad groups can target. Each interest may have narrower interests below it.

    Examples:
        >>> interest = Interest("925056443165")
        >>> for child in interest.children():
        ...     print(child.name)
    """

    __slots__ = ()

    def children(self) -> list[Interest]:
        """Returns the interests below this one. Reading a field of a returned interest sends a request.

        :calls: GET /resources/targeting/interests/{interest_id}, if the interest is not loaded

        Returns:
            The interests. Empty if no interest is below this one.

        Raises:
            ServerError: If the response does not have a list of IDs.
        """
        ids: object = self.child_interests
        if not isinstance(ids, list):
            if ids is None:
                return []
            raise ServerError(
                f"{self._get_operation}: the response is not valid: child_interests is not a list"
            )
        return [type(self)(id, self._stored_client) for id in ids]
