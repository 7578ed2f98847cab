"""What stands at the top of an order until a person has done something about it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.domain.records import EventKind
from fieldapp.domain.status import Signing
from fieldapp.forms.voiding import DESK_CHANGE
from fieldapp.ui.i18n import listed, sentences, tr
from fieldapp.ui.messages import Words, problem_detail, problem_words
from fieldapp.ui.viewmodels.timeline import names

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail


def sent_back_words(detail: OrderDetail, lang: str) -> Words | None:
    """The endpoint did not take a change: why, until it is sent again. None when nothing was sent back. What the endpoint said
    stands on a line of its own."""
    problem = detail.sent_back
    if problem is None or detail.frozen:
        return None
    fields = detail.definition
    kind = problem_words(problem)
    meant = sentences((kind.what, kind.safe)) if kind else ""
    said = problem_detail(problem, lambda name: fields.field(name).label.get(lang) if name in fields else name)
    lines = (meant, said, tr("改正后到“同步”里点“重试”。"))
    return Words(tr("这张单的修改被退回，还没有送达服务台。"), "\n".join(line for line in lines if line))


def void_words(detail: OrderDetail, lang: str) -> Words | None:
    """The customer's signature no longer covers what the order says: who changed what, when, and what to do. None while there is
    no void one, or nothing can be done about it here."""
    if detail.status.signing is not Signing.VOIDED or detail.frozen:
        return None
    event = next((event for event in reversed(detail.events) if event.kind is EventKind.SIGNATURE_VOIDED), None)
    if event is None:
        return None
    at = f"{event.at.astimezone(detail.read_at.tzinfo):%m-%d %H:%M}"
    if event.data.get("reason") == DESK_CHANGE and (by := names(event.data.get("by"))):
        what = tr("客户签名已作废：签字以后服务台（{names}）改了内容（{at} 发现）。", names=by, at=at)
    elif event.data.get("reason") == DESK_CHANGE:
        what = tr("客户签名已作废：签字以后服务台改了内容（{at} 发现）。", at=at)
    else:
        what = tr("客户签名已作废：签字以后 {name} 在 {at} 改了内容。", name=event.actor.name, at=at)
    named, fields = event.data.get("fields"), detail.definition
    labels = [fields.field(name).label.get(lang) for name in named if name in fields] if isinstance(named, list) else []
    why = tr("改动的是：{fields}。", fields=listed(labels)) if labels else ""
    return Words(what, why, tr("请给客户看改动后的内容，再请客户签一次。"))
