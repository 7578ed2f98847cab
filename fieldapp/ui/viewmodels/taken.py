"""What the service desk has taken away, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.records import ORDER
from fieldapp.errors import Fault
from fieldapp.store.records import TakenAway
from fieldapp.ui import timewords
from fieldapp.ui.i18n import aside, dotted, labelled, listed, tr
from fieldapp.ui.messages import Words


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One order or record. `what` became of it, by whom and when; `reason` as the desk gave it; `note`: what becomes of work that
    has not arrived; `held`: a copy is still here."""

    order_id: str
    number: str
    about: str
    what: str
    reason: str
    note: str
    held: bool


def taken_line(taken: TakenAway, now: datetime) -> TakenLine:
    return TakenLine(
        taken.order_id,
        taken.number or tr("（无编号）"),
        dotted((taken.title, taken.customer)),
        what_words(taken, now),
        reason_words(taken),
        tr("您做过的工作会作为补报送达服务台。") if taken.held else "",
        taken.held,
    )


def what_words(taken: TakenAway, now: datetime) -> str:
    """What was done with it, by whom and when; where the endpoint does not say it, when this device heard of it."""
    if taken.done_at is not None:
        when = timewords.moment(taken.done_at, now)
    else:
        when = tr("{at} 同步得知", at=timewords.moment(taken.told_at, now))
    return aside(_done(taken), listed(part for part in (taken.done_by, when) if part))


def _done(taken: TakenAway) -> str:
    if taken.why == "cancelled":
        return tr("已取消")
    if taken.why == "purged":
        return tr("服务器不再保留")
    if taken.given_to:
        return tr("已改派给 {name}", name=taken.given_to)
    return tr("已改派") if taken.kind == ORDER else tr("已不由您负责")


def gone_words(error: Exception, now: datetime) -> Words | None:
    """What is said on the page of an order that is not here, where it is known why; None for everything else."""
    taken = error.details.get("taken") if isinstance(error, Fault) else None
    if not isinstance(taken, TakenAway):
        return None
    return Words(tr("这张派工单已不在本机：{what}。", what=what_words(taken, now)), reason_words(taken))


def reason_words(taken: TakenAway) -> str:
    """Empty where none was given."""
    return labelled(tr("原因"), taken.reason) if taken.reason else ""
