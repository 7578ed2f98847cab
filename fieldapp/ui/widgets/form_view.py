"""The whole form in one scrolling column, built from its definition a few fields at a time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.placing import place_now
from fieldapp.ui.widgets.common import ScrollPage, clear_layout
from fieldapp.ui.widgets.fields import FieldContext
from fieldapp.ui.widgets.fields.table import TableField
from fieldapp.ui.widgets.focus_order import first_stop
from fieldapp.ui.widgets.form_section import FormSection, ReadOnlyReason, RowProblems
from fieldapp.ui.widgets.skeleton import Skeleton

BUILD_BUDGET_S = 0.008
"""Time spent on building and filling in before the event loop gets its turn; to place what is shown comes besides."""
AFTER_LOOK_MS = 30
"""From what reaches down to the lower edge to what lies below it: that is painted first."""
NARROW = 640
"""Pixels; two moments with their buttons do not fit side by side in less."""


class Mark(Protocol):
    """How far a section is."""

    @property
    def id(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def needed(self) -> int: ...
    @property
    def wrong(self) -> int: ...


class Shown(Protocol):
    """What the form shows; `viewmodels.form_state.FormState` is one."""

    @property
    def values(self) -> Mapping[str, JSON]: ...
    @property
    def visible(self) -> frozenset[str]: ...
    @property
    def required(self) -> frozenset[str]: ...
    @property
    def problems(self) -> Mapping[str, str]: ...
    @property
    def row_problems(self) -> Mapping[str, RowProblems]: ...


class FormView(ScrollPage):
    """Give it a definition with `show_definition`, then states with `apply`."""

    edited = Signal(str, object)
    committed = Signal(str)
    correction_asked = Signal(str)
    section_reached = Signal(str)
    built = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(width=860, margin=16)
        self.setParent(parent)
        self.sections: dict[str, FormSection] = {}
        self._definition: FormDefinition | None = None
        self._shown: Shown | None = None
        self._read_only = False
        self._correctable: frozenset[str] = frozenset()
        self._skeleton: Skeleton | None = None
        self._unfilled: set[str] = set()
        self._build = QTimer(self)
        self._build.setInterval(0)
        self._build.timeout.connect(self._build_some)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._tell_section())

    @property
    def complete(self) -> bool:
        """Everything that shows is built and holds its value."""
        return not self._unfilled and all(section.complete for section in self.sections.values())

    def show_definition(self, definition: FormDefinition, context: FieldContext, reason: ReadOnlyReason) -> None:
        """Start anew with a form; nothing is shown before the first `apply`."""
        self._build.stop()
        clear_layout(self.column)
        self.sections, self._definition, self._shown = {}, definition, None
        for section in definition.sections:
            card = FormSection(section, context, reason)
            card.edited.connect(self.edited)
            card.committed.connect(self.committed)
            card.correction_asked.connect(self.correction_asked)
            card.hide()
            self.sections[section.id] = card
            self.column.addWidget(card)
        self._unfilled = set(self.sections)
        self._skeleton = Skeleton(4, 3)
        self.column.addWidget(self._skeleton)
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def start_over(self) -> None:
        """Another order of the same form: what is built is used again, its values come with the next `apply`."""
        self._build.stop()
        self._shown = None
        self._unfilled = set(self.sections)
        for section in self.sections.values():
            section.start_over()
        if self._skeleton is not None:
            self._skeleton.show()
        self.verticalScrollBar().setValue(0)

    def apply(self, shown: Shown, marks: tuple[Mark, ...], *, read_only: bool, correctable: frozenset[str] = frozenset()) -> None:
        """Show a state; fields that are not built yet follow by themselves."""
        if read_only is not self._read_only:
            self._unfilled = set(self.sections)  # its boxes become words, or its words boxes, in turns
        self._shown, self._read_only, self._correctable = shown, read_only, correctable
        done = {mark.id: mark for mark in marks}
        for section_id, section in self.sections.items():
            section.show_visible(shown.visible, narrow=self._narrow())
            mark = done.get(section_id)
            if mark is not None:
                section.set_done(mark.done, mark.needed, mark.wrong)
            if section_id not in self._unfilled:
                self._fill(section)
        if self.complete:
            self._arrived()
        elif not self._build.isActive():
            self._build_some(in_view=True)

    def build_ahead(self) -> bool:
        """Build one more of the fields that always show, before there is anything to show; False when they are there."""
        return self._shown is None and any(section.build_ahead() for section in self.sections.values())

    def build_all(self, until: str | None = None) -> None:
        """Build now what is still waiting, up to and including one section."""
        for section_id, section in self.sections.items():
            while section.build_next():
                pass
            self._fill(section)
            self._unfilled.discard(section_id)
            if section_id == until:
                break
        place_now()

    def reveal(self, field_id: str, row_id: str | None = None, column: str | None = None) -> None:
        """Scroll to a field (and cell) and put the focus there."""
        if self._definition is None or field_id not in self._definition:
            return
        section_id = self._definition.section_of(field_id).id
        self.build_all(section_id)
        frame = self.sections[section_id].frames.get(field_id)
        if frame is None:
            return
        if row_id is not None and isinstance(frame.widget, TableField):
            frame.widget.focus_cell(row_id, column)
        else:
            frame.focus()
        self._settle()
        focused = QApplication.focusWidget()
        self.ensureWidgetVisible(focused if focused is not None and self.isAncestorOf(focused) else frame, 0, 120)
        self._tell_section()

    def put_back(self, field_id: str, value: JSON) -> None:
        """Show a value also where somebody is typing, and bring the field into view; the focus stays."""
        if self._definition is None or field_id not in self._definition:
            return
        section_id = self._definition.section_of(field_id).id
        self.build_all(section_id)
        frame = self.sections[section_id].frames.get(field_id)
        if frame is not None:
            frame.set_value(value)
            if frame.visibleRegion().isEmpty():
                place_now()
                self.ensureWidgetVisible(frame, 0, 80)

    def go_to_section(self, section_id: str) -> None:
        """Scroll so that a section starts at the top."""
        if section_id not in self.sections:
            return
        self.build_all(section_id)
        self._settle()
        card = self.sections[section_id]
        self.verticalScrollBar().setValue(card.mapTo(self.widget(), card.rect().topLeft()).y() - 12)

    def enter_section(self, section_id: str) -> bool:
        """Go to a section and put the focus into the first field there or in one after it; False where none takes it."""
        self.go_to_section(section_id)
        following = list(self.sections)[list(self.sections).index(section_id) :] if section_id in self.sections else []
        for name in following:
            self.build_all(name)
            stop = first_stop(self.sections[name])
            if stop is not None:
                stop.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None:
            for section in self.sections.values():
                section.show_visible(self._shown.visible, narrow=self._narrow())
                section.arrange()

    def _narrow(self) -> bool:
        return self.viewport().width() < NARROW

    def _fill(self, section: FormSection) -> None:
        if self._shown is None:
            return
        section.set_read_only(self._read_only)
        section.set_correctable(self._correctable)
        section.set_values(self._shown.values, QApplication.focusWidget())
        section.set_marks(self._shown.required, self._shown.problems, self._shown.row_problems)
        section.arrange()
        section.appear()

    def _build_some(self, *, in_view: bool = False) -> None:
        """What there is time for, or as much as is seen at first, with a pause for its picture."""
        end = time.perf_counter() + BUILD_BUDGET_S
        room = self.viewport().height() if in_view else 0
        for section_id, section in self.sections.items():
            if section_id in self._unfilled or not section.complete:
                while time.perf_counter() < end and section.build_next():
                    pass
                if section.complete:
                    self._fill(section)
                    self._unfilled.discard(section_id)
                if time.perf_counter() >= end:
                    self._go_on(0)
                    return
            if in_view and (room := room - self._height(section)) <= 0:
                self._go_on(AFTER_LOOK_MS)
                return
        self._build.stop()
        self._arrived()
        self.built.emit()

    def _go_on(self, wait_ms: int) -> None:
        self._build.start(wait_ms)
        place_now()

    def _height(self, section: FormSection) -> int:
        """What it takes of the page, hidden as it may be yet."""
        layout = section.layout()
        if layout is None or section.isHidden():
            return 0
        return layout.totalHeightForWidth(min(self.column.parentWidget().maximumWidth(), self.viewport().width()))

    def _arrived(self) -> None:
        if self._skeleton is not None:
            self._skeleton.hide()
        place_now()

    def _settle(self) -> None:
        """Let the layouts know their sizes before something is scrolled to."""
        self.column.activate()
        self.widget().adjustSize()
        QApplication.sendPostedEvents()

    def _tell_section(self) -> None:
        """Where somebody types, as long as that is in view; else what stands at the top."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not focused.visibleRegion().isEmpty():
            self.section_reached.emit(next(name for name, card in self.sections.items() if card.isAncestorOf(focused)))
            return
        top = self.verticalScrollBar().value() + 60
        reached = ""
        for section_id, card in self.sections.items():
            if card.isVisible() and card.mapTo(self.widget(), card.rect().topLeft()).y() <= top:
                reached = section_id
        if reached:
            self.section_reached.emit(reached)
