"""续存: what a person asks for when files are to be stamped, renewed or countersigned, and its result in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from fieldapp.archive import growth
from fieldapp.archive.growth import Grow, Proofs
from fieldapp.archive.index import Catalogue
from fieldapp.archive.intake import Intake, Outcome
from fieldapp.archive.list_fetch import ListFetcher
from fieldapp.downloads import Reach
from fieldapp.errors import Fault, InputFault, NetworkFault
from fieldapp.ui.i18n import listed, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.archive_state import Work

DUE_WITHIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Plan:
    """`url` of the authority and `reach` for lists where time is given; `within_days` for renewals; `secret` and `reason` for
    countersignatures."""

    work: Work
    url: str = ""
    reach: Reach = Reach.NOBODY
    within_days: int = DUE_WITHIN_DAYS
    secret: str = field(default="", repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Grown:
    """How a run ended: the archive as it is then, what cut it short, and which lists were not to be had."""

    catalogue: Catalogue
    fault: Fault | None
    stopped: bool
    missed: Mapping[str, Fault]


def opened(plan: Plan, tools: DocumentTools, intake: Intake, fetcher: ListFetcher) -> Grow:
    """Raises what opening the identity raises, and InputFault `timestamp.address`."""
    if plan.work is Work.COUNTERSIGN:
        if not plan.reason.strip():
            raise InputFault("countersign.reason", "a countersignature says what it is for")
        return growth.countersigning(tools.office.open(plan.secret), plan.reason.strip(), tools.clock.now)
    stamper = tools.stamper(plan.url.strip())
    proofs = Proofs(fetch=fetcher) if plan.reach is not Reach.NOBODY else Proofs()
    if plan.work is Work.RENEW:
        within = timedelta(days=plan.within_days)
        return growth.renewing(stamper, proofs, intake.judge, tools.clock.now(), within)
    return growth.stamping(stamper, proofs, intake.judge)


def grown_words(grown: Grown, outcomes: Mapping[Outcome, int]) -> tuple[Tone, Words]:
    """What to say at the end."""
    refused = outcomes.get(Outcome.REFUSED, 0)
    done = sum(outcomes.values()) - refused
    kept = tr("做好的 {n} 份已经登记，其余没有改动；再做一次只处理剩下的。", n=done)
    if grown.fault is not None:
        words = explain(grown.fault)
        again = tr("请检查时间戳机构的地址和网络，再做一次。")
        return Tone.DANGER, Words(words.what, kept, again if isinstance(grown.fault, NetworkFault) else words.todo)
    if grown.stopped:
        return Tone.NEUTRAL, Words(tr("已停止。"), kept)
    missed = ""
    if grown.missed:
        addresses = listed(tuple(grown.missed)[:3])
        missed = tr("有 {n} 个地址没有取到吊销列表：{addresses}。", n=len(grown.missed), addresses=addresses)
    if refused:
        return Tone.WARNING, Words(tr("有 {n} 份没有通过核验，没有改动。", n=refused), kept, missed)
    if not done:
        return Tone.NEUTRAL, Words(tr("没有需要处理的文件。"), "", missed)
    said = tr("已写入 {n} 份接续的新文件，原件照旧保存。", n=done)
    return Tone.WARNING if missed else Tone.SUCCESS, Words(said, "", missed)
