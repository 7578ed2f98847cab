"""What is said above the page in view without being asked: a crash, a newer version. Once each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import SETTINGS
from fieldapp.ui.services import Diagnosis, Offer, SettingsKeeper, UpdateService
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


class UpdateNotice(QObject):
    """A newer version is told once, on whatever page is in view when it is heard of; one that the endpoint demands, at every
    start."""

    def __init__(
        self, updates: UpdateService, settings: SettingsKeeper, shell: Shell, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._updates, self._settings, self._shell, self._jobs = updates, settings, shell, jobs
        self._said = ""
        self.look()

    @Slot()
    def look(self, _report: object = None) -> None:
        """After each sync: is there news?"""
        self._jobs.submit(self._updates.offer, self._heard, lambda _error: None)

    def _heard(self, offer: Offer) -> None:
        manifest = offer.manifest
        if manifest is None or manifest.version == self._said:
            return
        self._said = manifest.version
        settings = self._settings.load()
        if settings.release_told == manifest.version and not offer.required:
            return
        what = tr("有新版本 {version}。", version=manifest.version)
        if offer.required:
            more = tr("服务器只接受新版本，安装前不能同步；离线工作不受影响，内容都保存在本机。")
        else:
            more = tr("可以在设置里查看和下载；不更新也能继续工作。")
        tone = Tone.WARNING if offer.required else Tone.ACCENT
        self._shell.notice.say(tone, what, more, actions=((tr("打开设置"), lambda: self._shell.open_page(SETTINGS)),))
        if not offer.required:
            version, keeper = manifest.version, self._settings
            self._jobs.submit(lambda: keeper.save(keeper.load().changed(release_told=version)), None, None, lane="settings")
