"""What the pages of test_accessible do not show by themselves: the questions of the unlock page, and every panel that asks
something in place. (There are no dialogs of our own: files and printers are chosen in the desktop's.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.navigation import CUSTOMER, ORDER
from fieldapp.ui.stages import Stage
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.unlock import UnlockView
from tests.support.accessible import walk
from tests.ui.test_accessible import doubles, nameless, silent_values, small, wrong_roles
from tests.ui.test_every_page import Opened, cut_words, opening, shown, tab_round, takes_tab
from tests.ui.test_scales import beside_their_room, over_each_other, pushed_sideways
from tests.ui.test_shell_pages import Program

SIZES = ((1366, 768), (910, 512))


def looked_at(window: QWidget, settle: Callable[[], None], *, tabs: bool = True) -> None:
    for size in SIZES:
        window.resize(*size)
        settle()
        window.grab()
        assert cut_words(window) == [], size
        assert over_each_other(window) == [], size
        assert pushed_sideways(window) == [], size
        assert beside_their_room(window) == [], size
    window.resize(*SIZES[0])
    settle()
    nodes = list(walk(window))
    assert sum(node.focusable for node in nodes) > 1
    assert nameless(nodes) == []
    assert wrong_roles(nodes) == []
    assert doubles(nodes) == []
    assert silent_values(window) == []
    assert small(nodes) == []
    if tabs:
        reached = tab_round(window)
        missed = [one for one in shown(window, takes_tab) if one not in reached and not isinstance(one, QAbstractButton)]
        assert [one.accessibleName() for one in missed] == []


def to_server(view: UnlockView, program: Program) -> None:
    view.server.url.setText("nowhere.cn")
    view.server.go.click()  # with what it says to a wrong one


def to_login(view: UnlockView, program: Program) -> None:
    program.gate.no_keyring = True
    view._vm.check_server("itsm.example.cn")


def to_wrong_pin(view: UnlockView, program: Program) -> None:
    view.pin.pin.setText("000000")
    view.pin.go.click()


def to_forgotten(view: UnlockView, program: Program) -> None:
    view.pin.forgotten.click()


def nothing(view: UnlockView, program: Program) -> None: ...


QUESTIONS: dict[str, tuple[Stage, Callable[[UnlockView, Program], None]]] = {
    "server": (Stage.FIRST_RUN, to_server),
    "login": (Stage.FIRST_RUN, to_login),
    "passphrase": (Stage.PASSPHRASE, nothing),
    "new PIN": (Stage.NEW_PIN, nothing),
    "PIN": (Stage.PIN, to_wrong_pin),
    "forgotten PIN": (Stage.PIN, to_forgotten),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_unlock(qtbot: QtBot, question: str) -> None:
    stage, lead = QUESTIONS[question]
    program = Program(qtbot, stage)
    view = program.window.findChild(UnlockView)
    assert view is not None
    lead(view, program)
    program.settle()
    looked_at(program.window, program.settle)
    program.window.close()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opening(qtbot, tmp_path_factory.mktemp("w") / "d") as made:  # the settings show the path
        yield made


def test_panels_of_the_order(opened: Opened) -> None:
    opened.show("order")
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    for ask in ("hold", "time", "note"):
        page._ask(ask)
        opened.settle()
        assert page.panel.isVisible(), ask
        looked_at(opened.window, opened.settle, tabs=False)
        page.panel.hide()


def test_panels_of_the_customer(opened: Opened) -> None:
    opened.show("review")
    page = opened.shell.page(CUSTOMER)
    assert isinstance(page, CustomerPage)
    assert page.face is not None
    page.face.unsigned.click()
    opened.settle()
    looked_at(opened.window, opened.settle, tabs=False)
    page.face.panel.hide()
    page.model.ask_pin()
    opened.settle()
    looked_at(opened.window, opened.settle, tabs=False)
    page.model.forget_pin()
    opened.settle()
    looked_at(opened.window, opened.settle, tabs=False)
