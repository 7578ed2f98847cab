"""Photos: thumbnails that wrap, each with its tag and caption."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common import IconButton, SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.fields.base import FieldContext
from fieldapp.ui.widgets.fields.files import Row, RowsOfFiles
from fieldapp.ui.widgets.flow_layout import FlowLayout

THUMBNAIL = QSize(200, 132)


class PhotosField(RowsOfFiles):
    """A photo set; new photos get the first tag and can be tagged at once."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._gallery: QWidget | None = None
        self._pictures: dict[str, QPixmap] = {}
        take = context.take_photo
        if take is not None:
            self.camera_button = SecondaryButton(tr("拍照"), "camera", on_click=lambda: take(spec.id))
            self.camera_button.setAccessibleName(labelled(self.label_text(), tr("拍照")))
            self.area.row.insertWidget(0, self.camera_button)
            self.adopt(self.camera_button)

    def words_to_add(self) -> str:
        return tr("添加照片")

    def file_patterns(self) -> str:
        return tr("照片") + " (*.jpg *.jpeg *.png *.webp)"

    def rebuild(self) -> None:
        if self._gallery is not None:
            self._gallery.hide()
            self._gallery.deleteLater()
        self._gallery = QWidget(self)
        flow = FlowLayout(self._gallery, gap=12)
        for row in self.rows:
            flow.addWidget(self._card(row, self._gallery))
        self._gallery.setVisible(bool(self.rows))
        self.column.insertWidget(0, self._gallery)

    def _card(self, row: Row, parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setObjectName("RowCard")
        card.setFixedWidth(THUMBNAIL.width() + 18)
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        picture = self._picture(row, card)
        column.addWidget(picture)
        if not self.read_only:
            self._add_edit(picture, row)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._tags(row, card), 1)
        if not self.read_only:
            row_id = str(row.get("_id"))
            line.addWidget(IconButton("trash", tr("移除 {name}", name=row.get("name", "")), on_click=lambda: self.remove(row_id)))
        column.addLayout(line)
        column.addWidget(self.caption(row, card))
        return card

    def _add_edit(self, picture: QLabel, row: Row) -> None:
        """A button in the corner of the picture."""
        held = dict(row)
        edit = IconButton("pen", tr("编辑 {name}：旋转、标注、遮盖", name=row.get("name", "")))
        edit.setObjectName("OnPicture")
        edit.clicked.connect(lambda: self.context.edit_photo(self.spec.id, held))
        corner = QHBoxLayout(picture)
        corner.setContentsMargins(0, 0, 0, 0)
        corner.addWidget(edit, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self.adopt(edit)

    def _picture(self, row: Row, parent: QWidget) -> QLabel:
        label = QLabel(parent)
        label.setFixedSize(THUMBNAIL)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setAccessibleName(tr("照片 {name}", name=row.get("name", "")))
        sha256 = str(row.get("sha256", ""))
        if sha256 in self._pictures:
            label.setPixmap(self._pictures[sha256])
            return label
        label.setText(tr("正在读取…"))
        gallery = self._gallery

        def show(image: QImage) -> None:
            if image.isNull():
                words = tr("照片读不出")
                label.setText(words)
                return
            drawn = QPixmap.fromImage(image)
            drawn.setDevicePixelRatio(self.devicePixelRatioF())
            self._pictures[sha256] = drawn
            if gallery is self._gallery:
                label.setPixmap(self._pictures[sha256])

        self.context.thumbnail(sha256, THUMBNAIL * self.devicePixelRatioF(), show)
        return label

    def _tags(self, row: Row, parent: QWidget) -> QWidget:
        if self.read_only:
            label = self.spec.option_label(str(row.get("tag")))
            return Text(label.get(self.context.lang) if label else "", "muted", parent=parent)
        tags = QuietComboBox(parent)
        tags.setAccessibleName(tr("{name}：标签", name=row.get("name", "")))
        for option in self.spec.options:
            tags.addItem(option.label.get(self.context.lang), option.code)
        tags.setCurrentIndex(max(0, tags.findData(row.get("tag"))))
        row_id = str(row.get("_id"))

        def pick(_index: int) -> None:
            self.describe(row_id, "tag", tags.currentData())
            self.committed.emit()

        tags.activated.connect(pick)
        return tags
