"""Words of major incidents (§7) that stand on several screens. Words of codes are the form's, where it has them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.records import Event, EventKind, Label
from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone


def option(definition: FormDefinition, field: str, column: str, code: str, lang: str) -> str:
    """The words of a choice in a table of the form; the code where it has none."""
    if field not in definition:
        return code
    label = next((one.option_label(code) for one in definition.field(field).columns if one.id == column), None)
    return label.get(lang) if label is not None else code


def audience(definition: FormDefinition, code: str, lang: str) -> str:
    return option(definition, "updates", "audience", code, lang)


def plan_word(plan: object) -> str:
    return {"recovery": tr("恢复计划"), "communication": tr("沟通计划")}.get(str(plan), str(plan))


def group_word(group: object) -> str:
    return {"recovery": tr("恢复小组复查"), "management": tr("管理小组会议")}.get(str(group), str(group))


def reason_word(code: str) -> str:
    """Why a step cannot be made yet (`domain.major.steps`)."""
    return {
        "manager": tr("还没有重大事件经理"),
        "plan.recovery": tr("恢复计划还没有发布"),
        "plan.communication": tr("沟通计划还没有发布"),
        "order": tr("关联的派工单还没有解决"),
        "action": tr("还有操作没有完成或取消"),
        "continuity": tr("连续性计划还没有结束"),
    }.get(code, code)


def tell(event: Event, definition: FormDefinition, lang: str) -> tuple[str, str, str, Tone]:
    """Icon, text, note and tone of an entry of a major incident's log."""
    data = event.data
    match event.kind:
        case EventKind.PLAN_ISSUED:
            words = tr("发布{plan}第 {number} 版", plan=plan_word(data.get("plan")), number=data.get("number"))
            return "save", words, _said(data, "note"), Tone.ACCENT
        case EventKind.STATEMENT_APPROVED:
            words = tr("同意通报：{audience}", audience=audience(definition, _said(data, "audience"), lang))
            return "check", words, _joined(data, "approver", "text"), Tone.NEUTRAL
        case EventKind.STATEMENT_SENT:
            words = tr("已通报：{audience}", audience=audience(definition, _said(data, "audience"), lang))
            return "escalate", words, _joined(data, "approved_by", "text", "result"), Tone.SUCCESS
        case EventKind.MANAGER_TOLD:
            return "phone", tr("已告知重大事件经理 {name}", name=data.get("name")), _said(data, "result"), Tone.SUCCESS
        case _:
            return "calendar", group_word(data.get("group")), _joined(data, "decisions", "statement"), Tone.ACCENT


def _said(data: Mapping[str, object], key: str) -> str:
    return str(data.get(key) or "")


def _joined(data: Mapping[str, object], *keys: str) -> str:
    return " · ".join(part for part in (_said(data, key) for key in keys) if part)


def same_label(code: str) -> Label:
    """For a field that this version of the form does not have."""
    return Label(code, code)
