"""Notifications that partners send to Pinterest."""

from __future__ import annotations

from pinterest.bases.notifications import NotificationBase

__all__ = ["Notification"]


class Notification(NotificationBase):
    """A notification that a partner sends to Pinterest. The API cannot return notifications, and they have no ID.

    Examples:
        >>> Notification.send({"event": "catalog_updated"}).success
        True
    """

    __slots__ = ()
