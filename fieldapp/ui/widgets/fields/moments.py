"""Date, time, and date with time: typed or picked, one tap for now. Empty is allowed, unlike with Qt's own editors."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common import IconButton, SecondaryButton
from fieldapp.ui.widgets.fields import moment_text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget


class _MomentField(FieldWidget):
    """Line edits in a row with buttons behind them."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.edits: list[QLineEdit] = []
        self.buttons: list[QWidget] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def controls(self) -> tuple[QWidget, ...]:
        return tuple(self.edits)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        for edit in self.edits:
            edit.setReadOnly(on)
        for button in self.buttons:
            button.setVisible(not on)

    def today(self) -> date:
        return self.context.now().date()

    def _add_edit(self, name: str, placeholder: str, stretch: int) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setPlaceholderText(placeholder)
        edit.setAccessibleName(name)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        edit.setMinimumWidth(72)
        edit.textEdited.connect(lambda _text: self.changed.emit())
        edit.editingFinished.connect(self._tidy)
        self.edits.append(edit)
        self.row.addWidget(edit, stretch)
        return edit

    def _add_calendar(self) -> None:
        button = IconButton("calendar", tr("{label}：打开日历", label=self.label_text()))
        button.clicked.connect(lambda: self._open_calendar(button))
        self.buttons.append(button)
        self.row.addWidget(button)

    def _add_now(self, text: str) -> None:
        button = SecondaryButton(text, on_click=self._take_now)
        button.setAccessibleName(labelled(self.label_text(), text))
        self.buttons.append(button)
        self.row.addWidget(button)

    def _open_calendar(self, button: QWidget) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        chosen = moment_text.parse_date(self.edits[0].text(), self.today()) or self.today()
        calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def pick(day: QDate) -> None:
            menu.close()
            self.edits[0].setText(day.toString("yyyy-MM-dd"))
            self._done()

        calendar.clicked.connect(pick)
        calendar.activated.connect(pick)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        calendar.setFocus()

    def _take_now(self) -> None:
        self.show_moment(self.context.now())
        self._done()

    def _done(self) -> None:
        self.changed.emit()
        self.committed.emit()

    def _tidy(self) -> None:
        """Rewrite what was understood in the one form it is kept in."""
        if not self.read_only and self.understood():
            self.set_value(self.value())

    def show_moment(self, moment: datetime) -> None:
        raise NotImplementedError

    def understood(self) -> bool:
        """What stands there is a whole value (or nothing): only that is tidied, half a moment stays as it is typed."""
        raise NotImplementedError


class DateField(_MomentField):
    """A day; the value is 2026-11-22."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._edit = self._add_edit(self.label_text(), tr("年-月-日"), 1)
        self._add_calendar()
        self._add_now(tr("今天"))
        self.adopt(self._edit)

    def value(self) -> JSON:
        text = self._edit.text().strip()
        day = moment_text.parse_date(text, self.today())
        return day.isoformat() if day else text or None

    def understood(self) -> bool:
        return moment_text.parse_date(self._edit.text(), self.today()) is not None

    def set_value(self, value: JSON) -> None:
        self._edit.setText("" if value is None else str(value))

    def show_moment(self, moment: datetime) -> None:
        self._edit.setText(moment.date().isoformat())


class TimeField(_MomentField):
    """A time of day; the value is 14:30."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._edit = self._add_edit(self.label_text(), tr("时:分"), 1)
        self._add_now(tr("现在"))
        self.adopt(self._edit)

    def value(self) -> JSON:
        text = self._edit.text().strip()
        moment = moment_text.parse_time(text)
        return moment.strftime("%H:%M") if moment else text or None

    def understood(self) -> bool:
        return moment_text.parse_time(self._edit.text()) is not None

    def set_value(self, value: JSON) -> None:
        self._edit.setText("" if value is None else str(value))

    def show_moment(self, moment: datetime) -> None:
        self._edit.setText(moment.strftime("%H:%M"))


class DateTimeField(_MomentField):
    """A moment in local time; the value carries the offset. The seconds of a value that nobody retyped are kept."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        label = self.label_text()
        self._day = self._add_edit(tr("{label}：日期", label=label), tr("年-月-日"), 3)
        self._time = self._add_edit(tr("{label}：时间", label=label), tr("时:分"), 2)
        self._add_calendar()
        self._add_now(tr("现在"))
        self._exact: str | None = None
        self.adopt(self._day, self._time)

    def value(self) -> JSON:
        day_text, time_text = self._day.text().strip(), self._time.text().strip()
        if not day_text and not time_text:
            return None
        day = moment_text.parse_date(day_text, self.today()) if day_text else self.today()
        moment = moment_text.parse_time(time_text)
        if day is None or moment is None:
            return f"{day_text} {time_text}".strip()
        if self._exact is not None and moment_text.split(self._exact, self.context.zone) == (day, moment):
            return self._exact
        return moment_text.join(day, moment, self.context.zone)

    def set_value(self, value: JSON) -> None:
        text = "" if value is None else str(value)
        parts = moment_text.split(text, self.context.zone) if text else None
        self._exact = text if parts else None
        if parts:
            self._day.setText(parts[0].isoformat())
            self._time.setText(parts[1].strftime("%H:%M"))
            return
        first, _, second = text.partition(" ")
        self._day.setText(first)
        self._time.setText(second)

    def show_moment(self, moment: datetime) -> None:
        self._day.setText(moment.date().isoformat())
        self._time.setText(moment.strftime("%H:%M"))

    def understood(self) -> bool:
        value = self.value()
        return value is None or moment_text.split(str(value), self.context.zone) is not None
