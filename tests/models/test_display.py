"""How notebooks and terminals display models, pages, schemas, rows and errors."""

from __future__ import annotations

import contextlib
import copy
import datetime
import re

import pytest

from pinterest import (
    AdAccount,
    Audience,
    Campaign,
    CustomerList,
    Integration,
    OrderLine,
    Page,
    UserAccount,
)
from pinterest.emulator import Emulator
from pinterest.exceptions import NotFound
from pinterest.schemas import AudienceRule
from pinterest.utils.analytics_rows import AnalyticsRows


@pytest.fixture(scope="module")
def shop():
    with Emulator(demo_data=True) as emulator:
        yield emulator


@pytest.fixture
def client(shop):
    shop.clear_requests()
    return shop.client()


def get_text(html):
    """Returns the text of HTML, with cells divided by bars."""
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"(?:<[^>]*>)+", "|", html)


def test_a_model_is_a_table_with_money_and_times(shop, client):
    campaign = next(AdAccount(shop.ad_account_id, client).campaigns())
    sent = len(shop.requests)
    html = campaign._repr_html_()
    assert len(shop.requests) == sent
    text = get_text(html)
    assert text.startswith(f"|Campaign|name|{campaign.name}|id|{campaign.id}|objective_type|")
    assert "|status|ACTIVE|" in text
    assert f"|lifetime_spend_cap_amount|{campaign.lifetime_spend_cap_amount:,.2f}|" in text
    assert f"|start_datetime|{campaign.start_datetime:%Y-%m-%d %H:%M} UTC|" in text
    assert str(campaign.start_time) not in text
    assert "type|campaign" not in text


def test_a_model_that_is_not_loaded_says_so_and_sends_nothing(shop, client):
    text = get_text(Campaign(shop.ad_account_id, "12", client)._repr_html_())
    assert "|campaign_id|12|" in text
    assert "|not loaded: read a field or call refresh()|" in text
    assert shop.requests == []
    known = Campaign(shop.ad_account_id, "12", client, name="Spring")  # type: ignore[arg-type]  # a known field
    assert "|name|Spring|" in get_text(known._repr_html_())
    assert "not loaded" in get_text(UserAccount(client)._repr_html_())
    assert "Audience" in Audience.__new__(Audience)._repr_html_()


def test_a_page_is_a_table_of_identifying_fields(shop, client):
    page = Audience.get_all(shop.ad_account_id, page_size=2, client=client)
    text = get_text(page._repr_html_())
    assert text.startswith(
        "|Page| of 2 Audience objects · more pages: page.iter_all() gets them all|"
    )
    assert "|name|id|audience_type|status|size|created_datetime|updated_datetime|" in text
    assert all(f"|{item.name}|{item.id}|" in text for item in page.items)
    last = Page(page.items, None)
    assert "last page" in last._repr_html_()
    assert len(shop.requests) == 1


def test_text_shows_the_class_and_identifying_fields(shop, client):
    account = AdAccount(shop.ad_account_id, client)
    assert str(next(account.campaigns())).startswith("Campaign(ad_account_id=")
    [keyword] = account.keywords(limit=1)
    assert f"value={keyword.value!r}, match_type='PHRASE_NEGATIVE')" in repr([keyword])
    page = Page([*account.campaigns(), *account.audiences()] * 3, None)
    assert "... and " in repr(page) and len(repr(page)) < 2000
    rule = AudienceRule(retention_days=7)
    assert str(rule) == repr(rule) == "AudienceRule(retention_days=7)"
    assert f"{rule}".startswith("AudienceRule(")


@pytest.mark.parametrize(
    "items",
    [
        [],
        ["ALLOWED", "<b>"],
        [{"name": "<b>", "size": 5}],
        [AudienceRule(retention_days=7)],
        [None, 5],
    ],
)
def test_a_page_may_contain_anything(items):
    page = Page(items, None)
    assert f"of {len(items)} " in get_text(page._repr_html_())
    assert "<b>" not in page._repr_html_()
    assert repr(page).startswith("Page(items=[")


