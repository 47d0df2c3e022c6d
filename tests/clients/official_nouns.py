"""The steps for the nouns of Pinterest's own SDK, `pinterest-api-sdk`."""

# Keep this order of imports, since our package has some modules with the same names.
# ruff: noqa: I001

import time

from nouns import ACCOUNT, IMAGE, noun, check_refused, check_equal
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.ad_groups import AdGroup
from pinterest.ads.ads import Ad
from pinterest.ads.audiences import Audience
from pinterest.ads.campaigns import Campaign
from pinterest.ads.conversion_events import Conversion
from pinterest.ads.conversion_tags import ConversionTag
from pinterest.ads.customer_lists import CustomerList
from pinterest.ads.keywords import Keyword
from pinterest.client import PinterestSDKClient
from pinterest.config import (
    PINTEREST_API_URI,
    PINTEREST_APP_ID,
    PINTEREST_APP_SECRET,
    PINTEREST_REFRESH_ACCESS_TOKEN,
)
from pinterest.organic.boards import Board, BoardSection
from pinterest.organic.pins import Pin

CLIENT = "pinterest-api-sdk"
RULE = {"visitor_source_id": "2614886750417", "retention_days": 180}


def list_all(first_page):
    """Returns the items of all pages, and the number of pages."""
    items, bookmark = first_page
    found, pages = list(items), 1
    while bookmark:
        items, bookmark = bookmark.get_next()
        found += items
        pages += 1
    return found, pages


def check_paged_list(first_page, wanted):
    """Checks that a list has exactly the expected items, in order, on several pages."""
    found, pages = list_all(first_page)
    check_equal([item.id for item in found], wanted)
    assert pages > 1, "everything is on one page"
    return f"{len(found)} on {pages} pages"


def new_campaign(name="Autumn", **fields):
    return Campaign.create(
        ad_account_id=ACCOUNT,
        name=name,
        objective_type="AWARENESS",
        daily_spend_cap=10_000_000,
        **fields,
    )


def new_ad_group(campaign, name="Quilters"):
    return AdGroup.create(
        ad_account_id=ACCOUNT,
        name=name,
        campaign_id=campaign.id,
        billable_event="IMPRESSION",
        budget_in_micro_currency=5_000_000,
        bid_in_micro_currency=2_000_000,
        auto_targeting_enabled=False,
    )


def new_pin(board, title="Log cabin"):
    return Pin.create(board_id=board.id, title=title, media_source=dict(IMAGE))


@noun("sign-in")
def sign_in():
    client = PinterestSDKClient.create_client_with_refresh_token(
        PINTEREST_REFRESH_ACCESS_TOKEN, PINTEREST_APP_ID, PINTEREST_APP_SECRET
    )
    check_equal(AdAccount(ad_account_id=ACCOUNT, client=client).id, ACCOUNT)
    unknown = PinterestSDKClient.create_client_with_token("pina_nobody")
    check_refused(lambda: AdAccount(ad_account_id=ACCOUNT, client=unknown), 401)
    return f"by refresh token at {PINTEREST_API_URI}; an unknown token is refused"


@noun("ad accounts")
def ad_accounts():
    owner = AdAccount(ad_account_id=ACCOUNT).owner
    made = AdAccount.create(name="Second shop", owner_user_id=owner.id, country="US")
    check_equal(AdAccount(ad_account_id=made.id).name, "Second shop")
    check_refused(lambda: AdAccount(ad_account_id="1"), 404)
    return "created, read"


@noun("audiences")
def audiences():
    made = [
        Audience.create(
            ad_account_id=ACCOUNT, name=f"Visitors {n}", rule=dict(RULE), audience_type="VISITOR"
        )
        for n in range(5)
    ]
    listed = check_paged_list(Audience.get_all(ACCOUNT, page_size=2), [item.id for item in made])
    check_paged_list(AdAccount(ACCOUNT).list_audiences(page_size=3), [item.id for item in made])
    backward = Audience.get_all(ACCOUNT, page_size=2, order="DESCENDING")
    check_paged_list(backward, [item.id for item in reversed(made)])
    assert made[0].update_fields(name="Quilters", description="Those who quilt")
    check_equal(Audience(ACCOUNT, made[0].id).name, "Quilters")
    return f"created, listed ({listed}), updated"


