"""The page of one order: what it says, its log, its files, and what may be done with it.

Every form carries the ETag of the version it was made from. When the order has changed meanwhile nothing is written: the page
comes again with what was typed and with what has changed, and sending it once more is made on the new version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from fieldapp import ids
from fieldapp.domain import escalation, events, patches
from fieldapp.domain import status as domain_status
from fieldapp.domain.records import Document, State
from fieldapp.itsm import orders, rules
from fieldapp.itsm.accounts import engineers
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.sealed_files import SealedFiles
from fieldapp.itsm.tables import late_reports, users
from fieldapp.itsm.web import answers, records, timeline
from fieldapp.itsm.web.acts import ACTS, Act, Case, WrongAnswersError, offered
from fieldapp.itsm.web.board import RISKS, TONES
from fieldapp.itsm.web.guard import Form, Visitor, Worker, WorkSent
from fieldapp.itsm.web.inputs import Input
from fieldapp.itsm.web.pages import go, page

router = APIRouter()
DONE = frozenset({"recorded", *ACTS})


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was not taken: which, what was typed, what is wrong with it, and (when the order has changed) from what."""

    act: str
    form: Form
    errors: dict[str, str]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What changed while the form was open; `known` False: the version that was looked at is not remembered any more."""

    fields: tuple[tuple[str, str, str], ...]
    entries: tuple[timeline.Entry, ...]
    known: bool


@router.get("/orders/{order_id}")
def show(visitor: Worker, order_id: str, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    return _page(_case(visitor, order_id), done=done if done in DONE else "")


@router.post("/orders/{order_id}/{act}")
def send(posted: WorkSent, order_id: str, act: str) -> Response:
    """Do one of the actions. 303 when it is done; 409 with the page when the order has changed; 422 when something is wrong."""
    visitor, form = posted.visitor, posted.form
    chosen = ACTS.get(act)
    if chosen is None:
        raise Problem(Code.NOT_FOUND, "no such action")
    if not visitor.may(chosen.right):
        raise Problem(Code.FORBIDDEN, f"needs the right {chosen.right.value}")
    case = _case(visitor, order_id)
    try:
        chosen.run(case, form.get("etag"), form)
    except WrongAnswersError as wrong:
        return _page(case, Tried(act, form, wrong.errors), status=422)
    except Problem as problem:
        if problem.code is Code.STALE:
            return _page(_case(visitor, order_id), Tried(act, form, {}, stale=True), status=409)
        if problem.code not in (Code.REFUSED, Code.INVALID):
            raise
        return _page(_case(visitor, order_id), Tried(act, form, {"": _said(visitor, problem)}), status=422)
    return go(f"/desk/orders/{order_id}?done={act}")


def _said(visitor: Visitor, problem: Problem) -> str:
    code = str(problem.errors[0].get("code")) if problem.errors else problem.code.value
    return visitor.words.of("fault", code, what="", limit="")


def _case(visitor: Visitor, order_id: str) -> Case:
    endpoint = visitor.endpoint
    with endpoint.database.reading() as connection:
        found = orders.load(endpoint.database, connection, [order_id] if ids.is_id(order_id) else []).get(order_id)
        if found is None or found.doc.get("kind") is not None:
            raise Problem(Code.NOT_FOUND, "no such order")
        everybody = engineers(connection)
    load = visitor.listing.load()
    people = [(user.id, visitor.words("act.load", name=user.full_name, n=load.get(user.id, 0))) for user in everybody]
    status = domain_status.derive(found.doc, endpoint.profile, visitor.now)
    return Case(visitor, found, status, rules.definition_of(found.doc, endpoint.catalog), people)


def _page(case: Case, tried: Tried | None = None, *, done: str = "", status: int = 200) -> Response:
    visitor, doc = case.visitor, case.doc
    shown = visitor.listing.shown
    before = shown.get(tried.form.get("etag")) if tried and tried.stale else None
    shown.put(case.order.etag, doc)
    log = timeline.entries(doc, case.definition, visitor.endpoint.profile, visitor.words)
    values: dict[str, Any] = {
        "order": case.order,
        "doc": doc,
        "status": case.status,
        "head": _head(case),
        "parts": answers.parts(case.definition, doc, case.status, _reading(case), visitor.now),
        "entries": log,
        "acts": [(act, _questions(case, act, tried, before)) for act in offered(case)],
        "tried": tried,
        "lost": tried if tried and tried.act not in {act.name for act in offered(case)} else None,
        "meanwhile": _meanwhile(case, before) if tried and tried.stale else None,
        "done": done,
        "notices": _notices(case),
        "files": SealedFiles(visitor.endpoint, visitor.listing).of_order(doc),
        "late_reports": _late_reports(case),
        "signed": case.status.signed_revision is not None,
        "handed": _handed_over(case),
    }
    return page(visitor, "order.html", status, **values)


def _questions(case: Case, act: Act, tried: Tried | None, before: Document | None) -> list[Input]:
    """The questions of an action, with what was typed where this action was tried. A field that the person had left as it was
    shows what it is now: sending the form again must not undo somebody else's change."""
    asks = act.asks(case)
    if tried is None or tried.act != act.name:
        return asks
    old = act.asks(replace(case, order=replace(case.order, doc=before))) if before else []
    left = {one.name for one in old if one.name in tried.form and one.typed(tried.form).value == one.value}
    return [one if one.name in left else one.typed(tried.form).wrong(tried.errors.get(one.name, "")) for one in asks]


