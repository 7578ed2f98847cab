"""Fault codes to words: what happened, what is safe, what to do. The only place where an error becomes text for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.errors import EnvironmentFault, Fault, InputFault, NetworkFault, RefusedFault
from fieldapp.ui.fault_words import TABLES, Words
from fieldapp.ui.i18n import listed, tr
from fieldapp.ui.tls_words import tls_words

__all__ = ["Words", "explain", "explain_code", "explain_problem", "known_codes", "problem_detail", "problem_words"]

_ALL = (*TABLES, tls_words)


def explain(error: BaseException) -> Words:
    """The words for a failure; for a bug, the words that say so and that the data is safe."""
    if not isinstance(error, Fault):
        return Words(
            tr("程序内部出错（{kind}）。", kind=type(error).__name__),
            tr("已保存的内容不受影响。"),
            tr("请重试；若再次出现，请把刚才的操作告诉服务台。"),
        )
    special = _SPECIAL.get(error.code)
    if special is not None:
        return special(error)
    return _known(error.code) or _by_kind(error)


def explain_code(code: str) -> Words:
    """The same for a code that was stored (outbox, last sync report) without its fault."""
    return _known(code) or Words(tr("操作未完成（{code}）。", code=code), tr("已保存的内容不受影响。"))


def explain_problem(problem: Mapping[str, object], label_of: Callable[[str], str] = str) -> str:
    """Why the endpoint sent something back: a stored problem document (RFC 9457), what it means and, on a line of its own, what
    the endpoint said; empty when it said nothing. `label_of`: what the form calls a field."""
    words = problem_words(problem)
    return "\n".join(line for line in (words.line if words else "", problem_detail(problem, label_of)) if line)


def problem_words(problem: Mapping[str, object]) -> Words | None:
    """What the kind of the problem means; None where the endpoint named none."""
    code = str(problem.get("code") or problem.get("type") or "").rsplit(":", 1)[-1]
    return explain_code(code) if code else None


def problem_detail(problem: Mapping[str, object], label_of: Callable[[str], str] = str) -> str:
    """Which fields are not the engineer's, or the endpoint's own words as a quotation; may be empty."""
    errors = problem.get("errors")
    errors = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    foreign = [label_of(str(error.get("field"))) for error in errors if error.get("code") == "field-owner"]
    if foreign:
        return tr("由服务台填写：{fields}", fields=listed(foreign))
    detail = str(problem.get("detail") or "")
    return tr("服务器答复：“{text}”", text=detail) if detail else ""


def _by_kind(fault: Fault) -> Words:
    match fault:
        case NetworkFault():
            return Words(tr("连接不上服务器。"), tr("工作可以离线继续，内容已保存在本机。"), tr("网络恢复后会自动同步。"))
        case RefusedFault():
            return Words(tr("现在不能这样做：{text}。", text=fault.text))
        case InputFault():
            return Words(tr("填写的内容不能用：{text}。", text=fault.text))
        case EnvironmentFault():
            return Words(tr("本机环境有问题：{text}。", text=fault.text), tr("已保存的内容不受影响。"))
        case _:
            return Words(tr("操作未完成：{text}。", text=fault.text))


def known_codes() -> frozenset[str]:
    """The codes that have words of their own."""
    return frozenset(code for table in _ALL for code in table()) | frozenset(_SPECIAL)


def _known(code: str) -> Words | None:
    for candidate in (code, code.rsplit(".", 1)[-1]):
        for table in _ALL:
            found = table().get(candidate)
            if found is not None:
                return found
    return None


def _pin_locked(fault: Fault) -> Words:
    seconds = fault.details.get("seconds", 30)
    return Words(tr("PIN 连续输错。"), tr("本机内容安全。"), tr("请在 {n} 秒后再试。", n=seconds))


def _other_user(fault: Fault) -> Words:
    name = fault.details.get("name", "")
    return Words(tr("本机还有 {name} 未同步的工作。", name=name), tr("内容都保留着。"), tr("请先用该账号登录同步，再换人使用。"))


def _incomplete(fault: Fault) -> Words:
    missing: Any = fault.details.get("missing", ())
    return Words(tr("还缺 {n} 项必填内容。", n=len(missing)), tr("已填内容已保存。"), tr("请按“待填项”逐项补齐。"))


def _wrong_answers(fault: Fault) -> Words:
    fields: Any = fault.details.get("fields", ())
    return Words(tr("有 {n} 处填写不合要求。", n=len(fields)), tr("已填内容已保存。"), tr("请按红色提示逐处更正。"))


def _too_large(fault: Fault) -> Words:
    name, limit = fault.details.get("name", ""), int(fault.details.get("limit", 0)) // 2**20
    return Words(tr("文件“{name}”太大。", name=name), "", tr("每个文件不超过 {n} MB。", n=limit))


_SPECIAL: dict[str, Callable[[Fault], Words]] = {
    "pin.locked": _pin_locked,
    "login.other-user": _other_user,
    "order.incomplete": _incomplete,
    "order.wrong-answers": _wrong_answers,
    "file.too-large": _too_large,
}
