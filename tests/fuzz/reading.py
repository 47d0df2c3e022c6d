"""Reads everything in a value from a response."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pandas

from pinterest.schema import Schema
from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.bookmark import Bookmark, Page


def read_everything(value: Any) -> None:
    """Reads every field in a value recursively, and prints, copies and compares values as programs do."""
    repr(value).encode()  # can be printed
    if isinstance(value, PinterestBaseModel):
        _read_model(value)
    elif isinstance(value, Schema):
        _read_schema(value)
    elif isinstance(value, Page):
        value.to_dict()
        _check_copies(value.bookmark)
        for item in value.items:
            read_everything(item)
    elif isinstance(value, dict):
        for item in value.values():
            read_everything(item)
    elif isinstance(value, (list, tuple)):
        if hasattr(value, "raise_for_failures"):
            _raise_only_failures(value)
        for item in value:
            read_everything(item)
    elif not isinstance(value, (Bookmark, pandas.DataFrame)):
        assert value is None or hash(value) is not None


def _read_schema(value: Schema) -> None:
    assert set(value.keys()) == set(value.to_dict())
    if hasattr(value, "raise_for_failures"):
        _raise_only_failures(value)
    for name in type(value).model_fields:
        read_everything(getattr(value, name))
    for name in value:
        assert name in value
        read_everything(value[name])
    json.dumps(value.to_dict())
    _check_copies(value)


def _read_model(model: PinterestBaseModel) -> None:
    assert isinstance(hash(model), int)
    if not model.is_loaded:
        _check_copies(model)
        return
    for name in sorted(type(model)._field_names):
        read_everything(getattr(model, name))
        assert repr(model[name]) == repr(getattr(model, name))
    json.dumps(model.to_dict())
    _check_copies(model)


def _check_copies(value: Any) -> None:
    # NaN differs from itself, so compare the texts.
    twins = (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)))
    for twin in twins:
        assert repr(twin) == repr(value)
        assert (twin == value) in (True, False)


def _raise_only_failures(value: Any) -> None:
    from pinterest.exceptions import PartialFailureError

    try:
        value.raise_for_failures()
    except PartialFailureError as error:
        str(error)
        repr(error)
        pickle.loads(pickle.dumps(error))
