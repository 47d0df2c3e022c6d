"""Boards, which contain Pins and board sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.boards import BoardBase
from pinterest.operations.boards import BOARDS_LIST_PINS
from pinterest.organic.board_sections import BoardSection
from pinterest.utils.generated_names import generated_names
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from pinterest.organic.pins import Pin
    from pinterest.utils.bookmark import Bookmark, Page
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Board", "BoardSection"]


class Board(BoardBase):
    """A board of the token's user. With `ad_account_id`, a board of the ad account's owner.

    Examples:
        >>> board = Board.create("Quilts", privacy="SECRET")
        >>> board.make_public()
        True
        >>> board.delete()
        True
    """

    __slots__ = ()

    def section(self, section_id: str | int) -> BoardSection:
        """Returns a section of the board by its ID. Sends no request."""
        return BoardSection(
            section_id,
            client=self._stored_client,
            board_id=self.id,
            ad_account_id=self.ad_account_id,
        )

    def create_section(
        self, name: str, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> BoardSection:
        """Creates a section of the board.

        :calls: POST /boards/{board_id}/sections

        Args:
            name: Name of the section.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The new section.
        """
        return BoardSection.create(
            self.id,
            name,
            client=self._stored_client,
            ad_account_id=self.ad_account_id,
            timeout=timeout,
            deadline=deadline,
        )

    def update_section(
        self,
        section_id: str | int,
        name: str,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> BoardSection:
        """Renames a section of the board.

        :calls: PATCH /boards/{board_id}/sections/{section_id}

        Args:
            section_id: ID of the section.
            name: The new name.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The section.
        """
        section = self.section(section_id)
        section.update_fields(name=name, timeout=timeout, deadline=deadline)
        return section

    def delete_section(
        self, section_id: str | int, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> bool:
        """Deletes a section of the board.

        :calls: DELETE /boards/{board_id}/sections/{section_id}

        Args:
            section_id: ID of the section.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.
        """
        return self.section(section_id).delete(timeout=timeout, deadline=deadline)

    def list_pins(
        self,
        section_id: str | int | None = None,
        page_size: int | None = None,
        bookmark: str | Bookmark[Any] | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Page[Pin]:
        """Gets one page of the Pins of the board, or of one of its sections.

        :calls: GET /boards/{board_id}/pins, or GET /boards/{board_id}/sections/{section_id}/pins

        Args:
            section_id: ID of a section. If given, only the Pins of that section are returned.
            page_size: Maximum number of Pins per page, 1 to 250 (default 25).
            bookmark: Bookmark of the page to get, or its token. Defaults to the first page.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            A page of Pins with the bookmark of the next page. The bookmark of the last page is None.
        """
        if section_id is not None:
            return self.section(section_id).list_pins(
                page_size, bookmark, timeout=timeout, deadline=deadline
            )
        pins = self._owned("Pin", BOARDS_LIST_PINS, {"page_size": page_size}, None)
        page: Page[Pin] = pins.page(bookmark, timeout=with_deadline(timeout, deadline))
        return page


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
