"""The interests that ads can target, on two levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pinterest.schemas import L1InterestListItem

_WITHIN: Mapping[str, tuple[str, ...]] = {
    "animals": ("Birds", "Cats", "Dogs", "Horses"),
    "architecture": ("Barns", "Cottages", "Tiny houses"),
    "art": ("Drawings", "Illustration", "Painting", "Sculpture"),
    "beauty": ("Hairstyles", "Makeup", "Nails"),
    "childrens_fashion": ("Baby clothes", "School clothes"),
    "design": ("Lettering", "Packaging", "Posters"),
    "diy_and_crafts": ("Crochet", "Knitting", "Quilting", "Sewing"),
    "education": ("Reading corners", "Science at home"),
    "electronics": ("Audio", "Cameras", "Wearables"),
    "entertainment": ("Board games", "Books", "Films", "Music"),
    "event_planning": ("Birthday parties", "Table settings"),
    "finance": ("Budgeting", "Saving"),
    "food_and_drinks": ("Baking", "Breakfast", "Desserts", "Vegetarian recipes"),
    "gardening": ("Container gardens", "Flowers", "Herbs", "Vegetables"),
    "health": ("Sleep", "Stretching", "Walking"),
    "home_decor": ("Bedroom", "Kitchen", "Living room", "Small spaces"),
    "mens_fashion": ("Coats", "Shirts", "Trainers"),
    "parenting": ("Lunch boxes", "Nursery", "Rainy day games"),
    "quotes": ("Calm quotes", "Funny quotes"),
    "sport": ("Climbing", "Cycling", "Running"),
    "travel": ("Camping", "City breaks", "Road trips", "Travel destinations"),
    "vehicles": ("Bicycles", "Camper vans", "Classic cars"),
    "wedding": ("Bouquets", "Invitations", "Wedding dresses"),
    "womens_fashion": ("Dresses", "Knitwear", "Outfits", "Shoes"),
}
_NAMES = {
    "childrens_fashion": "Children's fashion",
    "diy_and_crafts": "DIY and crafts",
    "mens_fashion": "Men's fashion",
    "womens_fashion": "Women's fashion",
}
_FIRST_ID = 902_000_000_000
_IDS_PER_INTEREST = 100


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest that ads can target.

    Attributes:
        id: The ID, equal for all seeds.
        name: The name of the interest.
        level: 1 or 2.
        children: The level 2 interests in a level 1 interest. Empty for level 2.
    """

    id: str
    name: str
    level: int
    children: tuple[Interest, ...] = ()


def _build_first_level() -> tuple[Interest, ...]:
    found = []
    for place, item in enumerate(L1InterestListItem):
        first, key = _FIRST_ID + place * _IDS_PER_INTEREST, item.value
        children = tuple(
            Interest(str(first + number), name, 2)
            for number, name in enumerate(_WITHIN.get(key, ()), 1)
        )
        name = _NAMES.get(key, key.replace("_", " ").capitalize())
        found.append(Interest(str(first), name, 1, children))
    return tuple(found)


INTERESTS = _build_first_level()
"""The interests of the first level."""

BY_ID: Mapping[str, Interest] = {
    one.id: one for interest in INTERESTS for one in (interest, *interest.children)
}
"""All interests by ID."""
