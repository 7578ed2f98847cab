"""Getting in by hand: server, login, passphrase, PIN, whatever the unlock screen asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fieldapp.errors import EnvironmentFault
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.pilot.hand import Hand
from fieldapp.ui.shell import Shell
from fieldapp.ui.stages import Stage
from fieldapp.ui.views.unlock import UnlockView

NOWHERE = "https://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the person at the keyboard knows."""

    url: str
    user_name: str
    password: str
    passphrase: str
    pin: str


def get_in(
    hand: Hand, window: MainWindow, view: UnlockView, secrets: Secrets, picture: Callable[[str], None], *, mistakes: bool = False
) -> Shell:
    """Answer the unlock screen's questions until the pages are shown; with `mistakes`, wrongly first where that is told apart.
    Raises EnvironmentFault `pilot.locked-out`."""
    asked = 0
    while (shell := window.shell) is None:
        hand.wait(lambda: is_in(window) or idle(view), "the unlock screen's next question")
        if is_in(window):
            continue
        asked += 1
        if view.state.error is not None or asked > 10:
            said = view.state.error.what if view.state.error else "no way in"
            raise EnvironmentFault("pilot.locked-out", f"the unlock screen says: {said}")
        assert view.state.stage is not None
        hand.rest(0.1)
        picture(f"unlock-{view.state.stage.value}{'-login' if view.state.server_name else ''}")
        if mistakes and (wrong := mistaken(view, secrets)) is not None:
            answer(hand, view, wrong)
            hand.wait(lambda: idle(view) and view.state.error is not None, "the unlock screen to say what is wrong")
            hand.rest(0.1)
            picture(f"unlock-{view.state.stage.value}-wrong")
        answer(hand, view, secrets)
        hand.rest(0.05)
    return shell


def mistaken(view: UnlockView, secrets: Secrets) -> Secrets | None:
    """What a person may get wrong at this question, so that the program says so."""
    match view.state.stage:
        case Stage.FIRST_RUN if not view.state.server_name:
            return replace(secrets, url=NOWHERE)
        case Stage.PIN:
            return replace(secrets, pin="0000")
        case _:
            return None


def is_in(window: MainWindow) -> bool:
    return window.shell is not None


def idle(view: UnlockView) -> bool:
    return not view.state.busy and view.state.stage is not None


def answer(hand: Hand, view: UnlockView, secrets: Secrets) -> None:
    match view.state.stage:
        case Stage.FIRST_RUN if not view.state.server_name:
            hand.type(view.server.url, secrets.url)
            hand.click(view.server.go)
        case Stage.FIRST_RUN:
            hand.type(view.login.user, secrets.user_name)
            hand.type(view.login.password, secrets.password)
            if view.login.passphrase.isVisible():
                hand.type(view.login.passphrase, secrets.passphrase)
                hand.type(view.login.again, secrets.passphrase)
            hand.click(view.login.go)
        case Stage.PASSPHRASE:
            hand.type(view.passphrase.fields[0], secrets.passphrase)
            hand.click(view.passphrase.go)
        case Stage.NEW_PIN:
            hand.type(view.new_pin.pin, secrets.pin)
            hand.type(view.new_pin.again, secrets.pin)
            hand.click(view.new_pin.go)
        case Stage.PIN:
            hand.type(view.pin.pin, secrets.pin)
            hand.click(view.pin.go)
        case _:
            hand.rest(0.05)
