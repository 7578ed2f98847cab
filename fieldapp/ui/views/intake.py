"""新建现场派工单: an incident recorded on site in a minute. Known customers and devices with one tap, the level at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON, Priority
from fieldapp.ui import theme, timewords
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.navigation import ORDERS, Navigator
from fieldapp.ui.viewmodels.intake import IntakeState, IntakeViewModel
from fieldapp.ui.views.camera_panel import camera_likely
from fieldapp.ui.views.scan_panel import ScanPanel
from fieldapp.ui.vocabulary import priority_look
from fieldapp.ui.widgets.common import (
    Card,
    Chip,
    GhostButton,
    IconButton,
    InlineNotice,
    PrimaryButton,
    PriorityBadge,
    ScrollPage,
    SecondaryButton,
    Text,
    clear_layout,
)
from fieldapp.ui.widgets.common.one_tap import step_keys
from fieldapp.ui.widgets.fields import FieldContext
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.form_section import FormSection

SIDE_WIDTH = 300
NARROW = 640
LEFT = Qt.AlignmentFlag.AlignLeft


class IntakeView(QWidget):
    """The page. Ctrl+Enter records."""

    def __init__(self, view_model: IntakeViewModel, navigator: Navigator) -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self._said = 0
        self.sections: list[FormSection] = []
        self.setProperty("surface", "window")
        self._scans = self._scan if camera_likely() else None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        whole.addWidget(self._stack)
        page = QWidget()
        self._stack.addWidget(page)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.GAP, theme.GAP)
        self._column.setSpacing(theme.GAP)
        self.notice = InlineNotice()
        self._column.addWidget(self.notice)
        self._column.addWidget(self._known_card())
        self.unfold = GhostButton(tr("已做过电话或远程尝试？补记"), "plus", flush="left", on_click=view_model.unfold)
        self._column.addWidget(self.unfold, 0, LEFT)
        self._column.addStretch(1)
        area.setWidget(holder)
        self._area = area
        row.addWidget(area, 1)
        row.addWidget(self._side())
        self._build = QTimer(self)
        self._build.setInterval(0)
        self._build.timeout.connect(self._build_next)
        step_keys(self, lambda: self.record)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        self._vm.begin()

    def leave(self) -> bool:
        if "scanner" in self.__dict__:
            self.scanner.stop()
        self._vm.leave()
        return True

    @cached_property
    def scanner(self) -> ScanPanel:
        """Made for the first code that is read."""
        made = ScanPanel(self._vm.now, self._vm.scanner)
        made.closed.connect(lambda: self._stack.setCurrentIndex(0))
        self._stack.addWidget(made)
        return made

    def _scan(self, told: Callable[[str], object]) -> None:
        """The camera in the page's place, until it has read a code."""
        self._stack.setCurrentWidget(self.scanner)
        self.scanner.start_for(told)

    def fill(self, values: Mapping[str, JSON]) -> None:
        """Answer several fields at once."""
        for name, value in values.items():
            self._vm.edit(name, value)

    def _known_card(self) -> QWidget:
        card = Card(tr("本机已有的客户和设备"))
        self.serial = QLineEdit()
        self.serial.setPlaceholderText(tr("扫描或输入设备序列号，按回车查找"))
        self.serial.setAccessibleName(tr("设备序列号"))
        self.serial.returnPressed.connect(lambda: self._vm.look_up(self.serial.text()))
        line = QHBoxLayout()
        line.addWidget(self.serial, 1)
        self.camera: IconButton | None = None
        if (scan := self._scans) is not None:
            words = tr("{label}：用摄像头扫码", label=self.serial.accessibleName())
            self.camera = IconButton("camera", words, on_click=lambda: scan(self._scanned))
            line.addWidget(self.camera)
        self._serial_words = Text("", "caption", wrap=True)
        chips = QWidget()
        self._customers = FlowLayout(chips, gap=theme.GRID)
        card.body.addLayout(line)
        card.body.addWidget(self._serial_words)
        card.body.addWidget(chips)
        self._known = card
        return card

    def _scanned(self, text: str) -> None:
        """As if a scanner had typed it, with its Enter."""
        self.serial.setText(text)
        self._vm.look_up(text)
        self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setObjectName("SidePanel")
        side.setFixedWidth(SIDE_WIDTH)
        whole = QVBoxLayout(side)
        whole.setContentsMargins(0, 0, 0, 16)
        page = ScrollPage(margin=16)  # what is missing scrolls on a low window, the buttons stay in sight
        whole.addWidget(page, 1)
        column = page.column
        column.setSpacing(theme.GRID)
        column.addWidget(Text(tr("事件级别"), "strong"))
        self._badge = QHBoxLayout()
        column.addLayout(self._badge)
        self._level_words = Text("", "caption", wrap=True)
        column.addWidget(self._level_words)
        levels = QWidget()
        flow = FlowLayout(levels, gap=theme.GRID)
        self.levels = {level: Chip(priority_look(level).word) for level in Priority}
        for level, chip in self.levels.items():
            chip.setAccessibleName(tr("级别定为{level}", level=priority_look(level).word))
            chip.clicked.connect(partial(self._choose, level))
            flow.addWidget(chip)
        column.addWidget(levels)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("改动级别的理由"))
        self.reason.setAccessibleName(tr("改动级别的理由"))
        self.reason.setMaxLength(200)
        self.reason.textEdited.connect(self._vm.give_reason)
        column.addWidget(self.reason)
        column.addSpacing(theme.GAP)
        self._gap_title = Text("", "strong")
        self.gaps = QVBoxLayout()
        self.gaps.setSpacing(0)
        column.addWidget(self._gap_title)
        column.addLayout(self.gaps)
        column.addStretch(1)
        column.addWidget(Text(tr("登记后即接单，离线也可以；联网后交服务台。"), "caption", wrap=True))
        self.record = PrimaryButton(tr("登记派工单"), "check", large=True, on_click=self._record)
        self.record.setToolTip(tr("Ctrl+回车"))
        self.over = SecondaryButton(tr("清空重填"), "trash", on_click=self._start_over)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(16, 0, 16, 0)
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.record)
        buttons.addWidget(self.over)
        whole.addLayout(buttons)
        return side

    @Slot(object)
    def _show(self, state: IntakeState) -> None:
        self._show_sections(state)
        self._show_known(state)
        self._show_level(state)
        self._show_gaps(state)
        self.unfold.setVisible(bool(state.sections) and not state.unfolded)
        self.record.setEnabled(bool(state.sections) and not state.busy)
        self.over.set_words(tr("恢复刚才填的") if state.thrown else tr("清空重填"))
        self.over.set_icon("undo" if state.thrown else "trash")
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)
        elif state.notice is None:
            self.notice.hide()

    def _show_sections(self, state: IntakeState) -> None:
        """Built once, field by field, so that the window never waits; another incident is shown in the same cards."""
        if state.sections and not self.sections:
            context = FieldContext(language(), lambda: timewords.local(self._vm.now()), scan=self._scans)
            for place, section in enumerate(state.sections):
                card = FormSection(section, context, lambda _field: "")
                card.edited.connect(self._vm.edit)
                self.sections.append(card)
                self._column.insertWidget(2 + place, card)
        focused = QApplication.focusWidget()
        for card in self.sections:
            card.show_visible(state.visible, narrow=self._is_narrow())
            card.set_values(state.values, focused)
            card.set_marks(state.required, state.problems, state.row_problems)
            card.arrange()
            card.appear()
        if any(not card.complete for card in self.sections):
            self._build.start()

    def _build_next(self) -> None:
        for card in self.sections:
            if not card.complete:
                card.build_next()
                return
        self._build.stop()
        self._show_sections(self._vm.state)
        if self.focusWidget() is None and self.sections:
            self._focus("customer_unit")

    def _show_known(self, state: IntakeState) -> None:
        self._serial_words.setText(state.serial)
        self._serial_words.setVisible(bool(state.serial))
        shown = [chip.text() for chip in self._chips()]
        if shown != list(state.customers):
            clear_layout(self._customers)
            for name in state.customers:
                button = SecondaryButton(name, "building", on_click=partial(self._vm.take_customer, name))
                button.setAccessibleName(tr("客户是{name}", name=name))
                self._customers.addWidget(button)
        if not state.sections:
            self.serial.clear()

    def _chips(self) -> list[SecondaryButton]:
        items = [self._customers.itemAt(place) for place in range(self._customers.count())]
        return [item.widget() for item in items if item is not None and isinstance(item.widget(), SecondaryButton)]  # type: ignore[misc]

    def _show_level(self, state: IntakeState) -> None:
        clear_layout(self._badge)
        if state.level is None:
            self._level_words.setText(tr("选好影响程度、影响范围、紧急程度后得出。"))
        else:
            badge = PriorityBadge(state.level)
            self._badge.addWidget(badge)
            self._badge.addStretch(1)
            by = tr("由人改定") if state.overridden else tr("按三项答案建议")
            self._level_words.setText(tr("{target} · {by}", target=state.target, by=by))
        for level, chip in self.levels.items():
            chip.setChecked(level is state.level)
            chip.setEnabled(state.proposed is not None)
        self.reason.setVisible(state.overridden)
        if self.reason.text().strip() != state.reason:
            self.reason.setText(state.reason)

    def _show_gaps(self, state: IntakeState) -> None:
        clear_layout(self.gaps)
        unsaid = state.overridden and not state.reason
        count = len(state.missing) + unsaid
        self._gap_title.setText(tr("还差 {n} 项", n=count) if count else "")
        if unsaid:
            self.gaps.addWidget(GhostButton(tr("改动级别的理由"), "circle", flush="left", on_click=self.reason.setFocus), 0, LEFT)
        for name, label in state.missing:
            button = GhostButton(label, "circle", flush="left", on_click=partial(self._focus, name))
            button.setAccessibleName(tr("去填写：{field}", field=label))
            self.gaps.addWidget(button, 0, LEFT)

    def _start_over(self) -> None:
        if self._vm.state.thrown:
            self._vm.bring_back()
        else:
            self._vm.start_over()

    def _choose(self, level: Priority) -> None:
        self._vm.choose_level(level)
        self._show_level(self._vm.state)  # a click also takes the mark off the chosen one
        if self._vm.state.overridden:
            self.reason.setFocus()

    def _focus(self, name: str) -> None:
        frame = next((card.frames[name] for card in self.sections if name in card.frames), None)
        if frame is not None:
            self._area.ensureWidgetVisible(frame)
            frame.focus()

    def _record(self) -> None:
        self._vm.record(self._recorded)
        if self._vm.state.missing:
            self._focus(self._vm.state.missing[0][0])

    def _recorded(self, order_id: str) -> None:
        """Back from the order leads to the list, not to the empty page."""
        self._navigator.open_page(ORDERS)
        self._navigator.open_order(order_id)

    def _is_narrow(self) -> bool:
        return self._area.width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sections(self._vm.state)
