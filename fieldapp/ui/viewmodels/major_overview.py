"""The board of major incidents, and the first tab of one: who is in charge, what is asked for now, what it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain import kinds
from fieldapp.domain.major.people import GROUP, TEAM, team
from fieldapp.domain.major.rows import KIND
from fieldapp.forms.formats import Formatter
from fieldapp.store.records import OrderRow
from fieldapp.ui.i18n import dotted, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels import major_words
from fieldapp.ui.viewmodels.major_lines import Block, Do, Line, due_words, review_look, update_look
from fieldapp.ui.vocabulary import Look, priority_look, record_state_look
from fieldapp.ui.vocabulary import state_look as order_look

if TYPE_CHECKING:
    from fieldapp.forms.schema import FormDefinition
    from fieldapp.services.major_view import MajorDetail, MajorRow

FACTS = ("impact", "situation", "workaround", "reason", "continuity", "continuity_note", "evidence")


def board_blocks(
    rows: Sequence[MajorRow], declarable: Sequence[OrderRow], form: FormDefinition, now: datetime, lang: str
) -> tuple[Block, ...]:
    """Running ones, what may be declared, what is over."""
    running = tuple(_running(row, form, now, lang) for row in rows if not row.over)
    over = tuple(_over(row, lang) for row in rows if row.over)
    offered = tuple(
        Line(
            order.title,
            dotted((order.number, order.customer, order_look(order.state, accepted=order.accepted).word)),
            priority_look(order.priority),
            (Do("declare", tr("启动重大事件"), "critical", order.id),),
        )
        for order in declarable
    )
    blocks = [Block(tr("进行中"), running, tr("没有进行中的重大事件。"))]
    blocks += [Block(tr("可以启动的派工单"), offered)] if offered else []
    blocks += [Block(tr("已结束"), over)] if over else []
    return tuple(blocks)


def _running(row: MajorRow, form: FormDefinition, now: datetime, lang: str) -> Line:
    charge = row.in_charge.name if row.in_charge is not None else tr("无人当班")
    parts = [row.row.number, row.row.customer, tr("当班经理 {name}", name=charge)]
    if row.update is not None:
        whom = major_words.audience(form, row.update.audience, lang)
        parts.append(tr("下一次通报 {whom} {at}", whom=whom, at=due_words(row.update.due_at, now)))
    for review in row.look.reviews if row.look is not None else ():
        parts.append(tr("{group} {at}", group=major_words.group_word(review.group), at=due_words(review.at, now)))
    look = record_state_look(kinds.get(KIND).states[row.row.state], lang)
    shown = Look(look.word, "warning" if row.asks else look.icon, look.tone)
    return Line(
        row.row.title,
        "\n".join((dotted(parts[:3]), *parts[3:])),
        shown,
        (Do("open", tr("打开"), "chevron-right", row.row.id, primary=row.asks),),
    )


def _over(row: MajorRow, lang: str) -> Line:
    look = record_state_look(kinds.get(KIND).states[row.row.state], lang)
    return Line(
        row.row.title, dotted((row.row.number, row.row.customer)), look, (Do("open", tr("打开"), "chevron-right", row.row.id),)
    )


def overview(detail: MajorDetail, lang: str) -> tuple[Block, ...]:
    found = [Block(tr("现在"), tuple(_now(detail, lang)), tr("此刻没有要做的事。"))]
    steps = tuple(_steps(detail, lang))
    found += [Block(tr("下一步"), steps)] if steps else []
    edit = (Do("edit", tr("填写与修改") if detail.record.editable else tr("查看全部内容"), "pen"),)
    found.append(Block(tr("概况"), tuple(_facts(detail, lang)), tr("还没有填写。"), edit))
    found.append(Block(tr("组织"), tuple(_people(detail, lang))))
    return tuple(found)


def _now(detail: MajorDetail, lang: str) -> Iterator[Line]:
    seen, now = detail.look, detail.at
    if seen.over:
        return
    if seen.command.now is None:
        yield Line(tr("现在没有经理当班"), tr("请在“组织”里排班。"), Look(tr("无人当班"), "warning", Tone.DANGER))
    else:
        charge = seen.command.now
        ends = tr("交班 {at}", at=due_words(charge.ends, now)) if charge.ends is not None else ""
        following = tr("接班 {name}", name=seen.command.following.name) if seen.command.following is not None else ""
        note = dotted((charge.phone, ends, following))
        yield Line(charge.name, note, Look(tr("当班经理"), "user", Tone.ACCENT))
    if seen.manager_call.told_at is None:
        late = now > seen.manager_call.due_at
        look = Look(tr("应告知经理"), "warning" if late else "bell", Tone.DANGER if late else Tone.WARNING)
        button = (Do("tell", tr("已告知"), "phone", primary=True),) if detail.may_send else ()
        yield Line(tr("上报重大事件经理"), due_words(seen.manager_call.due_at, now), look, button)
    for update in seen.owed:
        if update.state.is_owed:
            whom = major_words.audience(detail.record.definition, update.audience, lang)
            yield Line(tr("通报 {whom}", whom=whom), due_words(update.due_at, now), update_look(update))
    for review in seen.reviews:
        yield Line(major_words.group_word(review.group), due_words(review.at, now), review_look(review))


def _steps(detail: MajorDetail, lang: str) -> Iterator[Line]:
    for place, move in enumerate(detail.record.moves):
        way = detail.blocked.get(move.to, ())
        gaps = len(detail.record.missing) if move.complete else 0
        note = tr("还差：{what}", what=listed(major_words.reason_word(code) for code in way)) if way else ""
        if gaps:
            missing = listed(gap.label.get(lang) for gap in detail.record.missing[:6])
            note = dotted((note, tr("待填写：{what}", what=missing)))
        what = "edit" if gaps else "move"
        button = Do(
            what,
            tr("去填写") if gaps else move.label.get(lang),
            "arrow-right",
            move.to,
            primary=place == 0,
            enabled=not way or bool(gaps),
        )
        yield Line(move.label.get(lang), note, None, (button,))


def _facts(detail: MajorDetail, lang: str) -> Iterator[Line]:
    said, form, words = detail.record.doc["answers"], detail.record.definition, Formatter(lang)
    for name in FACTS:
        if said.get(name) and name in form:
            yield Line(words.value(form.field(name), said[name]), form.field(name).label.get(lang))
    for row in said.get("resources") or ():
        standing = major_words.option(form, "resources", "standing", str(row.get("standing") or ""), lang)
        yield Line(
            str(row.get("what") or ""),
            dotted((tr("附加资源"), str(row.get("provider") or ""), standing)),
        )
    for order in detail.orders:
        yield Line(order.title, order.number, order_look(order.state), (Do("order", tr("派工单", "one"), "orders", order.id),))
    for row in detail.record.linked_from:
        kind = kinds.get(row.kind)
        note = dotted((row.number, kind.label.get(lang)))
        yield Line(
            row.title, note, record_state_look(kind.states[row.state], lang), (Do("record", tr("打开"), "chevron-right", row.id),)
        )


def _people(detail: MajorDetail, lang: str) -> Iterator[Line]:
    doc, form = detail.record.doc, detail.record.definition
    for field, column, word in ((TEAM, "part", tr("恢复小组")), (GROUP, "post", tr("管理小组"))):
        for person in team(doc, field):
            part = major_words.option(form, field, column, person.part, lang)
            yield Line(person.name, dotted((word, part, person.unit, person.phone, person.mail)))
