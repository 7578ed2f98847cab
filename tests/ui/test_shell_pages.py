"""The real window on fakes: first run to today, answering in place, search, conflicts, settings, looks and names of controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import State
from fieldapp.errors import RefusedFault
from fieldapp.ui import app, i18n, icons, preparing, theme
from fieldapp.ui.app import AppContext, Desk, build
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import CUSTOMER, INTAKE, ORDER, ORDERS, SETTINGS, SYNC, TODAY, Navigator, PageEntry
from fieldapp.ui.shell import Shell
from fieldapp.ui.stages import Stage
from fieldapp.ui.views.taken_card import ON_SYNC, ON_TODAY, TakenCard
from fieldapp.ui.views.today_parts import CallRow, DueTile, WaitingCard
from fieldapp.ui.views.unlock import UnlockView
from tests.support import ui_fakes as fakes
from tests.support.ui_program import let_in


class Recorder(QWidget):
    """A page that remembers; `stay` refuses to leave."""

    def __init__(self) -> None:
        super().__init__()
        self.entered: list[str] = []
        self.stay = False

    def enter(self, argument: str) -> None:
        self.entered.append(argument)

    def leave(self) -> bool:
        return not self.stay


class Program:
    """The window with its fakes, and how to let the background catch up."""

    def __init__(self, qtbot: QtBot, stage: Stage) -> None:
        self.orders, self.queries = fakes.FakeOrders(), fakes.FakeQueries(open_conflicts=(fakes.conflict(),))
        self.sync, self.settings = fakes.FakeSync(), fakes.FakeSettings()
        bundle = fakes.services(orders=self.orders, queries=self.queries, sync=self.sync, settings=self.settings)
        self.gate = fakes.FakeGate(at=stage, services=bundle)
        self.order, self.customer = Recorder(), Recorder()
        pages = (
            PageEntry(ORDER, lambda: "order", lambda _n: self.order),
            PageEntry(CUSTOMER, lambda: "customer", lambda _n: self.customer, chrome=False),
        )
        self.warmed: list[str] = []
        context = AppContext(
            self.gate, self.settings, fakes.StillClock(), "0", lambda _s, _j: pages, warm_up=[lambda: self.warmed.append("once")]
        )
        self.window: MainWindow = build(context)
        qtbot.addWidget(self.window)
        self.desk = next(child for child in self.window.children() if isinstance(child, Desk))
        self.window.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(5):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.desk.jobs.drain()
            let_in(self.desk)

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def page(self, key: str) -> QWidget:
        self.shell.open_page(key)
        self.settle()
        return self.shell.page(key)

    def words(self, widget: QWidget) -> str:
        return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


NEEDED = {
    "customer_unit": "滨江区公安分局",
    "symptom": "大屏黑屏",
    "category": "platform",
    "impact": "risk",
    "scope": "part",
    "urgency": "urgent",
}


@pytest.fixture(autouse=True)
def no_window_stays(qapp: QApplication) -> Iterator[None]:
    """Windows of earlier tests are really deleted: a style sheet is put on every widget there is."""
    yield
    for window in qapp.topLevelWidgets():
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    made = Program(qtbot, Stage.READY)
    yield made
    made.order.stay = made.customer.stay = False
    made.window.close()


@pytest.mark.parametrize(("key", "most"), [(TODAY, ON_TODAY), (SYNC, ON_SYNC)])
def test_what_the_desk_took_away_is_said_until_it_is_read(program: Program, key: str, most: int) -> None:
    """So many at once; what is acknowledged is what was shown."""
    taken = tuple(fakes.taken_away(n) for n in range(most + 1))
    program.orders.view, program.queries.taken = fakes.today_view(taken=taken), taken
    (card,) = program.page(key).findChildren(TakenCard)
    program.shell.page(key).enter("")  # type: ignore[attr-defined]
    program.settle()
    assert card.isVisible()
    said = program.words(card)
    for words in (f"服务台收回 · {most + 1}", taken[-2].number, "已取消（李梅、今天 ", "原因：与 WX-", "另有 1 张"):
        assert words in said
    assert taken[-1].number not in said
    program.orders.view, program.queries.taken = fakes.today_view(), ()
    card.read.click()
    program.settle()
    assert program.sync.calls[-1] == ("acknowledge", *(word.order_id for word in taken[:-1]))
    assert not card.isVisible()


def test_first_run_goes_from_server_to_login_to_pin_to_today(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.FIRST_RUN)
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    view.server.url.setText("nowhere.cn")
    view.server.go.click()
    program.settle()
    assert "连接不上服务器" in view.error.words
    view.server.url.setText("itsm.example.cn")
    view.server.go.click()
    program.settle()
    assert view.login.isVisible()
    assert "杭州服务台" in program.words(view.login)
    view.login.user.setText("lixf")
    view.login.password.setText("wrong")
    view.login.go.click()
    program.settle()
    assert "用户名或密码不对" in view.error.words
    assert view.login.password.text() == ""
    view.login.password.setText("right")
    view.login.go.click()
    program.settle()
    assert view.new_pin.isVisible()
    view.new_pin.pin.setText("135790")
    view.new_pin.again.setText("135791")
    view.new_pin.go.click()
    assert "不一样" in view.error.words
    view.new_pin.pin.setText("135790")
    view.new_pin.again.setText("135790")
    view.new_pin.go.click()
    program.settle()
    assert program.shell.here == (TODAY, "")
    assert ("enrol", "https://itsm.example.cn", "lixf") in program.gate.calls
    program.window.close()


def test_demo_is_one_click(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.FIRST_RUN)
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    view.demo.click()
    program.settle()
    assert program.shell.here == (TODAY, "")
    program.window.close()


def test_a_wrong_pin_is_said_and_the_right_one_opens(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.PIN)
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    qtbot.keyClicks(view.pin.pin, "000000")
    qtbot.keyClick(view.pin.pin, Qt.Key.Key_Return)
    program.settle()
    assert "PIN 不对" in view.error.words
    qtbot.keyClicks(view.pin.pin, "135790")
    qtbot.keyClick(view.pin.pin, Qt.Key.Key_Return)
    program.settle()
    assert program.shell.here == (TODAY, "")
    program.window.close()


def test_a_forgotten_pin_is_set_anew_with_the_servers_password(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.PIN)
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    view.pin.forgotten.click()
    assert view.forgotten.isVisible()
    assert not view.pin.isVisible()
    view.forgotten.back.click()
    assert view.pin.isVisible()
    view.pin.forgotten.click()

    def give(password: str, pin: str, again: str) -> str:
        for field, text in zip(view.forgotten.fields, (password, pin, again), strict=True):
            field.setText(text)
        view.forgotten.go.click()
        program.settle()
        return view.error.words if program.window.shell is None else ""

    assert "不一样" in give("right", "246800", "246801")
    assert "现在不能重设" in give("no network", "246800", "246800")
    assert "都保存在本机" in view.error.words
    assert "密码不对" in give("wrong", "246800", "246800")
    assert [field.text() for field in view.forgotten.fields] == ["", "", ""]
    give("right", "246800", "246800")
    assert program.shell.here == (TODAY, "")
    assert ("reset", "246800") in program.gate.calls
    program.window.close()


def test_a_passphrase_is_asked_for_where_no_keyring_is(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.FIRST_RUN)
    program.gate.no_keyring = True
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    view._vm.start()
    program.settle()
    view._vm.check_server("itsm.example.cn")
    program.settle()
    assert view.login.passphrase.isVisible()
    view.login.user.setText("lixf")
    view.login.password.setText("right")
    view.login.passphrase.setText("a long passphrase")
    view.login.again.setText("a long passphrase")
    view.login.go.click()
    program.settle()
    assert program.gate.calls[0] == ("passphrase",)
    program.window.close()


def test_a_dispatch_is_accepted_in_place(program: Program) -> None:
    page = program.page(TODAY)
    cards = [card for card in page.findChildren(WaitingCard) if card.isVisible()]
    assert len(cards) == 2
    cards[0].accept.click()
    program.settle()
    assert program.orders.calls == [("accept", "w1")]
    assert len([card for card in page.findChildren(WaitingCard) if card.isVisible()]) == 1
    assert "已接单" in program.words(page)


def test_declining_needs_a_reason(program: Program) -> None:
    page = program.page(TODAY)
    card = next(card for card in page.findChildren(WaitingCard) if card.isVisible())
    card.refuse.click()
    assert not card.send.isEnabled()
    card.reason.insert("缺少备件")
    card.send.click()
    program.settle()
    assert program.orders.calls == [("decline", "w1", "缺少备件")]


def test_a_refused_step_is_said_in_place(program: Program) -> None:
    page = program.page(TODAY)
    program.orders.refuse = RefusedFault("order.frozen", "frozen")
    next(card for card in page.findChildren(WaitingCard) if card.isVisible()).accept.click()
    program.settle()
    assert "已改派或取消" in program.words(page)
    assert next(card for card in page.findChildren(WaitingCard) if card.isVisible()).accept.isEnabled()


def test_a_text_is_recorded_or_handed_over_with_one_tap(program: Program) -> None:
    program.orders.view = fakes.today_view(sends_texts=True)
    page = program.page(TODAY)
    program.settle()
    row = next(row for row in page.findChildren(CallRow) if row.isVisible())
    row.hand_over.click()
    program.settle()
    assert program.orders.calls == [("hand_over", "order-0", "critical-30m-2")]
    assert "已交服务端" in program.words(page)
    next(row for row in page.findChildren(CallRow) if row.isVisible()).sent.click()
    program.settle()
    assert program.orders.calls[1:] == [("notice", "order-0", "critical-30m-2", "sent")]


def test_an_endpoint_that_cannot_send_is_not_offered_and_calls_are_made_beside_the_order(program: Program) -> None:
    page = program.page(TODAY)
    first, second = [row for row in page.findChildren(CallRow) if row.isVisible()]
    assert not first.hand_over.isVisible()
    assert not second.call.isVisible()
    first.call.click()
    assert program.order.entered == ["order-0"]


def test_today_is_read_again_when_a_sync_ends(program: Program) -> None:
    page = program.page(TODAY)
    assert "新来的派单" not in program.words(page)
    program.orders.view = fakes.today_view(due=(fakes.order_row(0, title="新来的派单"),))
    program.shell.bar.sync_now.click()
    program.settle()
    assert "新来的派单" in program.words(page)


def test_a_tile_opens_its_order_by_key(program: Program, qtbot: QtBot) -> None:
    page = program.page(TODAY)
    qtbot.keyClick(next(tile for tile in page.findChildren(DueTile) if tile.isVisible()), Qt.Key.Key_Return)
    assert program.order.entered == ["order-0"]
    assert program.shell.bar.back.isVisible()
    program.shell.back()
    assert program.shell.here == (TODAY, "")


def test_a_page_may_refuse_to_be_left_and_hides_the_chrome(program: Program) -> None:
    program.shell.open_order("o1")
    program.shell.open_customer_view("o1")
    assert not program.shell.rail.isVisible()
    assert not program.shell.bar.isVisible()
    program.customer.stay = True
    program.shell.open_page(TODAY)
    program.shell.back()
    program.window.close()
    assert program.window.isVisible()
    assert program.shell.here == (CUSTOMER, "o1")
    program.customer.stay = False
    program.shell.back()
    assert program.shell.here == (ORDER, "o1")
    assert program.shell.rail.isVisible()


def test_an_unknown_page_is_said_not_raised(program: Program) -> None:
    program.shell.open_pdf("0" * 64)
    assert "不能打开" in program.shell.notice.words


def test_typing_searches_and_enter_opens(program: Program, qtbot: QtBot) -> None:
    page = program.page(ORDERS)
    before = len(program.queries.asked)
    page.search.insert("滨江")
    qtbot.waitUntil(lambda: len(program.queries.asked) > before, timeout=3000)
    program.settle()
    wanted, _sort = program.queries.asked[-1]
    assert wanted.text == "滨江"
    assert "共 3 条" in program.words(page)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert program.order.entered == ["order-1"]


def test_filters_reach_the_query_and_can_be_cleared(program: Program) -> None:
    page = program.page(ORDERS)
    page.states[State.IN_PROGRESS].click()
    page.unsent.click()
    page.priority.setCurrentIndex(2)
    program.settle()
    wanted, _sort = program.queries.asked[-1]
    assert (wanted.states, wanted.unsent_only, len(wanted.priorities)) == (frozenset({State.IN_PROGRESS}), True, 1)
    program.queries.total = 0
    page._vm.refresh()
    program.settle()
    assert "没有符合条件" in program.words(page.empty)
    page._clear()
    program.settle()
    assert not program.queries.asked[-1][0].states


def test_an_incident_on_site_is_recorded_and_opened(program: Program) -> None:
    page = program.page(ORDERS)
    page.new_order.click()
    program.settle()
    assert program.shell.here == (INTAKE, "")
    intake = program.shell.page(INTAKE)
    for name, value in NEEDED.items():
        intake._vm.edit(name, value)
    intake.record.click()
    program.settle()
    assert program.order.entered == ["new-order"]
    program.shell.back()
    assert program.shell.here == (ORDERS, ""), "back leads to the list, not to an empty page"


def test_a_conflict_is_settled_and_a_returned_item_retried(program: Program) -> None:
    page = program.page(SYNC)
    from fieldapp.ui.views.sync_parts import ConflictRow, QueueRow

    next(row for row in page.findChildren(ConflictRow) if row.isVisible()).take_mine.click()
    program.settle()
    next(row for row in page.findChildren(QueueRow) if hasattr(row, "retry") and row.isVisible()).retry.click()
    program.settle()
    assert program.sync.calls == [("settle", "c1", "mine"), ("retry", "order-1")]


def test_many_orders_go_only_when_a_person_agrees(program: Program) -> None:
    program.sync.asked = 12
    program.sync.report = replace(program.sync.report, outcome="attention", problem="sync.mass-removal")
    page = program.page(SYNC)
    program.shell.bar.sync_now.click()
    program.settle()
    assert "12" in program.words(page.removals_card)
    runs = program.sync.runs
    program.sync.report = replace(program.sync.report, outcome="done", problem=None)
    page.allow.click()
    program.settle()
    assert program.sync.calls == [("allow", 12)]
    assert program.sync.runs == runs + 1
    assert not page.removals_card.isVisible()


def test_one_button_syncs(program: Program) -> None:
    page = program.page(SYNC)
    assert page.sync_now.isVisible()
    assert not program.shell.bar.sync_now.isVisible(), "the page has its own, with the same key"
    assert page.sync_now.shortcut() == program.shell.bar.sync_now.shortcut()
    runs = program.sync.runs
    page.sync_now.click()
    program.settle()
    assert program.sync.runs == runs + 1
    program.page(TODAY)
    assert program.shell.bar.sync_now.isVisible()


def test_pause_and_resume(program: Program) -> None:
    page = program.page(SYNC)
    page.pause.click()
    assert "同步已暂停" in program.shell.bar.pill.accessibleName()
    runs = program.sync.runs
    assert not page.sync_now.isEnabled(), "a button that does nothing is none"
    assert not program.shell.bar.sync_now.isEnabled()
    program.settle()
    assert program.sync.runs == runs
    page.pause.click()
    program.settle()
    assert program.sync.runs == runs + 1


def test_an_expired_login_is_renewed_in_place(program: Program) -> None:
    program.sync.report = fakes.FakeReport(outcome="auth", problem="auth.expired")
    page = program.page(SYNC)
    program.shell.bar.sync_now.click()
    program.settle()
    assert page.login_card.isVisible()
    program.sync.report = fakes.FakeReport()
    page.password.setText("x")
    page._send_login()
    program.settle()
    assert ("login", "lixf") in program.sync.calls
    assert not page.login_card.isVisible()
    assert page.password.text() == ""


def test_settings_are_saved_and_shown_at_once(program: Program) -> None:
    page = program.page(SETTINGS)
    page.theme.setCurrentIndex(1)
    program.settle()
    assert theme.tokens().name == "dark"
    page.scale.setCurrentIndex(2)
    program.settle()
    assert program.settings.saved[-1].theme == "dark"
    assert program.settings.saved[-1].scale == 150
    assert page.restart.isVisible()
    page.theme.setCurrentIndex(0)
    page.backup.click()
    program.settle()
    assert "备份完成" in program.words(page)
    assert "5 份" in program.words(page)


def test_every_control_has_a_name_and_is_large_enough(program: Program) -> None:
    for key in (TODAY, ORDERS, SYNC, SETTINGS):
        page = program.page(key)
        for control in [
            *program.shell.findChildren(QAbstractButton),
            *program.shell.findChildren(QComboBox),
            *page.findChildren(QLineEdit),
        ]:
            if (
                not control.isVisible()
                or control.objectName() in ("Chip", "qt_spinbox_lineedit")
                or isinstance(control.parent(), QLineEdit)
            ):
                continue
            assert control.accessibleName(), f"{key}: {control} {control.objectName()} has no name"
            assert control.height() >= theme.TOUCH - 1, f"{key}: {control.accessibleName()} is {control.height()} px high"


@pytest.mark.parametrize("name", sorted(theme.THEMES))
def test_words_stand_out_from_their_ground(name: str) -> None:
    chosen = theme.THEMES[name]
    pairs = [(chosen.ink, chosen.surface), (chosen.ink_muted, chosen.window), (chosen.ink_muted, chosen.surface_sunken)]
    pairs += [(chosen.on_accent, chosen.accent), (chosen.ink, chosen.accent_soft), (chosen.ink_muted, chosen.accent_soft)]
    for tone in theme.Tone:
        pairs += [(chosen.tone_ink(tone), chosen.surface), (chosen.tone_ink(tone), chosen.tone_soft(tone))]
    for ink, ground in pairs:
        assert contrast(ink, ground) >= 4.5, f"{name}: {ink} on {ground} is {contrast(ink, ground):.2f}"


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 §1.4.3."""

    def luminance(value: str) -> float:
        color = QColor(value)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_interface_font_has_both_weights(qapp: QApplication) -> None:
    families = theme.families()
    assert families[0] == "Noto Sans SC"
    from PySide6.QtGui import QFontDatabase

    assert {QFontDatabase.weight(families[0], style) for style in QFontDatabase.styles(families[0])} >= {400, 600}


