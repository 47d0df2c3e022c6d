"""Pins of products: read, saved, tagged with and advertised, and changed with the product only."""

from __future__ import annotations

from pinterest.operations.pins import PINS_GET, PINS_SAVE
from tests.emulator.advertising import Advertiser
from tests.emulator.shop import Shop, item
from tests.emulator.valid import assert_valid


def test_products_have_pins_that_can_be_used_as_any_other(
    shop: Shop, advertiser: Advertiser
) -> None:
    shop.catalog()
    shop.stock(a={})
    [shown] = shop.read("a").json()["items"][0]["pins"]
    path = f"/pins/{shown['id']}"
    answer = shop.api.get(path)
    assert_valid(PINS_GET, answer)
    pin = answer.json()
    assert {name: pin[name] for name in shown} == shown
    assert (pin["creative_type"], pin["is_product"]) == ("SHOPPING", True)
    shop.emulator.advance(1000)
    assert shop.api.get(path).json() == pin
    assert shop.api.get("/pins").json()["items"] == []
    saved = shop.api.post(f"{path}/save", json={})
    assert_valid(PINS_SAVE, saved)
    assert saved.json()["parent_pin_id"] == pin["id"]
    ad = advertiser.ad(advertiser.ad_group()["id"], pin["id"])
    assert ad["pin_id"] == pin["id"]
    assert shop.api.get(path).json() == {**pin, "has_been_promoted": True}
    tags = {"product_tags": [{"pin_id": pin["id"]}]}
    assert shop.api.post(f"/pins/{saved.json()['id']}/product_tags", json=tags).ok
    for refused in (shop.api.patch(path, json={"title": "x"}), shop.api.delete(path)):
        assert refused.status_code == 403
    shop.send(item("DELETE", "a"))
    shop.emulator.advance(60)
    assert shop.api.get(path).status_code == 404
