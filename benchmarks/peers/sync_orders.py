"""Orders for the comparison of sync: `written(FILE, COUNT)`, one a line, the same for every program.

Each is the tests' full order of the shipped form with ids, hashes, times and serials of its own, a part of its sections, and
texts mixed from the demo's orders: ids and hashes cannot be packed, so they must not repeat when bytes are counted.
"""

from __future__ import annotations

import json
import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from support.forms_orders import full_order

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.validation import check_document
from fieldapp.itsm.wire import canonical
from fieldapp.paths import resource

OPTIONAL = ("third_party", "config_changes", "comparison", "knowledge_refs", "parts", "files", "notices", "checks")
MANY = ("photos", "devices", "diagnosis_steps")


DIFFERENT = 10_000
"""Beyond that many they are repeated under other ids and numbers."""

WHO = ("customer_unit", "contact_name", "address", "contract", "category", "channel", "impact", "scope", "urgency")


def written(path: Path, count: int, seed: int = 1) -> int:
    """Returns the bytes of all."""
    chance = random.Random(seed)  # noqa: S311 - the same orders every time
    entries = json.loads(resource("demo/orders.json").read_text(encoding="utf-8"))["orders"]
    texts = spoken(entries)
    made: list[dict[str, Any]] = []
    with path.open("wb") as stream:
        for number in range(count):
            if number < DIFFERENT:
                doc = order(chance, number, texts, chance.choice(entries)["answers"])
                check_document(doc)
                made.append(doc)
            else:
                again = str(uuid.UUID(int=chance.getrandbits(128), version=4))
                doc = {**made[number % DIFFERENT], "id": again, "number": f"WX-20261101-{number:06}"}
            stream.write(canonical(doc) + b"\n")
        return stream.tell()


def spoken(entries: list[dict[str, Any]]) -> list[str]:
    """The sentences of the demo's orders."""
    said = [entry["answers"].get(name, "") for entry in entries for name in ("symptom", "cause", "solution")]
    said += [step["text"] for entry in entries for step in entry["story"] if "text" in step]
    return sorted({sentence for text in said for sentence in text.replace("；", "。").split("。") if len(sentence) > 5})


def order(chance: random.Random, number: int, texts: list[str], whose: dict[str, Any]) -> dict[str, Any]:
    doc = full_order()
    shift = timedelta(minutes=chance.randrange(300 * 24 * 60), milliseconds=chance.randrange(60_000))
    gone = set(chance.sample(OPTIONAL, chance.randrange(3, 7)))
    answers = {name: value for name, value in doc["answers"].items() if name not in gone}
    answers |= {name: whose[name] for name in WHO if name in whose}
    for name in MANY:
        answers[name] = answers[name][: chance.randrange(1, len(answers[name]) + 1)]
    for name, sentences in (("symptom", 2), ("cause", 1), ("solution", 8), ("open_issues", 1)):
        answers[name] = "。".join(said(chance, texts) for _ in range(sentences)) + "。"
    answers["contact_phone"] = f"1{chance.randrange(3 * 10**9, 10**10)}"
    doc |= {"number": f"WX-20261101-{number:06}", "answers": answers}
    return again(chance, doc, shift)


def said(chance: random.Random, texts: list[str]) -> str:
    """A sentence, half of the time with something measured."""
    text = chance.choice(texts)
    return f"{text}（{chance.randrange(10_000) / 100} dB）" if chance.random() < 0.5 else text


def again(chance: random.Random, value: Any, shift: timedelta) -> Any:
    """The same with ids, hashes and serials of its own, at other times."""
    if isinstance(value, dict):
        return {key: fresh(chance, key, content, shift) for key, content in value.items()}
    return [again(chance, content, shift) for content in value] if isinstance(value, list) else moved(value, shift)


def fresh(chance: random.Random, key: str, value: Any, shift: timedelta) -> Any:
    if key in {"id", "_id"} and isinstance(value, str) and len(value) == 36:
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))
    if key == "sha256":
        return f"{chance.getrandbits(256):064x}"
    if key in {"serial", "new_serial", "old_serial"}:
        return f"{value[:8]}{chance.randrange(10**9):09}"
    return again(chance, value, shift)


def moved(value: Any, shift: timedelta) -> Any:
    if isinstance(value, str) and value.startswith("2026-") and "T" in value:
        try:
            moment: datetime = from_wire(value)
        except ValueError:
            return value
        return to_wire(moment - shift)
    return value