def _reading(case: Case) -> answers.Reading:
    return answers.Reading(case.visitor.lang, case.visitor.endpoint.office)


def _head(case: Case) -> dict[str, Any]:
    visitor, status, profile = case.visitor, case.status, case.visitor.endpoint.profile
    running = status.resolved_at is None and not case.order.cancelled
    last = next((event for event in reversed(events.log(case.doc)) if event.kind.value in ("assigned", "declined")), None)
    declined = last.data.get("reason") if last and last.kind.value == "declined" and status.state is State.PENDING else ""
    if running:
        clock = visitor.words.left(status.time_left_s)
    else:
        clock = visitor.words("board.met" if status.target_met else "board.missed")
    return {
        "level": profile.label("level", status.priority.value).get(visitor.lang),
        "tone": TONES[status.priority],
        "state": profile.label("state", status.state.value).get(visitor.lang),
        "proposed": profile.label("level", status.proposed_priority.value).get(visitor.lang)
        if status.proposed_priority and status.proposed_priority is not status.priority
        else "",
        "clock": clock,
        "clock_tone": RISKS[status.risk] if running else "success" if status.target_met else "neutral",
        "left_s": status.time_left_s if running else None,
        "declined": declined,
        "signing": visitor.words.of("signing", status.signing.value),
    }


def _meanwhile(case: Case, before: Document | None) -> Meanwhile:
    visitor, now = case.visitor, timeline.entries(case.doc, case.definition, case.visitor.endpoint.profile, case.visitor.words)
    if before is None:
        return Meanwhile((), tuple(now[:5]), known=False)
    old = domain_status.derive(before, visitor.endpoint.profile, visitor.now)
    names = sorted(patches.touched_fields(patches.diff(before, case.doc)))
    fields = [case.definition.field(name) for name in names if name in case.definition]
    changed = tuple(
        (
            field.label.get(visitor.lang),
            answers.words_of(field, before, old, _reading(case)),
            answers.words_of(field, case.doc, case.status, _reading(case)),
        )
        for field in fields
    )
    return Meanwhile(changed, tuple(timeline.since(now, frozenset(events.ids(before["events"])))), known=True)


def _notices(case: Case) -> list[tuple[escalation.Notice, str, str]]:
    """§6.1.4 what the timetable owes now, with whom and how in words."""
    profile, lang = case.visitor.endpoint.profile, case.visitor.lang
    if case.order.cancelled:
        return []
    owed = escalation.timetable(case.status, events.log(case.doc), profile, case.visitor.now)
    joined = "、" if lang == "zh" else ", "

    def named(group: str, codes: tuple[str, ...]) -> str:
        return joined.join(profile.label(group, code).get(lang) for code in codes)

    return [
        (notice, named("audience", notice.audiences), named("notice_channel", notice.channels)) for notice in owed if notice.owed
    ][-6:]


def _handed_over(case: Case) -> list[records.Line]:
    """What the order has handed over to other processes, with its state there (§6.2.5, §6.2.8)."""
    with case.visitor.endpoint.database.reading() as connection:
        return [records.line(one, case.visitor.lang) for one in orders.linking_to(connection, case.order.id)]


def _late_reports(case: Case) -> list[dict[str, Any]]:
    query = select(late_reports, users.c.full_name).outerjoin(users, users.c.id == late_reports.c.user_id)
    with case.visitor.endpoint.database.reading() as connection:
        rows = connection.execute(query.where(late_reports.c.order_id == case.order.id).order_by(late_reports.c.id)).all()
    return [{"from": row.full_name or row.user_id, "reason": row.reason, "at": row.received_at, "doc": row.doc} for row in rows]
