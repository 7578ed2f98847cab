"""What two people wrote is compared at a glance: the two values stand on one line, whatever else is said of either."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldapp.ui.pilot.hand import application
from fieldapp.ui.viewmodels.conflict_lines import ConflictLine
from fieldapp.ui.views.sync_parts import ConflictRow


def test_both_values_and_both_buttons_stand_on_one_line(qtbot: QtBot) -> None:
    application()
    line = ConflictLine(
        "c1", "order-1", "WX-1", "联系电话", "13800000001", "13900000002", "theirs", "今天", who="欧阳恵 今天 09:13 填写"
    )
    row = ConflictRow(line, lambda _id, _side: None, lambda _id: None)
    qtbot.addWidget(row)
    row.resize(1160, 240)
    row.show()
    labels = {label.text(): label for label in row.findChildren(QLabel)}
    assert line.who in labels

    def top(words: str) -> int:
        return labels[words].mapTo(row, QPoint(0, 0)).y()

    assert top(line.mine) == top(line.theirs)
    assert row.take_mine.mapTo(row, QPoint(0, 0)).y() == row.take_theirs.mapTo(row, QPoint(0, 0)).y()