def test_every_shipped_icon_is_a_drawing(qapp: QApplication) -> None:
    from fieldapp.paths import resource

    names = [path.stem for path in resource("icons").glob("*.svg")]
    assert len(names) > 50
    for name in names:
        image = icons.pixmap(name, "#000000").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name


def test_an_unknown_translation_shows_the_source() -> None:
    i18n.set_language("en")
    try:
        assert i18n.tr("没有译文的 {n}", n=3) == "没有译文的 3"
    finally:
        i18n.set_language("zh")


def test_navigator_is_what_pages_receive(program: Program) -> None:
    navigator: Navigator = program.shell
    navigator.open_order("o1")
    assert program.order.entered == ["o1"]


@pytest.mark.parametrize("after_ms", [0, 60_000], ids=["now", "later"])
def test_seal_and_pdf_are_warmed_up_a_while_after_the_pages_are_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, after_ms: int
) -> None:
    monkeypatch.setattr(app, "PAGES_AFTER_MS", after_ms)
    monkeypatch.setattr(app, "WARM_UP_AFTER_MS", after_ms)
    monkeypatch.setattr(preparing, "QUIET_S", 3600.0)  # nothing at the gate yet
    passed_over: list[str] = []
    monkeypatch.setattr(preparing, "freeze", lambda: passed_over.append(" ".join(["prepared", *program.warmed])))
    program = Program(qtbot, Stage.PIN)
    assert program.warmed == []
    view = program.window.cover_view
    assert isinstance(view, UnlockView)
    qtbot.keyClicks(view.pin.pin, "135790")
    qtbot.keyClick(view.pin.pin, Qt.Key.Key_Return)
    program.settle()
    assert program.window.shell is not None
    monkeypatch.setattr(preparing, "QUIET_S", 0.0)
    if after_ms:
        assert program.warmed == [], "the first look at the pages comes first"
        assert ORDER not in program.shell._pages
    else:
        qtbot.waitUntil(lambda: program.warmed == ["once"])
        qtbot.waitUntil(lambda: ORDER in program.shell._pages)  # the first order does not wait for its page
        qtbot.waitUntil(lambda: passed_over[-1:] == ["prepared once"])
    program.window.close()


