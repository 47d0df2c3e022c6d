"""One sample rule per audience type. Together they contain every documented key."""

from __future__ import annotations

from typing import Any

from pinterest.emulator import Emulator

RULES: dict[str, dict[str, Any]] = {
    "CUSTOMER_LIST": {"customer_list_id": "643"},
    "ACTALIKE": {"seed_id": ["2542620905475"], "country": "US", "percentage": 10},
    "VISITOR": {
        "visitor_source_id": "2614886750417",
        "retention_days": 540,
        "event": "checkout",
        "event_data": {
            "currency": "USD",
            "order_id": "X-151481",
            "line_items": [{"product_name": "Thread", "product_id": 414, "product_quantity": 2}],
        },
        "url": {"contains": "quilts"},
        "event_source": {"=": ["web", "mobile"]},
        "ingestion_source": {"=": ["tag"]},
        "prefill": True,
    },
    "ENGAGEMENT": {
        "engagement_domain": ["www.example.com"],
        "engagement_type": "save",
        "engager_type": 2,
        "pin_id": ["34567"],
        "ad_id": ["687201361754"],
        "campaign_id": ["626735565838"],
        "objective_type": ["AWARENESS"],
        "url": ["https://www.example.com/a", "https://www.example.com/b"],
        "retention_days": 1,
    },
    "PERSONA": {},
}


def create_referenced(emulator: Emulator) -> None:
    """Creates the objects that the rules refer to in the emulator's ad account."""
    ids = {
        "customer_list": RULES["CUSTOMER_LIST"]["customer_list_id"],
        "audience": RULES["ACTALIKE"]["seed_id"][0],
        **{kind: RULES["ENGAGEMENT"][f"{kind}_id"][0] for kind in ("ad", "campaign")},
    }
    account = emulator.ad_account_id
    entities = {kind: [{"id": id, "data": {}, "parent": account}] for kind, id in ids.items()}
    emulator.load({"entities": entities})
