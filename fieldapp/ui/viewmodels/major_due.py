"""What a major incident asks of this person, as a line of 今日. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.ui.i18n import language, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.major_lines import Line, due_words
from fieldapp.ui.vocabulary import Look

if TYPE_CHECKING:
    from fieldapp.services.major_view import MajorDue


def due_line(due: MajorDue, now: datetime) -> Line:
    """Which incident, what, and by when."""
    look = Look(tr("已过时限"), "warning", Tone.DANGER) if due.late else Look(tr("即将到时"), "bell", Tone.WARNING)
    note = f"{due.title}\n{due_words(due.due_at, now.astimezone(due.due_at.tzinfo))}"
    return Line(_what(due), note, look)


def _what(due: MajorDue) -> str:
    match due.what:
        case "manager":
            return tr("上报重大事件经理")
        case "review":
            return tr("恢复小组复查") if due.about == "recovery" else tr("管理小组会议")
        case "action":
            return tr("完成操作：{action}", action=due.about)
        case _:
            whom = due.label.get(language()) if due.label is not None else due.about
            return tr("通报 {whom}", whom=whom) if due.approved else tr("通报 {whom}（待同意）", whom=whom)
