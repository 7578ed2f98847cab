"""One button stands out on a page: the next step. What asks something meanwhile has it for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.navigation import KNOWLEDGE, RECORD
from fieldapp.ui.views.diagnosis_card import DiagnosisCard
from fieldapp.ui.views.line_cards import LineRow
from fieldapp.ui.views.record_page import RecordPage
from fieldapp.ui.views.today_parts import WaitingCard
from fieldapp.ui.views.update_card import UpdateCard
from tests.support.ui_orders import working_order
from tests.ui.test_every_page import PAGES, Opened, opening


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        yield made


def standing_out(window: QWidget) -> list[str]:
    """Each dispatch on 今日, and each line of a major incident, waits for an answer of its own."""
    answers = [row for kind in (WaitingCard, LineRow) for row in window.findChildren(kind)]
    return [
        button.text()
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.property("kind") == "primary" and not any(row.isAncestorOf(button) for row in answers)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_page(opened: Opened, name: str) -> None:
    opened.show(name)
    assert len(standing_out(opened.window)) <= 1, standing_out(opened.window)


def test_the_bundle_beside_an_update(opened: Opened) -> None:
    opened.show("settings")
    (update,) = opened.window.findChildren(UpdateCard)
    (checks,) = opened.window.findChildren(DiagnosisCard)
    assert standing_out(opened.window) == [update.fetch.text()]
    checks.gather.click()
    opened.settle()
    assert standing_out(opened.window) == [checks.bundle.save.text()]
    checks._vm.put_away()
    opened.settle()
    assert standing_out(opened.window) == [update.fetch.text()]


def test_what_a_record_asks(opened: Opened) -> None:
    opened.show("record")
    page = opened.shell.page(RECORD)
    assert isinstance(page, RecordPage)
    page.bottom.note.click()
    assert standing_out(opened.window) == ["写入备注"]
    page.panel.hide()
    assert "写入备注" not in standing_out(opened.window)


def test_an_article_for_an_order(opened: Opened) -> None:
    opened.show("knowledge")
    assert standing_out(opened.window) == ["新写一条"]
    opened.shell.open_page(KNOWLEDGE, opened.bench.hold(working_order()))
    opened.settle()
    assert standing_out(opened.window) == ["用于此单"]
