"""设置与诊断: the checks in words, the bundle read before it is saved, the full backup, and that a crash is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault
from fieldapp.services.findings import Finding, Outcome
from fieldapp.services.full_backup import Made
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.news import CrashNotice
from fieldapp.ui.shell import Shell
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.diagnosis import DiagnosisViewModel, verdict
from fieldapp.ui.viewmodels.full_backup import FullBackupViewModel
from fieldapp.ui.views.diagnosis_card import DiagnosisCard, FindingRow
from fieldapp.ui.views.full_backup_form import FullBackupForm
from fieldapp.ui.widgets.common import IconButton, ScrollPage
from tests.support.ui_fakes import FINDINGS, FakeDiagnosis

SECRET = "lang genug 2026"


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def card_over(qtbot: QtBot, jobs: Jobs, diagnosis: FakeDiagnosis) -> DiagnosisCard:
    card = DiagnosisCard(DiagnosisViewModel(diagnosis, jobs))
    qtbot.addWidget(card)
    card.show()
    return card


def test_every_finding_is_shown_with_what_to_do(qtbot: QtBot, jobs: Jobs) -> None:
    diagnosis = FakeDiagnosis()
    card = card_over(qtbot, jobs, diagnosis)
    assert diagnosis.examined == 0, "nothing is examined before it is asked for"
    card.start.click()
    assert not card.start.isEnabled()
    assert card.progress.isVisible()
    jobs.drain()
    state = card._vm.state
    assert all(line.look.word and line.what for line in state.lines)
    assert len(card.findChildren(FindingRow)) == len(diagnosis.findings) == len(state.lines)
    assert (card.badge.look.word, card.badge.look.tone) == ("1 项有问题", Tone.DANGER)
    by_name = {line.look.word: line for line in state.lines}
    assert "离线继续" in by_name["服务器"].more
    assert by_name["字体"].more == ""
    assert card.start.isEnabled()
    assert not card.progress.isVisible()


def test_the_focus_comes_back_to_the_button_that_asked(qtbot: QtBot, jobs: Jobs) -> None:
    card = card_over(qtbot, jobs, FakeDiagnosis())
    card.start.setFocus()
    card.start.click()
    assert card.focusWidget() is not card.start
    jobs.drain()
    assert card.focusWidget() is card.start


def test_the_worst_finding_gives_the_verdict() -> None:
    well, watch = Finding("fonts.ok", Outcome.OK), Finding("printer.none", Outcome.WARN)
    assert verdict([well]).tone is Tone.SUCCESS
    assert verdict([well, watch, watch]).word == "2 项请留意"


def test_a_run_that_was_stopped_shows_nothing_more(qtbot: QtBot, jobs: Jobs) -> None:
    card = card_over(qtbot, jobs, FakeDiagnosis())
    card.start.click()
    card.progress.stop.click()
    jobs.drain()
    QApplication.processEvents()
    assert card._vm.state.lines == ()
    card.start.click()
    jobs.drain()
    assert len(card._vm.state.lines) == len(FINDINGS)


def test_the_bundle_is_read_before_it_is_saved(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    diagnosis = FakeDiagnosis()
    card = card_over(qtbot, jobs, diagnosis)
    card.gather.click()
    jobs.drain()
    assert diagnosis.examined == 1, "the checks are part of it"
    assert card.bundle.isVisible()
    assert diagnosis.saved == []
    card.bundle.findChildren(IconButton)[1].click()
    assert card.bundle.text.toPlainText().startswith("one line")
    card._vm.save(tmp_path / "b.zip")
    jobs.drain()
    assert diagnosis.saved == [(tmp_path / "b.zip", 2)]
    assert not card.bundle.isVisible()
    assert "b.zip" in card.notice.words


def test_what_was_asked_for_is_scrolled_into_view(qtbot: QtBot, jobs: Jobs) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    card = DiagnosisCard(DiagnosisViewModel(FakeDiagnosis(), jobs))
    page.column.addWidget(card)
    page.resize(600, 260)
    page.show()

    def in_view(widget: QWidget) -> bool:
        return not widget.visibleRegion().isEmpty()

    card.gather.click()
    jobs.drain()
    assert in_view(card.bundle.title)
    card.bundle.findChildren(IconButton)[0].click()
    assert in_view(card.bundle.text)


def test_a_bundle_that_cannot_be_saved_stays_and_says_why(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    class Full(FakeDiagnosis):
        def save_bundle(self, parts: object, path: Path) -> None:
            raise EnvironmentFault("bundle.unwritable", "x")

    card = card_over(qtbot, jobs, Full())
    card.gather.click()
    jobs.drain()
    card._vm.save(tmp_path / "b.zip")
    jobs.drain()
    assert card.bundle.isVisible()
    assert "诊断包没能保存" in card.notice.words


def form_over(qtbot: QtBot, jobs: Jobs, diagnosis: FakeDiagnosis) -> FullBackupForm:
    form = FullBackupForm(FullBackupViewModel(diagnosis, jobs))
    qtbot.addWidget(form)
    form.show()
    form.open.click()
    return form


def test_a_full_backup_is_made_and_the_passphrase_does_not_stay(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    diagnosis = FakeDiagnosis(damaged=2)
    form = form_over(qtbot, jobs, diagnosis)
    form.passphrase.setText(SECRET)
    form.again.setText(SECRET + "x")
    form.make(tmp_path)
    assert diagnosis.backups == []
    assert "不一样" in form.notice.words
    form.again.setText(SECRET)
    form.make(tmp_path)
    assert (form.passphrase.text(), form.again.text()) == ("", "")
    jobs.drain()
    assert diagnosis.backups == [(tmp_path, SECRET)]
    assert "2 个附件" in form.notice.words
    assert form.open.isEnabled()


def test_a_backup_that_was_stopped_says_that_nothing_is_left(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    class Slow(FakeDiagnosis):
        def full_backup(self, to: Path, passphrase: str, told: Callable[[int, int], None]) -> Made:
            told(0, 3)
            form._vm.stop()  # as the button does, on the other thread
            told(1, 3)
            raise AssertionError("it went on")

    form = form_over(qtbot, jobs, Slow())
    form.passphrase.setText(SECRET)
    form.again.setText(SECRET)
    form.make(tmp_path)
    jobs.drain()
    assert "没有留下文件" in form.notice.words
    assert form.open.isEnabled()


def test_a_crash_is_told_once(qtbot: QtBot, jobs: Jobs) -> None:
    shell = Shell(sync_now=lambda: None)
    qtbot.addWidget(shell)
    shell.show()
    diagnosis = FakeDiagnosis(untold=2)
    notice = CrashNotice(diagnosis, shell, jobs)
    jobs.drain()
    assert "上次运行时出过错" in shell.notice.words
    assert diagnosis.told == 1
    shell.notice.hide()
    notice.look()
    assert not shell.notice.isVisible()
    diagnosis.fresh = 1
    notice.look()
    notice.look()
    jobs.drain()
    assert "刚才出过错" in shell.notice.words
    assert diagnosis.told == 2


def test_a_passphrase_that_does_not_fit_is_said_before_a_folder_is_asked_for(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagnosis = FakeDiagnosis()
    form = form_over(qtbot, jobs, diagnosis)
    asked: list[int] = []

    def ask(*_args: object) -> str:
        asked.append(1)
        return str(tmp_path)

    monkeypatch.setattr("fieldapp.ui.views.full_backup_form.QFileDialog.getExistingDirectory", ask)
    form.passphrase.setText("kurz")
    form.again.setText("kurz")
    form.go.click()
    assert "8 个字符" in form.notice.words
    assert form.passphrase.text() == "kurz", "to be made longer"
    form.passphrase.setText(SECRET)
    QTest.keyClick(form.again, Qt.Key.Key_Return)
    assert "不一样" in form.notice.words
    assert asked == []
    form.again.setText(SECRET)
    QTest.keyClick(form.again, Qt.Key.Key_Return)
    jobs.drain()
    assert asked == [1]
    assert diagnosis.backups == [(tmp_path, SECRET)]
