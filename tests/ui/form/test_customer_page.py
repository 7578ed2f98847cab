"""The customer's minute on real use cases: what is shown is what is signed, and only the PIN leads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.forms.snapshot import parse
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language
from fieldapp.ui.messages import Words
from fieldapp.ui.viewmodels.customer_state import Sealing, Stage
from fieldapp.ui.viewmodels.customer_view import CustomerModel
from fieldapp.ui.views.customer_page import CustomerPage, CustomerScreen
from fieldapp.ui.widgets.signature_pad import SignaturePad
from tests.support import ui_fakes as fakes
from tests.support.ui_orders import Bench, resolved_order
from tests.support.watchdog import SLACK, WatchedApplication

Settle = Callable[[], None]
PIN = "4826"


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> CustomerPage:
    bench.access.set_pin(PIN)
    model = CustomerModel(
        bench.signing, bench.filling, bench.attachments, bench.access.check_pin, jobs, bench.clock, fakes.reset_pin
    )
    made = CustomerPage(model, places)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def settle(page: CustomerPage, settle: Settle) -> Settle:
    """As ever, and until the whole paper is there."""

    def run() -> None:
        settle()
        while page.face is not None and not page.face.paper.complete:
            settle()

    return run


def face(page: CustomerPage) -> CustomerScreen:
    assert page.face is not None
    return page.face


def opened(page: CustomerPage, bench: Bench, settle: Settle, **changes: Any) -> str:
    order_id = bench.hold(resolved_order(**changes))
    page.enter(order_id)
    settle()
    assert page.model.state.stage is Stage.REVIEW
    return order_id


def scribble(pad: SignaturePad) -> None:
    for points in ([(100, 60), (180, 180), (260, 60), (340, 180), (420, 60)], [(100, 120), (300, 100), (480, 140)]):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
        for point in points[1:]:
            QTest.mouseMove(pad, QPoint(*point))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def words_on(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel)]
    shown += [button.text() for button in widget.findChildren(QPushButton)]
    shown += [edit.text() for edit in widget.findChildren(QLineEdit)]
    shown += [edit.toPlainText() for edit in widget.findChildren(QPlainTextEdit)]
    return "\n".join(shown)


def kinds(bench: Bench, order_id: str) -> list[str]:
    return [entry["kind"] for entry in bench.stored(order_id)["events"]]


def test_nothing_internal_is_anywhere_on_the_screen(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    text = words_on(page)
    assert "广州市公安局黄埔区分局" in text
    assert "机密" not in text
    assert "毛利" not in text


def test_signing_records_ink_under_the_snapshot_on_the_screen(
    page: CustomerPage, bench: Bench, settle: Settle, places: Any
) -> None:
    order_id = opened(page, bench, settle, customer_comment=None)
    page.model.edit("customer_comment", "下次早点来")
    face(page).next.click()
    settle()
    assert page.model.state.stage is Stage.SIGN
    assert "下次早点来" in words_on(face(page).paper)
    scribble(face(page).sign.pad)
    shown = page.model.state.snapshot_sha256
    face(page).finish.click()
    settle()
    assert page.model.state.stage is Stage.DONE
    signed = next(entry for entry in bench.stored(order_id)["events"] if entry["kind"] == "signed")
    assert signed["data"]["snapshot_sha256"] == shown
    content = parse(bench.context.store.blobs.get(shown)).content
    assert content["answers"]["customer_comment"] == "下次早点来"
    assert kinds(bench, order_id).count("shown_to_customer") == 2
    assert page.focusWidget() is face(page).thanks.go_on
    page.model.give_pin(PIN)
    settle()
    assert places.went == [("back",)]


def test_the_engineer_may_sign_too(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    sign = face(page).sign
    scribble(sign.pad)
    QTest.mouseClick(sign.turns.buttons[1], Qt.MouseButton.LeftButton)
    assert sign.engineer_pad.isVisible()
    assert not sign.pad.isVisible()
    assert sign.engineer_pad.is_blank()
    scribble(sign.engineer_pad)
    face(page).finish.click()
    settle()
    assert page.model.state.stage is Stage.DONE
    inks = {name: bench.answer(order_id, name)["ink_sha256"] for name in ("customer_signature", "engineer_signature")}
    assert all(bench.context.store.blobs.has(sha256) for sha256 in inks.values())


def test_a_dot_of_the_engineer_is_refused_in_words_that_say_whose(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    sign = face(page).sign
    scribble(sign.pad)
    sign.turn_to("engineer")
    QTest.mouseClick(sign.engineer_pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    face(page).finish.click()
    settle()
    assert page.model.state.stage is Stage.SIGN
    assert "工程师签名" in face(page).notice.words
    assert bench.answer(order_id, "customer_signature") is None


def test_nothing_of_the_engineers_ink_is_remembered(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    face(page).next.click()
    settle()
    scribble(face(page).sign.pad)
    face(page).sign.turn_to("engineer")
    scribble(face(page).sign.engineer_pad)
    page.model.to_review()
    page.model.to_signing()
    settle()
    sign = face(page).sign
    assert sign.pad.is_blank()
    assert sign.engineer_pad.is_blank()
    assert sign.pad.isVisible()


def test_wrapped_values_are_never_cut(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    """Side by side with the pad the paper is narrow: every line of every value must still be seen."""
    opened(page, bench, settle)
    face(page).next.click()
    settle()
    labels = [label for label in face(page).paper.findChildren(QLabel) if label.isVisible() and label.wordWrap() and label.text()]
    assert len(labels) > 20
    assert [label.text() for label in labels if label.height() < label.heightForWidth(label.width())] == []


def test_only_what_changed_is_drawn_anew(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    page.resize(990, 1300)  # the pad stands below it: the paper keeps its width
    opened(page, bench, settle)
    paper = face(page).paper
    before = {label for label in paper.findChildren(QLabel) if label.isVisible()}
    face(page).next.click()
    settle()
    after = {label for label in paper.findChildren(QLabel) if label.isVisible()}
    assert len(after & before) > len(before) / 2
    assert len(after - before) > 0, "the answers stand on it now"


def test_nothing_can_be_signed_before_all_of_it_is_on_the_screen(
    page: CustomerPage, bench: Bench, settle: Settle, jobs: Jobs
) -> None:
    order_id = opened(page, bench, settle, customer_comment=None)
    page.model.edit("customer_comment", "下次早点来")
    face(page).next.click()
    jobs.drain()
    assert page.model.state.stage is Stage.SIGN
    assert not face(page).paper.complete
    scribble(face(page).sign.pad)
    face(page).finish.click()
    settle()
    assert "signed" not in kinds(bench, order_id)
    assert "下次早点来" in words_on(face(page).paper)
    assert face(page).finish.isEnabled()


def test_the_page_comes_and_changes_in_small_turns(page: CustomerPage, bench: Bench, settle: Settle, qapp: QApplication) -> None:
    """Here the half as much again that other tests may take is not let pass."""
    assert isinstance(qapp, WatchedApplication)
    opened(page, bench, settle)
    face(page).next.click()
    settle()
    page.model.zoom(1)
    settle()
    page.resize(1092, 614)
    settle()
    assert [str(hold) for hold in qapp.long if hold.seconds > hold.limit / SLACK] == []


def test_missing_answers_are_asked_for_before_signing(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, satisfaction=None, signer_name=None)
    face(page).next.click()
    settle()
    state = page.model.state
    assert state.stage is Stage.REVIEW
    assert set(state.problems) == {"satisfaction", "signer_name"}
    questions = face(page).questions
    assert questions is not None
    assert questions.frames["signer_name"].problem
    page.model.edit("satisfaction", "satisfied")
    page.model.edit("signer_name", "𬭎鑫")
    face(page).next.click()
    settle()
    assert page.model.state.stage is Stage.SIGN


def test_a_dot_is_no_signature(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    for _ in range(2):
        face(page).finish.click()
        settle()
        assert page.model.state.stage is Stage.SIGN
        assert face(page).notice.isVisible()
        QTest.mouseClick(face(page).sign.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    assert "signed" not in kinds(bench, order_id)


def test_going_back_to_the_answers_takes_the_ink(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    face(page).next.click()
    settle()
    first = page.model.state.snapshot_sha256
    scribble(face(page).sign.pad)
    face(page).back.click()
    settle()
    assert face(page).sign.pad.is_blank()
    page.model.edit("satisfaction", "dissatisfied")
    face(page).next.click()
    settle()
    assert page.model.state.snapshot_sha256 != first


def test_an_order_that_changed_meanwhile_is_shown_again_and_not_signed(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    bench.filling.save(order_id, {"cause": "另一个原因"})
    scribble(face(page).sign.pad)
    face(page).finish.click()
    settle()
    assert page.model.state.stage is Stage.REVIEW
    assert face(page).sign.pad.is_blank()
    assert "另一个原因" in words_on(face(page).paper)
    assert "signed" not in kinds(bench, order_id)


@pytest.mark.parametrize("outcome", ["refused", "absent", "later"])
def test_not_signing_is_recorded_with_reason_and_witness(page: CustomerPage, bench: Bench, settle: Settle, outcome: str) -> None:
    order_id = opened(page, bench, settle, problem_solved=None, satisfaction=None, signer_name=None)
    face(page).unsigned.click()
    frames = face(page).panel.frames
    frames["outcome"].set_value(outcome)
    frames["reason"].set_value("对费用有异议")
    frames["witness"].set_value("门岗张三")
    face(page).panel.confirm.click()
    settle()
    entry = next(entry for entry in bench.stored(order_id)["events"] if entry["kind"] == "not_signed")
    assert entry["data"]["outcome"] == outcome
    assert entry["data"]["reason"] == "对费用有异议"
    assert page.model.state.stage is Stage.DONE


def test_a_refusal_without_a_witness_is_not_taken(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    page.model.not_signed("refused", "不想签", "")
    settle()
    assert page.model.state.stage is Stage.REVIEW
    assert page.model.state.message is not None
    assert "not_signed" not in kinds(bench, order_id)


def test_only_the_pin_leads_out_and_leaving_is_logged(page: CustomerPage, bench: Bench, settle: Settle, places: Any) -> None:
    order_id = opened(page, bench, settle)
    assert not page.leave()
    assert face(page).pin.isVisible()
    QTest.keyClicks(face(page).pin.edit, "0000")
    face(page).pin.confirm.click()
    settle()
    assert page.model.state.pin_problem
    assert not page.leave()
    face(page).pin.given.emit(PIN)
    settle()
    assert places.went == [("back",)]
    assert page.leave()
    assert kinds(bench, order_id)[-1] == "customer_view_left"


def test_who_forgot_the_pin_gets_back_with_the_servers_password(
    page: CustomerPage, bench: Bench, settle: Settle, places: Any
) -> None:
    order_id = opened(page, bench, settle)
    page.model.edit("customer_comment", "很快")
    page.leave()
    panel = face(page).pin
    panel.forgot.click()
    assert panel.password.isVisible()
    assert not panel.edit.isVisible()

    def give(*texts: str) -> str:
        for edit, text in zip((panel.password, panel.new_pin, panel.again), texts, strict=True):
            edit.setText(text)
        panel.confirm.click()
        settle()
        return page.model.state.pin_problem

    assert "不一样" in give("right", "246800", "246801")
    assert "密码不对" in give("wrong", "246800", "246800")
    assert panel.password.text() == ""
    assert "现在不能重设" in give("no network", "246800", "246800")
    assert places.went == []
    give("right", "246800", "246800")
    assert places.went == [("back",)]
    assert bench.answer(order_id, "customer_comment") == "很快"


def test_cancelling_leads_back_to_the_pin(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    page.leave()
    panel = face(page).pin
    panel.forgot.click()
    QTest.keyClick(panel.password, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    page.leave()
    assert panel.edit.isVisible()
    assert not panel.password.isVisible()


def test_answers_typed_before_leaving_are_stored(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    page.model.edit("customer_comment", "还没说完")
    page.model.give_pin(PIN)
    settle()
    assert bench.answer(order_id, "customer_comment") == "还没说完"


def test_another_language_is_another_showing(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    scribble(face(page).sign.pad)
    ink = face(page).sign.pad.ink()
    before = page.model.state.snapshot_sha256
    page.model.set_language("en")
    settle()
    assert "Customer" in words_on(face(page).paper)
    assert page.model.state.snapshot_sha256 == before
    assert face(page).sign.pad.ink() == ink
    assert language() == "zh"
    shown = [entry["data"]["lang"] for entry in bench.stored(order_id)["events"] if entry["kind"] == "shown_to_customer"]
    assert shown == ["zh", "zh", "en"]


def test_all_words_are_in_the_customers_language(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, satisfaction=None)
    page.model.set_language("en")
    settle()
    face(page).next.click()
    settle()
    assert page.model.state.message == Words("Please complete 1 more answer.")
    page.model.edit("satisfaction", "satisfied")
    face(page).next.click()
    settle()
    face(page).finish.click()
    settle()
    assert chinese(face(page).notice.words) == ""
    scribble(face(page).sign.pad)
    face(page).finish.click()
    settle()
    for seal in (page.model.state.seal, Sealing.DONE):  # this device has no certificate, which is said; and as if it had
        assert seal is not None
        page.model._set(seal=seal)
        assert chinese(seen(page)) == ""
    assert "The PDF is sealed" in seen(page)
    page.model.set_language("zh")
    settle()
    assert "PDF 已封存，可交付和归档。" in seen(page)
    page.model.set_language("en")
    page.model.ask_pin()
    page.model.give_pin("0000")
    settle()
    assert page.model.state.pin_problem
    assert chinese(page.model.state.pin_problem) == ""
    assert language() == "zh"


def seen(page: CustomerPage) -> str:
    return "".join(label.text() for label in face(page).findChildren(QLabel) if label.isVisible())


def chinese(words: str) -> str:
    return "".join(character for character in words if "\u4e00" <= character <= "\u9fff")


def test_the_language_stays_while_the_signature_is_being_saved(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    """Else the button would be free again before the first save is done, and the log would name a language nobody saw."""
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    scribble(face(page).sign.pad)
    face(page).finish.click()
    page.model.set_language("en")
    assert page.model.state.busy
    assert not face(page).finish.isEnabled()
    settle()
    assert page.model.state.stage is Stage.DONE
    assert kinds(bench, order_id).count("shown_to_customer") == 2


def test_a_customer_who_takes_his_time_signs_what_was_shown(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle)
    face(page).next.click()
    settle()
    shown = page.model.state.snapshot_sha256
    bench.clock.move(minutes=95)
    scribble(face(page).sign.pad)
    face(page).finish.click()
    settle()
    (signed,) = [entry for entry in bench.stored(order_id)["events"] if entry["kind"] == "signed"]
    assert signed["data"]["snapshot_sha256"] == shown


def test_larger_letters(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle)
    label = next(item for item in face(page).paper.findChildren(QLabel) if "广州市公安局" in item.text())
    small = label.sizeHint().height()
    for _ in range(5):
        page.model.zoom(1)
    settle()
    assert page.model.state.zoom == 175
    assert label.sizeHint().height() > small * 1.4


def test_an_order_not_ready_is_said_and_can_be_left_without_pin(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    from tests.support.ui_orders import working_order

    page.enter(bench.hold(working_order()))
    settle()
    assert page.model.state.stage is Stage.FAILED
    assert page.leave()


def test_what_the_engineer_copied_cannot_be_pasted_by_the_customer(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    """Not with keys, not with the middle button, not from a menu; the clipboard keeps it for the engineer."""
    clipboard = QApplication.clipboard()
    clipboard.setText("机房口令 8341")
    opened(page, bench, settle, customer_comment=None, signer_name=None)
    questions = face(page).questions
    assert questions is not None
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    comment, name = (questions.frames[one].widget.controls()[0] for one in ("customer_comment", "signer_name"))
    assert isinstance(comment, QPlainTextEdit)
    assert isinstance(name, QLineEdit)
    for field, inner in ((comment, comment.viewport()), (name, name)):
        field.setFocus()
        for keys in QKeySequence.keyBindings(QKeySequence.StandardKey.Paste):
            QTest.keyClick(field, keys[0].key(), keys[0].keyboardModifiers())
        QTest.mouseClick(inner, Qt.MouseButton.MiddleButton)
        at = inner.rect().center()
        QApplication.sendEvent(inner, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, inner.mapToGlobal(at)))
        assert QApplication.activePopupWidget() is None
        assert not field.acceptDrops()
        assert not inner.acceptDrops()
    assert "8341" not in words_on(page)
    assert "从别处复制" in face(page).notice.words
    assert clipboard.text() == "机房口令 8341"
    face(page).unsigned.click()
    reason = face(page).panel.frames["reason"].widget.controls()[0]
    QTest.keyClick(reason, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "8341" not in words_on(page)


def test_what_the_customer_copied_himself_can_be_pasted(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, customer_comment="很快", signer_name=None)
    questions = face(page).questions
    assert questions is not None
    comment = questions.frames["customer_comment"].widget.controls()[0]
    assert isinstance(comment, QPlainTextEdit)
    comment.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_V):
        QTest.keyClick(comment, key, Qt.KeyboardModifier.ControlModifier)
    assert comment.toPlainText() == "很快很快"


def test_one_next_step_at_a_time(page: CustomerPage, bench: Bench, settle: Settle) -> None:
    """While something is asked, the button of what asks is the only one that stands out."""
    opened(page, bench, settle)
    assert primary(page) == ["下一步：签名"]
    face(page).unsigned.click()
    assert primary(page) == ["记录"]
    face(page).panel.hide()
    assert primary(page) == ["下一步：签名"]
    page.model.ask_pin()
    settle()
    assert primary(page) == ["返回工单"]
    assert face(page).pin.edit.hasFocus()
    page.model.cancel_pin()
    settle()
    assert primary(page) == ["下一步：签名"]


def primary(page: CustomerPage) -> list[str]:
    return [one.text() for one in page.findChildren(QPushButton) if one.isVisible() and one.property("kind") == "primary"]
