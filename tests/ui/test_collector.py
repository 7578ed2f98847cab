"""Cyclic garbage is looked for on the GUI thread only, so that a QObject with a timer is never destroyed in another one."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from fieldapp.ui.background.collector import Collector, freeze


class Cyclic:
    def __init__(self, dying: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: dying.append(threading.get_ident()))


def test_other_threads_collect_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    gc.enable()
    collector = Collector(parent)
    dying: list[int] = []
    Cyclic(dying)
    worker = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert dying == []
    collector.collect()
    assert dying == [threading.get_ident()]


def test_it_runs_by_itself(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Collector(parent)
    timers = [child for child in collector.children() if isinstance(child, QTimer)]
    assert [timer.isActive() for timer in timers] == [True]


def test_what_is_frozen_is_passed_over(qtbot: QtBot) -> None:
    parent = QObject()
    collector = Collector(parent)
    dying: list[int] = []
    Cyclic(dying)
    collector.collect()
    assert dying, "what is young is found"
    before = gc.get_freeze_count()
    try:
        freeze()
        assert gc.get_freeze_count() > before
        assert len(gc.get_objects()) < 1000, "hardly anything is left to look through"
    finally:
        gc.unfreeze()
