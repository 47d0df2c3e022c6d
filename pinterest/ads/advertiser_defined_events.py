"""Advertiser-defined events: conversion events with custom names."""

from __future__ import annotations

from pinterest.bases.advertiser_defined_events import AdvertiserDefinedEventBase

__all__ = ["AdvertiserDefinedEvent"]


class AdvertiserDefinedEvent(AdvertiserDefinedEventBase):
    """A conversion event with a custom name. It counts as one of the standard events.

    The name identifies the event. The API can list these events, but it cannot get an event by its name.

    Examples:
        >>> event = AdvertiserDefinedEvent.create("549755885175", "quilt_designed", "LEAD")
        >>> event.update_fields(mapped_conversion_type="SIGNUP")
        True
        >>> event.delete()
        True
    """

    __slots__ = ()
