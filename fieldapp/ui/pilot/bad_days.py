"""Days on which something went wrong, as the person sees them: a line that charges, an endpoint that is busy, cancelled by the
desk, signature void, sent back, login expired, power gone; and an archive that has become large."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from fieldapp.paths import resource
from fieldapp.ui.background.network_line import UNKNOWN, Line, NetworkLine
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import DOCUMENTS, INTAKE, ORDER, ORDERS, SYNC, TODAY
from fieldapp.ui.pilot.form import reach
from fieldapp.ui.pilot.hand import Hand, parts
from fieldapp.ui.pilot.main_job import MainJob
from fieldapp.ui.pilot.order_states import PHONE, opened
from fieldapp.ui.pilot.tour import open_page
from fieldapp.ui.shell import Shell
from fieldapp.ui.views.documents_page import ARCHIVE, DocumentsPage
from fieldapp.ui.views.intake import IntakeView
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.sync_centre import SyncView
from fieldapp.ui.views.sync_parts import QueueRow
from fieldapp.ui.views.today import TodayView

Picture = Callable[[str], None]
LONG_S = 1800.0
HALF = "1380000"


def recorded_on_site(job: MainJob) -> str:
    """An incident recorded and sent; returns its id."""
    hand, shell = job.hand, job.shell
    view = open_page(hand, shell, ORDERS)
    assert isinstance(view, OrdersView)
    hand.click(view.new_order)
    hand.rest(0.8)
    page = shell.page(INTAKE)
    assert isinstance(page, IntakeView)
    page.fill(json.loads(resource("demo/intake.json").read_text(encoding="utf-8")))
    hand.rest(0.8)
    (button,) = [one for one in parts(page, QPushButton) if one.isVisible() and one.property("kind") == "primary"]
    hand.click(button)
    hand.wait(lambda: shell.here is not None and shell.here[0] == ORDER, "the recorded order")
    assert shell.here is not None
    order_id = shell.here[1]
    job.sync("what was recorded on site")
    return order_id


def look_at_metered(job: MainJob) -> None:
    """The line is paid by volume: files wait, until somebody sends them all the same."""
    (line,) = parts(job.shell.window(), NetworkLine)
    line.show(Line(metered=True))
    job.sync("sync on a line that charges")
    view = open_page(job.hand, job.shell, SYNC)
    assert isinstance(view, SyncView)
    (row,) = [row for row in parts(view.queue, QueueRow) if row.anyway is not None]
    assert row.anyway is not None
    job.picture("sync-metered")
    job.hand.click(row.anyway)
    job.hand.wait(lambda: not parts(view.queue, QueueRow), "the file to be sent")
    line.show(UNKNOWN)
    job.sync("sync on a line that does not")


def look_at_busy(job: MainJob) -> None:
    """The endpoint asked to be left alone for a while."""
    job.sync("with an endpoint that asked for patience")
    open_page(job.hand, job.shell, SYNC)
    job.picture("sync-busy")


def look_at_cancelled(job: MainJob) -> None:
    """The desk took an order back on which was written meanwhile: it is gone from the list, what was done there was reported.
    Both pages say so until the person has read it."""
    open_page(job.hand, job.shell, SYNC)
    job.picture("sync-cancelled")
    view = open_page(job.hand, job.shell, TODAY)
    assert isinstance(view, TodayView)
    job.hand.rest(0.5)
    job.picture("today-cancelled")
    job.hand.click(view.taken.read)
    job.hand.wait(lambda: not view.taken.isVisible(), "the notice to go")


def look_at_voided(job: MainJob, order_id: str) -> None:
    """The desk changed what was signed: who has to sign again, and why, is on the page and in the log."""
    page = opened(job.hand, job.shell, order_id)
    job.picture("order-signature-void")
    bar = page.side.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    job.hand.rest(0.2)
    job.picture("order-signature-void-log")


def look_at_returned(job: MainJob, order_id: str) -> None:
    """What the server did not take, on the page of sync and on the order itself."""
    job.sync("what is sent back")
    view = open_page(job.hand, job.shell, SYNC)
    assert isinstance(view, SyncView)
    job.picture("sync-returned")
    opened(job.hand, job.shell, order_id)
    job.picture("order-returned")


def look_at_expired_login(job: MainJob, password: str) -> None:
    job.sync("with a login that has ended")
    view = open_page(job.hand, job.shell, SYNC)
    assert isinstance(view, SyncView)
    job.hand.wait(view.password.isVisible, "the login to be asked for")
    job.picture("sync-login-expired")
    job.hand.type(view.password, password)
    job.hand.click_words(view, tr("登录"))
    job.hand.wait(lambda: not view.password.isVisible(), "the login")


def half_typed(job: MainJob, order_id: str) -> None:
    """A number of which not all digits are typed yet; stored as it is."""
    page = opened(job.hand, job.shell, order_id)
    phone = reach(job.hand, page.form, PHONE).controls()[0]
    job.hand.type(phone, HALF)
    page.model.commit()
    job.hand.wait(
        lambda: not (page.model.autosave and page.model.autosave.unsaved) and not page.model.state.busy, "it to be stored"
    )
    job.hand.rest(0.5)


def look_at_full_archive(hand: Hand, shell: Shell, picture: Picture, inbox: Path) -> None:
    """Taken in at once, listed, searched, checked."""
    page = open_page(hand, shell, DOCUMENTS)
    assert isinstance(page, DocumentsPage)
    page.tabs.setCurrentIndex(ARCHIVE)
    model = page.archiving
    hand.drop(page, inbox)
    hand.wait(lambda: model.state.task is not None, "the import to begin")
    hand.rest(3.0)
    picture("archive-importing")
    hand.wait(lambda: model.state.task is None, "the import", LONG_S)
    hand.rest(0.5)
    picture("archive-full")
    page.archive.list.selectRow(5)
    hand.type(page.archive.search, "档案馆")
    hand.rest(0.8)
    page.archive.list.selectRow(1)
    hand.rest(0.3)
    picture("archive-full-searched")
    hand.type(page.archive.search, "")


def look_while_indexing(job: MainJob) -> None:
    """So many orders came at once that the search looks through the rest of them a moment later, and says so."""
    view = open_page(job.hand, job.shell, ORDERS)
    assert isinstance(view, OrdersView)
    job.sync("with very many orders")
    job.hand.type(view.search, "交换机")
    job.hand.wait(lambda: view.total.text() == tr("刚收到的派工单还在查找…"), "the search to say that it goes on")
    job.picture("list-looking-on")
    job.hand.type(view.search, "")
