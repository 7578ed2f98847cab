"""设置: what a person may choose, and what this device says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from fieldapp.clock import Clock
from fieldapp.services.overview import CertificateInfo, UpkeepView
from fieldapp.settings import Settings
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import aside, language, listed, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.services import SettingsKeeper, SignerService, Upkeep
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.tailoring_lines import tailoring_lines
from fieldapp.ui.where import place_words

LANE = "settings"
SCALES = (100, 125, 150, 175, 200, 250)
INTERVALS_S = (60, 120, 300, 900)
SIGNERS = ("device", "pkcs12", "pkcs11")
SIGNER_SETTINGS = ("signer", "signer_file", "signer_module", "signer_token", "signer_certificate", "signer_issuers")


@dataclass(frozen=True, slots=True)
class PreferencesState:
    """The whole page. Pairs are name and value."""

    settings: Settings
    storage: tuple[tuple[str, str], ...] = ()
    certificate: tuple[tuple[str, str], ...] = ()
    certificate_tone: Tone = Tone.NEUTRAL
    about: tuple[tuple[str, str], ...] = ()
    loaded: bool = False
    backing_up: bool = False
    adopting: bool = False
    restart_needed: bool = False
    notice: Notice | None = None


def storage_lines(view: UpkeepView, now: datetime) -> tuple[tuple[str, str], ...]:
    """Where the data is, how large, and how old the last backup is."""
    last = tr("还没有") if view.last_backup_at is None else timewords.moment(view.last_backup_at, now)
    return (
        (tr("数据文件夹"), place_words(view.data_dir)),
        (tr("占用"), tr("{used}，磁盘剩余 {free}", used=timewords.size(view.data_size), free=timewords.size(view.free_bytes))),
        (tr("上次备份"), last),
        (tr("保留的备份"), tr("{n} 份", n=view.backups)),
    )


def certificate_lines(
    info: CertificateInfo | None, now: datetime, *, unlocked: bool = True
) -> tuple[tuple[tuple[str, str], ...], Tone]:
    """The certificate that seals in words, and how well it is."""
    if info is None:
        return ((tr("状态"), tr("还没有证书，联网登录后自动取得")),), Tone.WARNING
    days = (info.valid_until - now).days
    valid = info.valid_from <= now <= info.valid_until and info.revoked_at is None
    status = tr("有效，还有 {n} 天", n=days) if valid else tr("已吊销") if info.revoked_at else tr("不在有效期内")
    pairs = (
        (tr("状态"), status if unlocked else listed([status, tr("签章前需要输入口令或 PIN")])),
        (tr("来源"), signer_words(info.signer)),
        (tr("持有人"), info.subject),
        (tr("签发者"), info.issuer or "—"),
        (tr("有效期"), " — ".join(f"{timewords.local(at):%Y-%m-%d}" for at in (info.valid_from, info.valid_until))),
        (tr("吊销"), revocation_words(info)),
        (tr("指纹 SHA-256"), grouped(info.fingerprint)),
    )
    return pairs, (Tone.DANGER if not valid else Tone.WARNING if days < 30 or not unlocked else Tone.SUCCESS)


def revocation_words(info: CertificateInfo) -> str:
    """Yes or no, and as of when: without a network nobody can say more."""
    as_of = f"{timewords.local(info.checked_at):%Y-%m-%d %H:%M}" if info.checked_at else ""
    if info.revoked_at is not None:
        return tr("{time} 起已吊销", time=f"{timewords.local(info.revoked_at):%Y-%m-%d %H:%M}")
    return tr("未吊销（截至 {time}）", time=as_of) if as_of else tr("不知道：没有签发者的吊销列表")


def signer_words(signer: str) -> str:
    """Where the key is."""
    names = {"device": tr("本机登记的证书"), "pkcs12": tr("证书文件（PKCS#12）"), "pkcs11": tr("USB Key（PKCS#11）")}
    return names.get(signer, signer)


def grouped(fingerprint: str) -> str:
    """Hexadecimal in groups of four, as it is read aloud."""
    plain = fingerprint.replace(":", "").upper()
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def about_lines(view: UpkeepView) -> tuple[tuple[str, str], ...]:
    """Who, which device, which versions."""
    return (
        (tr("用户"), view.user_name),
        (tr("设备"), aside(view.device_name, view.device_id[:8])),
        (tr("表单"), tr("{title}，第 {n} 版", title=view.form_title.get(language()), n=view.form_version)),
        (tr("过程配置"), tr("{title}，第 {n} 版", title=view.profile_name.get(language()), n=view.profile_version)),
        (tr("程序版本"), view.program_version),
        *(("" if place else tr("流程裁剪"), line) for place, line in enumerate(tailoring_lines(view.tailoring))),
    )


class PreferencesViewModel(ViewModel[PreferencesState]):
    """`applied(settings)` puts a saved choice on the running program (theme, sync interval)."""

    def __init__(
        self,
        keeper: SettingsKeeper,
        upkeep: Upkeep,
        signer: SignerService,
        jobs: Jobs,
        clock: Clock,
        *,
        applied: Callable[[Settings], object] = lambda _settings: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(PreferencesState(keeper.load()), parent)
        self._keeper, self._upkeep, self._jobs, self._clock, self._applied = keeper, upkeep, jobs, clock, applied
        self._signer = signer
        self._first = self.state.settings

    @Slot()
    def refresh(self) -> None:
        self._jobs.submit(self._upkeep.view, self._show_view, self._failed, lane=LANE)

    def choose(self, **values: object) -> None:
        """Change settings by name; they are saved at once."""
        chosen = self.state.settings.changed(**values)
        if chosen == self.state.settings:
            return
        restart = (chosen.language, chosen.scale) != (self._first.language, self._first.scale)
        self.show(replace(self.state, settings=chosen, restart_needed=restart))
        self._applied(chosen)
        keeper = self._keeper  # the list's views may have been saved since this page was made
        self._jobs.submit(lambda: keeper.save(keeper.load().changed(**values)), None, self._failed, lane=LANE)

    def backup_now(self) -> None:
        """Make a backup in the background."""
        if self.state.backing_up:
            return
        self.show(replace(self.state, backing_up=True))
        self._jobs.submit(self._upkeep.backup_now, self._backed_up, self._failed, lane=LANE)

    def use_signer(self, secret: str, *, keep: bool, **values: str) -> None:
        """Try another identity (`signer…` settings) in the background; it is in force, and saved, only when it works."""
        if self.state.adopting:
            return
        chosen = self.state.settings.changed(**values)
        self.show(replace(self.state, adopting=True))

        def work() -> Settings:
            self._signer.adopt(chosen, secret, keep=keep)
            self._keeper.save(chosen)
            return chosen

        self._jobs.submit(work, self._adopted, self._failed, lane=LANE)

    def _adopted(self, chosen: Settings) -> None:
        said = self.notice(Tone.SUCCESS, Words(tr("证书可用，以后用它签章。")))
        settled = self.state.settings.changed(**{name: getattr(chosen, name) for name in SIGNER_SETTINGS})
        self.show(replace(self.state, adopting=False, settings=settled, notice=said))
        if settled != chosen:  # something else was chosen meanwhile, and saved without the new identity
            self._jobs.submit(lambda: self._keeper.save(settled), None, self._failed, lane=LANE)
        self.refresh()

    def _backed_up(self, _: None) -> None:
        said = self.notice(Tone.SUCCESS, Words(tr("备份完成，并已试着恢复读取。")))
        self.show(replace(self.state, backing_up=False, notice=said))
        self.refresh()

    def _show_view(self, view: UpkeepView) -> None:
        now = self._clock.now()
        pairs, tone = certificate_lines(view.certificate, now, unlocked=view.signer_unlocked)
        self.show(
            replace(
                self.state,
                storage=storage_lines(view, now),
                certificate=pairs,
                certificate_tone=tone,
                about=about_lines(view),
                loaded=True,
            )
        )

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, backing_up=False, adopting=False, notice=self.failure(error)))
