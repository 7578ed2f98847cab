"""设置 › 签章证书: what is typed is tried, taken over only when it works, and the secret does not stay in the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.services.overview import CertificateInfo, Check, CheckKey
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.checks import check_line
from fieldapp.ui.viewmodels.preferences import PreferencesViewModel, certificate_lines
from fieldapp.ui.views.preferences import PreferencesView
from tests.support import ui_fakes as fakes
from tests.support.ui_fakes import NOW

INFO = CertificateInfo("李旻", "ab" * 32, NOW - timedelta(days=1), NOW + timedelta(days=300), issuer="现场 CA", checked_at=NOW)


class Page:
    def __init__(self, qtbot: QtBot) -> None:
        self.jobs, self.settings, self.signer = Jobs(), fakes.FakeSettings(), fakes.FakeSigner()
        self.model = PreferencesViewModel(self.settings, fakes.FakeUpkeep(), self.signer, self.jobs, fakes.StillClock())
        self.view = PreferencesView(self.model)
        qtbot.addWidget(self.view)
        self.form = self.view.signer
        self.view.show()

    def shown(self) -> set[str]:
        return {name for name, field in self.form.fields.items() if field.isVisibleTo(self.view)}


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_each_kind_asks_for_its_own(page: Page) -> None:
    assert page.shown() == set()
    page.form.kind.setCurrentIndex(1)
    assert page.shown() == {"signer_file", "signer_issuers"}
    page.form.kind.setCurrentIndex(2)
    assert page.shown() == {"signer_module", "signer_token", "signer_certificate", "signer_issuers"}
    assert page.form.secret.isVisibleTo(page.view)


def test_a_wrong_pin_changes_nothing_and_is_said(page: Page) -> None:
    page.form.kind.setCurrentIndex(2)
    page.form.fields["signer_module"].setText(" /usr/lib/key.so ")
    page.form.secret.setText("1")
    page.form.send()
    assert page.form.secret.text() == ""
    assert page.model.state.adopting
    assert not page.form.go.isEnabled()
    page.jobs.drain()
    assert page.settings.saved == []
    notice = page.model.state.notice
    assert notice is not None
    assert "PIN 不对" in notice.words.line
    assert page.form.go.isEnabled()


def test_what_works_is_saved(page: Page) -> None:
    page.form.kind.setCurrentIndex(2)
    page.form.fields["signer_module"].setText(" /usr/lib/key.so ")
    page.form.fields["signer_token"].setText("李旻")
    page.form.secret.setText("246813")
    page.form.keep.setChecked(True)
    page.form.send()
    page.model.choose(theme="dark")  # while it is being tried
    page.jobs.drain()
    kept = page.settings.load()
    assert (kept.signer, kept.signer_module, kept.signer_token, kept.theme) == ("pkcs11", "/usr/lib/key.so", "李旻", "dark")
    assert page.signer.adopted[0][1] is True
    assert "246813" not in str(page.settings.saved)


def test_the_certificate_says_who_until_when_and_what_is_known_of_revocation() -> None:
    pairs, tone = certificate_lines(INFO, NOW)
    lines = dict(pairs)
    assert (lines["签发者"], lines["来源"], tone) == ("现场 CA", "本机登记的证书", Tone.SUCCESS)
    assert lines["吊销"].startswith("未吊销（截至")
    unknown = dict(certificate_lines(replace(INFO, checked_at=None, signer="pkcs11"), NOW)[0])
    assert unknown["吊销"].startswith("不知道")
    revoked, tone = certificate_lines(replace(INFO, revoked_at=NOW), NOW)
    assert (dict(revoked)["状态"], tone) == ("已吊销", Tone.DANGER)
    locked, tone = certificate_lines(INFO, NOW, unlocked=False)
    assert "PIN" in dict(locked)["状态"]
    assert tone is Tone.WARNING


@pytest.mark.parametrize(
    ("info", "days", "ok", "words"),
    [
        (INFO, 300.0, True, "未吊销"),
        (replace(INFO, checked_at=None), 300.0, True, "300 天有效"),
        (replace(INFO, revoked_at=NOW), 300.0, False, "已被吊销"),
        (INFO, -1.0, False, "已过期"),
        (INFO, 3.0, False, "即将到期"),
    ],
)
def test_todays_check_says_it_too(info: CertificateInfo, days: float, ok: bool, words: str) -> None:
    assert words in check_line(Check(CheckKey.CERTIFICATE, ok, days, info)).detail
