"""Local stores: the shops in which a catalog's products are sold."""

from __future__ import annotations

from pinterest.bases.local_stores import LocalStoreBase

__all__ = ["LocalStore"]


class LocalStore(LocalStoreBase):
    """A local store of a catalog.

    The API can list stores, but it cannot get a store by its ID.

    Examples:
        >>> store = LocalStore.create("2680059592705", "Main Street", "S1", "US")
        >>> store.update_fields(city="Paducah")
        True
    """

    __slots__ = ()
