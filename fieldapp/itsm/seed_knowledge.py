"""Demo data: what the knowledge base holds on the first day."""

from __future__ import annotations

import json
from typing import Any

from fieldapp import ids
from fieldapp.itsm import orders, records
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.knowledge import KIND
from fieldapp.itsm.seed import DESK, ENGINEER, order_id
from fieldapp.paths import resource


def seed_articles(endpoint: Endpoint) -> int:
    """Published articles that are not there yet; returns how many were added."""
    entries = json.loads(resource("demo/articles.json").read_text(encoding="utf-8"))["articles"]
    return sum(_add(endpoint, entry) for entry in entries)


def _add(endpoint: Endpoint, entry: dict[str, Any]) -> bool:
    article_id = order_id(endpoint, entry["key"])
    with endpoint.database.reading() as connection:
        if orders.load(endpoint.database, connection, [article_id]):
            return False
    answers = dict(entry["answers"])
    if "steps" in answers:
        answers["steps"] = [{"_id": ids.new_id(), **row} for row in answers["steps"]]
    records.create(endpoint, KIND, answers, ENGINEER.actor, record_id=article_id)
    for state in ("SUBMITTED", "PUBLISHED"):
        records.move(endpoint, article_id, state, DESK.actor)
    return True
