"""Creates, lists, pages through and updates audiences on the emulator. All requests stay on this machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.syntax import Syntax
from rich.table import Table

from pinterest import Audience, AudienceInsights, Page, PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.schemas import AudienceType

PAGE_SIZE = 250
SHOWN = 4
TOTAL = 600
DAY = 24 * 3600

REAL = """\
client = PinterestSDKClient(access_token="...")     # or set PINTEREST_ACCESS_TOKEN
audiences, bookmark = Audience.get_all("your ad account ID", page_size=250, client=client)
"""

console = Console(width=100, highlight=False)


def main() -> None:
    """Runs the demo."""
    with Emulator() as emulator, emulator.client() as client:
        console.rule("[bold]Pinterest SDK on the emulator")
        console.print(f"The emulator runs on this machine, at {emulator.url}.\n")
        account = emulator.ad_account_id
        created = create_audiences_of_each_type(account, client)
        emulator.advance(2 * DAY)
        show_created(created)
        page_through(emulator, account, client)
        update_audience(created[0])
        show_insights(account, client)
        console.rule("[bold]On the real API")
        console.print("The same with your own token. README.md says how to get one.\n")
        console.print(Syntax(REAL, "python", background_color="default"))


def print_heading(text: str) -> None:
    """Prints the heading of a part of the demo."""
    console.print(f"[bold]{text}")


def create_audiences_of_each_type(account: str, client: PinterestSDKClient) -> list[Audience]:
    """Creates an audience of each documented type."""
    visitors = Audience.create(
        account,
        name="Looked at quilts",
        rule={"visitor_source_id": "549755885176", "retention_days": 30, "event": "pagevisit"},
        audience_type="VISITOR",
        description="Visited in the last 30 days",
        client=client,
    )
    readers = client.request(
        "POST",
        f"/ad_accounts/{account}/customer_lists",
        json={"name": "Newsletter", "records": "jo@quilts.example,kim@quilts.example"},
    )
    others: list[tuple[str, str, dict[str, Any]]] = [
        (
            "ENGAGEMENT",
            "Saved our pins",
            {"engagement_domain": ["quilts.example"], "engager_type": 1},
        ),
        ("CUSTOMER_LIST", "Newsletter readers", {"customer_list_id": readers.data["id"]}),
        ("ACTALIKE", "Like them", {"seed_id": [visitors.id], "country": "US", "percentage": 5}),
        ("PERSONA", "Makers", {"country": "US"}),
    ]
    return [visitors] + [
        Audience.create(
            account, name=name, rule=rule, audience_type=AudienceType(kind), client=client
        )
        for kind, name, rule in others
    ]


def show_created(created: list[Audience]) -> None:
    """Prints the audiences with their status at creation and two days later."""
    print_heading("Created audiences, two days later")
    table = Table("ID", "type", "name", "created as", "now")
    table.add_column("people", justify="right")
    for audience in created:
        before = audience.status
        audience.refresh()
        size = f"{audience.size:,}" if audience.size is not None else "unknown"
        table.add_row(
            audience.id, audience.audience_type, audience.name, before, audience.status, size
        )
    console.print(table, "")


def page_through(emulator: Emulator, account: str, client: PinterestSDKClient) -> None:
    """Adds audiences until the account has 600, pages through them, and prints the first and last few."""
    emulator.add_audiences(TOTAL - len(list(Audience.iter_all(account, client=client))))
    audiences: list[Audience] = []
    pages = -(-TOTAL // PAGE_SIZE)
    for page in track(
        iterate_pages(Audience.get_all(account, page_size=PAGE_SIZE, client=client)),
        description=f"Paging through {TOTAL}, {PAGE_SIZE} per page",
        total=pages,
        console=console,
    ):
        audiences += page.items
    print_heading(f"The first and the last of {len(audiences)} audiences")
    table = Table("", "ID", "type", "name", "status")
    for number, audience in enumerate(audiences, start=1):
        if number <= SHOWN or number > len(audiences) - SHOWN:
            table.add_row(
                str(number), audience.id, audience.audience_type, audience.name, audience.status
            )
        elif number == SHOWN + 1:
            table.add_row("...", "...", "...", "...", "...")
    console.print(table)
    states = Counter(audience.status for audience in audiences)
    console.print(", ".join(f"{number} {status}" for status, number in states.items()) + "\n")


def iterate_pages(page: Page[Audience]) -> Iterator[Page[Audience]]:
    """Yields a page and all pages after it."""
    yield page
    while page.bookmark:
        page = page.bookmark.get_next()
        yield page


def update_audience(audience: Audience) -> None:
    """Updates an audience, and prints the audience before and after the update."""
    print_heading(f"Updated audience {audience.id}")
    table = Table("", "name", "description")
    table.add_row("before", audience.name, audience.description)
    audience.update_fields(name="Quilters", description="For the spring sale")
    table.add_row("after", audience.name, audience.description)
    console.print(table, "")


def show_insights(account: str, client: PinterestSDKClient) -> None:
    """Prints the main interests of the ad account's audience."""
    insights = AudienceInsights.get(account, "YOUR_TOTAL_AUDIENCE", client=client)
    print_heading(f"Audience insights of {insights.date}: {insights.size:,} people")
    table = Table("interest")
    table.add_column("share", justify="right")
    table.add_column("affinity", justify="right")
    for category in (insights.categories or [])[:5]:
        table.add_row(category.name, f"{category.ratio:.0%}", f"{category.index:.1f}")
    console.print(table, "")


if __name__ == "__main__":
    main()
