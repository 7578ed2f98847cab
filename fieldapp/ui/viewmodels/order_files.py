"""Photos and files of the order on the page: stored, shown small, handed out; always in jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field, FieldType
from fieldapp.ui.background.jobs import Jobs, Task
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.pictures import PICTURES, scaled_picture, whole_picture
from fieldapp.ui.viewmodels.scanning import Scanner
from fieldapp.ui.widgets.fields.base import Offered
from fieldapp.ui.widgets.photo.drawing import encoded, finished
from fieldapp.ui.widgets.photo.marks import Sketch

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments, Replaced

HOLD = timedelta(minutes=10)
"""A new photo stays on this device that long, unless the person leaves the order before: time to cover what must not be seen."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What the page is told: work began (in words), it is over, it failed; the latter two for an order."""

    started: Callable[[str], None]
    finished: Callable[[str], None]
    failed: Callable[[str, Exception], None]


@dataclass(frozen=True, slots=True)
class Hands:
    """How an edited photo comes back to the form: what is unsaved there, what is stored, whom to tell."""

    autosave: Autosave
    held: Callable[[str], JSON]
    replaced: Callable[[Replaced], None]


class OrderFiles:
    """Use cases of files for one page."""

    def __init__(self, attachments: Attachments, hand_out: Callable[[str, str], Path], jobs: Jobs, reports: Reports) -> None:
        self._attachments, self._hand_out = attachments, hand_out
        self._jobs, self._reports = jobs, reports
        self.scanner = Scanner(jobs)

    def attach(
        self, order_id: str, field: Field, files: tuple[Offered, ...], autosave: Autosave, held: Callable[[str], JSON]
    ) -> None:
        """Store photos or files; the rows appear when their bytes are safe. `held` gives the stored answer of a field."""
        tag = field.options[0].code if field.options else ""
        autosave.commit()
        autosave.hold(field.id)

        def store() -> list[JSON]:
            rows: list[JSON] = []
            for offered in files:
                data = content_of(offered)
                if field.type is FieldType.PHOTOS:
                    rows.append(self._attachments.add_photo(order_id, field.id, data, offered.name, tag, hold=HOLD))
                else:
                    rows.append(self._attachments.add_file(order_id, field.id, data, offered.name))
            return rows

        def done(rows: list[JSON]) -> None:
            unsaved = autosave.unsaved.get(field.id)
            if isinstance(unsaved, list):
                autosave.edit(field.id, unsaved + rows, held(field.id))
            self._reports.finished(order_id)
            autosave.release(field.id)

        def failed(error: Exception) -> None:
            autosave.release(field.id)
            self._reports.failed(order_id, error)

        self._reports.started(tr("正在保存 {n} 个文件…", n=len(files)))
        self._jobs.submit(store, done, failed, lane=f"order:{order_id}", task=Task.FILES)

    def thumbnail(self, sha256: str, size: QSize, done: Callable[[QImage], None]) -> None:
        """A stored picture, scaled down in a job and turned the way it was taken."""
        self._jobs.submit(
            lambda: scaled_picture(self._attachments.data(sha256), size), done, lambda _: done(QImage()), lane=PICTURES
        )

    def replace(self, order_id: str, field_id: str, row: Mapping[str, JSON], sketch: Sketch, hands: Hands) -> None:
        """Put what was drawn into the photo itself; the row changes when the new picture is safe, and the one before is gone.

        The picture is drawn from the stored bytes in full size. `hands.replaced` gets what became of the one before."""
        hands.autosave.commit()
        hands.autosave.hold(field_id)

        def store() -> Replaced:
            picture = whole_picture(self._attachments.data(str(row["sha256"])))
            data = encoded(finished(picture, sketch), str(row.get("mime")))
            return self._attachments.replace_photo(order_id, field_id, str(row["_id"]), data)

        def done(replaced: Replaced) -> None:
            unsaved = hands.autosave.unsaved.get(field_id)
            if isinstance(unsaved, list):
                files = {name: replaced.row[name] for name in ("sha256", "name", "mime", "size")}
                rows = [{**held, **files} if held["_id"] == replaced.row["_id"] else held for held in unsaved]
                hands.autosave.edit(field_id, rows, hands.held(field_id))
            hands.replaced(replaced)
            self._reports.finished(order_id)
            hands.autosave.release(field_id)

        def failed(error: Exception) -> None:
            hands.autosave.release(field_id)
            self._reports.failed(order_id, error)

        self._reports.started(tr("正在保存照片…"))
        self._jobs.submit(store, done, failed, lane=f"order:{order_id}", task=Task.FILES)

    def let_go(self, order_id: str) -> None:
        """The person has left the order: its photos may leave the device. When that fails they go when their time is over."""
        self._jobs.submit(lambda: self._attachments.let_go(order_id), _nothing, _nothing, lane=f"order:{order_id}")

    def hand_out(self, order_id: str, sha256: str, name: str, done: Callable[[Path], object]) -> None:
        """A file as a copy that another program may open."""
        self._jobs.submit(lambda: self._hand_out(sha256, name), done, lambda error: self._reports.failed(order_id, error))


def content_of(offered: Offered) -> bytes:
    """The bytes of what a person offered."""
    if offered.picture is not None:
        return encoded(offered.picture, "image/png" if offered.name.endswith(".png") else "image/jpeg")
    if offered.data is not None:
        return offered.data
    return offered.path.read_bytes() if offered.path else b""


def _nothing(_: object) -> None:
    return None


def kept_words() -> Words:
    """A photo was covered too late."""
    return Words(
        tr("照片已换成遮盖后的，但原照片已经送出，或客户已经确认过。"),
        tr("此单和以后的 PDF 只用遮盖后的照片。"),
        tr("如原照片必须删除，请联系服务台。"),
    )
