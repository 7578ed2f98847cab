"""At the gate Enter and the button do something or say what is missing, and the cursor is where something is to be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.stages import Stage
from fieldapp.ui.viewmodels.unlock import UnlockViewModel
from fieldapp.ui.views.unlock import UnlockView
from tests.support.ui_fakes import FakeGate

AtGate = Callable[[Stage], UnlockView]


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def at_gate(qtbot: QtBot, jobs: Jobs) -> AtGate:
    def make(stage: Stage) -> UnlockView:
        model = UnlockViewModel(FakeGate(stage), jobs)
        view = UnlockView(model, lambda _view: None)
        qtbot.addWidget(view)
        view.show()
        view.activateWindow()
        QTest.qWaitForWindowActive(view)
        model.start()
        jobs.drain()
        return view

    return make


def test_without_an_address_it_is_asked_for(at_gate: AtGate) -> None:
    view = at_gate(Stage.FIRST_RUN)
    QTest.keyClick(view.server.url, Qt.Key.Key_Return)
    assert "服务器地址" in view.error.words
    view.server.url.setText("  ")
    view.server.go.click()
    assert "服务器地址" in view.error.words
    assert view.server.url.hasFocus()


def test_an_address_that_does_not_answer_is_there_to_be_corrected(at_gate: AtGate, jobs: Jobs) -> None:
    view = at_gate(Stage.FIRST_RUN)
    view.server.url.setText("itsm.nowhere.cn")
    QTest.keyClick(view.server.url, Qt.Key.Key_Return)
    jobs.drain()
    assert not view.error.isHidden()
    assert view.server.url.hasFocus()
    assert "itsm.nowhere.cn" in view.server.url.selectedText()


def test_enter_goes_on_to_the_next_field_and_the_button_names_what_is_missing(at_gate: AtGate, jobs: Jobs) -> None:
    view = at_gate(Stage.FIRST_RUN)
    view.server.url.setText("itsm.example.cn")
    view.server.go.click()
    jobs.drain()
    view.login.user.setText("liming")
    QTest.keyClick(view.login.user, Qt.Key.Key_Return)
    assert view.login.password.hasFocus()
    assert view.error.isHidden()
    view.login.go.click()
    assert "密码" in view.error.words


def test_two_new_pins_that_differ_cost_nobody_the_password(at_gate: AtGate) -> None:
    view = at_gate(Stage.PIN)
    view.pin.forgotten.click()
    view.forgotten.password.setText("right")
    view.forgotten.pin.setText("1357")
    view.forgotten.again.setText("1358")
    view.forgotten.go.click()
    assert "不一样" in view.error.words
    assert (view.forgotten.password.text(), view.forgotten.pin.text()) == ("right", "")
    assert view.forgotten.pin.hasFocus()


def test_a_new_passphrase_is_long_enough_and_typed_twice(at_gate: AtGate, jobs: Jobs) -> None:
    view = at_gate(Stage.FIRST_RUN)
    gate = view._vm._gate
    assert isinstance(gate, FakeGate)
    gate.no_keyring = True
    view._vm.start()
    jobs.drain()
    view.server.url.setText("itsm.example.cn")
    view.server.go.click()
    jobs.drain()
    login = view.login
    login.user.setText("liming")
    login.password.setText("right")
    for first, second, said in (("abc", "abc", "8 个字符"), ("a long one", "a lone one", "不一样")):
        login.passphrase.setText(first)
        login.again.setText(second)
        login.go.click()
        jobs.drain()
        assert said in view.error.words
        assert gate.calls == []
        assert login.password.text() == "right"
    login.again.setText("a long one")
    login.go.click()
    jobs.drain()
    assert gate.calls[0] == ("passphrase",)


def test_escape_leads_back_to_the_question_before(at_gate: AtGate, jobs: Jobs) -> None:
    view = at_gate(Stage.PIN)
    view.pin.forgotten.click()
    QTest.keyClick(view.forgotten.password, Qt.Key.Key_Escape)
    assert view.pin.isVisible()
    assert view.pin.pin.hasFocus()
    view = at_gate(Stage.FIRST_RUN)
    view.server.url.setText("itsm.example.cn")
    view.server.go.click()
    jobs.drain()
    QTest.keyClick(view.login.user, Qt.Key.Key_Escape)
    assert view.server.isVisible()
    assert view.server.url.text() == "itsm.example.cn"
