"""The PDF page's view model: fetches a sealed PDF or makes a draft, says in words what its seal is worth."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldapp.clock import to_wire
from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import level_word

if TYPE_CHECKING:
    from fieldapp.services.detail import SealedDocument
    from fieldapp.services.signing import Signing

DRAFT = "draft:"


class Stage(StrEnum):
    """Whether there is a PDF to show."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SealWords:
    """The seal's state: icon, one line, the particulars."""

    tone: Tone
    icon: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class CheckCode:
    """What the customer keeps to check a file against: `text` is what the QR code `modules` say."""

    number: str
    revision: int
    sha256: str
    text: str
    modules: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class PdfState:
    """`data` is the whole file; `name` what it is called when it is saved."""

    stage: Stage = Stage.LOADING
    name: str = ""
    data: bytes = b""
    seal: SealWords | None = None
    check: CheckCode | None = None
    failure: Words | None = None
    saved: Path | None = None
    message: Words | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: the draft of an order, or a sealed file, with or without knowing its order."""

    order_id: str
    sha256: str

    @property
    def is_draft(self) -> bool:
        return not self.sha256


def wanted(argument: str) -> Wanted:
    """`draft:<order id>`, `<order id>/<sha256>` or `<sha256>`."""
    if argument.startswith(DRAFT):
        return Wanted(argument.removeprefix(DRAFT), "")
    order_id, _, sha256 = argument.rpartition("/")
    return Wanted(order_id, sha256)


class PdfModel(QObject):
    """One file at a time."""

    changed = Signal(object)

    def __init__(self, signing: Signing, jobs: Jobs) -> None:
        super().__init__()
        self._signing, self._jobs = signing, jobs
        self._argument = ""
        self.state = PdfState()

    def open(self, argument: str) -> None:
        self._argument = argument
        want = wanted(argument)
        self._set(PdfState())

        def work() -> PdfState:
            if want.is_draft:
                return PdfState(Stage.READY, tr("草稿.pdf"), self._signing.preview(want.order_id), draft_words())
            data = self._signing.document(want.sha256)
            found = self._signing.about(want.sha256)
            name = found.name if found else f"{want.sha256[:12]}.pdf"
            intact = hashlib.sha256(data).hexdigest() == want.sha256
            check = check_code(found) if found is not None and intact else None
            return PdfState(Stage.READY, name, data, seal_words(found, intact=intact), check)

        def done(state: PdfState) -> None:
            if argument == self._argument:
                self._set(state)

        def failed(error: Exception) -> None:
            if argument == self._argument:
                self._set(PdfState(Stage.FAILED, failure=explain(error)))

        self._jobs.submit(work, done, failed)

    def retry(self) -> None:
        self.open(self._argument)

    def save_as(self, path: Path) -> None:
        """Write a copy; the file there is the old one or the whole new one."""
        data = self.state.data

        def work() -> None:
            try:
                write_atomically(path, data)
            except OSError as error:
                code = "disk.full" if error.errno == errno.ENOSPC else "disk.failed"
                raise EnvironmentFault(code, f"cannot write {path}: {os.strerror(error.errno or 0)}") from error

        self._jobs.submit(
            work,
            lambda _none: self._set(replace(self.state, saved=path, message=Words(tr("已另存为 {name}。", name=path.name)))),
            lambda error: self._set(replace(self.state, saved=None, message=explain(error))),
        )

    def _set(self, state: PdfState) -> None:
        self.state = state
        self.changed.emit(state)


def check_code(document: SealedDocument) -> CheckCode:
    """In a job: the code takes some milliseconds, and what makes it has to be imported."""
    from fieldapp.forms.pdf.qr import modules

    text = f"{document.number} v{document.revision}\nSHA-256 {document.sha256}\nsealed {to_wire(document.sealed_at)}"
    return CheckCode(document.number, document.revision, document.sha256, text, modules(text))


def draft_words() -> SealWords:
    return SealWords(Tone.NEUTRAL, "pdf", tr("草稿：未签名、未封存"), tr("只供核对版面，不能作为凭据。"))


def seal_words(document: SealedDocument | None, *, intact: bool) -> SealWords:
    """What the seal is worth, as far as this device can tell; `intact`: the bytes hash to what was registered."""
    if not intact:
        return SealWords(Tone.DANGER, "critical", tr("文件与登记不符，不能作为凭据"), tr("请联系服务台，从归档取回原件。"))
    if document is None:
        return SealWords(Tone.NEUTRAL, "shield", tr("已封存的文件"), tr("与登记的校验码一致。"))
    at = f"{timewords.local(document.sealed_at):%Y-%m-%d %H:%M}"
    more = tr(
        "第 {n} 版 · {at} · {level} · SHA-256 {hash}…",
        n=document.revision,
        at=at,
        level=level_word(document.level),
        hash=document.sha256[:16],
    )
    if document.superseded_by_revision:
        return SealWords(Tone.WARNING, "warning", tr("已被第 {n} 版取代，仅供查阅", n=document.superseded_by_revision), more)
    if document.superseded_by:
        return SealWords(Tone.WARNING, "warning", tr("已被新版取代，仅供查阅"), more)
    if document.voided:
        return SealWords(Tone.WARNING, "warning", tr("签名已作废：签字后工单内容有改动，需要重新签字"), more)
    return SealWords(Tone.SUCCESS, "shield", tr("已封存，与登记一致"), more)
