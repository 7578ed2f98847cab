"""归档与验证 without a login: from the gate, and as a command of its own for opening PDFs from the desktop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.archive.trust import TrustFolder
from fieldapp.cli import main
from fieldapp.ui.app import AppContext, Desk, build
from fieldapp.ui.documents_pages import DocumentsWindow
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.views.unlock import UnlockView
from tests.support import ui_fakes as fakes
from tests.support.archive_files import order_pdf, put
from tests.support.signing_pdf import company


def windows(qapp: QApplication) -> list[DocumentsWindow]:
    return [window for window in qapp.topLevelWidgets() if isinstance(window, DocumentsWindow) and window.isVisible()]


def test_the_gate_leads_to_it_and_takes_it_along_when_it_closes(qtbot: QtBot, tools: DocumentTools, qapp: QApplication) -> None:
    main_window = build(AppContext(fakes.FakeGate(), tools.settings, tools.clock, "0", documents=lambda: tools))
    qtbot.addWidget(main_window)
    main_window.show()
    desk = next(child for child in main_window.children() if isinstance(child, Desk))
    gate = main_window.cover_view
    assert isinstance(gate, UnlockView)
    gate.documents.click()
    gate.documents.click()
    (window,) = windows(qapp)
    window.close()
    assert windows(qapp) == []
    gate.documents.click()
    assert len(windows(qapp)) == 1
    main_window.close()
    assert windows(qapp) == []
    desk.jobs.drain()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_without_it_the_gate_does_not_speak_of_it(qtbot: QtBot, tools: DocumentTools) -> None:
    main_window = build(AppContext(fakes.FakeGate(), tools.settings, tools.clock, "0"))
    qtbot.addWidget(main_window)
    main_window.show()
    gate = main_window.cover_view
    assert isinstance(gate, UnlockView)
    assert not gate.documents.isVisible()
    main_window.close()


def test_the_command_shows_the_verdicts_of_the_files_it_is_given(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    TrustFolder(tmp_path / "data").keep_enrolled([company().root_pem])
    put(tmp_path, [order_pdf(1), b"hello"])
    monkeypatch.chdir(tmp_path)
    seen: list[tuple[int, int]] = []
    look = QTimer()
    look.setInterval(20)

    def looked() -> None:
        (window,) = windows(qapp)
        state = window.page.verifying.state
        if state.done == 2:
            seen.append((state.valid, state.invalid))
            look.stop()
            window.close()

    look.timeout.connect(looked)
    look.start()
    assert main(["verify", "--window", "--data", str(tmp_path / "data"), "000.pdf", "001.pdf"]) == 0
    assert seen == [(1, 1)]
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["trust"], "no store is made for it"


@pytest.mark.parametrize(
    "arguments",
    [["--window", "x.pdf", "--json"], ["--window", "--trust", "ca.pem"], ["x.pdf"], ["--trust", "ca.pem"], []],
)
def test_what_does_not_go_together_is_said(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *arguments]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_the_settings_of_an_older_version_are_read(tmp_path: Path) -> None:
    from fieldapp.settings import load_settings

    (tmp_path / "settings.json").write_text(json.dumps({"theme": "dark"}), encoding="utf-8")
    assert load_settings(tmp_path).archive_folder == ""


def test_it_closes_in_the_middle_of_work(window: DocumentsWindow, settle: Callable[[], None], tmp_path: Path) -> None:
    window.page.verify_files(put(tmp_path / "in", [order_pdf(1)] * 30))
    window.close()
    assert not window.jobs.busy
    assert len(window.page.verifying.model.records) < 30
