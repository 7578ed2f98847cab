"""What each action of the order page asks before it is done."""

from __future__ import annotations

from fieldapp.clock import from_wire
from fieldapp.domain.workflow import Action
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.views.order_panels import Answers, Ask, choice_field, moment_field, text_field


def ask_for(what: str, model: OrderPageModel, field_id: str = "") -> Ask | None:
    """The panel for `what` (note, time, decline, hold); None when the action needs no words."""
    match what:
        case "note":
            return _note(model)
        case "time":
            return _time(model, field_id)
        case Action.DECLINE.value:
            return _decline(model)
        case Action.HOLD.value:
            return _hold(model)
        case _:
            return None


def _note(model: OrderPageModel) -> Ask:
    fields = (text_field("text", tr("备注内容"), long=True),)
    explain = tr("写进此单的经过，不能再改。客户看不到。")
    return Ask(tr("备注"), explain, fields, tr("写入备注"), "message", lambda values: model.steps.note(str(values["text"])), {})


def _decline(model: OrderPageModel) -> Ask:
    fields = (text_field("reason", tr("拒绝原因"), long=True),)
    explain = tr("此单会退回服务台重新分派。")
    return Ask(
        tr("拒绝派工"), explain, fields, tr("拒绝派工"), "close", lambda values: model.steps.decline(str(values["reason"])), {}
    )


def _hold(model: OrderPageModel) -> Ask:
    fields = (
        text_field("supplier", tr("等待的供应商或送修单位")),
        text_field("reason", tr("挂起原因")),
        moment_field("expected_at", tr("预计返回时间")),
    )

    def done(values: Answers) -> None:
        model.steps.hold(str(values["supplier"]), str(values["reason"]), from_wire(str(values["expected_at"])))

    return Ask(tr("挂起"), tr("目标恢复时间通常不因挂起而停止。"), fields, tr("挂起"), "pause", done, {})


def _time(model: OrderPageModel, field_id: str) -> Ask | None:
    state = model.state
    if state.detail is None or not state.correctable:
        return None
    definition, answers = state.detail.definition, state.detail.doc["answers"]
    options = {name: definition.field(name).label.get(language()) for name in state.correctable if name in definition}
    chosen = field_id if field_id in options else next(reversed(options))
    fields = (
        choice_field("field", tr("哪个时间"), options),
        moment_field("value", tr("正确的时间")),
        text_field("reason", tr("更正原因")),
    )

    def done(values: Answers) -> None:
        model.steps.correct_time(str(values["field"]), from_wire(str(values["value"])), str(values["reason"]))

    start = {"field": chosen, "value": answers.get(chosen)}
    return Ask(tr("更正时间"), tr("原来的时间留在经过里。"), fields, tr("更正"), "clock", done, start)
