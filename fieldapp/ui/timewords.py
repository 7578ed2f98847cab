"""Times, spans and sizes in words."""

from __future__ import annotations

from datetime import datetime, tzinfo

from fieldapp.ui.i18n import tr

MINUTE, HOUR, DAY = 60, 3600, 86400
_zone: tzinfo | None = None


def use_zone(zone: tzinfo | None) -> None:
    """All screens tell the time of the process profile's zone, as records and PDFs do; None: the machine's."""
    global _zone  # one program, one zone, set when the store opens
    _zone = zone


def local(at: datetime) -> datetime:
    """A moment in the zone of the screens."""
    return at.astimezone(_zone)


def span(seconds: float) -> str:
    """A span without sign in at most two units: ``1 时 20 分``. A unit alone has its whole name: 1 时 is one o'clock."""
    left = abs(int(seconds))
    if left < MINUTE:
        return tr("不到 1 分钟")
    if left < HOUR:
        return tr("{m} 分钟", m=left // MINUTE)
    if left < DAY:
        hours, minutes = left // HOUR, left % HOUR // MINUTE
        return tr("{h} 时 {m} 分", h=hours, m=minutes) if minutes else tr("{h} 小时", h=hours)
    days, hours = left // DAY, left % DAY // HOUR
    return tr("{d} 天 {h} 时", d=days, h=hours) if hours and days < 7 else tr("{d} 天", d=days)


def left(seconds: float) -> str:
    """Time to a target, or how much it is overdue."""
    return tr("剩 {span}", span=span(seconds)) if seconds >= 0 else tr("超时 {span}", span=span(seconds))


def moment(at: datetime, now: datetime) -> str:
    """A time in local terms, with the day only where it is not today."""
    here, today = local(at), local(now)
    if here.date() == today.date():
        return tr("今天 {time}", time=f"{here:%H:%M}")
    if here.year == today.year:
        return f"{here:%m-%d %H:%M}"
    return f"{here:%Y-%m-%d %H:%M}"


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in one unit or two."""
    return before((now - at).total_seconds())


def before(seconds: float) -> str:
    """The same of seconds."""
    return tr("刚刚") if seconds < MINUTE else tr("{span}前", span=span(seconds))


def size(count: int) -> str:
    """Bytes in the unit a person would choose."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"
