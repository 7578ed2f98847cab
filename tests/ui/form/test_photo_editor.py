"""From the photo on the form to the editor and back: what is stored is what was drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from fieldapp.ui.views.camera_panel import camera_likely
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.fields.photos import PhotosField
from fieldapp.ui.widgets.photo.marks import Kind
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import open_whole

Settle = Callable[[], None]
BEFORE = "before"


def jpeg(colour: str = "steelblue") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def page(page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    page.resize(1280, 800)
    order_id = bench.hold(working_order(photos=[]))
    bench.attachments.add_photo(order_id, "photos", jpeg(), "机柜.jpg", BEFORE)
    open_whole(page, order_id, settle)
    return page


def photos(page: OrderPage) -> PhotosField:
    widget = next(s.frames["photos"].widget for s in page.form.sections.values() if "photos" in s.frames)
    assert isinstance(widget, PhotosField)
    return widget


def edit(page: OrderPage, settle: Settle) -> None:
    button = next(b for b in photos(page).findChildren(QToolButton) if b.accessibleName().startswith("编辑"))
    button.click()
    settle()
    assert page.photo.isVisible()
    assert not page.bottom.isVisible()


def draw(page: OrderPage, kind: Kind, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.photo.tools[kind].click()
    canvas = page.photo.canvas
    frame = canvas.frame()
    spots = [QPoint(round(frame.left() + x * frame.width()), round(frame.top() + y * frame.height())) for x, y in (start, end)]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=spots[0])
    QTest.mouseMove(canvas, spots[1])
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=spots[1])


def test_a_cover_is_in_the_stored_photo_and_the_photo_before_is_gone(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    (old,) = bench.answer(order_id, "photos")
    edit(page, settle)
    draw(page, Kind.COVER, (0.2, 0.2), (0.6, 0.6))
    assert page.photo.canvas.sketch.covers
    page.photo.save.click()
    settle()
    assert page.form.isVisible()
    assert page.bottom.isVisible()
    (new,) = bench.answer(order_id, "photos")
    assert new["_id"] == old["_id"]
    assert new["sha256"] != old["sha256"]
    assert not bench.context.store.blobs.has(old["sha256"])
    stored = Image.open(io.BytesIO(bench.attachments.data(new["sha256"])))
    assert stored.size == (640, 480)
    assert photos(page).value() == [new]
    assert page.model.state.message is None
    assert not page.bottom.ways.undo.isEnabled(), "there is no way back to what was covered"


def test_when_the_original_has_left_that_is_said(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    (old,) = bench.answer(order_id, "photos")
    with bench.context.store.writing() as work:
        work.blobs.begin(old["sha256"])
    edit(page, settle)
    draw(page, Kind.COVER, (0.2, 0.2), (0.6, 0.6))
    page.photo.save.click()
    settle()
    assert page.model.state.message is not None
    assert "已经送出" in page.model.state.message.words.what


def test_a_caption_typed_meanwhile_is_not_lost(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = page.model.state.order_id
    edit(page, settle)
    draw(page, Kind.BOX, (0.2, 0.2), (0.6, 0.6))
    row_id = bench.answer(order_id, "photos")[0]["_id"]
    page.photo.save.click()
    photos(page).describe(row_id, "caption", "电源灯")
    settle()
    page.model.commit()
    settle()
    (new,) = bench.answer(order_id, "photos")
    assert new["caption"] == "电源灯"
    assert bench.context.store.blobs.has(new["sha256"])


def test_turning_text_and_undo(page: OrderPage, bench: Bench, settle: Settle) -> None:
    edit(page, settle)
    editor = page.photo
    assert not editor.save.isEnabled()
    editor.turn.click()
    editor.tools[Kind.TEXT].click()
    editor.words.setText("SN here")
    draw(page, Kind.TEXT, (0.1, 0.1), (0.1, 0.1))
    draw(page, Kind.ARROW, (0.5, 0.5), (0.501, 0.501))  # a tap draws nothing
    assert [mark.text for mark in editor.canvas.sketch.marks] == ["SN here"]
    QTest.keyClick(editor.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.canvas.sketch.marks == ()
    assert editor.canvas.sketch.turns == 1
    editor.save.click()
    settle()
    (new,) = bench.answer(page.model.state.order_id, "photos")
    assert Image.open(io.BytesIO(bench.attachments.data(new["sha256"]))).size == (480, 640)


def test_marks_can_be_made_with_keys_alone(page: OrderPage, settle: Settle) -> None:
    edit(page, settle)
    page.photo.tools[Kind.COVER].click()
    canvas = page.photo.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    (mark,) = canvas.sketch.marks
    assert (mark.x1, mark.y1, mark.x2, mark.y2) == pytest.approx((0.28, 0.3, 0.68, 0.72))


def test_what_is_drawn_is_not_lost_by_leaving_and_given_up_by_escape(page: OrderPage, bench: Bench, settle: Settle) -> None:
    before = bench.answer(page.model.state.order_id, "photos")
    edit(page, settle)
    draw(page, Kind.BOX, (0.2, 0.2), (0.6, 0.6))
    assert not page.leave()
    assert "还没保存" in page.photo.notice.accessibleName()
    QTest.keyClick(page.photo.canvas, Qt.Key.Key_Escape)
    assert page.form.isVisible()
    assert page.leave()
    settle()
    assert bench.answer(page.model.state.order_id, "photos") == before


def test_escape_gives_up_a_stroke_first_and_says_so_before_it_gives_up_more(page: OrderPage, settle: Settle) -> None:
    edit(page, settle)
    canvas = page.photo.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.mouseMove(canvas, canvas.rect().center() + QPoint(90, 90))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center() + QPoint(90, 90))
    assert page.photo.isVisible()
    assert canvas.sketch.marks == ()
    draw(page, Kind.BOX, (0.2, 0.2), (0.6, 0.6))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert page.photo.isVisible()
    assert "还没保存" in page.photo.notice.accessibleName()
    draw(page, Kind.BOX, (0.1, 0.1), (0.3, 0.3))
    assert page.photo.notice.isHidden()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert len(canvas.sketch.marks) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert page.form.isVisible()


def test_a_tap_before_the_words_are_written_asks_for_them(page: OrderPage, settle: Settle) -> None:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    edit(page, settle)
    page.photo.tools[Kind.TEXT].click()
    page.photo.canvas.setFocus()
    draw(page, Kind.TEXT, (0.4, 0.4), (0.4, 0.4))
    assert page.photo.words.hasFocus()


def test_photos_are_dropped_on_the_form(page: OrderPage, bench: Bench, settle: Settle, tmp_path: Path) -> None:
    """Files from the file manager, and a picture dragged out of a browser."""
    before = len(bench.answer(page.model.state.order_id, "photos") or [])
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    assert picture.save(str(tmp_path / "机柜.jpg"))
    area = photos(page).area
    files, image = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "机柜.jpg"))])
    image.setImageData(picture)
    for data in (files, image):
        at, copy = area.rect().center(), Qt.DropAction.CopyAction
        keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        entering = QDragEnterEvent(at, copy, data, *keys)
        QApplication.sendEvent(area, entering)
        assert entering.isAccepted()
        assert area.property("over")
        QApplication.sendEvent(area, QDropEvent(at.toPointF(), copy, data, *keys))
        assert not area.property("over")
        settle()
    names = [row["name"] for row in bench.answer(page.model.state.order_id, "photos")[before:]]
    assert names[0] == "机柜.jpg"
    assert len(names) == 2
    words = QMimeData()
    words.setText("no file")
    refused = QDragEnterEvent(area.rect().center(), Qt.DropAction.CopyAction, words, *keys)
    refused.ignore()
    QApplication.sendEvent(area, refused)
    assert not refused.isAccepted()


def test_a_new_photo_stays_here_until_the_person_leaves(page: OrderPage, bench: Bench, settle: Settle) -> None:
    picture = QImage(3840, 2160, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(
        picture
    )  # no QMimeData of Python's: the clipboard would let go of it after Python has ended
    photos(page).area.paste()
    settle()
    rows = bench.answer(page.model.state.order_id, "photos")
    assert [row["mime"] for row in rows] == ["image/jpeg", "image/png"]
    with bench.context.store.reading() as work:
        assert rows[1]["sha256"] not in {blob.sha256 for blob in work.blobs.waiting(bench.clock.now())}
    assert page.leave()
    settle()
    with bench.context.store.reading() as work:
        assert rows[1]["sha256"] in {blob.sha256 for blob in work.blobs.waiting(bench.clock.now())}


def test_the_camera_says_when_there_is_none(page: OrderPage, settle: Settle, tmp_path: Path) -> None:
    """The real QtMultimedia, or the system library it lacks, says so."""
    assert not camera_likely(tmp_path)
    (tmp_path / "video0").touch()
    assert camera_likely(tmp_path)
    if camera_likely():
        pytest.skip("this machine has a camera")
    page._take_photo("photos")
    settle()
    assert "没有找到" in page.camera.notice.accessibleName()
    assert not page.camera.shoot.isEnabled()
    page.camera.stop()
    assert page.form.isVisible()


def test_a_frame_of_the_camera_becomes_a_photo(page: OrderPage, bench: Bench, settle: Settle) -> None:
    frame = QImage(1280, 720, QImage.Format.Format_RGB32)
    frame.fill(QColor("olive"))
    page.camera._field = "photos"
    page.camera.finder.show_frame(frame)
    page.camera._shoot()
    settle()
    taken = bench.answer(page.model.state.order_id, "photos")[-1]
    assert taken["mime"] == "image/jpeg"
    assert taken["name"].endswith(".jpg")
    assert Image.open(io.BytesIO(bench.attachments.data(taken["sha256"]))).size == (1280, 720)
