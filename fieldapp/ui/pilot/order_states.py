"""An order's page in the states that the main job does not stop at: what is missing, a wrong answer, an open row, what an action
asks, the log, a photo being edited, the draft, the customer's check code, a conflict with the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp.domain.records import State
from fieldapp.domain.workflow import Action
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import ORDER, ORDERS, PDF, SYNC
from fieldapp.ui.pilot.form import reach
from fieldapp.ui.pilot.hand import Hand, parts
from fieldapp.ui.services import UiServices
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.pdf_preview import Stage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.order_panels import AskPanel
from fieldapp.ui.views.pdf_page import PdfPage
from fieldapp.ui.views.sync_centre import SyncView
from fieldapp.ui.widgets.common import IconButton
from fieldapp.ui.widgets.fields.table import TableField

Picture = Callable[[str], None]
PHONE = "contact_phone"
MINE, WRONG = "13800000001", "abc"


def order_under_way(services: UiServices) -> str:
    """The id of one that is being worked on."""
    return services.queries.order_ids(OrderFilter(states=frozenset({State.IN_PROGRESS})), Sort.DUE, 1, lambda: False)[0]


def look_at_order(hand: Hand, shell: Shell, services: UiServices, picture: Picture) -> str:
    """The order under way; leaves the engineer's own telephone number in it, which the desk may contradict. Returns its id."""
    order_id = order_under_way(services)
    page = opened(hand, shell, order_id)
    picture("order-missing")
    page.side.gap_chosen.emit(0)
    hand.rest(0.4)
    picture("order-jumped-to")
    table = reach(hand, page.form, "devices")
    assert isinstance(table, TableField)
    table.cards[0].set_open(True)
    hand.rest(0.3)
    picture("order-row-open")
    table.cards[0].set_open(False)
    phone = reach(hand, page.form, PHONE).controls()[0]
    hand.type(phone, WRONG)
    phone.clearFocus()
    hand.rest(0.6)
    picture("order-wrong-answer")
    hand.type(phone, MINE)
    phone.clearFocus()
    hand.wait(lambda: not (page.model.autosave and page.model.autosave.unsaved) and not page.model.state.busy, "it to be saved")
    for button, name in ((page.bottom.steps[Action.HOLD], "hold"), (page.bottom.time, "time"), (page.bottom.note, "note")):
        hand.click(button)
        hand.rest(0.3)
        picture(f"order-{name}")
        put_away(hand, page.panel)
    bar = page.side.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    hand.rest(0.2)
    picture("order-log")
    hand.click(page.bottom.preview)
    hand.wait(lambda: pdf_page(shell).model.state.stage is Stage.READY, "the draft")
    hand.rest(0.8)
    picture("pdf-draft")
    shell.back()
    return order_id


def look_at_finished(hand: Hand, shell: Shell, order_id: str, picture: Picture) -> None:
    """The order that was just signed: a photo in the editor, the code that the customer takes along, a word looked for in it."""
    page = opened(hand, shell, order_id)
    photos = reach(hand, page.form, "photos")
    pens = [button for button in parts(photos, IconButton) if button.objectName() == "OnPicture"]
    hand.click(pens[0])
    hand.rest(0.8)
    picture("photo-editor")
    QTest.keyClick(page.photo, Qt.Key.Key_Escape)
    hand.rest(0.3)
    document = page.model.state.documents[0]
    shell.open_pdf(f"{order_id}/{document.sha256}", order_id)
    hand.wait(lambda: pdf_page(shell).model.state.check is not None, "the sealed PDF")
    hand.click(pdf_page(shell).check)
    hand.rest(0.8)
    picture("pdf-check-code")
    pdf = pdf_page(shell)
    hand.click(pdf.check)
    hand.type(pdf.search, document.number)
    hand.wait(lambda: pdf.found.isVisible() and pdf.found.text() != tr("没有找到"), "the places where it stands")
    hand.rest(0.5)
    picture("pdf-found")
    shell.back()


def look_at_conflict(hand: Hand, shell: Shell, picture: Picture) -> None:
    """What was changed on both sides, then as the desk has it; and sync on hold."""
    hand.click(shell.rail.buttons[SYNC])
    view = shell.page(SYNC)
    assert isinstance(view, SyncView)
    hand.wait(view.conflicts.isVisible, "the conflict to be shown")
    hand.rest(0.3)
    picture("sync-conflict")
    hand.click_words(view.conflicts, tr("保留这个值"))
    hand.wait(lambda: not view.conflicts.isVisible(), "the conflict to be settled")
    hand.click(view.pause)
    hand.rest(0.3)
    picture("sync-paused")
    hand.click(view.pause)


def opened(hand: Hand, shell: Shell, order_id: str) -> OrderPage:
    hand.click(shell.rail.buttons[ORDERS])
    shell.open_order(order_id)
    page = shell.page(ORDER)
    assert isinstance(page, OrderPage)
    hand.wait(lambda: page.model.state.order_id == order_id and page.model.state.form is not None, "the order")
    hand.wait(lambda: page.form.complete, "its form")
    hand.rest(0.4)
    return page


def put_away(hand: Hand, panel: AskPanel) -> None:
    hand.click_words(panel, tr("取消"))
    hand.rest(0.1)


def pdf_page(shell: Shell) -> PdfPage:
    page = shell.page(PDF)
    assert isinstance(page, PdfPage)
    return page
