"""At the gate nobody has to wait for a server that does not answer."""

from __future__ import annotations

from threading import Event

from pytestqt.qtbot import QtBot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.stages import Stage
from fieldapp.ui.viewmodels.unlock import UnlockViewModel
from fieldapp.ui.views.unlock import UnlockView
from tests.support.ui_fakes import FakeGate


class Silent(FakeGate):
    """One address never answers while it is waited for."""

    def __init__(self) -> None:
        super().__init__(Stage.FIRST_RUN)
        self.answer = Event()

    def check_server(self, url: str) -> str:
        if "silent" in url:
            assert self.answer.wait(20)
        return super().check_server(url)


def test_who_gives_up_types_another_address(qtbot: QtBot) -> None:
    gate, jobs = Silent(), Jobs()
    shown: list[UnlockView] = []
    model = UnlockViewModel(gate, jobs)
    view = UnlockView(model, shown.append)
    qtbot.addWidget(view)
    view.show()
    model.start()
    jobs.drain()
    view.server.url.setText("silent.example.cn")
    view.server.go.click()
    assert view.stop.isVisible()
    assert not view.server.isEnabled()
    view.stop.click()
    assert view.server.isEnabled()
    assert not view.stop.isVisible()
    assert not view.progress.isVisible()
    assert view.error.isHidden()
    view.server.url.setText("itsm.example.cn")
    view.server.go.click()
    qtbot.waitUntil(lambda: model.state.server_name == "杭州服务台")  # the first address is still waited for, by nobody
    assert view.login.isVisible()
    gate.answer.set()
    jobs.drain()
    assert model.state.server_url == "https://itsm.example.cn"
    assert not view.stop.isVisible()
    jobs.close()
