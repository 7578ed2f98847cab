"""设置 › 更新, and the one time a newer version is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault, NetworkFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.news import UpdateNotice
from fieldapp.ui.shell import Shell
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.updating import UpdateState, UpdateViewModel, derive
from fieldapp.ui.views.update_card import UpdateCard
from tests.support.ui_fakes import INSTALLER, RELEASE, FakeOffer, FakeSettings, FakeUpdates


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def card_over(qtbot: QtBot, jobs: Jobs, updates: FakeUpdates) -> UpdateCard:
    card = UpdateCard(UpdateViewModel(updates, jobs, "0.1.0"))
    qtbot.addWidget(card)
    card.show()
    jobs.drain()
    return card


def test_nothing_newer_then_a_version_that_is_fetched_when_asked(qtbot: QtBot, jobs: Jobs) -> None:
    updates = FakeUpdates()
    card = card_over(qtbot, jobs, updates)
    assert card.badge.look.word == "已是最新"
    assert not card.fetch.isVisible()
    card.ask.click()
    jobs.drain()
    assert card.badge.look.word == "有新版本"
    assert "打开大附件更快" in card.notes.text()
    assert updates.fetched == 0, "nothing is fetched unasked"
    card.fetch.click()
    assert card.progress.isVisible()
    jobs.drain()
    assert updates.fetched == 1
    assert card.folder.isVisible()
    assert not card.fetch.isVisible()
    assert INSTALLER.name in card.words.text() or "双击" in card.words.text()
    assert "已下载并核对" in card.notice.words


def test_what_goes_wrong_is_said_and_can_be_tried_again(qtbot: QtBot, jobs: Jobs) -> None:
    updates = FakeUpdates(FakeOffer(RELEASE, INSTALLER), error=EnvironmentFault("release.damaged", "x"))
    card = card_over(qtbot, jobs, updates)
    card.fetch.click()
    jobs.drain()
    assert "不一致" in card.notice.words
    assert card.fetch.isVisible()
    updates.error = NetworkFault("net.unreachable", "x")
    card.ask.click()
    jobs.drain()
    assert "连接不上" in card.notice.words
    assert card.ask.isEnabled()


def test_stopping_keeps_what_has_come_for_another_time(qtbot: QtBot, jobs: Jobs) -> None:
    updates = FakeUpdates(FakeOffer(RELEASE, INSTALLER))
    card = card_over(qtbot, jobs, updates)
    card.fetch.click()
    card.progress.stop.click()
    jobs.drain()
    assert card.fetch.isVisible()
    assert not card.progress.isVisible()


@pytest.mark.parametrize(
    ("offer", "part", "tone"),
    [
        (FakeOffer(has_key=False), "公钥", Tone.NEUTRAL),
        (FakeOffer(problem="release.forged"), "签名不对", Tone.WARNING),
        (FakeOffer(problem="release.expired"), "已过期", Tone.WARNING),
        (FakeOffer(problem="release.older"), "更旧", Tone.WARNING),
        (FakeOffer(RELEASE), "没有适合本机系统", Tone.ACCENT),
        (FakeOffer(RELEASE, INSTALLER, required=True), "安装前不能同步", Tone.WARNING),
        (FakeOffer(RELEASE, INSTALLER, Path(INSTALLER.name)), "已核对", Tone.ACCENT),
    ],
    ids=["no-key", "forged", "expired", "older", "no-file", "required", "downloaded"],
)
def test_what_is_known_is_said(offer: FakeOffer, part: str, tone: Tone) -> None:
    state = derive(offer, "0.1.0", UpdateState())
    assert part in state.words
    assert state.tone is tone
    assert state.can_fetch is (offer.file is not None and offer.downloaded is None)


def test_a_newer_version_is_told_once_and_one_that_is_demanded_every_time(qtbot: QtBot, jobs: Jobs) -> None:
    settings, updates = FakeSettings(), FakeUpdates(FakeOffer(RELEASE, INSTALLER))

    def started() -> Shell:
        shell = Shell(sync_now=lambda: None)
        qtbot.addWidget(shell)
        shell.show()
        UpdateNotice(updates, settings, shell, jobs, parent=shell).look()
        jobs.drain()
        return shell

    assert "有新版本 0.2.0" in started().notice.words
    assert settings.settings.release_told == "0.2.0"
    assert not started().notice.isVisible(), "no nagging"
    updates.now = replace(updates.now, required=True)
    assert "安装前不能同步" in started().notice.words
    assert started().notice.isVisible()
