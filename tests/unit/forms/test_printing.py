"""Characters without a glyph are found wherever the PDF would print them, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.forms.printing import Unprintable, unprintable
from fieldapp.forms.schema import FormDefinition
from tests.support.pdf_orders import NAMES, definition

ROW = "0198c0de-0000-7000-8000-000000000001"


def found(answers: dict[str, Any], form: FormDefinition | None = None) -> list[tuple[str, str, int, str | None]]:
    items = unprintable(form or definition(), answers, answers)
    return [(item.field, item.characters, item.row, item.column) for item in items]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({"symptom": NAMES, "signer_name": "欧阳𠅤", "number": "WX-1"}, []),
        ({"symptom": "好👍，好👍"}, [("symptom", "👍", 0, None)]),
        (
            {"signer_name": "ف", "customer_comment": "a\x07"},
            [("customer_comment", "\x07", 0, None), ("signer_name", "ف", 0, None)],
        ),
        (
            {"devices": [{"ci": "1"}, {"_id": ROW, "name": "球机🎥", "serial": "🎥"}]},
            [("devices", "🎥", 2, "name"), ("devices", "🎥", 2, "serial")],
        ),
        ({"photos": [{"name": "🙂.jpg", "caption": "机柜🙂"}]}, [("photos", "🙂", 1, None)]),
        ({"photos": [{"name": "🙂.jpg", "caption": None}]}, []),
        ({"files": [{"name": "🙂.pdf", "caption": ""}]}, [("files", "🙂", 1, None)]),
        ({"symptom": None, "devices": None, "photos": [None], "parts": "👍", "result": "solved"}, []),
    ],
)
def test_where_characters_have_no_glyph(answers: dict[str, Any], expected: list[tuple[str, str, int, str | None]]) -> None:
    assert found(answers) == expected


def test_what_is_hidden_or_not_printed_is_not_told() -> None:
    hidden = {"symptom": "👍"}
    assert unprintable(definition(), hidden, ()) == ()
    internal = [
        field.id for section in definition().sections for field in section.fields if section.internal or not field.printed
    ]
    assert internal, "the shipped form has internal fields"
    assert found(dict.fromkeys(internal, "👍")) == []


def test_words_name_the_first_characters_and_their_codes() -> None:
    def words(characters: str) -> str:
        field = definition().field("symptom")
        return Unprintable("symptom", "A", field.label, characters).words

    assert words("👍\x07") == "👍 [U+1F44D] [U+0007]"
    assert words("ابتثجحخد").endswith(" …")
    assert words("ابتثجحخد").count("[U+") == 6


def test_every_character_that_is_told_is_printed_as_its_code() -> None:
    from fieldapp.forms.pdf.render import render
    from tests.support.pdf_orders import order
    from tests.support.pdf_reading import text_of

    answers = {"symptom": "👍", "signer_name": "ف", "devices": [{"name": "🎥"}]}
    text = text_of(render(order(answers)))
    for item in unprintable(definition(), answers, answers):
        assert f"[U+{ord(item.characters):04X}]" in text