@noun("campaigns")
def campaigns():
    made = [new_campaign(f"Campaign {n}") for n in range(5)]
    listed = check_paged_list(Campaign.get_all(ACCOUNT, page_size=2), [item.id for item in made])
    some = [made[1].id, made[3].id]
    check_paged_list(AdAccount(ACCOUNT).list_campaigns(campaign_ids=some, page_size=1), some)
    assert made[0].update_fields(name="Winter", daily_spend_cap=20_000_000)
    check_equal(Campaign(ACCOUNT, made[0].id).name, "Winter")
    assert made[0].set_daily_budget(30_000_000) and made[0].pause() and made[0].activate()
    assert made[1].archive()
    found, _ = list_all(Campaign.get_all(ACCOUNT, entity_statuses=["ARCHIVED"]))
    check_equal([item.id for item in found], [made[1].id])
    without = {"ad_account_id": ACCOUNT, "name": "No budget", "objective_type": "AWARENESS"}
    check_refused(lambda: Campaign.create(**without), "Failed with code 2384")
    return f"created, listed ({listed}), updated, paused, archived; one without a budget is refused"


@noun("ad groups")
def ad_groups():
    campaign = new_campaign()
    made = [new_ad_group(campaign, f"Group {n}") for n in range(5)]
    wanted = [item.id for item in made]
    listed = check_paged_list(
        AdGroup.get_all(ACCOUNT, campaign_ids=[campaign.id], page_size=2), wanted
    )
    found, _ = list_all(campaign.list_ad_groups())
    check_equal([item.id for item in found], wanted)
    assert made[0].update_fields(name="Beginners")
    check_equal(AdGroup(ACCOUNT, made[0].id).name, "Beginners")
    made[0].enable_auto_targeting()
    check_equal(AdGroup(ACCOUNT, made[0].id).auto_targeting_enabled, True)
    return f"created, listed ({listed}), updated"


@noun("ads")
def ads():
    board, group = Board.create(name="Advertised"), new_ad_group(new_campaign())
    made = [
        Ad.create(
            ad_account_id=ACCOUNT,
            ad_group_id=group.id,
            creative_type="REGULAR",
            pin_id=new_pin(board).id,
            status="ACTIVE",
            name=f"Ad {n}",
        )
        for n in range(5)
    ]
    wanted = [item.id for item in made]
    listed = check_paged_list(Ad.get_all(ACCOUNT, ad_group_ids=[group.id], page_size=2), wanted)
    found, _ = list_all(group.list_ads())
    check_equal([item.id for item in found], wanted)
    assert made[0].update_fields(name="Log cabin", status="PAUSED")
    check_equal(str(Ad(ACCOUNT, made[0].id).status), "PAUSED")
    return f"created, listed ({listed}), updated"


@noun("keywords")
def keywords():
    group = new_ad_group(new_campaign())
    made = [
        Keyword.create(ACCOUNT, parent_id=group.id, value=f"quilt {n}", match_type="BROAD")
        for n in range(5)
    ]
    listed = check_paged_list(
        Keyword.get_all(ACCOUNT, ad_group_id=group.id, page_size=2), [item.id for item in made]
    )
    assert made[1].update_fields(archived=True)
    found, _ = list_all(Keyword.get_all(ACCOUNT, ad_group_id=group.id, page_size=250))
    check_equal([item.id for item in found], [item.id for item in made if item is not made[1]])
    return f"created, listed ({listed}), archived"


