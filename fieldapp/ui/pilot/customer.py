"""The customer's minute by hand: check, rate, sign; then the engineer's signature and PIN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtWidgets import QScrollArea

from fieldapp.errors import EnvironmentFault
from fieldapp.forms.schema import FieldType
from fieldapp.forms.signing.ink import Ink
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import CUSTOMER
from fieldapp.ui.pilot.form import choose
from fieldapp.ui.pilot.hand import Hand
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.customer_state import Stage
from fieldapp.ui.views.customer_page import CustomerPage, CustomerScreen


class Brought(Protocol):
    """What the customer answers and signs with, the engineer's signature and PIN."""

    @property
    def confirmation(self) -> Mapping[str, object]: ...

    @property
    def ink(self) -> Ink: ...

    @property
    def engineer_ink(self) -> Ink: ...

    @property
    def pin(self) -> str: ...


def confirm(hand: Hand, shell: Shell, brought: Brought, picture: Callable[[str], None]) -> None:
    """From the first look to the way back; returns when the PIN was given."""
    page = shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    hand.wait(lambda: at(page, Stage.FAILED) or (at(page, Stage.REVIEW) and face(page).paper.complete), "the customer's page")
    picture("customer-review")
    for name, value in brought.confirmation.items():
        rate(hand, face(page), name, value)
    show_questions(page)
    hand.rest(0.2)
    picture("customer-rated")
    hand.click(face(page).unsigned)
    hand.rest(0.2)
    picture("customer-not-signing")
    hand.click_words(face(page).panel, tr("取消"))
    hand.click(face(page).next)
    hand.wait(lambda: at(page, Stage.SIGN) or refused(page), "the place to sign")
    hand.rest(0.2)
    sign = face(page).sign
    hand.wait(sign.pad.isVisible, "the signature pad")
    hand.sign(sign.pad, brought.ink)
    picture("customer-signed")
    hand.click(sign.turns.buttons[1])
    hand.wait(sign.engineer_pad.isVisible, "the engineer's pad")
    hand.sign(sign.engineer_pad, brought.engineer_ink)
    picture("engineer-signed")
    hand.click(face(page).finish)
    hand.wait(lambda: (at(page, Stage.DONE) and bool(page.model.state.sealed_sha256)) or refused(page), "the sealed PDF", 120.0)
    picture("customer-thanks")
    hand.click_words(face(page).thanks, tr("工程师：输入 PIN 继续"))
    pin = face(page).pin
    hand.wait(lambda: pin.edit.isVisible(), "the question for the PIN")
    picture("customer-pin")
    hand.type(pin.edit, brought.pin)
    hand.click(pin.confirm)


def show_questions(page: CustomerPage) -> None:
    """Scroll to what was answered, as the person did who answered it."""
    questions = face(page).questions
    assert questions is not None
    above = questions.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(questions, 0, 16)


def rate(hand: Hand, screen: CustomerScreen, name: str, value: object) -> None:
    """Answer one of the customer's questions, unless it is answered so already."""
    assert screen.questions is not None
    frame = screen.questions.frames[name]
    if frame.value() == value:
        return
    match frame.widget.spec.type:
        case FieldType.YES_NO:
            hand.click_words(frame.widget, tr("是") if value else tr("否"))
        case FieldType.CHOICE:
            choose(hand, frame.widget, str(value))
        case _:
            hand.type(frame.widget.controls()[0], str(value))


def face(page: CustomerPage) -> CustomerScreen:
    assert page.face is not None
    return page.face


def refused(page: CustomerPage) -> bool:
    """Never True: what the page says instead of going on is raised as EnvironmentFault `pilot.stuck`."""
    state = page.model.state
    if state.message is not None and not state.busy:
        raise EnvironmentFault("pilot.stuck", f"the customer's page says: {state.message.what}")
    return False


def at(page: CustomerPage, *stages: Stage) -> bool:
    return page.model.state.stage in stages and not page.model.state.busy
