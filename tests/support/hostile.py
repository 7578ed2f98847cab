"""What a hostile or merely unusual order brings: every rare character, every limit reached, every kind of photo."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from PIL import Image
from support.forms_orders import SHANGHAI, long_text

from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON, Owner
from fieldapp.forms.schema import Field, FieldType, FormDefinition
from fieldapp.ids import new_id

NAMES = ("李旻", "䶮", "㛃", "欧阳𠅤", "𬭎", "𪚥")
SIGNS = " ".join(NAMES) + " 👨‍👩‍👧 e\u0301 مرحبا שלום \u202ertl\u202c z\u200bw\u200dj \ufeff 🇨🇳 <b>&amp;</b> {0} %s"
"""Beyond the BMP, joined emoji, combining, right to left, zero width, markup and formats of other languages."""


def text(length: int) -> str:
    """Exactly so many characters, none of them blank at the ends."""
    part = f"{SIGNS}；{long_text(300)}"
    return (part * (length // len(part) + 1))[: length - 1] + "。"


def minutes_ago(now: datetime, minutes: float) -> str:
    return to_wire((now - timedelta(minutes=minutes)).astimezone(SHANGHAI))


def desk_answers(now: datetime, **changes: JSON) -> dict[str, JSON]:
    """What the desk knows, as an ORDER.json holds it."""
    answers: dict[str, Any] = {
        "customer_unit": "公安局 " + " ".join(NAMES),
        "contact_name": "欧阳𠅤",
        "contact_phone": "020-8211 0137 转 8021",
        "address": text(300),
        "channel": "phone",
        "discovered_at": minutes_ago(now, 300),
        "received_at": minutes_ago(now, 290),
        "nature": "fault",
        "category": "hardware",
        "impact": "risk",
        "scope": "part",
        "urgency": "urgent",
        "symptom": text(5000),
        "affected_business": text(5000),
        "service_mode": "onsite",
    }
    return {name: value for name, value in {**answers, **changes}.items() if value is not None}


def engineer_answers(definition: FormDefinition, now: datetime) -> dict[str, JSON]:
    """Every text as long as it may be, sixty rows in every table."""
    made = {field.id: whole(field, now) for field in definition.fields if field.owner is not Owner.DESK and not field.derived}
    told = {name: value for name, value in made.items() if value is not None}
    for later in ("decline_reason", "unsigned_reason", "witness", "contact_name"):
        told.pop(later, None)
    return told | {
        "cause_category": "software",
        "recurring": True,
        "estimated_minutes": 40,
        "customer_agrees_time": True,
        "workaround": False,
        "backup_done": "done",
        "backup_at": minutes_ago(now, 20),
        "result": "solved",
        "restored_at": minutes_ago(now, 1),
        "final_category": "platform",
        "to_problem": True,
        "change_kind": "normal",
    }


def whole(field: Field, now: datetime) -> JSON:
    match field.type:
        case FieldType.LONG_TEXT:
            return text(field.max_length or 5000)
        case FieldType.TEXT | FieldType.PERSON:
            return text(field.max_length or 200)
        case FieldType.TABLE:
            return [
                {"_id": new_id()} | {column.id: cell(column, number, now) for column in field.columns} for number in range(60)
            ]
        case _:
            return None


def cell(column: Field, number: int, now: datetime) -> JSON:
    match column.type:
        case FieldType.CHOICE:
            return column.options[number % len(column.options)].code
        case FieldType.BARCODE:
            return f"{column.id}-{number:030}"
        case FieldType.NUMBER:
            return number + 1
        case FieldType.YES_NO:
            return number % 2 == 0
        case FieldType.DATE:
            return "2026-11-22"
        case FieldType.TIME:
            return f"{number % 24:02}:32"
        case FieldType.DATETIME:
            return minutes_ago(now, 100)
        case _:
            return f"{number} {text(min(column.max_length or 200, 200) - 4)}"


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def good_photos() -> dict[str, bytes]:
    """What cameras and messengers make, by file name."""
    grey = Image.radial_gradient("L").resize((640, 480))
    colour = Image.merge("RGB", (grey, grey.rotate(90), grey))
    turned = Image.Exif()
    turned[0x0112] = 6
    deep = Image.frombytes("I;16", (64, 64), bytes(range(256)) * 32)
    return {
        "turned.jpg": encoded(colour, "JPEG", exif=turned),
        "alpha.png": encoded(Image.merge("RGBA", (grey, grey, grey, grey)), "PNG"),
        "grey-alpha.png": encoded(Image.merge("LA", (grey, grey)), "PNG"),
        "lossy.webp": encoded(colour, "WEBP"),
        "alpha.webp": encoded(Image.merge("RGBA", (grey, grey, grey, grey)), "WEBP", lossless=True),
        "cmyk.jpg": encoded(colour.convert("CMYK"), "JPEG"),
        "grey.jpg": encoded(grey, "JPEG"),
        "progressive.jpg": encoded(colour, "JPEG", progressive=True),
        "16-bit.png": encoded(deep, "PNG"),
        "palette.png": encoded(colour.quantize(16), "PNG"),
        "bilevel.png": encoded(Image.new("1", (10, 10)), "PNG"),
        "dot.png": encoded(Image.new("RGB", (1, 1)), "PNG"),
        "strip.png": encoded(Image.new("RGB", (20_000, 3)), "PNG"),
        "huge.jpg": encoded(Image.new("L", (9_000, 9_000), 128), "JPEG"),
        "../../outside\u202e.jpg": encoded(grey.rotate(180), "JPEG"),
    }


def bad_photos() -> dict[str, tuple[bytes, str]]:
    """What is refused, with the code."""
    grey = Image.radial_gradient("L").resize((640, 480))
    jpeg, png = encoded(grey, "JPEG"), encoded(grey, "PNG")
    no_image = "file.not-an-image"
    return {
        "cut.jpg": (jpeg[: len(jpeg) // 2], no_image),
        "cut.png": (png[:500], no_image),
        "flipped.png": (png[:60] + bytes([png[60] ^ 255]) + png[61:], no_image),
        "bomb.png": (encoded(Image.new("1", (30_000, 30_000)), "PNG"), no_image),
        "gif.jpg": (encoded(grey, "GIF"), no_image),
        "tiff.jpg": (encoded(grey, "TIFF"), no_image),
        "words.jpg": (b"hello", no_image),
        "empty.jpg": (b"", "file.empty"),
    }
