"""Errors in a notebook are one paragraph, unless the SDK is being debugged."""

from __future__ import annotations

import copy
import logging
import pickle
import re

import pytest

from pinterest import Audience
from pinterest.exceptions import NotFound, PinterestError, UnknownAttribute

ANSI = re.compile(r"\033\[[\d;]*m")


def render(error):
    [text] = error._render_traceback_()
    return ANSI.sub("", text)


def rename(audience):
    audience.update_fields(name="Quilters")


def test_an_error_shows_its_message_and_the_lines_of_the_user(pinterest_emulator, pinterest_client):
    with pytest.raises(NotFound) as caught:
        rename(Audience(pinterest_emulator.ad_account_id, "1", pinterest_client))
    lines = render(caught.value).splitlines()
    assert lines[0].startswith("NotFound: PATCH /ad_accounts/")
    assert " ".join(" ".join(lines[:-2]).split()) == f"NotFound: {caught.value}"
    assert re.fullmatch(r"test_short_traceback\.py, line \d+, in test_.*: rename\(Aud.*", lines[-2])
    assert lines[-1].endswith('in rename: audience.update_fields(name="Quilters")')
    assert "\033[1;31mNotFound\033[0m" in caught.value._render_traceback_()[0]


def test_the_full_traceback_is_shown_while_debugging(monkeypatch):
    error = PinterestError("no")
    assert hasattr(error, "_render_traceback_")
    monkeypatch.setenv("PINTEREST_DEBUG", "1")
    assert not hasattr(error, "_render_traceback_")
    monkeypatch.delenv("PINTEREST_DEBUG")
    logger = logging.getLogger("pinterest")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        assert not hasattr(error, "_render_traceback_")
    finally:
        logger.setLevel(before)


def test_secrets_in_lines_are_hidden():
    def connect(**options):
        raise PinterestError("no connection")

    with pytest.raises(PinterestError) as caught:
        connect(access_token="hidden-one", name="shown")
    assert 'connect(access_token=[hidden], name="shown")' in render(caught.value)


def test_deep_stacks_are_cut_and_errors_that_were_not_raised_have_no_lines():
    def recurse(depth):
        if depth:
            recurse(depth - 1)
        raise UnknownAttribute("a\nb")

    with pytest.raises(UnknownAttribute) as caught:
        recurse(20)
    assert len(render(caught.value).splitlines()) == 2 + 4
    assert render(PinterestError("only this")) == "PinterestError: only this"
    assert render(PinterestError()) == "PinterestError:"
    for twin in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert render(twin).startswith("UnknownAttribute: a\nb")
