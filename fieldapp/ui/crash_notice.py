"""The person is told of a crash: once after it, in words, with the way to the bundle."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import SETTINGS
from fieldapp.ui.services import Diagnosis
from fieldapp.ui.shell import Shell
from fieldapp.ui.theme import Tone


class CrashNotice(QObject):
    """Says it above the page in view: what an earlier run left as soon as the pages are there, what goes wrong now a little
    later."""

    def __init__(self, diagnosis: Diagnosis, shell: Shell, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._diagnosis, self._shell, self._jobs = diagnosis, shell, jobs
        self._told = 0
        jobs.submit(diagnosis.crashes_untold, self._earlier, lambda _error: None)

    @Slot()
    def look(self) -> None:
        """Has something gone wrong since the last look?"""
        fresh = self._diagnosis.crashes_fresh()
        if fresh > self._told:
            self._told = fresh
            self._say(tr("程序刚才出过错，已记录下来。"))

    def _earlier(self, count: int) -> None:
        self._told = self._diagnosis.crashes_fresh()
        if count:
            self._say(tr("程序上次运行时出过错，已记录下来。"))

    def _say(self, words: str) -> None:
        more = tr("已保存的内容不受影响。记录只在本机，不含填写的内容；请在设置的“体检”里保存诊断包交给管理员。")
        self._shell.notice.say(Tone.WARNING, words, more, actions=((tr("打开设置"), lambda: self._shell.open_page(SETTINGS)),))
        self._jobs.submit(self._diagnosis.crashes_told, None, lambda _error: None)
