"""Checks that a client can be pickled without losing data."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from pinterest.exceptions import ConfigurationError
from pinterest.utils.redact import redact
from pinterest.utils.shorten import shorten

__all__ = ["check_picklable", "check_session"]

_ATOMS = frozenset((str, int, float, bool, type(None)))
# Restored adapters create these attributes again.
_CONNECTIONS = frozenset({"poolmanager", "proxy_manager"})
# `is_checking` is True while this thread checks a client. A value may refer to the client, and pickling it would
# start the check again.
_thread = threading.local()


def check_picklable(values: Mapping[str, object]) -> None:
    """Raises an error if an option or an attribute of a client cannot be pickled.

    Raises:
        ConfigurationError: If a value cannot be pickled. The message contains the name of the value.
    """
    if getattr(_thread, "is_checking", False):
        return
    _thread.is_checking = True
    try:
        for name, value in values.items():
            if type(value) not in _ATOMS:
                _copy_by_pickle(name, value)
    finally:
        _thread.is_checking = False


def check_session(session: requests.Session) -> None:
    """Raises an error if a pickled session would lose proxies, certificates, headers or other data.

    Raises:
        ConfigurationError: If the session cannot be pickled or would lose data. The message lists the lost data.
    """
    # The pickle of a session or an adapter only contains the attributes that `requests` itself defines.
    restored: requests.Session = _copy_by_pickle("session", session)
    _check_attributes_kept("session", session, restored, requests.Session, frozenset())
    for prefix, adapter in session.adapters.items():
        twin = restored.adapters.get(prefix)
        name = f"the adapter of the session for {prefix}"
        _check_attributes_kept(name, adapter, twin, HTTPAdapter, _CONNECTIONS)
        lost = _get_pool_options(adapter) - _get_pool_options(twin)
        if lost:
            raise _build_data_loss_error(name, lost)


def _copy_by_pickle(name: str, value: object) -> Any:
    """Pickles a value and returns the unpickled copy. Errors call the value `name`."""
    try:
        copied = pickle.loads(pickle.dumps(value))  # nosec B301  # its own pickle
    except Exception as error:  # noqa: BLE001  # classes of the caller may raise anything
        reason = shorten(redact(str(error)), 200)
        raise ConfigurationError(
            f"{name} cannot be pickled, so the client and its objects cannot be pickled either: {reason}. Functions "
            "and classes must be defined at the top level of a module."
        ) from None
    return copied


def _check_attributes_kept(
    name: str, value: object, restored: object, base: type, ignored: frozenset[str]
) -> None:
    """Raises an error if `restored`, an unpickled copy of `value`, lacks attributes of `value`.

    Attributes in `ignored` may be missing.
    """
    if type(restored) is not type(value):
        raise _build_data_loss_error(name, {"its class"})
    # Classes that define their own pickling are trusted to include all attributes.
    if all(
        getattr(type(value), hook, None) is getattr(base, hook, None)
        for hook in ("__getstate__", "__reduce__", "__reduce_ex__")
    ):
        lost = vars(value).keys() - vars(restored).keys() - ignored
        if lost:
            raise _build_data_loss_error(name, lost)


def _get_pool_options(adapter: object) -> set[str]:
    """Returns the names of an adapter's options for its connection pool, such as `ssl_context`."""
    pool = getattr(adapter, "poolmanager", None)
    return set(getattr(pool, "connection_pool_kw", ()))


def _build_data_loss_error(name: str, lost: set[str]) -> ConfigurationError:
    return ConfigurationError(
        f"{name} cannot be pickled without losing {', '.join(sorted(lost))}, so the client and its objects cannot be "
        f"pickled either. Give the class of {name} a __reduce__ method, or create the client in each process."
    )
