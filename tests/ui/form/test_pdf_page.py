"""The PDF page with real files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.services.detail import SealedDocument
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.pdf_preview import PdfModel, Stage, Wanted, seal_words, wanted
from fieldapp.ui.views.pdf_page import PdfPage
from fieldapp.ui.widgets.pdf_places import CURRENT, FOUND
from fieldapp.ui.widgets.qr_code import QrCode
from tests.support.ui_orders import Bench, resolved_order

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> PdfPage:
    made = PdfPage(PdfModel(bench.signing, jobs), places, jobs)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.mark.parametrize(
    ("argument", "result"),
    [("draft:o1", Wanted("o1", "")), ("o1/abc", Wanted("o1", "abc")), ("abc", Wanted("", "abc"))],
)
def test_what_is_wanted(argument: str, result: Wanted) -> None:
    assert wanted(argument) == result


def document(superseded_by: str | None = None) -> SealedDocument:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    return SealedDocument("o1", "WX-1", 2, "ab" * 32, 90_000, "cd" * 32, "WX-1_v2.pdf", at, superseded_by)


@pytest.mark.parametrize(
    ("found", "intact", "tone"),
    [
        (document(), True, Tone.SUCCESS),
        (document("ef" * 32), True, Tone.WARNING),
        (replace(document("ef" * 32), superseded_by_revision=3), True, Tone.WARNING),
        (replace(document(), voided=True), True, Tone.WARNING),
        (None, True, Tone.NEUTRAL),
        (document(), False, Tone.DANGER),
    ],
)
def test_the_seal_in_words(found: SealedDocument | None, intact: bool, tone: Tone) -> None:
    words = seal_words(found, intact=intact)
    assert words.tone is tone
    assert words.words


def test_the_seal_is_dated_in_the_zone_of_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldapp.ui.timewords._zone", ZoneInfo("Asia/Shanghai"))
    assert "2026-11-22 14:30" in seal_words(document(), intact=True).more


def test_a_draft_is_shown_searched_saved_and_printed(
    page: PdfPage, bench: Bench, settle: Settle, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    assert page.model.state.stage is Stage.READY
    assert page.document.pageCount() > 1
    assert "草稿" in page.badge.look.word
    page.look_for("VLAN")
    qtbot.waitUntil(lambda: page.search_model.rowCount(page.search_model.index(-1, 0)) > 0)
    page.next_hit()
    before = page.view.zoomFactor()
    page.zoom(1.25)
    assert page.view.zoomFactor() != before
    copy = tmp_path / "copy.pdf"
    page.model.save_as(copy)
    settle()
    assert copy.read_bytes() == page.model.state.data
    assert any("文件夹" in button.text() for button in page.notice.findChildren(QPushButton))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    jobs.drain(60)
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000


def test_every_hit_comes_into_view_and_is_counted(page: PdfPage, bench: Bench, settle: Settle, qtbot: QtBot) -> None:
    page.enter(f"draft:{bench.hold(resolved_order(customer_comment='见欧阳𠅤。'))}")
    settle()
    page.search.setText("交换机")
    qtbot.waitUntil(lambda: page._hits() > 8)
    count = page._hits()
    assert page.found.text() == f"{count} 处"
    seen = []
    for zoomed in (False, True):
        if zoomed:
            page.zoom(1.25)
        for _ in range(count):
            page.next_hit()
            settle()
            seen.append(marked(page))
    assert all(seen), seen
    at, count = page._place + 1, page._hits()
    assert page.found.text() == f"{at} / {count}"
    page.next_hit(-1)
    assert page.found.text() == f"{at - 1} / {count}"
    page.search.setText("欧阳𠅤")
    page.next_hit(-1)
    assert page.found.text() == f"{len(page._places)} / {len(page._places)}"


def marked(page: PdfPage) -> bool:
    """Whether the frame of the place that it has come to is in the picture of the window."""
    seen = page.view.viewport().grab().toImage()
    return any(seen.pixelColor(x, y) == CURRENT for y in range(seen.height()) for x in range(0, seen.width(), 4))


@pytest.mark.parametrize("words", ["交换机", "欧阳𠅤"], ids=["usual", "rare"])
@pytest.mark.parametrize("zoomed", [False, True], ids=["fitted", "zoomed"])
def test_what_was_found_is_marked_where_it_stands_and_stays_as_dark(
    page: PdfPage, bench: Bench, settle: Settle, qtbot: QtBot, words: str, zoomed: bool
) -> None:
    """Without the marks there is ink where one of them was, and it was as dark."""
    page.enter(f"draft:{bench.hold(resolved_order(customer_comment='见欧阳𠅤。'))}")
    settle()
    if zoomed:
        page.zoom(1.25)
    page.search.setText(words)
    qtbot.waitUntil(lambda: page._hits() > 0)
    page.next_hit()
    settle()
    page.view.current = None
    qtbot.waitUntil(lambda: darkest(picture(page), first_mark(page)) < 90)  # the view draws its pages in a thread of its own
    mark, marked = first_mark(page), picture(page)
    page.search.clear()
    settle()
    assert first_mark(page).isEmpty()
    assert abs(darkest(marked, mark) - darkest(picture(page), mark)) < 12


def picture(page: PdfPage) -> QImage:
    return page.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def first_mark(page: PdfPage) -> QRect:
    """The ground of what was found, as far as it is clean of letters: the first from above."""
    seen = picture(page)
    data, wide = bytes(seen.constBits()), seen.width()
    wanted = FOUND.rgb().to_bytes(4, "little")
    found = [divmod(at // 4, wide) for at in range(0, len(data), 4) if data[at : at + 4] == wanted]
    near = [(y, x) for y, x in found if y - found[0][0] < 12 and abs(x - found[0][1]) < 60]
    if not near:
        return QRect()
    left, top = min(x for _, x in near), near[0][0]
    return QRect(left, top, max(x for _, x in near) - left + 1, near[-1][0] - top + 1)


def darkest(seen: QImage, inside: QRect) -> int:
    rows, columns = range(inside.top(), inside.bottom() + 1), range(inside.left(), inside.right() + 1)
    return min((seen.pixelColor(x, y).lightness() for y in rows for x in columns), default=255)


def test_that_nothing_was_found_is_said(page: PdfPage, bench: Bench, settle: Settle, qtbot: QtBot) -> None:
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    page.search.setText("没有这个词")
    qtbot.waitUntil(lambda: page.found.text() == "没有找到")
    page.search.setText("")
    assert page.found.isHidden()


def test_names_with_rare_characters_are_found(page: PdfPage, bench: Bench, settle: Settle) -> None:
    """Qt's own search finds none of them."""
    page.enter(f"draft:{bench.hold(resolved_order(signer_name='欧阳𠅤', customer_comment='见欧阳𠅤。'))}")
    settle()
    page.look_for("欧阳𠅤")
    places = [(place.page, place.top) for place in page._places]
    assert len(places) > 2
    assert places == sorted(places)
    assert all(y > 0 for _, y in places)
    navigator = page.view.pageNavigator()
    went = []
    for _ in range(len(places) + 1):
        page.next_hit()
        went.append((navigator.currentPage(), navigator.currentLocation().y()))
    assert went == [*places, places[0]]
    page.look_for("𪚥𪚥")
    assert page._places == ()
    page.next_hit()


