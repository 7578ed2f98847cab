"""Texts as GLPI keeps them, and as people typed them. The stored ones were read from GLPI 10.0.17-dev."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.sync.connectors.glpi_text import as_html, decoded_text, plain_text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("&#60;p&#62;a &#38;lt; b&#60;/p&#62;&#60;p&#62;c 'd' \\ e&#60;/p&#62;", "a < b\nc 'd' \\ e"),
        ("&#60;p&#62;大屏黑屏。&#60;/p&#62;\n&#60;p&#62;重启无效。&#60;/p&#62;", "大屏黑屏。\n重启无效。"),
        ("&#60;div&#62;一&#60;br /&#62;二&#38;nbsp;三&#60;/div&#62;", "一\n二 三"),
        ("&#60;ul&#62;\n&#60;li&#62;甲&#60;/li&#62;\n&#60;li&#62;乙&#60;/li&#62;\n&#60;/ul&#62;", "甲\n乙"),
        ('&#60;p&#62;见图&#60;img src="x"&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#60;/p&#62;', "见图"),
        ("第一行\n第二行 1 &#60; 2 &#38; 3", "第一行\n第二行 1 < 2 & 3"),
        ("", ""),
        (None, ""),
    ],
    ids=range(8),
)
def test_content_becomes_what_people_read(stored: str | None, text: str) -> None:
    assert plain_text(stored) == text


def test_a_plain_field_is_decoded_once() -> None:
    assert decoded_text("O'Neil \\ a&#60;b &#38; &#38;lt; x") == "O'Neil \\ a<b & &lt; x"
    assert decoded_text("&#38;#60;") == "&#60;"


PEOPLE_TYPE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n"), max_size=60)


@given(PEOPLE_TYPE)
def test_what_is_written_is_what_is_read(text: str) -> None:
    typed = text.replace("\xa0", " ").strip()
    stored = as_html(typed).replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
    assert plain_text(stored).strip() == typed
