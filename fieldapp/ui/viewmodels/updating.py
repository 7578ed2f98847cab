"""设置 › 更新: which version runs, which one is offered, and fetching it."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import aside, language, tr
from fieldapp.ui.messages import Words, explain_code
from fieldapp.ui.services import Offer, UpdateService
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel

LANE = "updates"


@dataclass(frozen=True, slots=True)
class UpdateState:
    """`share` 0…1 while it is being fetched; `installer` the file once it is here and whole."""

    pairs: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    words: str = ""
    tone: Tone = Tone.NEUTRAL
    can_fetch: bool = False
    can_ask: bool = True
    asking: bool = False
    share: float | None = None
    installer: Path | None = None
    notice: Notice | None = None


class _StoppedError(Exception):
    """The person wants it later; what has come stays for then."""


def derive(offer: Offer, version: str, before: UpdateState) -> UpdateState:
    """The card for what is known."""
    known = replace(before, can_ask=offer.has_key, pairs=((tr("当前版本"), version),), notes="", words="", tone=Tone.NEUTRAL)
    known = replace(known, can_fetch=False, installer=None)
    manifest = offer.manifest
    if manifest is None:
        if not offer.has_key:
            return replace(known, words=tr("本机没有核对更新用的公钥，更新由管理员提供。"))
        if offer.problem:
            return replace(known, words=explain_code(offer.problem).line, tone=Tone.WARNING)
        return replace(known, words=tr("没有更新的版本。"), tone=Tone.SUCCESS)
    pairs = [
        *known.pairs,
        (tr("新版本"), manifest.version),
        (tr("发布日期"), f"{timewords.local(manifest.released_at):%Y-%m-%d}"),
    ]
    if offer.file is not None:
        pairs.append((tr("安装包"), aside(offer.file.name, timewords.size(offer.file.size))))
    words = _required_words() if offer.required else ""
    if offer.file is None:
        words = explain_code("release.no-file").line
    elif offer.downloaded is not None:
        words = how_to_install(offer.downloaded)
    return replace(
        known,
        pairs=tuple(pairs),
        notes=manifest.notes.get(language(), ""),
        words=words,
        tone=Tone.WARNING if offer.required else Tone.ACCENT,
        can_fetch=offer.file is not None and offer.downloaded is None,
        installer=offer.downloaded,
    )


def _required_words() -> str:
    return tr("服务器只接受新版本，安装前不能同步；离线工作不受影响，内容都保存在本机。")


def how_to_install(installer: Path) -> str:
    """What a person does with the file on this system."""
    step = {
        "win32": tr("请先退出本程序，再双击安装包。"),
        "darwin": tr("请先退出本程序，再打开安装包，把程序拖到“应用程序”。"),
    }.get(sys.platform, tr("请先退出本程序，再双击安装包，或在终端运行：sudo apt install ./{name}", name=installer.name))
    return Words(tr("安装包已核对，与发布的一致。"), "", step).line


class UpdateViewModel(ViewModel[UpdateState]):
    """Nothing is fetched before it is asked for."""

    _went_on = Signal(float)

    def __init__(self, updates: UpdateService, jobs: Jobs, version: str, parent: QObject | None = None) -> None:
        super().__init__(UpdateState(), parent)
        self._updates, self._jobs, self._version = updates, jobs, version
        self._stopped = False
        self._went_on.connect(self._show_share)

    def refresh(self) -> None:
        """What is known, without asking anybody."""
        self._jobs.submit(self._updates.offer, self._known, self._failed, lane=LANE)

    def ask(self) -> None:
        """Ask the endpoint now."""
        if self.state.asking:
            return
        self.show(replace(self.state, asking=True))

        def work() -> Offer:
            self._updates.ask()
            return self._updates.offer()

        self._jobs.submit(work, self._known, self._failed, lane=LANE)

    def fetch(self) -> None:
        """Fetch the installer."""
        if self.state.share is not None:
            return
        self._stopped = False
        self.show(replace(self.state, share=0.0))

        def told(done: int, total: int) -> None:
            if self._stopped:
                raise _StoppedError
            self._went_on.emit(done / total)

        def work() -> Offer:
            with suppress(_StoppedError):
                self._updates.download(told)
            return self._updates.offer()

        self._jobs.submit(work, self._known, self._failed, lane=LANE)

    def stop(self) -> None:
        """Go on another time from where it is."""
        self._stopped = True

    @Slot(float)
    def _show_share(self, share: float) -> None:
        if self.state.share is not None:
            self.show(replace(self.state, share=share))

    def _known(self, offer: Offer) -> None:
        came = self.state.share is not None and offer.downloaded is not None
        state = replace(derive(offer, self._version, self.state), asking=False, share=None)
        if came:
            state = replace(state, notice=self.notice(Tone.SUCCESS, Words(tr("安装包已下载并核对。"))))
        self.show(state)

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, asking=False, share=None, notice=self.failure(error)))
