"""Parts of the customer's screen: head, answers, the end, and the engineer's PIN."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.forms.schema import Field, FieldType
from fieldapp.ui import theme
from fieldapp.ui.i18n import languages, tr
from fieldapp.ui.messages import explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.customer_state import ZOOMS, CustomerState, Sealing, Stage
from fieldapp.ui.widgets.common import (
    Card,
    ElidedText,
    EmptyState,
    IconButton,
    IconText,
    PrimaryButton,
    SecondaryButton,
    Text,
)
from fieldapp.ui.widgets.fields import FieldContext, FieldFrame, make_field
from fieldapp.ui.widgets.fields.base import mark
from fieldapp.ui.widgets.fields.choice import Segments
from fieldapp.ui.widgets.grid_places import COLUMNS, SPANS, fill_grid, six_columns

STEPS_FROM = 960


def letters(zoom: int) -> str:
    """A style sheet for what is asked beside the paper, in per cent."""
    said, typed = round(theme.FONT_BASE * zoom / 100), round(theme.FONT_LARGE * zoom / 100)
    return f"QLabel {{ font-size: {said}px; }} QLineEdit, QPlainTextEdit, QPushButton {{ font-size: {typed}px; }}"


class CustomerHead(QFrame):
    """What this is, which step, the language, the size of the letters, and the engineer's way out."""

    language_chosen = Signal(str)
    zoom_asked = Signal(int)
    exit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._number = ElidedText("", "title"), Text("", "muted")
        words.addWidget(self._title)
        words.addWidget(self._number)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # whole, before the steps get more
        row.addLayout(words)
        row.addStretch(1)
        self._steps = (Text(tr("① 核对与评价"), "muted"), Text(tr("② 签名"), "muted"))
        self._way = (self._steps[0], Text("→", "muted"), self._steps[1])
        for step in self._way:
            row.addWidget(step)
        row.addStretch(1)
        self.languages = Segments((("zh", "中文"), ("en", "English")), tr("语言"))
        self.languages.setFixedWidth(176)
        self.languages.group.idClicked.connect(lambda index: self.language_chosen.emit("en" if index else "zh"))
        self.smaller = IconButton("zoom-out", tr("小一点的字"), on_click=lambda: self.zoom_asked.emit(-1))
        self.larger = IconButton("zoom-in", tr("大一点的字"), on_click=lambda: self.zoom_asked.emit(1))
        self.exit = SecondaryButton(tr("工程师返回"), "lock", on_click=self.exit_asked.emit)
        for part in (self.languages, self.smaller, self.larger, self.exit):
            row.addWidget(part)
        # not before it has a parent: shown without one it would be a window of its own
        self.languages.setVisible("en" in languages())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the room is short the way out and the size of the letters stay; the steps are said below as well."""
        super().resizeEvent(event)
        for step in self._way:
            step.setVisible(self.width() >= STEPS_FROM)

    def show_state(self, state: CustomerState) -> None:
        self._title.setText(tr("{form} · 客户确认", form=state.title) if state.title else tr("客户确认"))
        self._number.setText(tr("{number} · 第 {n} 版", number=state.number, n=state.revision) if state.number else "")
        self.languages.choose(state.lang)
        self.smaller.setEnabled(state.zoom > ZOOMS[0])
        self.larger.setEnabled(state.zoom < ZOOMS[-1])
        current = {Stage.REVIEW: 0, Stage.SIGN: 1}.get(state.stage)
        for place, step in enumerate(self._steps):
            mark(step, "role", "strong" if place == current else "muted")
            step.set_tone(Tone.ACCENT if place == current else None)


class Questions(Card):
    """What the customer answers; built from the form like every other field, only larger."""

    edited = Signal(str, object)

    def __init__(self, fields: tuple[Field, ...], context: FieldContext) -> None:
        super().__init__(tr("请您评价并留下姓名"))
        self.frames: dict[str, FieldFrame] = {}
        self._zoom = ZOOMS[0]
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(16)
        six_columns(grid)
        parts: list[tuple[FieldFrame, int]] = []
        for spec in fields:
            frame = FieldFrame(make_field(spec, context), self)
            for control in frame.widget.controls():
                control.setProperty("big", True)
            frame.edited.connect(lambda name: self.edited.emit(name, self.frames[name].value()))
            self.frames[spec.id] = frame
            parts.append((frame, COLUMNS if spec.type is FieldType.LONG_TEXT else SPANS[spec.width]))
        fill_grid(grid, parts)
        self.body.addLayout(grid)

    def show_state(self, state: CustomerState) -> None:
        if state.zoom != self._zoom:
            self._zoom = state.zoom
            self.setStyleSheet(letters(state.zoom))
        for name, frame in self.frames.items():
            if frame.value() != state.values.get(name) and not frame.isAncestorOf(self.window().focusWidget() or self):
                frame.set_value(state.values.get(name))
            frame.set_required(name in state.required)
            frame.set_problem(state.problems.get(name, ""))


class Thanks(QWidget):
    """The end: said to the customer; the archiving is said small."""

    exit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.go_on = PrimaryButton(tr("工程师：输入 PIN 继续"), "lock", large=True, on_click=self.exit_asked.emit)
        self.words = EmptyState("check-circle", "", action=self.go_on, tone=Tone.SUCCESS)
        self._seal = IconText("shield", "")
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self._seal, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_state(self, state: CustomerState) -> None:
        titles = {
            "signed": tr("谢谢，签名已保存"),
            "refused": tr("已记录：未签名（拒签）"),
            "absent": tr("已记录：未签名（不在场）"),
            "later": tr("已记录：稍后签名"),
        }
        tone = Tone.SUCCESS if state.outcome == "signed" else Tone.WARNING
        icon = "check-circle" if state.outcome == "signed" else "info"
        self.words.show_words(icon, titles.get(state.outcome, ""), tr("请把设备交还工程师。"), tone)
        self._seal.setVisible(state.seal is not None)
        self._seal.show_text("shield", _seal_words(state.seal), Tone.SUCCESS if state.sealed_sha256 else None)


def _seal_words(seal: Sealing | Exception | None) -> str:
    if isinstance(seal, Exception):
        return explain(seal).line
    words = {Sealing.UNDER_WAY: tr("正在生成并封存 PDF…"), Sealing.DONE: tr("PDF 已封存，可交付和归档。")}
    return words[seal] if seal is not None else ""
