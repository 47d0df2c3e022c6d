"""Board sections, which contain Pins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.board_sections import BoardSectionBase

if TYPE_CHECKING:
    from typing import Never

    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["BoardSection"]


class BoardSection(BoardSectionBase):
    """A section of a board.

    The API can list sections, but it cannot get a section by its ID.

    Examples:
        >>> section = BoardSection.create(board.id, "Borders")
        >>> section.update_fields(name="Edges")
        True
    """

    __slots__ = ()

    def __init__(
        self,
        board_section_id: str | int,
        name: str | None = None,
        client: PinterestSDKClient | None = None,
        *,
        board_id: str | int = "",
        ad_account_id: str | int | None = None,
        **unknown: Never,
    ) -> None:
        """Creates a section object from its ID. Sends no request.

        Args:
            board_section_id: ID of the section.
            name: Name of the section, if you know it.
            client: The client to use. Defaults to the default client.
            board_id: ID of the section's board. Required to update or delete the section and to list its Pins.
            ad_account_id: ID of an ad account. If set, requests act as its owner instead of the token's user.
            **unknown: Options of Pinterest's generated client, such as `_request_timeout`. Other names raise an
                error.
        """
        known = dict(unknown) if name is None else {"name": name, **unknown}
        ids, context = (board_id, board_section_id), {"ad_account_id": ad_account_id}
        self._init_from_ids(ids, client, known, context)

    @classmethod
    def update(
        cls,
        board_id: str | int,
        board_section_id: str | int,
        name: str,
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> BoardSection:
        """Renames a section.

        :calls: PATCH /boards/{board_id}/sections/{section_id}

        Args:
            board_id: ID of the board.
            board_section_id: ID of the section.
            name: The new name.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If set, the request acts as its owner instead of the token's user.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The section.
        """
        section = cls(
            board_section_id, client=client, board_id=board_id, ad_account_id=ad_account_id
        )
        section.update_fields(name=name, timeout=timeout, deadline=deadline)
        return section
