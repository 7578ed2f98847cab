"""The bridge's folder: one bridge, one product, nothing lost between two writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.sync.bridge.ledger import UNKNOWN, Ledger

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "rt")
    ledger.add("a", NOW, "7")
    ledger.wait("a", NOW + timedelta(hours=1), "because")
    ledger.add("b", NOW)
    ledger.kept.tickets = "cursor"
    ledger.save()
    ledger.close()
    again = Ledger(tmp_path, "rt")
    assert (again.kept.tickets, again.due(NOW), again.kept.waiting["a"].rid) == ("cursor", ("b",), "7")
    assert again.due(NOW + timedelta(hours=2)) == ("b", "a")
    again.close()


def test_news_end_a_wait_but_not_that_after_an_unknown_outcome(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "rt")
    later = NOW + timedelta(hours=1)
    for order_id, reason in (("a", "refused"), ("b", UNKNOWN + "x")):
        ledger.add(order_id, NOW)
        ledger.wait(order_id, later, reason)
        ledger.add(order_id, NOW, "9")
    assert ledger.due(NOW) == ("a",)
    assert ledger.kept.waiting["b"].rid == "9"
    ledger.close()


def test_one_bridge_and_one_product_a_folder(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "rt")
    ledger.save()
    with pytest.raises(EnvironmentFault) as caught:
        Ledger(tmp_path, "rt")
    assert caught.value.code == "bridge.in-use"
    ledger.close()
    with pytest.raises(InputFault) as other:
        Ledger(tmp_path, "another")
    assert other.value.code == "bridge.ledger"
    Ledger(tmp_path, "rt").close()


def test_a_broken_file_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bridge.json").write_bytes(b'{"instance": ')
    with pytest.raises(InputFault) as caught:
        Ledger(tmp_path, "rt")
    assert caught.value.code == "bridge.ledger"
    assert (tmp_path / "bridge.json").read_bytes() == b'{"instance": '