def test_seal_and_pdf_are_warmed_up_while_a_passphrase_is_typed(qtbot: QtBot) -> None:
    program = Program(qtbot, Stage.PIN)
    qtbot.waitUntil(lambda: program.warmed == ["once"])
    assert program.window.shell is None
    program.window.close()


def test_whoever_is_at_work_comes_before_the_warm_up(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, quiet = program.desk.jobs, program.desk._preparing._when_quiet
    asked, go_on = jobs.submit(lambda: None), Event()
    monkeypatch.setattr(preparing, "QUIET_S", 1e-9)
    assert next(quiet(), None) == preparing.LOOK_MS
    jobs.drain()
    assert asked.finished
    assert next(quiet(), None) is None
    jobs.submit(go_on.wait, unasked=True)
    assert next(quiet(), None) is None, "what nobody asked for is in nobody's way"
    go_on.set()
    monkeypatch.setattr(preparing, "QUIET_S", 3600.0)
    monkeypatch.setattr(preparing, "LOOKS", 5)
    assert list(quiet()) == [preparing.LOOK_MS] * 5, "not for ever"


def test_nothing_is_opened_before_the_first_paint(qtbot: QtBot) -> None:
    opened: list[str] = []

    class Gate(fakes.FakeGate):
        def stage(self) -> Stage:
            opened.append("stage")
            return super().stage()

    gate = Gate(at=Stage.FIRST_RUN, services=fakes.services())
    window = build(AppContext(gate, fakes.FakeSettings(), fakes.StillClock(), "0"))
    qtbot.addWidget(window)
    desk = next(child for child in window.children() if isinstance(child, Desk))
    QApplication.processEvents()
    desk.jobs.drain()
    assert opened == []
    with qtbot.waitSignal(window.painted):
        window.show()
    desk.jobs.drain()
    assert opened == ["stage"]
    window.close()


def test_what_opening_needs_is_imported_while_the_person_is_asked(qtbot: QtBot) -> None:
    order: list[str] = []

    class Gate(fakes.FakeGate):
        def prepare(self) -> None:
            order.append("prepared")

    gate = Gate(at=Stage.PIN, services=fakes.services())
    window = build(AppContext(gate, fakes.FakeSettings(), fakes.StillClock(), "0"))
    qtbot.addWidget(window)
    view = window.cover_view
    assert isinstance(view, UnlockView)
    view._vm.changed.connect(lambda state: order.append(state.stage.value if state.stage else ""))
    window.show()
    qtbot.waitUntil(lambda: "prepared" in order)
    assert order.index("pin") < order.index("prepared")
    window.close()


def test_what_the_background_imports_is_not_imported_beside_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python lets one thread wait until the other has imported all of it: the passphrase's field took no key for that long."""
    go_on, imported = Event(), list[str]()

    def imports(name: str) -> Callable[[], Iterator[bool]]:
        def steps() -> Iterator[bool]:
            imported.append(name)
            yield True

        return steps

    class Gate(fakes.FakeGate):
        def prepare(self) -> None:
            go_on.wait(30)

    monkeypatch.setattr(app, "imports_of_pages", imports("pages"))
    monkeypatch.setattr(app, "imports_of_an_order", imports("order"))
    window = build(
        AppContext(Gate(at=Stage.PASSPHRASE, services=fakes.services()), fakes.FakeSettings(), fakes.StillClock(), "0")
    )
    qtbot.addWidget(window)
    desk = next(child for child in window.children() if isinstance(child, Desk))
    window.show()
    qtbot.waitUntil(lambda: bool(desk.preparing))
    qtbot.wait(100)
    assert imported == []
    go_on.set()
    qtbot.waitUntil(lambda: imported == ["pages", "order"])
    window.close()
