"""核验文件: every file gets its verdict in words, whatever it is; stopping, trust and the archive's knowledge."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from fieldapp.archive.entry import write_line
from fieldapp.archive.index import Catalogue
from fieldapp.archive.trust import TrustFolder
from fieldapp.cli import main
from fieldapp.forms.signing.keys import fingerprint
from fieldapp.forms.signing.verdict import Finding, Verdict
from fieldapp.ui.documents_pages import DocumentsWindow
from fieldapp.ui.models.records_model import RecordsModel
from fieldapp.ui.viewmodels.verdict_words import Checked, verdict_row, verdict_words
from fieldapp.ui.viewmodels.verifying import VerifyViewModel, remaining
from fieldapp.ui.widgets.common import SectionTitle
from tests.support.archive_files import imported, order_pdf, put
from tests.support.archive_lines import an_entry
from tests.support.signing_ca import authority
from tests.support.signing_pdf import company, rendered
from tests.support.watchdog import WatchedApplication

Settle = Callable[[], None]


def vm(window: DocumentsWindow) -> VerifyViewModel:
    return window.page.verifying


def by_name(window: DocumentsWindow) -> dict[str, Checked]:
    return {checked.path.name: checked for checked in vm(window).model.records}


def test_every_file_is_told_in_words_whatever_it_is(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    broken = bytearray(order_pdf(2))
    broken[len(broken) // 2] ^= 1
    put(inbox, (order_pdf(1), bytes(broken), rendered()[0], b"hello"))
    window.page.verify_files([inbox, tmp_path / "missing.pdf"])
    settle()
    state = vm(window).state
    assert (state.total, state.done, state.valid, state.invalid, state.unknown, state.running) == (5, 5, 1, 3, 1, False)
    words = {name: verdict_words(checked) for name, checked in by_name(window).items()}
    good = words["000.pdf"]
    assert (good.headline, good.vouched) == ("文件有效", True)
    facts = dict(good.facts)
    assert facts["工单"] == "WX-20261122-000001，第 1 版"
    assert facts["客户"] == "欧阳𠅤测试单位"
    assert facts["签章时间"].startswith("2026-11-22")
    assert any("吊销" in limit for limit in good.limits)
    assert not words["001.pdf"].vouched
    assert words["001.pdf"].limits == ()
    assert words["002.pdf"].reasons == ("文件没有数字签名。",)
    assert words["003.pdf"].headline == "这不是一份签章的派工单"
    assert words["missing.pdf"].look.word == "未能核验"
    assert "读不出来" in words["missing.pdf"].sentence


def test_names_of_the_format_stand_with_the_code_only() -> None:
    problems = (Finding("pdf.damaged", "PdfReadError"), Finding("signature.form", "attributes"))
    words = verdict_words(Checked(Path("a.pdf"), verdict=Verdict(problems, "ab" * 32)))
    assert words.reasons == ("文件已损坏或结构异常。", "数字签名的封装被改动。")
    assert {"PdfReadError", "attributes"} <= set(re.findall(r"\w+", dict(words.technical)["代码"]))
    assert "PdfReadError" not in verdict_row(Checked(Path("a.pdf"), verdict=Verdict(problems, "ab" * 32))).second


def test_nothing_a_bad_file_says_of_itself_is_called_proven(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    (path,) = put(tmp_path / "in", [rendered()[0]])
    window.page.verify_files([path])
    settle()
    titles = [label.text() for label in window.page.verify.panel.findChildren(SectionTitle) if label.isVisible()]
    assert titles == ["文件自称的内容（未经证实）", "技术信息"]
    words = vm(window).state.chosen
    assert words is not None
    assert words.facts
    assert not words.vouched


def test_the_chosen_file_is_the_first_one_until_somebody_chooses(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    window.page.verify_files(put(tmp_path / "in", (order_pdf(1), order_pdf(2))))
    settle()
    chosen = vm(window).state.chosen
    assert chosen is not None
    assert chosen.path.name == "000.pdf"
    QTest.keyClick(window.page.verify.list, Qt.Key.Key_Down)
    settle()
    chosen = vm(window).state.chosen
    assert chosen is not None
    assert chosen.path.name == "001.pdf"


def test_stopping_ends_between_two_files_and_keeps_what_is_there(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    files = put(tmp_path / "in", [order_pdf(1)] * 40)
    window.page.verify_files(files)
    model = vm(window).model
    vm(window).changed.connect(lambda state: vm(window).cancel() if state.done == 3 else None)
    settle()
    state = vm(window).state
    assert not state.running
    assert len(model.records) == 3
    assert state.notice is not None
    assert "37" in state.notice.words.what
    window.page.verify_files(files[:1])
    settle()
    assert vm(window).state.valid == 3, "a listed file is judged anew, not listed twice"


def test_without_trust_nothing_is_judged_and_a_root_judges_everything_anew(
    window: DocumentsWindow, trust: TrustFolder, settle: Settle, tmp_path: Path
) -> None:
    trust.keep_enrolled([])
    vm(window).read_roots()
    settle()
    assert window.page.verify.roots.isVisible()
    window.page.verify_files(put(tmp_path / "in", (order_pdf(1), order_pdf(2))))
    settle()
    assert vm(window).state.unknown == 2
    wrong, right = tmp_path / "other.pem", tmp_path / "ca.pem"
    wrong.write_bytes(authority().root_pem)
    right.write_bytes(company().root_pem)
    vm(window).add_roots([wrong])
    settle()
    assert (vm(window).state.invalid, vm(window).state.unknown) == (2, 0)
    vm(window).add_roots([right])
    settle()
    assert (vm(window).state.valid, vm(window).state.invalid) == (2, 0)
    roots = vm(window).state.roots
    assert roots is not None
    assert all(root.removable for root in roots)
    vm(window).remove_root(fingerprint(company().root_pem))
    settle()
    assert vm(window).state.valid == 0


def test_a_file_that_is_no_certificate_is_said(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    path = tmp_path / "x.pem"
    path.write_text("hello", encoding="utf-8")
    vm(window).add_roots([path])
    settle()
    assert "没有能用的证书" in window.page.verify.notice.words


def test_the_saved_verdicts_are_those_of_the_command(
    window: DocumentsWindow, settle: Settle, tmp_path: Path, capfd: object
) -> None:
    (path,) = put(tmp_path / "in", [order_pdf(1)])
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    window.page.verify_files([path])
    settle()
    vm(window).save(tmp_path / "out.json")
    settle()
    capfd.readouterr()  # type: ignore[attr-defined]
    assert main(["verify", str(path), "--trust", str(tmp_path / "ca.pem"), "--json"]) == 0
    said = json.loads(capfd.readouterr().out)  # type: ignore[attr-defined]
    assert json.loads((tmp_path / "out.json").read_bytes()) == said
    vm(window).save(tmp_path / "nowhere" / "x" / "\0")
    settle()


def test_the_open_archive_says_what_it_knows_of_a_file(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    first, second, foreign = order_pdf(1), order_pdf(1, 2), order_pdf(2, comment="another file of this revision")
    imported(tmp_path / "archive", tmp_path / "from", first, second, order_pdf(2))
    window.page.verify_files(put(tmp_path / "in", (first, second, foreign, order_pdf(9))))
    settle()
    window.page.archiving.open_folder(tmp_path / "archive")
    settle()
    said = [dict(verdict_words(checked).facts).get("档案", "") for checked in vm(window).model.records]
    assert said == [
        "已被版次 2 取代（登记簿第 1 行）",
        "与档案登记一致（登记簿第 2 行）",
        "档案登记的这一版是另一份文件（登记簿第 3 行）",
        "",
    ]


def test_files_are_dropped_and_pasted_anywhere_on_the_page(
    window: DocumentsWindow, settle: Settle, tmp_path: Path, qapp: QApplication
) -> None:
    one, two = put(tmp_path / "in", (order_pdf(1), order_pdf(2)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one))])
    held = Qt.MouseButton.LeftButton
    middle = window.page.rect().center()
    qapp.sendEvent(window.page, QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, held, Qt.KeyboardModifier.NoModifier))
    qapp.sendEvent(window.page, QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, held, Qt.KeyboardModifier.NoModifier))
    settle()
    QGuiApplication.clipboard().setText(f'"{two}"\nnot a path\n{tmp_path}/missing.pdf\n')
    QTest.keySequence(window.page, "Ctrl+V")
    settle()
    assert set(by_name(window)) == {"000.pdf", "001.pdf"}
    QGuiApplication.clipboard().setText("hello")
    window.page.verify.paste.click()
    assert "剪贴板" in window.page.verify.notice.words


def test_the_gui_thread_is_free_while_many_files_are_judged(
    window: DocumentsWindow, settle: Settle, tmp_path: Path, qapp: WatchedApplication
) -> None:
    """No event of it holds the thread too long: see `tests/support/watchdog.py` for what is measured."""
    qapp.holds.clear()
    window.page.verify_files(put(tmp_path / "in", [order_pdf(n % 4) for n in range(60)]))
    while vm(window).state.running:
        qapp.processEvents()
        time.sleep(0.002)
    assert len(vm(window).model.records) == 60
    assert qapp.holds == []


def test_a_long_list_of_records_describes_only_what_is_looked_at() -> None:
    catalogue = Catalogue([write_line(an_entry(1))])
    asked: list[object] = []
    model: RecordsModel[object] = RecordsModel(lambda item: asked.append(item))  # type: ignore[arg-type, func-returns-value]
    model.show([catalogue.items[0]] * 100_000)
    assert model.rowCount() == 100_000
    assert asked == []


def test_the_rest_is_told_when_there_is_something_to_go_by() -> None:
    assert remaining(1, 400, 60.0) == ""
    assert remaining(100, 400, 1.0) == ""
    assert remaining(400, 400, 60.0) == ""
    assert remaining(100, 400, 10.0) == "还需约 30 秒"
    assert remaining(100, 400, 100.0) == "还需约 5 分钟"


def test_a_list_that_was_cleared_can_be_put_back(window: DocumentsWindow, settle: Settle, tmp_path: Path) -> None:
    put(tmp_path / "in", (order_pdf(1), b"hello"))
    window.page.verify_files([tmp_path / "in"])
    settle()
    view, model = window.page.verify, vm(window)
    before = (model.state.valid, model.state.invalid, [one.path for one in model.model.records])
    view.clear.click()
    settle()
    assert model.state.listed == 0
    (back,) = [button for button in view.notice.findChildren(QPushButton) if button.text() == "撤销"]
    back.click()
    settle()
    assert (model.state.valid, model.state.invalid, [one.path for one in model.model.records]) == before
    assert view.notice.isHidden()
    assert model.state.chosen is not None
    view.clear.click()
    window.page.verify_files([tmp_path / "in"])
    settle()
    assert view.notice.isHidden()
    assert (model.state.valid, model.state.invalid) == before[:2]