@noun("customer lists")
def customer_lists():
    made = [
        CustomerList.create(ACCOUNT, name=f"Buyers {n}", records="a@example.com,b@example.com")
        for n in range(3)
    ]
    listed = check_paged_list(
        CustomerList.get_all(ACCOUNT, page_size=2), [item.id for item in made]
    )
    check_paged_list(
        AdAccount(ACCOUNT).list_customer_lists(page_size=1), [item.id for item in made]
    )
    assert made[0].add_record("c@example.com") and made[0].remove_record("a@example.com")
    again = CustomerList(ACCOUNT, made[0].id)
    assert again.num_removed_user_records, "the removal is not counted"
    return f"created, listed ({listed}), added to, removed from"


@noun("conversion tags")
def conversion_tags():
    made = [ConversionTag.create(ACCOUNT, name=f"Tag {n}", aem_enabled=True) for n in range(3)]
    wanted = {item.id for item in made}
    assert wanted <= {item.id for item in ConversionTag.get_all(ACCOUNT)}
    check_equal(ConversionTag(ACCOUNT, made[0].id).name, "Tag 0")
    ConversionTag.get_page_visit_conversion_tag_events(ACCOUNT)
    ConversionTag.get_ocpm_eligible_conversion_tag_events(ACCOUNT)
    return "created, listed, read, with their events"


@noun("conversion events")
def conversion_events():
    event = Conversion.create_conversion_event(
        event_name="add_to_cart",
        action_source="web",
        event_time=int(time.time()),
        event_id="order-1",
        user_data={
            "client_ip_address": "198.51.100.7",
            "client_user_agent": "Mozilla/5.0",
            "em": ["f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"],
        },
        custom_data={"currency": "USD", "value": "72.39"},
    )
    answer = Conversion.send_conversion_events(ACCOUNT, [event], test=True)
    check_equal((answer.num_events_received, answer.num_events_processed), (1, 1))
    return "sent"


@noun("boards")
def boards():
    before, _ = list_all(Board.get_all(page_size=250))
    made = [Board.create(name=f"Official quilts {n}", description="Of cloth") for n in range(3)]
    found, pages = list_all(Board.get_all(page_size=2))
    check_equal({item.id for item in found}, {item.id for item in (*before, *made)})
    check_equal(len(found), len({item.id for item in found}))
    assert made[0].update_fields(name="Official blankets") and made[0].make_secret()
    again = Board(made[0].id)
    check_equal((again.name, again.privacy), ("Official blankets", "SECRET"))
    assert again.make_public()
    assert Board.delete(made[1].id)
    check_refused(lambda: Board(made[1].id), 404)
    return f"created, listed ({len(found)} on {pages} pages), updated, deleted"


@noun("board sections")
def board_sections():
    board = Board.create(name="Official sections")
    made = [board.create_section(f"Section {n}") for n in range(5)]
    found, pages = list_all(BoardSection.get_all(board.id, page_size=2))
    check_equal({item.id for item in found}, {item.id for item in made})
    check_equal(board.update_section(made[0].id, "Blocks").name, "Blocks")
    board.delete_section(made[1].id)
    found, _ = list_all(board.list_sections())
    check_equal({item.id for item in found}, {item.id for item in made} - {made[1].id})
    return f"created, listed (5 on {pages} pages), updated, deleted"


@noun("pins")
def pins():
    board, other = Board.create(name="Official Pins"), Board.create(name="Official saved")
    section = board.create_section("Blocks")
    made = [new_pin(board, f"Pin {n}") for n in range(5)]
    inside = Pin.create(board_id=board.id, board_section_id=section.id, media_source=dict(IMAGE))
    found, pages = list_all(board.list_pins(page_size=2))
    wanted = {item.id for item in (*made, inside)}
    check_equal({item.id for item in found}, wanted)
    found, _ = list_all(board.list_pins(section_id=section.id))
    check_equal([item.id for item in found], [inside.id])
    found, _ = list_all(Pin.get_all(page_size=2))
    assert wanted <= {item.id for item in found}
    made[0].save(other.id)
    found, _ = list_all(other.list_pins())
    check_equal(len(found), 1)
    assert Pin.delete(made[1].id)
    check_refused(lambda: Pin(made[1].id), 404)
    return f"created, listed ({len(wanted)} on {pages} pages), saved, deleted"
