"""档案: start, open, import, search, check, export, each of them stopped or failing, always said in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fieldapp.archive.checking import check
from fieldapp.archive.index import Standing
from fieldapp.archive.intake import Outcome
from fieldapp.archive.trust import TrustFolder
from fieldapp.ui.documents_pages import DocumentsWindow
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.viewmodels.archive_page import ArchiveViewModel
from fieldapp.ui.viewmodels.archive_state import Depth, Panel
from tests.support.archive_files import imported, order_pdf, put

Settle = Callable[[], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three orders, one of them in two revisions, one doubled."""
    tmp_path = tmp_path_factory.mktemp("made")
    imported(
        tmp_path / "archive", tmp_path / "from",
        order_pdf(1, customer="滨江区公安分局"), order_pdf(2), order_pdf(2, 2), order_pdf(3), order_pdf(3, comment="twin"),
    )  # fmt: skip
    return tmp_path / "archive"


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


@pytest.fixture
def vm(window: DocumentsWindow, settle: Settle, root: Path) -> ArchiveViewModel:
    window.page.tabs.setCurrentIndex(1)
    window.page.archiving.open_folder(root)
    settle()
    return window.page.archiving


def said(window: DocumentsWindow) -> str:
    return window.page.archive.notice.words


def test_an_empty_folder_is_offered_and_nothing_is_made_before_somebody_agrees(
    window: DocumentsWindow, settle: Settle, tmp_path: Path, tools: DocumentTools
) -> None:
    vm = window.page.archiving
    place = tmp_path / "档案室" / "new"
    vm.open_folder(place)
    settle()
    assert (vm.state.open, vm.state.offered) == (False, str(place))
    assert not place.exists()
    vm.start_new()
    settle()
    assert (vm.state.folder, vm.state.offered, vm.state.entries) == (str(place), "", 0)
    assert check(place).in_order
    assert tools.settings.load().archive_folder == str(place)


