"""What a person sees at once: columns that line up, marks that are true, words that fit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import SYSTEM, Event, EventKind
from fieldapp.forms.schema import Field, FieldType, Label
from fieldapp.services.major import TITLE, headline
from fieldapp.ui import theme
from fieldapp.ui.pilot.hand import application
from fieldapp.ui.viewmodels.form_state import SectionMark
from fieldapp.ui.viewmodels.timeline import tell
from fieldapp.ui.views.order_index import WIDEST, IndexArea, OrderIndex, mark_look
from fieldapp.ui.widgets.common import SectionTitle
from fieldapp.ui.widgets.fields import FieldContext, make_field
from fieldapp.ui.widgets.fields.row_card import RowCard
from fieldapp.ui.widgets.grid_places import fill_grid, six_columns
from fieldapp.ui.widgets.list_button import ListButton
from tests.support.forms_orders import SHANGHAI, work_order_form


def mark(letter: str, *, label: str = "章节", needed: int = 0, filled: int = 0) -> SectionMark:
    return SectionMark(letter.lower(), letter, label, 0, needed, 0, False, filled)


@pytest.mark.parametrize(
    "spans", [(3, 3), (3,), (2, 2, 2), (3, 2, 2, 2, 3, 3)], ids=["halves", "one half", "thirds", "a half, then thirds"]
)
def test_a_line_that_ends_early_pushes_no_column_aside(spans: tuple[int, ...], qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    grid = QGridLayout(holder)
    grid.setHorizontalSpacing(16)
    six_columns(grid)
    pair = [QLabel("甲"), QLabel("乙")]
    fill_grid(grid, [(QLabel("x"), span) for span in spans] + [(QLabel("全"), 6)] + [(label, 3) for label in pair])
    holder.resize(711, 400)
    holder.show()
    assert abs(pair[0].width() - pair[1].width()) <= 2


def test_thirds_do_not_share_a_line_with_a_half(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    grid = QGridLayout(holder)
    fill_grid(grid, [(QLabel(str(span)), span) for span in (3, 2, 2, 2)])
    lines = [grid.getItemPosition(place)[:2] for place in range(grid.count()) if grid.itemAt(place).widget() is not None]
    assert lines == [(0, 0), (1, 0), (1, 2), (1, 4)]


def test_a_section_that_asks_for_nothing_says_whether_something_is_in_it() -> None:
    assert mark_look(mark("I"))[0] == "minus"
    assert mark_look(mark("I", filled=2))[0] == "check-circle"


def test_the_index_is_as_wide_as_its_names_also_inside_its_area(qtbot: QtBot) -> None:
    index = OrderIndex(lambda _section: False)
    area = IndexArea(index)
    qtbot.addWidget(area)
    told: list[int] = []
    index.fitted.connect(lambda: told.append(area.sizeHint().width()))
    index.show_marks((mark("A", label="Acceptance and arrival on site"),))
    assert told
    assert told[-1] >= index._buttons["a"].sizeHint().width()


def test_a_long_name_of_a_section_stands_in_two_lines(qtbot: QtBot) -> None:
    index = OrderIndex(lambda _section: False)
    qtbot.addWidget(index)
    sections = [section.label.get("en") for section in work_order_form().sections]
    index.show_marks(tuple(mark(letter, label=label) for letter, label in zip("ABCDEFGHIJ", sections, strict=False)))
    index.show()
    assert index.width() <= WIDEST
    whole = [" ".join(button.text()[3:].split()) for button in index._buttons.values()]
    assert whole == sections
    (long,) = [button for button in index._buttons.values() if "\n" in button.text()]
    room = long.contentsRect().width()
    assert all(long.fontMetrics().horizontalAdvance(line) < room for line in long.text().split("\n"))
    assert long.height() >= 2 * long.fontMetrics().lineSpacing()
    index.show_marks((mark("A", label="Donaudampfschifffahrtsgesellschaftskapitän"),))
    assert index._buttons["a"].text().endswith("…")


def test_another_order_begins_at_its_first_section(qtbot: QtBot) -> None:
    index = OrderIndex(lambda _section: False)
    qtbot.addWidget(index)
    index.show_marks((mark("A"), mark("B")))
    index.set_current("b")
    index.start_over()
    assert index._buttons["a"].isChecked()


def test_a_row_shows_a_pen_only_where_one_may_write(qtbot: QtBot) -> None:
    columns = (
        Field("old", FieldType.TEXT, Label("原值", "Old value")),
        Field("new", FieldType.TEXT, Label("新值", "New value")),
    )
    context = FieldContext(lang="zh", now=lambda: datetime(2026, 11, 28, tzinfo=UTC))
    card = RowCard(columns, {"_id": "r1", "old": "V1", "new": "V2"}, context, make_field)
    qtbot.addWidget(card)
    assert card._toggle._icon_name == "pen"
    card.set_read_only(True)
    assert card._toggle._icon_name == "chevron-down"
    assert card.summary() == "V1 → V2"


def test_the_log_names_no_program() -> None:
    event = Event("e1", EventKind.NOTE, datetime(2026, 11, 28, tzinfo=UTC), SYSTEM, {"text": "升级"})
    assert [entry.actor for entry in tell((event,), work_order_form(), "zh", SHANGHAI)] == ["系统"]


@pytest.mark.parametrize(
    ("symptom", "title"),
    [
        ("存储节点 C 离线，录像降级。1．夜间漏水", "存储节点 C 离线，录像降级"),
        ("黑屏。", "黑屏。"),
        ("第一行没有句号\n第二行", "第一行没有句号"),
        ("长" * 100, "长" * (TITLE - 1) + "…"),
        ("", ""),
    ],
    ids=["first sentence", "too short to stand alone", "first line", "cut with an ellipsis", "nothing"],
)
def test_the_title_of_a_major_incident_is_never_cut_without_saying_so(symptom: str, title: str) -> None:
    assert headline(symptom) == title


def first_ink(widget: QWidget) -> int:
    """The first column of pixels in which something is drawn."""
    image = widget.grab().toImage()
    ground = image.pixelColor(image.width() - 6, image.height() // 2)
    columns = (x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in range(4, image.height() - 4)))
    return next(columns)


@pytest.mark.parametrize("icon", ["", "flag"], ids=["words only", "with an icon"])
def test_lines_of_a_side_column_begin_where_its_headings_do(icon: str, qtbot: QtBot) -> None:
    theme.apply(application(), "light")
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    title, line = SectionTitle("中中"), ListButton(("中国", "第二行"), "名", icon)
    for widget in (title, line):
        column.addWidget(widget)
    holder.resize(260, 120)
    holder.show()
    assert abs(first_ink(line) - first_ink(title)) <= 2
    line.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(line.hasFocus)
    assert first_ink(line) == 0, "the ring of the focus is all round it"
