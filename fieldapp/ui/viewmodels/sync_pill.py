"""What the pill in the top bar says about sync, in a few words."""

from __future__ import annotations

from fieldapp.ui import timewords
from fieldapp.ui.background.sync_runner import SyncPhase, SyncState
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look


def pill(state: SyncState) -> Look:
    """Connection and waiting work: ``离线 · 3 项待同步``."""
    lead, icon, tone = _lead(state)
    waiting = state.unsent - (state.counts.parked if state.counts and _is_sent_back(state) else 0)  # named already
    rest = tr("{n} 项待同步", n=waiting) if waiting > 0 else ""
    return Look(" · ".join(part for part in (lead, rest) if part), icon, tone)


def _lead(state: SyncState) -> tuple[str, str, Tone]:
    match state.phase:
        case SyncPhase.RUNNING:
            share = f" {state.done}/{state.total}" if state.total else ""
            return tr("正在同步") + share, "sync", Tone.ACCENT
        case SyncPhase.OFFLINE if state.problem == "net.busy":
            return tr("服务器正忙"), "clock", Tone.WARNING
        case SyncPhase.OFFLINE:
            return tr("离线"), "offline", Tone.WARNING
        case SyncPhase.PAUSED:
            return tr("同步已暂停"), "pause", Tone.WARNING
        case SyncPhase.LOGIN:
            return tr("请重新登录"), "key", Tone.WARNING
        case SyncPhase.ATTENTION:
            return tr("同步需要处理"), "warning", Tone.DANGER
        case SyncPhase.NEVER if state.last_ok_at is not None:
            at = f"{timewords.local(state.last_ok_at):%m-%d %H:%M}"
            return tr("上次同步 {at}", at=at), "cloud-up", Tone.NEUTRAL
        case SyncPhase.NEVER:
            return tr("尚未同步"), "cloud-up", Tone.NEUTRAL
        case SyncPhase.IDLE:
            return _idle(state)


def _idle(state: SyncState) -> tuple[str, str, Tone]:
    if state.problem is not None:
        return tr("上次同步未完成"), "warning", Tone.WARNING
    if state.counts and state.counts.conflicts:
        return tr("{n} 项冲突", n=state.counts.conflicts), "merge", Tone.WARNING
    if state.counts and _is_sent_back(state):
        return tr("{n} 项被退回", n=state.counts.parked), "warning", Tone.DANGER
    if state.unsent:
        return "", "cloud-up", Tone.ACCENT
    return tr("已全部同步"), "cloud-done", Tone.SUCCESS


def _is_sent_back(state: SyncState) -> bool:
    """What was sent back is the first thing to say; it is part of what is not sent."""
    idle = state.phase is SyncPhase.IDLE and state.problem is None
    return idle and state.counts is not None and not state.counts.conflicts and state.counts.parked > 0