def test_a_folder_of_other_things_is_not_touched(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    window.page.archiving.open_folder(tmp_path)
    settle()
    assert "不是档案" in said(window)
    assert not window.page.archiving.state.open
    assert sorted(tmp_path.iterdir()) == before


def test_the_archive_of_the_last_time_is_opened_again(
    tools: DocumentTools, root: Path, settle: Settle, window: DocumentsWindow
) -> None:
    tools.settings.save(tools.settings.load().changed(archive_folder=str(root)))
    window.page.enter("")
    settle()
    assert window.page.archiving.state.entries == 5


def test_what_is_in_it_is_found_by_words_standing_and_year(vm: ArchiveViewModel, settle: Settle) -> None:
    assert dict(vm.state.standings) == {Standing.CURRENT: 2, Standing.EXTENDED: 0, Standing.SUPERSEDED: 1, Standing.DOUBLED: 2}
    assert vm.state.years == (2026,)
    vm.search("滨江 wx-2026")
    vm._look()
    settle()
    assert [item.entry.customer for item in vm.entries.records] == ["滨江区公安分局"]
    vm.search("")
    vm.filter(frozenset({Standing.SUPERSEDED}), 2026)
    settle()
    assert [(item.entry.number, item.entry.revision) for item in vm.entries.records] == [("WX-20261122-000002", 1)]
    vm.choose(0)
    assert vm.state.entry is not None
    assert "第 2 版取代" in vm.state.entry.said[0]
    vm.filter(frozenset(), 2025)
    settle()
    assert (vm.state.found, vm.state.entry) == (0, None)


def test_every_file_of_an_import_says_what_became_of_it(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, tmp_path: Path, root: Path
) -> None:
    put(tmp_path / "new", (order_pdf(1, customer="滨江区公安分局"), order_pdf(7), b"hello"))
    window.page.archive.offer([tmp_path / "new"])
    settle()
    assert dict(vm.state.outcomes) == {Outcome.TAKEN: 1, Outcome.THERE: 1, Outcome.REFUSED: 1}
    assert vm.state.panel is Panel.IMPORT
    assert len(vm.results.records) == 3
    assert (vm.state.entries, vm.state.found) == (6, 6)
    (taken,) = [result.entry for result in vm.results.records if result.outcome is Outcome.TAKEN]
    assert taken is not None
    assert taken.who == "李旻@归档室"
    assert check(root).in_order


def test_an_import_that_is_stopped_leaves_the_archive_in_order_and_shows_what_it_took(
    vm: ArchiveViewModel, settle: Settle, tmp_path: Path, root: Path
) -> None:
    put(tmp_path / "new", [order_pdf(n) for n in range(10, 30)])
    vm.results.rowsInserted.connect(lambda *_: vm.cancel())
    vm.take([tmp_path / "new"])
    settle()
    assert vm.state.task is None
    assert 5 < vm.state.entries < 25
    assert vm.state.entries == 5 + len(vm.results.records)
    assert check(root).in_order


def test_without_trust_nothing_is_taken(
    vm: ArchiveViewModel, window: DocumentsWindow, trust: TrustFolder, settle: Settle, tmp_path: Path
) -> None:
    trust.keep_enrolled([])
    window.page.verifying.read_roots()
    settle()
    vm.take(put(tmp_path / "new", [order_pdf(8)]))
    settle()
    assert "根证书" in said(window)
    assert vm.state.entries == 5
    vm.check(Depth.SEALS)
    settle()
    assert "根证书" in said(window)


@pytest.mark.parametrize("depth", list(Depth))
def test_a_check_is_told_in_words(vm: ArchiveViewModel, settle: Settle, root: Path, depth: Depth) -> None:
    vm.check(depth)
    settle()
    assert vm.state.check is not None
    assert (vm.state.check.headline, vm.state.panel) == ("档案完好", Panel.CHECK)
    assert not any(remarked.harm for remarked in vm.findings.records)
    head = vm.state.check.head
    victim = root / vm.entries.records[0].entry.file
    victim.chmod(0o644)
    victim.write_bytes(b"x")
    vm.check(depth, "f" * 64)
    settle()
    assert "2 处问题" in vm.state.check.headline
    assert vm.state.check.head == head
    assert sorted(remarked.found.remark.code for remarked in vm.findings.records if remarked.harm) == [
        "file.size",
        "register.anchor",
    ]


def test_a_check_that_is_stopped_says_so(vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle) -> None:
    vm.check(Depth.FULL)
    vm.cancel()
    settle()
    assert "已停止" in said(window)
    assert vm.state.check is None


def test_what_the_list_shows_is_exported(vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    vm.filter(frozenset({Standing.DOUBLED}), None)
    settle()
    vm.export(tmp_path / "out")
    settle()
    assert "已导出 2 份" in said(window)
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 2
    assert (tmp_path / "out" / "index.html").is_file()
    vm.export(tmp_path / "out")
    settle()
    assert "不是空的" in said(window)


def test_a_broken_register_is_said_and_left_alone(
    vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle, root: Path, tmp_path: Path
) -> None:
    register = root / "register.jsonl"
    data = register.read_bytes().replace("档案员".encode(), "某某人".encode(), 1)
    register.write_bytes(data)
    vm.take(put(tmp_path / "new", [order_pdf(8)]))
    settle()
    assert "链条断了" in said(window)
    assert register.read_bytes() == data


def test_an_entry_is_verified_in_the_other_half(vm: ArchiveViewModel, window: DocumentsWindow, settle: Settle) -> None:
    vm.choose(0)
    window.page.verify_files([vm.path_of(vm.entries.records[0].entry.file)])
    settle()
    assert window.page.tabs.currentIndex() == 0
    assert window.page.verifying.state.valid == 1


def test_nothing_that_is_pasted_or_dropped_goes_by_in_silence(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    view = window.page.archive
    window.page.tabs.setCurrentIndex(1)
    QApplication.clipboard().clear()
    view.paste_paths()
    assert "剪贴板" in str(said(window))
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7")
    view.offer([file])
    assert "还没有打开档案" in str(said(window))
