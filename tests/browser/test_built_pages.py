"""The pages of the built docs: links, titles, descriptions, and the menu."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urldefrag, urljoin

import pytest

from tests.browser.conftest import SITE

pytestmark = pytest.mark.skipif(
    not (SITE / "index.html").exists(), reason="the docs are not built: run `make docs`"
)
BASE = "http://docs/"


@cache
def read_pages():
    """Returns the HTML of each page, by its URL."""
    return {
        BASE + str(path.relative_to(SITE)).removesuffix("index.html"): path.read_text("utf-8")
        for path in SITE.rglob("index.html")
    }


@cache
def get_content(url):
    """Returns the HTML of a page without its menus."""
    return read_pages()[url].partition("<article")[2].partition("</article>")[0]


def test_every_link_leads_to_a_page_and_a_section():
    anchors = {url: set(re.findall(r'\bid="([^"]+)"', html)) for url, html in read_pages().items()}
    broken = set()
    for url in read_pages():
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', get_content(url)):
            target, fragment = urldefrag(urljoin(url, link.replace("&amp;", "&")))
            if not target.startswith(BASE):
                continue
            if target not in anchors or (fragment and fragment not in anchors[target]):
                broken.add((url, link))
    assert broken == set()


def test_every_page_is_reachable_from_the_menu_of_home():
    seen, waiting = set(), [BASE]
    while waiting:
        url = waiting.pop()
        if url in read_pages() and url not in seen:
            seen.add(url)
            menu = read_pages()[url].partition('<div class="md-sidebar')[2].partition("<article")[0]
            waiting += [
                urldefrag(urljoin(url, link))[0] for link in re.findall(r'href="([^"]+)"', menu)
            ]
    assert set(read_pages()) - seen == set()


def test_every_page_has_a_unique_title_and_description():
    titles = [re.findall(r"<title>([^<]+)</title>", html) for html in read_pages().values()]
    assert all(len(found) == 1 for found in titles)
    names = [found[0] for found in titles]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    without = [
        url
        for url, html in read_pages().items()
        if not re.search(r'<meta name="description" content="[^"]{20,}"', html)
    ]
    assert without == []


def test_there_is_a_page_for_missing_pages():
    missing = (SITE / "404.html").read_text("utf-8")
    assert "This page does not exist" in missing
    assert 'href="/quickstart/"' in missing or "quickstart/" in missing


def test_pages_have_no_link_to_edit_them():
    assert [url for url, html in read_pages().items() if 'rel="edit"' in html] == []


def test_no_page_is_huge():
    sizes = {url: len(html) for url, html in read_pages().items()}
    assert {url: size for url, size in sizes.items() if size > 750_000} == {}
