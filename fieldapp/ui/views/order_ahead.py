"""The order page before an order is opened: its form is built, and a real order is shown on it where nobody sees it. The first
one that is opened finds everything made and dressed, as the later ones do. Who opens it meanwhile waits for none of this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language
from fieldapp.ui.paint_ahead import painted_ahead
from fieldapp.ui.viewmodels.autosave import SaveState
from fieldapp.ui.viewmodels.order_state import OrderState, derive_order

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail
    from fieldapp.ui.views.order_page import OrderPage

LOOK_MS, LOOKS = 20, 100

Steps = Iterator[int]
"""Milliseconds until the next one; True, which is next to nothing, in most."""


def built_ahead(
    page: OrderPage, form_of: Callable[[], FormDefinition], an_order: Callable[[], OrderDetail | None], jobs: Jobs
) -> Steps:
    """The fields that always show, of the form that most orders have; then a rehearsal with an order, which is read in a job."""
    definition = form_of()
    yield True
    if page.in_use():
        return
    page.show_form_of("", definition, created_here=False)
    yield True
    while not page.in_use() and page.form.build_ahead():
        yield True
    read: list[OrderDetail | None] = []
    jobs.submit(an_order, read.append, lambda _error: read.append(None), unasked=True)
    yield from _until(page, lambda: bool(read))
    if read and read[0] is not None:
        yield from _rehearse(page, _as_shown(read[0]))


def _as_shown(detail: OrderDetail) -> OrderState:
    """Under no order's id, so that nothing on the page can be taken for that of an open one."""
    state = derive_order(detail, {}, SaveState(), detail.read_at, language(), message=None, busy="")
    return replace(state, order_id="", beside=True)


def _rehearse(page: OrderPage, state: OrderState) -> Steps:
    for show in page.parts:
        if page.in_use():
            return
        show(state)
        yield True
    yield from _until(page, lambda: page.form.complete and page.side.log.complete)
    if not (page.in_use() or page.isVisible()):
        page.show_form()
        for painted in painted_ahead(page):
            yield painted
            if page.in_use():
                return
    if not page.in_use():
        page.start_over()


def _until(page: OrderPage, there: Callable[[], bool]) -> Steps:
    """Not for ever: reading may fail."""
    for _ in range(LOOKS):
        if page.in_use() or there():
            return
        yield LOOK_MS
