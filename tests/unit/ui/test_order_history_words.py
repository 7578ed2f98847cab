"""What the history panel, the offers and the coach say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fieldapp.services.history import Device, History, Repeated, Visit
from fieldapp.ui.viewmodels.order_history import HistoryState, derive_history, known_device
from tests.support import forms_orders

FORM = forms_orders.work_order_form()
AT = datetime(2026, 10, 2, 3, tzinfo=UTC)
VISIT = Visit("order-1", "WX-1", AT, "黑屏", True, (), "电源老化", "换电源")
HISTORY = History(
    (VISIT, replace(VISIT, here=False, serials=("SN-1",), title="", cause="", solution="")),
    {"contact_name": "王主任", "devices": [{"_id": "1"}, {"_id": "2"}]},
    ("WX-1", AT),
    (Repeated("SN-1", "交换机", 3, 90),),
)


def state(values: dict[str, Any], put_away: frozenset[str] = frozenset(), history: History = HISTORY) -> Any:
    return derive_history(history, FORM, values, put_away, "zh", UTC)


def test_visits() -> None:
    here, elsewhere = state({}).visits
    assert (here.when, here.title, here.note, here.mark) == ("2026-10-02", "黑屏", "电源老化、换电源", "")
    assert (elsewhere.title, elsewhere.mark) == ("WX-1", "别处，同一设备 SN-1")


def test_offers_shrink_to_what_is_still_empty() -> None:
    offer = state({}).offers[0]
    assert offer.words == "上次在此客户填过 2 项，可以沿用。"
    assert "联系人：王主任" in offer.detail
    assert "设备 2 行" in offer.detail
    assert set(state({"contact_name": "李"}).offers[0].values) == {"devices"}
    assert [one.key for one in state({"contact_name": "李", "devices": [{"_id": "3"}]}).offers] == ["problem"]
    assert [one.key for one in state({}, frozenset({"carry-over"})).offers] == ["problem"]


@pytest.mark.parametrize("answered", [True, False])
def test_problem_management_is_proposed_until_somebody_has_decided(answered: bool) -> None:
    (offer,) = state({}, frozenset({"carry-over"})).offers
    assert offer.words == "交换机（SN-1） 90 天内已 3 次故障"
    assert offer.values == {"to_problem": True, "to_problem_reason": offer.words}
    assert state({"to_problem": answered}, frozenset({"carry-over"})).offers == ()


def test_nothing_known_nothing_said() -> None:
    assert state({}, history=History()) == HistoryState()
    assert known_device(None, UTC) is None


def test_a_known_device_in_words() -> None:
    known = known_device(Device("devices", {"name": "交换机"}, "WX-9", AT, 4), UTC)
    assert known is not None
    assert known.words == "本机有记录：交换机，最近一单 WX-9（2026-10-02），共 4 单。"
    assert known.row == {"name": "交换机"}
