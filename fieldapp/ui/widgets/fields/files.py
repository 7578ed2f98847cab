"""Files of an order: name, size, caption; open and take away."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import ElidedText, Icon, IconButton, InlineNotice, Text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget
from fieldapp.ui.widgets.fields.drop_area import DropArea

Row = dict[str, JSON]


def size_words(size: JSON) -> str:
    """A number of bytes as people read it."""
    count = float(size) if isinstance(size, (int, float)) else 0.0
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


class RowsOfFiles(FieldWidget):
    """What photos and files share: rows come from outside when bytes are stored; here they are described, ordered and removed."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.rows: list[Row] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.notice = InlineNotice()
        self.area = DropArea(self.label_text(), self.words_to_add(), self.file_patterns())
        self.area.offered.connect(lambda files: self.context.attach(self.spec.id, files))
        self.column.addWidget(self.notice)
        self.column.addWidget(self.area)
        self.adopt(self.area.add_button)

    def words_to_add(self) -> str:
        raise NotImplementedError

    def file_patterns(self) -> str:
        return ""

    def rebuild(self) -> None:
        raise NotImplementedError

    def controls(self) -> tuple[QWidget, ...]:
        return (self.area.add_button,)

    def value(self) -> JSON:
        return [dict(row) for row in self.rows] or None

    def set_value(self, value: JSON) -> None:
        rows = [dict(row) for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        if rows != self.rows:
            self.rows = rows
            self.rebuild()

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.area.setVisible(not on)
        self.rebuild()

    def describe(self, row_id: str, key: str, text: str) -> None:
        for row in self.rows:
            if row.get("_id") == row_id and row.get(key, "") != text:
                row[key] = text
                self.changed.emit()

    def remove(self, row_id: str) -> None:
        """Take a row away, with a way back; the bytes stay stored."""
        index = next(index for index, row in enumerate(self.rows) if row.get("_id") == row_id)
        row = self.rows.pop(index)

        def bring_back() -> None:
            self.notice.hide()
            self.rows.insert(min(index, len(self.rows)), row)
            self.rebuild()
            self._tell()

        self.notice.say(Tone.NEUTRAL, tr("已移除 {name}", name=row.get("name", "")), actions=((tr("撤销"), bring_back),))
        self.rebuild()
        self._tell()

    def caption(self, row: Row, parent: QWidget) -> QWidget:
        """A box for it, words where nobody can write any more."""
        said = str(row.get("caption") or "")
        if self.read_only:
            words = Text(said, wrap=True, parent=parent)
            words.setVisible(bool(said))
            return words
        edit = QLineEdit(said, parent)
        edit.setPlaceholderText(tr("说明"))
        edit.setAccessibleName(tr("{name}：说明", name=row.get("name", "")))
        row_id = str(row.get("_id"))
        edit.textEdited.connect(lambda text: self.describe(row_id, "caption", text))
        edit.editingFinished.connect(self.committed)
        self.adopt(edit)
        return edit

    def _tell(self) -> None:
        self.changed.emit()
        self.committed.emit()


class FilesField(RowsOfFiles):
    """A list of any files."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._list: QWidget | None = None

    def words_to_add(self) -> str:
        return tr("添加文件")

    def rebuild(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget(self)
        lines = QVBoxLayout(self._list)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for row in self.rows:
            lines.addWidget(self._line(row, self._list))
        self._list.setVisible(bool(self.rows))
        self.column.insertWidget(0, self._list)

    def _line(self, row: Row, parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setObjectName("RowCard")
        line = QHBoxLayout(card)
        line.setContentsMargins(12, 4, 4, 4)
        name, row_id = str(row.get("name", "")), str(row.get("_id"))
        sha256 = str(row.get("sha256", ""))
        line.addWidget(Icon("file"))
        line.addWidget(ElidedText(name, "strong"), 2)
        line.addWidget(Text(size_words(row.get("size")), "caption"))
        line.addWidget(self.caption(row, card), 2)
        line.addWidget(IconButton("eye", tr("打开 {name}", name=name), on_click=lambda: self.context.open_file(sha256, name)))
        if not self.read_only:
            line.addWidget(IconButton("trash", tr("移除 {name}", name=name), on_click=lambda: self.remove(row_id)))
        return card