def test_html_escapes_and_cuts_everything():
    script = "<script>alert(1)</script>"
    audience = Audience.from_dict(
        {"id": "1", "name": script, script: script, "description": "long " * 500, "size": 10**400}
    )
    rule = AudienceRule(country="<i>")
    for shown in (audience, Page([audience] * 30, None), rule):
        html = shown._repr_html_()
        assert "<script" not in html and "<i>" not in html
        assert len(html) < 10_000
    assert "… and 10 more" in Page([audience] * 30, None)._repr_html_()
    many = Audience.from_dict({"id": "1", **{f"field_{place}": place for place in range(50)}})
    assert "|37 more|to_dict() has every field|" in get_text(many._repr_html_())


def test_secrets_and_personal_data_are_hidden():
    secret, email = "pina_1234567890", "ann@example.com"
    integration = Integration.from_dict(
        {
            "id": "1",
            "partner_access_token": secret,
            "partner_primary_email": email,
            "partner_metadata": f"mail to {email} with {secret}",
            "nested": {"email": email, "token": secret, "phone": ["555"]},
        }
    )
    customers = CustomerList.from_dict({"id": "1", "name": f"Friends of {email}", "records": email})
    for shown in (integration, customers, Page([integration, customers], None)):
        for text in (repr(shown), shown._repr_html_()):
            assert secret not in text and "example.com" not in text and "555" not in text
    assert "[hidden]" in integration._repr_html_()


def test_amounts_have_the_currency_if_the_object_knows_it():
    line = OrderLine.from_dict({"id": "1", "budget": 12_500_000, "currency": "EUR"})
    assert "|budget_amount|12.50 EUR|" in get_text(line._repr_html_())
    broken = OrderLine.from_dict({"id": "1", "budget": "unknown"})
    assert "|budget|unknown|" in get_text(broken._repr_html_())


def test_rows_are_a_table_of_the_first_ones():
    rows = AnalyticsRows()
    day = datetime.date(2026, 1, 31)
    rows.extend({"DATE": day, "SPEND_IN_DOLLAR": place / 3} for place in range(50))
    text = get_text(rows._repr_html_())
    assert (
        "|AnalyticsRows| of 50 rows|DATE|SPEND_IN_DOLLAR|2026-01-31|0.00|2026-01-31|0.33|" in text
    )
    assert "… and 30 more" in text


def test_amounts_in_rows_have_two_decimals():
    rows = AnalyticsRows()
    rows.append({"SPEND_IN_DOLLAR": 1034.184898, "CPC_IN_DOLLAR": 0.0345678, "CTR": 0.024011})
    assert "|1,034.18|0.03457|0.024011|" in get_text(rows._repr_html_())
    rows.append({"SPEND_IN_DOLLAR": float("nan"), "CPC_IN_DOLLAR": 0.5})
    assert "|nan|0.50|" in get_text(rows._repr_html_())


def test_an_error_shows_its_message_and_details_for_support():
    error = NotFound("no <b>", status=404, code=50, request_id="17")
    text = get_text(error._repr_html_())
    assert "|NotFound| no &lt;b&gt;|status|404|code|50|request_id|17|" in text
    assert get_text(copy.copy(error)._repr_html_()) == text


def test_a_page_has_one_item_per_line_in_ipython():
    class Printer:
        """Prints as IPython's printer does."""

        def __init__(self):
            self.shown = ""

        def text(self, text):
            self.shown += text

        def break_(self):
            self.shown += "\n"

        def pretty(self, item):
            self.text(repr(item))

        @contextlib.contextmanager
        def group(self, _indent, start, end):
            self.text(start)
            yield
            self.text(end)

    def pretty(page, *, cycle=False):
        printer = Printer()
        page._repr_pretty_(printer, cycle)
        return printer.shown

    lines = pretty(Page([Audience("1", str(number)) for number in range(12)], None)).splitlines()
    assert lines[0] == "Page(items=["
    assert lines[1] == "Audience(ad_account_id='1', audience_id='0', not loaded),"
    assert lines[-1] == "... and 2 more], bookmark=None)"
    assert len(lines) == 12
    assert pretty(Page([], None)) == "Page(items=[], bookmark=None)"
    assert pretty(Page(["a", "b"], None), cycle=True) == repr(Page(["a", "b"], None))