def test_saving_where_nothing_can_be_written_is_said(page: PdfPage, bench: Bench, settle: Settle, tmp_path: Path) -> None:
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    (tmp_path / "file").write_text("x")
    page.model.save_as(tmp_path / "file" / "copy.pdf")
    settle()
    assert page.model.state.saved is None
    assert page.notice.isVisible()


def test_a_file_that_is_not_there_is_said(page: PdfPage, settle: Settle) -> None:
    page.enter("ab" * 32)
    settle()
    assert page.model.state.stage is Stage.FAILED


@pytest.mark.parametrize(("width", "by_itself"), [(1366, QPdfView.ZoomMode.Custom), (820, QPdfView.ZoomMode.FitToWidth)])
def test_pages_open_at_a_width_that_reads_well(
    page: PdfPage, bench: Bench, settle: Settle, width: int, by_itself: QPdfView.ZoomMode
) -> None:
    page.resize(width, 768)
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    assert page.view.zoomMode() == by_itself
    page.fit()
    page.resize(width - 10, 768)
    assert page.view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_a_print_that_fails_is_said(
    page: PdfPage, bench: Bench, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    page.print_on(printer)
    settle()
    assert page.notice.isVisible()
    page.notice.hide()

    def broken(*_: object) -> None:
        raise RuntimeError("no page")

    monkeypatch.setattr("fieldapp.ui.views.pdf_page.rendered_page", broken)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    page.print_on(printer)
    settle()
    assert page.notice.isVisible()


def test_the_customer_takes_a_code_along_that_names_the_file(
    page: PdfPage, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    """Read once by an independent decoder (zxing-cpp); here: the text, the size of its version, the three corner marks."""
    found, data = replace(document(), sha256=hashlib.sha256(b"%PDF").hexdigest()), b"%PDF"
    monkeypatch.setattr(page.model._signing, "document", lambda _sha256: data)
    monkeypatch.setattr(page.model._signing, "about", lambda _sha256: found)
    page.enter(f"o1/{found.sha256}")
    settle()
    code = page.model.state.check
    assert code is not None
    assert found.sha256 in code.text
    assert code.text.startswith("WX-1 v2\n")
    size = len(code.modules)
    assert (size - 17) % 4 == 0
    frame = (True,) * 7
    assert all(code.modules[row][column : column + 7] == frame for row, column in ((0, 0), (0, size - 7), (size - 7, 0)))
    page.check.click()
    assert page.codes.isVisible()
    page.codes.copy.click()
    assert QGuiApplication.clipboard().text() == code.text
    page.resize(814, 380)
    settle()
    page.grab()
    parts = [one for one in page.codes.holder.findChildren(QWidget) if isinstance(one, QLabel | QAbstractButton | QrCode)]
    boxes = [(one, QRect(one.mapTo(page.codes.holder, QPoint(0, 0)), one.size())) for one in parts if one.isVisible()]
    assert len(boxes) > 5
    covered = [(a, b) for place, (a, one) in enumerate(boxes) for b, two in boxes[place + 1 :] if one.intersects(two)]
    assert covered == [], "no words on the code, also on a low window"


def test_a_file_that_is_not_the_registered_one_has_no_code(
    page: PdfPage, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    monkeypatch.setattr(page.model._signing, "document", lambda _sha256: b"%PDF other")
    monkeypatch.setattr(page.model._signing, "about", lambda _sha256: document())
    page.enter(f"o1/{'ab' * 32}")
    settle()
    assert page.model.state.check is None
    assert page.check.isHidden()


def test_the_search_stays_where_it_is_and_escape_ends_it(page: PdfPage, bench: Bench, settle: Settle, qtbot: QtBot) -> None:
    page.resize(1270, 700)  # beside the rail of a usual screen
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.enter(f"draft:{bench.hold(resolved_order())}")
    settle()
    page.search.setFocus()
    place = page.search.geometry()
    page.search.setText("VLAN")
    qtbot.waitUntil(lambda: page._hits() > 0)
    page.next_hit()
    settle()
    assert page.found.isVisible()
    assert page.search.geometry() == place
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.view.hasFocus()
