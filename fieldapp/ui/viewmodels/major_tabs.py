"""The further tabs of a major incident: both plans, the reviews, the versions and what differs between them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fieldapp.domain.major import reviews as domain_reviews
from fieldapp.domain.major.compare import Difference, What, compare
from fieldapp.domain.major.recovery import Action, Cause, Pace, Verdict
from fieldapp.domain.major.rules import GROUPS
from fieldapp.domain.major.updates import DueUpdate, SentUpdate, UpdateState
from fieldapp.domain.records import JSON
from fieldapp.domain.versions import Version
from fieldapp.forms.formats import Formatter
from fieldapp.forms.schema import Field, FieldType, FormDefinition
from fieldapp.ui.i18n import dotted, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels import major_words
from fieldapp.ui.viewmodels.major_lines import Block, Do, Line, clock_words, due_words, review_look, update_look
from fieldapp.ui.vocabulary import Look

if TYPE_CHECKING:
    from fieldapp.services.major_view import MajorDetail, PlanView

SHOWN_SENT = 20
NAMES = ("name", "cause", "action", "audience", "title")
"""Columns by which a row is called."""


def recovery(detail: MajorDetail, lang: str) -> tuple[Block, ...]:
    form, said = detail.record.definition, detail.record.doc["answers"]
    known = str(said.get("known_problem") or "")
    head = (_standing(detail, "recovery"), *((Line(tr("截至目前已知的问题"), known),) if known else ()))
    parts = tuple(_component(row, form, lang) for row in said.get("components") or ())
    causes = tuple(_cause(one, form, lang) for one in detail.look.causes)
    actions = tuple(_action(one, detail) for one in detail.look.actions)
    return (
        Block(tr("恢复计划"), head, "", _plan_buttons(detail, "recovery")),
        Block(tr("可能的原因，按调查优先级"), causes, tr("还没有列出原因。")),
        Block(tr("本阶段操作"), actions, tr("还没有列出操作。")),
        Block(tr("组件与接口"), parts, tr("还没有细分。")),
    )


def communication(detail: MajorDetail, lang: str) -> tuple[Block, ...]:
    form = detail.record.definition
    sent = tuple(_sent(one, detail, lang) for one in detail.look.sent[:SHOWN_SENT])
    people = tuple(_party(row, form, lang) for row in detail.record.doc["answers"].get("parties") or ())
    return (
        Block(tr("沟通计划"), (_standing(detail, "communication"),), "", _plan_buttons(detail, "communication")),
        Block(tr("应通报"), tuple(_owed(one, detail, lang) for one in detail.look.owed), tr("没有安排通报。")),
        Block(tr("已通报"), sent, tr("还没有通报。")),
        Block(tr("谁需要更新"), people, tr("还没有列出。")),
    )


def meetings(detail: MajorDetail, lang: str) -> tuple[Block, ...]:
    """The two groups apart."""
    following = {review.group: review for review in detail.look.reviews}
    blocks = []
    for group in GROUPS:
        lines = []
        if review := following.get(group):
            note = due_words(review.at, detail.at)
            lines.append(Line(tr("下一次"), dotted((note, tr("按惯例建议"))) if review.proposed else note, review_look(review)))
        lines += [_held(one, detail) for one in domain_reviews.held(detail.record.doc, group)]
        buttons = (Do("review", tr("记录会议"), "plus", group),) if detail.may_review else ()
        blocks.append(Block(major_words.group_word(group), tuple(lines), tr("还没有开过会。"), buttons))
    return tuple(blocks)


def versions(detail: MajorDetail) -> tuple[Block, ...]:
    """The list for audit: number, when, by whom, why, whether it is what was issued."""
    blocks = []
    for plan, view in detail.plans.items():
        lines = tuple(_version(one, detail) for one in reversed(view.versions))
        blocks.append(Block(major_words.plan_word(plan), lines, tr("还没有发布过。")))
    return tuple(blocks)


def version_words(version: Version, zone_of: Any) -> str:
    """One version in a list to choose from."""
    return tr("第 {number} 版 {at} {by}", number=version.number, at=clock_words(version.at, zone_of), by=version.by)


def differences(
    view: PlanView, old: Mapping[str, JSON], new: Mapping[str, JSON], form: FormDefinition, lang: str
) -> tuple[Line, ...]:
    """What differs between two contents, one line each."""
    return tuple(difference_line(one, form, lang) for one in compare(old, new, view.fields))


def difference_line(one: Difference, form: FormDefinition, lang: str) -> Line:
    """In words: which field or row, what was and what is."""
    field = form.field(one.field) if one.field in form else Field(one.field, FieldType.TEXT, major_words.same_label(one.field))
    words, name = Formatter(lang), field.label.get(lang)
    look = {
        What.ADDED: Look(tr("新增"), "plus", Tone.SUCCESS),
        What.REMOVED: Look(tr("删去"), "minus", Tone.DANGER),
        What.CHANGED: Look(tr("改动"), "pen", Tone.WARNING),
        What.MOVED: Look(tr("调整顺序"), "sort", Tone.NEUTRAL),
    }[one.what]
    if one.row is None:
        old, new = words.value(field, one.old), words.value(field, one.new)
        note = {What.ADDED: new, What.REMOVED: old, What.MOVED: ""}.get(one.what, tr("{old} → {new}", old=old, new=new))
        return Line(name, note, look)
    title = tr("{field}：{row}", field=name, row=row_name(one.row, field, lang))
    column = next((each for each in field.columns if each.id == one.column), None)
    if one.column is None:
        return Line(title, _cells(one.row, field, words), look)
    label = column.label.get(lang) if column is not None else one.column
    spoken = column or Field(one.column, FieldType.TEXT, major_words.same_label(one.column))
    return Line(
        title, tr("{label}：{old} → {new}", label=label, old=words.value(spoken, one.old), new=words.value(spoken, one.new)), look
    )


def row_name(row: Mapping[str, Any], field: Field, lang: str) -> str:
    column = next((one for one in field.columns if one.id in NAMES and row.get(one.id)), None)
    return Formatter(lang).value(column, row[column.id]) if column is not None else "—"


def _cells(row: Mapping[str, Any], field: Field, words: Formatter) -> str:
    told = (
        f"{one.label.get(words.lang)} {words.value(one, row[one.id])}"
        for one in field.columns
        if row.get(one.id) not in (None, "", [])
    )
    return listed(told)


def _standing(detail: MajorDetail, plan: str) -> Line:
    """Which version is in force, and how many things differ from it by now."""
    view = detail.plans[plan]
    if not view.versions:
        return Line(tr("还没有发布"), tr("编好后由经理发布，组员都能看到。"), Look(tr("草稿"), "pen", Tone.WARNING))
    last = view.versions[-1]
    note = dotted((version_words(last, detail.at), last.note))
    if view.unissued:
        count = tr("有 {n} 处改动还没有发布", n=len(view.unissued))
        return Line(count, note, Look(tr("有改动"), "pen", Tone.WARNING))
    return Line(tr("与发布的版本一致"), note, Look(tr("已发布"), "check-circle", Tone.SUCCESS))


def _plan_buttons(detail: MajorDetail, plan: str) -> tuple[Do, ...]:
    issue = (Do("issue", tr("发布新版"), "save", plan, primary=True),) if detail.may_issue and detail.plans[plan].unissued else ()
    return (*((Do("edit", tr("填写与修改"), "pen"),) if detail.record.editable else ()), *issue)


def _component(row: Mapping[str, Any], form: FormDefinition, lang: str) -> Line:
    kind = major_words.option(form, "components", "sort", str(row.get("sort") or ""), lang)
    judged = major_words.option(form, "components", "condition", str(row.get("condition") or ""), lang)
    return Line(str(row.get("name") or "—"), dotted((kind, judged, str(row.get("note") or ""))))


def _cause(one: Cause, form: FormDefinition, lang: str) -> Line:
    verdict = major_words.option(form, "causes", "verdict", one.verdict.value, lang)
    weighed = listed(
        tr(
            "{label} {value}",
            label=form.field("causes").column(column).label.get(lang),
            value=major_words.option(form, "causes", column, code, lang),
        )
        for column, code in (("likelihood", one.likelihood), ("ease", one.ease))
        if code
    )
    if one.verdict is Verdict.CONFIRMED:
        look = Look(verdict, "check-circle", Tone.DANGER)
    elif one.verdict is Verdict.RULED_OUT:
        look = Look(verdict, "close-circle", Tone.NEUTRAL)
    elif one.priority is None:
        look = Look(tr("未权衡"), "flag", Tone.NEUTRAL)
    else:
        look = Look(
            tr("优先级 {rank}", rank=one.priority),
            "flag",
            Tone.DANGER if one.priority == 1 else Tone.WARNING if one.priority == 2 else Tone.NEUTRAL,
        )
    first = dotted((one.component, weighed, verdict if one.verdict in (Verdict.OPEN, Verdict.TESTING) else ""))
    return Line(one.cause, "\n".join(part for part in (first, one.test, one.finding) if part), look)


def _action(one: Action, detail: MajorDetail) -> Line:
    look = {
        Pace.LATE: Look(tr("已超时"), "warning", Tone.DANGER),
        Pace.DUE: Look(tr("应在进行"), "play", Tone.WARNING),
        Pace.PLANNED: Look(tr("计划", "action"), "clock", Tone.NEUTRAL),
        Pace.DONE: Look(tr("完成"), "check-circle", Tone.SUCCESS),
        Pace.DROPPED: Look(tr("取消"), "close-circle", Tone.NEUTRAL),
    }[one.pace]
    times = " – ".join(clock_words(at, detail.at) for at in (one.begins, one.until) if at is not None)
    return Line(
        one.action,
        "\n".join(part for part in (dotted((one.who, times, one.cause)), one.detail, one.result) if part),
        look,
    )


def _owed(one: DueUpdate, detail: MajorDetail, lang: str) -> Line:
    form = detail.record.definition
    whom = major_words.audience(form, one.audience, lang)
    how = major_words.option(form, "updates", "mechanism", one.mechanism, lang)
    approver = tr("批准人 {name}", name=one.approver) if one.approver else ""
    first = dotted((due_words(one.due_at, detail.at), how, approver))
    buttons: list[Do] = []
    if one.approval is not None:
        agreed = tr("{name} 已同意：{text}", name=one.approval.approver or one.approval.by, text=one.approval.text)
        buttons += [Do("send", tr("已发出"), "check", one.key, primary=True)] if detail.may_send else []
    else:
        agreed = tr("待同意。草稿：{text}", text=detail.drafts.get(one.key, ""))
    if one.key in detail.may_approve:
        buttons.append(
            Do("approve", tr("改写后再同意") if one.approval else tr("审阅并同意"), "pen", one.key, primary=one.approval is None)
        )
    return Line(whom, "\n".join((first, agreed)), update_look(one), tuple(buttons))


def _sent(one: SentUpdate, detail: MajorDetail, lang: str) -> Line:
    form = detail.record.definition
    look = (
        Look(tr("迟发"), "warning", Tone.WARNING)
        if one.state is UpdateState.LATE
        else Look(tr("按时"), "check-circle", Tone.SUCCESS)
    )
    how = major_words.option(form, "updates", "mechanism", one.mechanism, lang)
    agreed = tr("{name} 同意", name=one.approved_by) if one.approved_by else ""
    first = dotted((clock_words(one.sent_at, detail.at), how, one.by, agreed))
    return Line(
        major_words.audience(form, one.audience, lang), "\n".join(part for part in (first, one.text, one.result) if part), look
    )


def _party(row: Mapping[str, Any], form: FormDefinition, lang: str) -> Line:
    whom = major_words.option(form, "parties", "audience", str(row.get("audience") or ""), lang)
    told = (whom, *(str(row.get(name) or "") for name in ("unit", "phone", "mail", "note")))
    return Line(str(row.get("name") or "—"), dotted(told))


def _held(one: domain_reviews.Review, detail: MajorDetail) -> Line:
    at = clock_words(one.held_at, detail.at) if one.held_at is not None else "—"
    who = dotted((tr("主持 {name}", name=one.chair) if one.chair else "", one.present))
    told = [who] if who else []
    told += [tr("纪要：{text}", text=one.minutes)] if one.minutes else []
    told += [tr("决定：{text}", text=one.decisions)] if one.decisions else []
    told += [tr("声明：{text}", text=one.statement)] if one.statement else []
    return Line(at, "\n".join(told))


def _version(one: Version, detail: MajorDetail) -> Line:
    look = None
    if not one.sound:
        look = Look(tr("与发布时不符"), "warning", Tone.DANGER)
    elif one.beside:
        look = Look(tr("同时发布"), "merge", Tone.WARNING)
    return Line(version_words(one, detail.at), dotted((one.note, tr("校验 {sum}", sum=one.sha256[:12]))), look)


def compared_lines(detail: MajorDetail, plan: str, old: str, new: str, lang: str) -> Sequence[Line]:
    """What differs between two versions by their ids; "" is nothing, `now` the plan as it stands."""
    view = detail.plans[plan]
    contents: dict[str, Mapping[str, JSON]] = {
        "": {},
        "now": {name: value for name, value in detail.record.doc["answers"].items() if name in view.fields},
    }
    contents |= {one.id: one.content for one in view.versions if one.content is not None}
    if old not in contents or new not in contents:
        return (Line(tr("这一版拼不出来了，请查记录。")),)
    return differences(view, contents[old], contents[new], detail.record.definition, lang)


def choices(view: PlanView, zone_of: Any) -> Iterator[tuple[str, str]]:
    """Version id and words, newest first, with the plan as it stands and nothing."""
    yield "now", tr("现在的内容")
    for one in reversed(view.versions):
        yield one.id, version_words(one, zone_of)
    yield "", tr("（空）")
