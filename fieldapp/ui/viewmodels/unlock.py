"""First run and unlock, one step at a time: server → login → passphrase (no keyring) → PIN → open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.ui.background.jobs import Job, Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.stages import Stage

if TYPE_CHECKING:
    from fieldapp.ui.fault_words import Words
    from fieldapp.ui.services import Gate, UiServices

T = TypeVar("T")
LANE = "gate"


@dataclass(frozen=True, slots=True)
class UnlockState:
    """What the person is asked for now. `server_name` is set once the address was found to be an endpoint; `forgotten`: the PIN
    is to be set anew with the server's password."""

    stage: Stage | None = None
    server_url: str = ""
    server_name: str = ""
    user_name: str = ""
    new_passphrase: bool = False
    forgotten: bool = False
    busy: str = ""
    may_stop: bool = False
    """What it waits for can be given up without harm."""
    error: Words | None = None


class UnlockViewModel(QObject):
    """Every step runs in a job; `opened` carries the UiServices when the way is free, `asked` is told once, with the first
    question."""

    changed = Signal(object)
    asked = Signal()
    opened = Signal(object)

    def __init__(
        self, gate: Gate, jobs: Jobs, *, server_url: str = "", user_name: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gate, self._jobs = gate, jobs
        self._state = UnlockState(server_url=server_url, user_name=user_name)
        self._asked = False
        self._probe: Job[str] | None = None

    @property
    def state(self) -> UnlockState:
        return self._state

    def start(self) -> None:
        """Find out what is needed."""
        self._ask_stage()

    def check_server(self, url: str) -> None:
        """See whether a work-order server answers at the address."""
        address = normal_address(url)
        self._show(replace(self._state, server_url=address))
        gate = self._gate
        self._show(replace(self._state, busy=tr("正在连接服务器…"), may_stop=True, error=None))
        # in no lane: who gives up and types another address does not wait for the first
        self._probe = self._jobs.submit(
            lambda: gate.check_server(address), self._server_found, lambda error: self._fail(_words().in_words(error))
        )

    def stop(self) -> None:
        """The person does not want to wait for that server."""
        if self._probe is not None and self._state.may_stop:
            self._probe.cancel()
            self._show(replace(self._state, busy="", may_stop=False))

    def change_server(self) -> None:
        """Back to the address."""
        self._show(replace(self._state, server_name="", error=None))

    def passphrase_fits(self, passphrase: str, again: str) -> bool:
        """A new one; False, and said, when it is too short or the two differ: nothing opens the data without it."""
        wrong = _words().new_passphrase(passphrase, again)
        if wrong is not None:
            self._fail(wrong)
        return wrong is None

    def enrol(self, user_name: str, password: str, passphrase: str = "") -> None:
        """Log in and make this device known; with a passphrase first where no keyring is there."""
        gate, url = self._gate, self._state.server_url
        self._show(replace(self._state, user_name=user_name, busy=tr("正在登录并登记设备…"), error=None))
        given: list[str] = []

        def work() -> None:
            if passphrase:
                gate.give_passphrase(passphrase)
                given.append(passphrase)
            gate.enrol(url, user_name, password)

        def failed(error: Exception) -> None:
            if given:  # it guards the key from now on: another one, typed for the next try, would be a wrong one
                self._show(replace(self._state, new_passphrase=False))
            self._fail(_words().in_words(error))

        self._jobs.submit(work, lambda _none: self._ask_stage(), failed, lane=LANE)

    def give_passphrase(self, passphrase: str) -> None:
        gate = self._gate
        self._step(tr("正在解锁…"), lambda: gate.give_passphrase(passphrase))

    def give_pin(self, pin: str) -> None:
        gate = self._gate

        def answered(right: bool) -> None:
            if right:
                self._ask_stage()
            else:
                self._fail(_words().wrong_pin())

        self._run(tr("正在解锁…"), lambda: gate.give_pin(pin), answered)

    def set_pin(self, pin: str, again: str) -> None:
        if pin != again:
            self._fail(_words().different_pins())
            return
        gate = self._gate
        self._step(tr("正在保存 PIN…"), lambda: gate.set_pin(pin))

    def forget_pin(self, forgotten: bool) -> None:
        """Ask for the server's password instead, or go back to the PIN."""
        self._show(replace(self._state, forgotten=forgotten, error=None))

    def reset_pin(self, password: str, pin: str, again: str) -> None:
        """The server's password opens, and a new PIN takes the place of the forgotten one."""
        if pin != again:
            self._fail(_words().different_pins())
            return
        gate = self._gate
        self._show(replace(self._state, busy=tr("正在核对密码…"), error=None))
        self._jobs.submit(
            lambda: gate.reset_pin(password, pin),
            lambda _: self._ask_stage(),
            lambda error: self._fail(_words().no_new_pin(error)),
            lane=LANE,
        )

    def demo(self) -> None:
        gate = self._gate
        self._step(tr("正在准备演示数据…"), gate.start_demo)

    def ask_for(self, name: str) -> None:
        """Somebody wants to go on, and a field is empty."""
        self._fail(_words().missing(name))

    def _step(self, busy: str, work: Callable[[], None]) -> None:
        self._run(busy, work, lambda _: self._ask_stage())

    def _ask_stage(self) -> None:
        gate = self._gate
        self._run(tr("正在打开…"), lambda: (gate.stage(), gate.wants_new_passphrase()), self._stage_known)

    def _stage_known(self, answer: tuple[Stage, bool]) -> None:
        stage, passphrase = answer
        if stage is Stage.READY:
            self._run(tr("正在打开本机数据…"), self._gate.open, self._opened)
            return
        self._show(replace(self._state, stage=stage, new_passphrase=passphrase, busy="", error=self._state.error))
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self, self.asked.emit)  # the question is painted first

    def _server_found(self, name: str) -> None:
        self._show(replace(self._state, server_name=name, busy="", may_stop=False))

    def _opened(self, services: UiServices) -> None:
        self._show(replace(self._state, stage=Stage.READY))  # busy until the pages take the gate's place
        self.opened.emit(services)

    def _run(self, busy: str, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._show(replace(self._state, busy=busy, error=None))
        self._jobs.submit(work, done, lambda error: self._fail(_words().in_words(error)), lane=LANE)

    def _fail(self, words: Words) -> None:
        self._show(replace(self._state, busy="", may_stop=False, error=words))

    def _show(self, state: UnlockState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)


def _words() -> ModuleType:
    """What failures are called: nobody needs it before the first one."""
    from fieldapp.ui.viewmodels import gate_words

    return gate_words


def normal_address(url: str) -> str:
    """An address as typed, completed: without a scheme it is https, and no slash at the end."""
    address = url.strip().rstrip("/")
    return address if "://" in address or not address else f"https://{address}"
