"""归档与验证 on a folder of its own, trusting the company of the tests; work is drained by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.archive.trust import TrustFolder
from fieldapp.bootstrap.documents import SettingsSigner
from fieldapp.settings import Settings
from fieldapp.sync.timestamps import authority_stamper
from fieldapp.ui import theme
from fieldapp.ui.documents_pages import DocumentsWindow
from fieldapp.ui.services import DocumentTools
from tests.support import ui_fakes as fakes
from tests.support.signing_pdf import company


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    made = TrustFolder(tmp_path / "data")
    made.keep_enrolled([company().root_pem])
    return made


@pytest.fixture
def tools(trust: TrustFolder) -> DocumentTools:
    settings = fakes.FakeSettings(Settings())
    return DocumentTools(trust, settings, fakes.StillClock(), "李旻@归档室", authority_stamper, SettingsSigner(settings))


@pytest.fixture
def window(qtbot: QtBot, tools: DocumentTools) -> Iterator[DocumentsWindow]:
    made = DocumentsWindow(tools)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def settle(window: DocumentsWindow, qapp: QApplication) -> Callable[[], None]:
    """Run jobs and events until nothing follows any more."""

    def run() -> None:
        for _ in range(6):
            qapp.processEvents()
            qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            window.jobs.drain(60)

    run()
    return run
