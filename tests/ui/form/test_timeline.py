"""Every kind of entry is told in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fieldapp.domain.records import Actor, Event, EventKind, Role
from fieldapp.ui.icons import pixmap
from fieldapp.ui.viewmodels.timeline import tell
from tests.support.forms_orders import SHANGHAI, work_order_form

AT = datetime(2026, 11, 22, 1, 31, tzinfo=UTC)
DATA: dict[EventKind, dict[str, Any]] = {
    EventKind.ASSIGNED: {"assignee": "eng-001", "name": "欧阳𠅤"},
    EventKind.TRANSITION: {
        "from": "IN_PROGRESS",
        "to": "ON_HOLD",
        "hold": {"supplier": "华为", "reason": "等备件", "expected_at": "2026-11-23T10:00:00.000+08:00"},
    },
    EventKind.DECLINED: {"reason": "发烧"},
    EventKind.TIME_CORRECTED: {
        "field": "arrived_at",
        "old": "2026-11-22T09:28:00.000+08:00",
        "new": "2026-11-22T09:25:00.000+08:00",
        "reason": "门岗",
    },
    EventKind.PRIORITY_SET: {"from": "NORMAL", "to": "SEVERE", "reason": "32 路"},
    EventKind.NOTE: {"text": "已联系客户"},
    EventKind.NOTICE: {"outcome": "sent", "result": "已回复"},
    EventKind.NOT_SIGNED: {"outcome": "refused", "reason": "费用", "witness": "张三"},
    EventKind.SIGNED: {"revision": 2},
    EventKind.EDITED: {"fields": ["symptom", "contact_name", "of_a_newer_form"]},
    EventKind.SIGNATURE_VOIDED: {"revision": 2, "reason": "desk-change", "fields": ["symptom"], "by": ["李梅", "赵敏"]},
}


def told(kind: EventKind, data: dict[str, Any]) -> Any:
    event = Event("e1", kind, AT, Actor("eng-001", "欧阳𠅤", Role.ENGINEER), data)
    (entry,) = tell((event,), work_order_form(), "zh", SHANGHAI)
    return entry


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_words_and_an_icon(kind: EventKind, qapp: Any) -> None:
    for data in ({}, DATA.get(kind, {})):
        entry = told(kind, data)
        assert entry.text
        assert "None" not in entry.text + entry.note or not data
        assert entry.at.strftime("%H:%M") == "09:31"
        assert not pixmap(entry.icon, "#000000").isNull()


def test_an_earlier_device_says_only_that_it_was_the_desk() -> None:
    data = {name: value for name, value in DATA[EventKind.SIGNATURE_VOIDED].items() if name != "by"}
    assert told(EventKind.SIGNATURE_VOIDED, data).text == "服务台改了内容，签名作废"


def test_who_has_it_now_and_why() -> None:
    entry = told(EventKind.ASSIGNED, {"assignee": "eng-002", "name": "王燕", "reason": "离现场近"})
    assert (entry.text, entry.note) == ("派给 王燕", "离现场近")


@pytest.mark.parametrize(
    ("kind", "text", "note"),
    [
        (EventKind.TRANSITION, "状态改为“挂起”", "华为：等备件，预计 11-23 10:00"),
        (EventKind.TIME_CORRECTED, "更正到达时间：11-22 09:28 → 11-22 09:25", "门岗"),
        (EventKind.NOT_SIGNED, "客户拒签", "费用（见证人：张三）"),
        (EventKind.SIGNED, "客户已签名", "第 2 版"),
        (EventKind.EDITED, "改了故障现象、联系人、of_a_newer_form", ""),
        (EventKind.SIGNATURE_VOIDED, "服务台（李梅、赵敏）改了内容，签名作废", "第 2 版"),
    ],
)
def test_words(kind: EventKind, text: str, note: str) -> None:
    entry = told(kind, DATA[kind])
    assert (entry.text, entry.note) == (text, note)
