"""出发前检查, line by line in words; a line that is not right says what it means for the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.services.overview import Check, CheckKey
from fieldapp.ui import timewords
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line."""

    key: CheckKey
    look: Look
    detail: str
    ok: bool


def check_line(check: Check) -> CheckLine:
    """The words for one check."""
    name, icon = _names()[check.key]
    return CheckLine(
        check.key, Look(name, icon, Tone.SUCCESS if check.ok else Tone.WARNING), _DETAILS[check.key](check), check.ok
    )


def _names() -> dict[CheckKey, tuple[str, str]]:
    return {
        CheckKey.ORDERS: (tr("派工单"), "orders"),
        CheckKey.HISTORY: (tr("历史工单"), "clock"),
        CheckKey.KNOWLEDGE: (tr("知识库"), "sparkle"),
        CheckKey.UNSENT: (tr("待同步"), "cloud-up"),
        CheckKey.LOGIN: (tr("登录", "noun"), "user"),
        CheckKey.CERTIFICATE: (tr("签章证书"), "shield"),
        CheckKey.DISK: (tr("磁盘空间"), "database"),
        CheckKey.BACKUP: (tr("备份"), "save"),
        CheckKey.CLOCK: (tr("时钟"), "clock"),
        CheckKey.FONTS: (tr("字体"), "language"),
    }


def _orders(check: Check) -> str:
    return tr("本机 {n} 张，离线可用", n=int(check.value or 0)) if check.ok else tr("本机没有派工单，出发前请同步")


def _history(check: Check) -> str:
    held = int(check.value or 0)
    return tr("已关闭 {n} 张，离线可查", n=held) if held else tr("还没有已关闭的派工单")


def _knowledge(check: Check) -> str:
    return tr("{n} 条，离线可查", n=int(check.value)) if check.value else tr("本机还没有知识条目")


def _unsent(check: Check) -> str:
    return tr("{n} 项未送达，联网后会自动发送", n=int(check.value)) if check.value else tr("全部已送达")


def _login(check: Check) -> str:
    return tr("有效") if check.ok else tr("已过期，请重新登录后同步")


def _certificate(check: Check) -> str:
    if check.value is None:
        return tr("还没有，联网同步一次即可取得")
    days, info = int(check.value), check.certificate
    if info is not None and info.revoked_at is not None:
        return tr("已被吊销，不能签章；请联网同步")
    if check.value < 0:
        return tr("已过期，不能签章；请联网同步")
    if not check.ok:
        return tr("即将到期（{n} 天），请联网更新", n=days)
    if info is None or info.checked_at is None:
        return tr("还有 {n} 天有效", n=days)
    return tr("还有 {n} 天有效，截至 {day} 未吊销", n=days, day=f"{timewords.local(info.checked_at):%m-%d}")


def _disk(check: Check) -> str:
    return tr("剩余 {size}", size=timewords.size(int(check.value or 0)))


def _backup(check: Check) -> str:
    return tr("还没有备份") if check.value is None else timewords.before(check.value * timewords.HOUR)


def _clock(check: Check) -> str:
    return tr("尚未与服务器核对") if check.value is None else tr("与服务器相差 {n} 秒", n=abs(round(check.value)))


def _fonts(check: Check) -> str:
    return tr("齐全") if check.ok else tr("缺少字体，生僻字可能显示不出")


_DETAILS: dict[CheckKey, Callable[[Check], str]] = {
    CheckKey.ORDERS: _orders,
    CheckKey.HISTORY: _history,
    CheckKey.KNOWLEDGE: _knowledge,
    CheckKey.UNSENT: _unsent,
    CheckKey.LOGIN: _login,
    CheckKey.CERTIFICATE: _certificate,
    CheckKey.DISK: _disk,
    CheckKey.BACKUP: _backup,
    CheckKey.CLOCK: _clock,
    CheckKey.FONTS: _fonts,
}
