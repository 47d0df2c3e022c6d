"""The docs in a browser: size, phones, dark colors, print, copied code and search."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

PAGES = [
    "",
    "quickstart/",
    "errors/",
    "jobs/reports/",
    "nouns/campaign-management/campaigns/",
    "operations/",
    "reference/api/audiences/",
    "reference/campaigns/",
]
BUDGET = 300_000
CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
  const rgb = color => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const light = color => {
    const [r, g, b] = rgb(color).map(one => one / 255)
      .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor
      if (rgb(color)[3] === 255) return color
    }
    return getComputedStyle(document.body).backgroundColor
  }
  const poor = []
  for (const element of document.querySelectorAll("article :is(p, li, a, td, code, dt, dd, h2)")) {
    if (element.matches(".headerlink, .headerlink *") || !element.textContent.trim()) continue
    const both = [light(getComputedStyle(element).color), light(behind(element))].sort()
    const ratio = (both[1] + 0.05) / (both[0] + 0.05)
    if (ratio < 4.5) poor.push([element.outerHTML.slice(0, 80), ratio])
  }
  return poor
}
"""


def test_home_loads_less_than_300_kilobytes(open_page):
    responses: list[Any] = []
    open_page("", on_response=responses.append)
    sizes = {
        response.url: len(gzip.compress(response.body()))
        for response in responses
        if response.request.resource_type != "font"
    }
    assert any("search_index" in url for url in sizes), "the search index is part of the page"
    assert sum(sizes.values()) < BUDGET, sizes


def test_pages_load_nothing_from_other_hosts(open_page, site_url):
    responses: list[Any] = []
    for path in ("", "reference/api/audiences/"):
        open_page(path, on_response=responses.append)
    assert {
        response.url for response in responses if not response.url.startswith(site_url)
    } == set()
    assert {response.status for response in responses} == {200}


CUT = """
[...document.querySelectorAll("article pre > code")]
  .filter(code => code.scrollWidth > code.clientWidth + 1).map(code => code.innerText)
"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_screen_a_phone_or_paper(open_page, path):
    page = open_page(path)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["", "errors/", "reference/api/audiences/"])
def test_text_has_enough_contrast(open_page, path, dark):
    assert open_page(path, dark=dark).evaluate(CONTRAST) == []


def copy_first_block(page):
    """Clicks the copy button of the first block with prompts. Returns what is copied."""
    block = page.locator(".highlight:has(.gp)").first
    block.hover()
    block.locator("button").first.click()
    return page.evaluate("navigator.clipboard.readText()")


def test_copied_commands_have_no_prompts(open_page):
    copied = copy_first_block(open_page("quickstart/"))
    assert copied.splitlines() == [
        "python -m venv .venv",
        '.venv/bin/pip install ".[emulator]"',
    ]


def test_copied_examples_have_no_prompts_and_no_output(open_page):
    copied = copy_first_block(open_page("reference/campaigns/"))
    assert copied.startswith("campaign = Campaign.create(")
    assert ">>>" not in copied
    assert "..." not in copied


@pytest.mark.parametrize(
    ("query", "guide"),
    [
        ("pagination", "paging/"),
        ("dataframe", ("analytics/", "paging/", "jobs/reports/", "notebooks/")),
        ("token", ("authentication/", "quickstart/")),
        ("rate limit", "rate-limits/"),
        ("retry", "errors/"),
        ("campaigns_create", "reference/api/campaigns/"),
    ],
)
def test_search_finds_a_fitting_page_among_the_first_three(open_page, query, guide):
    page = open_page("")
    page.locator(".md-search__input").first.fill(query)
    results = page.locator(".md-search-result__item > a")
    results.first.wait_for(state="attached")
    found = [results.nth(place).get_attribute("href") for place in range(min(3, results.count()))]
    wanted = (guide,) if isinstance(guide, str) else guide
    assert any(f"/{one}" in str(url) for url in found for one in wanted), found


def test_long_lists_of_values_are_folded(open_page):
    page = open_page("reference/api/ad_accounts/")
    assert page.locator("details.values").count() > 3
    assert page.locator("details.values[open]").count() == 0
