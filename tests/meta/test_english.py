"""No text in the project uses the phrases that CONTRIBUTING's section "Plain English" rules out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.meta.source import ROOT, texts

# Each pattern, and what to write instead.
PHRASES = {
    r"\b(?:is|are|be|was|were) none\b|\bis none of\b|\bnone such\b": "'is not', 'no' or 'does not exist'",
    r"\b[Uu]nless (?:given|told|said)\b": "'Defaults to X.' or '(default X)'",
    r"\b[Ww]hom\b|\b[Hh]ence\b|\b[Tt]hus\b|\b[Mm]eanwhile\b|\bin vain\b": "the ordinary word",
    r"\b(?:one|an?|each) [a-z]+ an? (?:call|class|field|file|item|kind|model|module|noun|operation|tag)\b": "'per'",
    r"\b(?:items|one [a-z]+) a page\b": "'items per page'",
    r"\bMost items\b": "'Maximum number of items'",
    r"\basks? (?:for )?nothing\b": "'sends no request'",
    r"\bwhat is there\b|\bas it came\b": "the thing itself: the body, the value, the file",
    r", yet\b": "'but', or two sentences",
    r"\bso (?:few|large|long|many) that\b": "two sentences",
    r"\bcame out of\b": "'comes from', 'returned by'",
    r"\btells? of\b|\btold of\b|\bis told to\b": "'reports', 'describes', 'says'",
    r"\b[Tt]ime-outs?\b": "'timeout'",
}


def find_phrases(text):
    """Returns each phrase that a pattern finds, with its context. Line breaks and comment signs count as spaces."""
    joined = re.sub(r"\s*\n\s*(?:#:? )?", " ", text)
    return [
        f"...{joined[max(0, found.start() - 30) : found.end() + 20]}...: write {advice}"
        for pattern, advice in PHRASES.items()
        for found in re.finditer(pattern, joined)
    ]


def read_without_rules(path):
    text = path.read_text(encoding="utf-8")
    if path == ROOT / "CONTRIBUTING.md":
        # The table of rules contains each phrase on purpose.
        text = re.sub(r"^\| \d+ \|.*$", "", text, flags=re.MULTILINE)
    return text


def find_phrases_by_file():
    others = [path for path in texts() if path != Path(__file__).resolve()]
    names = {path.relative_to(ROOT).as_posix(): path for path in others}
    return {
        name: found
        for name, path in names.items()
        if (found := find_phrases(read_without_rules(path)))
    }


@pytest.mark.slow
def test_no_text_uses_excluded_phrases():
    assert find_phrases_by_file() == {}


@pytest.mark.parametrize(
    "text",
    [
        "ConfigurationError: A number is none, or negative.",
        "client: Whom to ask.",
        "the default client unless\n            given.",
        "# An object known by its ids asks\n# nothing.",
        "one method an operation",
        "The body as it came.",
        "a time-out",
    ],
)
def test_excluded_phrases_are_found(text):
    assert find_phrases(text)


@pytest.mark.parametrize(
    "text",
    [
        "Returns None if the audience is None.",
        "Defaults to the default client.",
        "one method per operation",
        "once a day",
        "timeout",
    ],
)
def test_plain_english_is_not_found(text):
    assert find_phrases(text) == []
