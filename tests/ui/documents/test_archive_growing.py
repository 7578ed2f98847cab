"""续存: timestamps, renewals and countersignatures from the window, with a real authority and a real file of the back office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.archive.checking import check
from fieldapp.archive.index import Standing
from fieldapp.archive.intake import Outcome
from fieldapp.downloads import Reach
from fieldapp.errors import NetworkFault
from fieldapp.forms.signing.verdict import Level
from fieldapp.forms.signing.verify import verify
from fieldapp.ui.documents_pages import DocumentsWindow
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.viewmodels.archive_growing import Plan
from fieldapp.ui.viewmodels.archive_page import ArchiveViewModel
from fieldapp.ui.viewmodels.archive_state import Panel, Work
from tests.support.archive_files import imported, order_pdf
from tests.support.signing_pdf import company
from tests.support.signing_time import OpenSslServer
from tests.support.tokens import openssl_p12

Settle = Callable[[], None]
PASSWORD = "geheim"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    imported(folder / "archive", folder / "from", *(order_pdf(n) for n in range(1, 5)))
    return folder / "archive"


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


@pytest.fixture
def vm(window: DocumentsWindow, settle: Settle, root: Path) -> ArchiveViewModel:
    window.page.tabs.setCurrentIndex(1)
    window.page.archiving.open_folder(root)
    settle()
    return window.page.archiving


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with OpenSslServer(tmp_path_factory.mktemp("tsa"), company()) as server:
        yield server.url


def said(window: DocumentsWindow) -> str:
    return window.page.archive.notice.words


def levels(vm: ArchiveViewModel) -> list[Level | None]:
    found = [item for item in vm.entries.records if item.standing is Standing.CURRENT]
    return [verify(vm.path_of(item.entry.file).read_bytes(), [company().root_pem]).level for item in found]


def test_the_menu_leads_to_a_form_and_the_form_to_stamped_files(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, root: Path, authority: str, tools: DocumentTools, qtbot: QtBot
) -> None:
    view = window.page.archive
    before = {path: path.read_bytes() for path in root.rglob("*.pdf")}
    view.grow.menu().actions()[0].trigger()
    settle()
    assert (vm.state.panel, vm.state.growing) == (Panel.GROW, Work.STAMP)
    assert "4 份" in view.growing.which.text()
    view.growing.url.setText(authority)
    qtbot.mouseClick(view.growing.go, Qt.MouseButton.LeftButton)
    settle()
    assert "已写入 4 份" in said(window)
    assert (vm.state.panel, vm.state.results_of, dict(vm.state.outcomes)) == (Panel.IMPORT, Work.STAMP, {Outcome.EXTENDS: 4})
    assert levels(vm) == [Level.T] * 4
    assert all(path.read_bytes() == data for path, data in before.items())
    assert check(root).in_order
    assert tools.settings.load().archive_tsa == authority
    vm.grow(Plan(Work.STAMP, authority))
    settle()
    assert "没有需要处理的文件" in said(window)


def test_only_what_the_list_shows_and_what_is_due_is_renewed(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, authority: str
) -> None:
    vm.search("000002")
    vm._look()
    settle()
    vm.grow(Plan(Work.STAMP, authority))
    settle()
    assert "已写入 1 份" in said(window)
    vm.grow(Plan(Work.RENEW, authority, within_days=30))
    settle()
    assert "没有需要处理的文件" in said(window)
    vm.grow(Plan(Work.RENEW, authority, within_days=3650))
    settle()
    assert "已写入 1 份" in said(window)
    assert vm.state.entries == 6


def test_lists_that_were_not_to_be_had_are_said(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(self: object, addresses: object) -> list[bytes]:
        self.missed["http://crl.example/ca.crl"] = NetworkFault("net.unreachable", "gone")  # type: ignore[attr-defined]
        return []

    monkeypatch.setattr("fieldapp.archive.list_fetch.ListFetcher.__call__", none)
    vm.grow(Plan(Work.STAMP, authority, Reach.PUBLIC))
    settle()
    assert "http://crl.example/ca.crl" in said(window)
    assert levels(vm) == [Level.T] * 4


def test_the_configured_file_countersigns_and_its_password_is_asked_for(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, tools: DocumentTools, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "office.p12"
    file.write_bytes(openssl_p12(tmp_path, company().engineer("王建国"), PASSWORD, company().chain))
    tools.settings.save(tools.settings.load().changed(signer="pkcs12", signer_file=str(file)))
    panel = window.page.archive.growing
    vm.ask_growth(Work.COUNTERSIGN)
    settle()
    assert panel.secret.echoMode() is QLineEdit.EchoMode.Password
    assert window.page.archive.take.kind == "secondary", "the form's own button is the only one that stands out"
    panel.secret.setText("wrong")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    settle()
    assert "口令不对" in said(window)
    assert (vm.state.panel, vm.state.entries, panel.secret.text()) == (Panel.GROW, 4, "")
    panel.secret.setText(PASSWORD)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    settle()
    assert "已写入 4 份" in said(window)
    (item, *_) = [item for item in vm.entries.records if item.standing is Standing.CURRENT]
    verdict = verify(vm.path_of(item.entry.file).read_bytes(), [company().root_pem], expected_signatures=2)
    assert verdict.valid
    assert [one.certificate.common_name for one in verdict.countersigners if one.certificate] == ["王建国"]


def test_the_devices_own_key_is_behind_the_login(vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle) -> None:
    vm.ask_growth(Work.COUNTERSIGN)
    settle()
    assert not window.page.archive.growing.secret.isVisible()
    vm.grow(Plan(Work.COUNTERSIGN, reason="归档复核"))
    settle()
    assert "登录后才能用" in said(window)
    vm.grow(Plan(Work.COUNTERSIGN, reason="  "))
    settle()
    assert "会签事由" in said(window)


@pytest.mark.parametrize(("url", "words"), [("http://127.0.0.1:1/", "做好的 0 份"), ("ftp://x", "地址不对"), ("", "地址不对")])
def test_an_authority_that_does_not_answer_leaves_all_as_it_was(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, root: Path, url: str, words: str
) -> None:
    vm.grow(Plan(Work.STAMP, url))
    settle()
    assert words in said(window)
    assert (vm.state.task, vm.state.entries) == (None, 4)
    assert check(root).in_order


def test_it_is_stopped_between_two_files_and_what_was_done_stays(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, root: Path, authority: str
) -> None:
    vm.results.rowsInserted.connect(lambda *_: vm.cancel())
    vm.grow(Plan(Work.STAMP, authority))
    settle()
    assert "已停止" in said(window)
    done = len(vm.results.records)
    assert 0 < done < 4
    assert f"做好的 {done} 份" in said(window)
    assert vm.state.entries == 4 + done
    assert check(root).in_order
