"""设置 › 存储与备份 › 完整备份: everything of this device in one file under a passphrase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain_code
from fieldapp.ui.services import Diagnosis
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.where import place_words

if TYPE_CHECKING:
    from fieldapp.services.full_backup import Made

LANE = "full-backup"


@dataclass(frozen=True, slots=True)
class FullBackupState:
    """`share` 0…1 while one is being made, else None."""

    share: float | None = None
    notice: Notice | None = None


class _StoppedError(Exception):
    """The person wants no backup after all."""


class FullBackupViewModel(ViewModel[FullBackupState]):
    """One at a time; what is written is opened again before it counts."""

    _went_on = Signal(float)

    def __init__(self, diagnosis: Diagnosis, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(FullBackupState(), parent)
        self._diagnosis, self._jobs = diagnosis, jobs
        self._stopped = False
        self._went_on.connect(self._show_share)

    def fits(self, passphrase: str, again: str) -> bool:
        """False, and said, when the passphrase is too short or the two differ."""
        from fieldapp.store.vault_file import SHORTEST_PASSPHRASE  # with what it needs, for this only

        if len(passphrase) < SHORTEST_PASSPHRASE:
            words = explain_code("backup.passphrase")
        elif passphrase != again:
            words = Words(tr("两次输入的口令不一样。"))
        else:
            return True
        self.show(replace(self.state, notice=self.notice(Tone.WARNING, words)))
        return False

    def make(self, to: Path, passphrase: str, again: str) -> bool:
        """Begin; False when the passphrase does not fit, which is said."""
        if self.state.share is not None or not self.fits(passphrase, again):
            return False
        self._stopped = False
        self.show(FullBackupState(0.0))

        def told(done: int, total: int) -> None:
            if self._stopped:
                raise _StoppedError
            self._went_on.emit(done / total if total else 1.0)

        def work() -> Made | None:
            try:
                return self._diagnosis.full_backup(to, passphrase, told)
            except _StoppedError:
                return None

        self._jobs.submit(work, self._made, self._failed, lane=LANE)
        return True

    def stop(self) -> None:
        """Stop at the next file; nothing is left behind."""
        self._stopped = True

    @Slot(float)
    def _show_share(self, share: float) -> None:
        if self.state.share is not None:
            self.show(replace(self.state, share=share))

    def _made(self, made: Made | None) -> None:
        if made is None:
            self.show(FullBackupState(None, self.notice(Tone.NEUTRAL, Words(tr("已停止，没有留下文件。")))))
            return
        what = tr("完整备份已保存：{path}（{size}）", path=place_words(made.path), size=timewords.size(made.size))
        if made.damaged:
            harmed = tr("其中 {n} 个附件在本机已损坏，原样存入。", n=made.damaged)
            said = self.notice(Tone.WARNING, Words(what, harmed, tr("请联网同步后再备份一次。")))
        else:
            said = self.notice(Tone.SUCCESS, Words(what, tr("已重新打开核对过。"), tr("请记住口令：没有它谁也打不开。")))
        self.show(FullBackupState(None, said))

    def _failed(self, error: Exception) -> None:
        self.show(FullBackupState(None, self.failure(error)))
