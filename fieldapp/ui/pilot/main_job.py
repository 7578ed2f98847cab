"""The main job by hand, from the list to the sealed PDF. Driven by what the order needs next, so that it also goes on
after a crash."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fieldapp.domain.workflow import Action
from fieldapp.errors import EnvironmentFault
from fieldapp.forms.signing.ink import Ink
from fieldapp.services.detail import OrderDetail
from fieldapp.ui.background.sync_runner import SyncPhase, SyncRunner
from fieldapp.ui.i18n import tr
from fieldapp.ui.models.orders_model import ID_ROLE
from fieldapp.ui.navigation import CUSTOMER, ORDER, ORDERS, PDF, SYNC, TODAY
from fieldapp.ui.pilot.customer import confirm
from fieldapp.ui.pilot.form import NOW, add_photo, fill
from fieldapp.ui.pilot.hand import Hand
from fieldapp.ui.services import UiServices
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.viewmodels.pdf_preview import Stage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.pdf_page import PdfPage

MOST_STEPS = 40


class Network(Protocol):
    """The plug: the endpoint can be taken away and brought back."""

    def stop(self) -> None: ...

    def start(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Material:
    """What the engineer and the customer bring: answers by field id, photos, the recorded ink of both."""

    answers: Mapping[str, object]
    when_missing: Mapping[str, object]
    confirmation: Mapping[str, object]
    photos: tuple[tuple[Path, str], ...]
    ink: Ink
    engineer_ink: Ink
    pin: str


@dataclass(slots=True)
class MainJob:
    """One order from dispatch to archive. `told(step, seconds)` hears of every step as it is done."""

    hand: Hand
    shell: Shell
    runner: SyncRunner
    services: UiServices
    network: Network
    material: Material
    picture: Callable[[str], None]
    told: Callable[[str, float], None]

    def sync(self, name: str) -> None:
        """Press 立即同步 and wait for the end of the run."""

        def run() -> None:
            self.hand.wait(lambda: self.runner.state.phase is not SyncPhase.RUNNING, "the sync under way", 120.0)
            before = self.runner.state.report
            self.hand.click_words(self.shell, tr("立即同步"))
            self.hand.wait(
                lambda: self.runner.state.report is not before and self.runner.state.phase is not SyncPhase.RUNNING, "sync", 180.0
            )

        self.step(name, run)

    def work(self, order_id: str, number: str) -> OrderDetail:
        """Do what the order needs next until nothing is left. Raises EnvironmentFault `pilot.stuck`."""
        page = self.open(order_id, number)
        online = True
        for _ in range(MOST_STEPS):
            detail = self.settled(page)
            if detail.primary in {Action.DONE, Action.WAIT}:
                return detail
            if online and detail.primary is not Action.ACCEPT:
                self.go_offline()
                online = False
            self.do(page, detail)
        raise EnvironmentFault("pilot.stuck", f"{number} still needs {detail.primary.value}")

    def open(self, order_id: str, number: str) -> OrderPage:
        """Find the order in the list by its number and open it with a click."""

        def find() -> None:
            self.hand.click(self.shell.rail.buttons[ORDERS])
            view = self.shell.page(ORDERS)
            assert isinstance(view, OrdersView)
            self.hand.type(view.search, number)
            model = view.list.model()
            self.hand.wait(lambda: model.rowCount() == 1 and model.index(0, 0).data(ID_ROLE) == order_id, f"{number} in the list")
            self.picture("list")
            view.list.clicked.emit(model.index(0, 0))
            self.hand.wait(lambda: self.shell.here == (ORDER, order_id), "the order's page")

        self.step("open the order", find)
        page = self.shell.page(ORDER)
        assert isinstance(page, OrderPage)
        self.settled(page)
        self.hand.wait(lambda: page.form.complete, "the form")
        self.picture("order")
        return page

    def do(self, page: OrderPage, detail: OrderDetail) -> None:
        match detail.primary:
            case Action.RESOLVE:
                self.step("fill in", lambda: self.fill_in(page))
                self.step("photos", lambda: self.attach(page))
                self.picture("filled-in")
                self.step(detail.primary.value, lambda: self.press(page))
            case Action.CONFIRM:
                self.step("customer view and signature", lambda: self.confirm(page))
            case _:
                self.step(detail.primary.value, lambda: self.press(page))

    def press(self, page: OrderPage) -> None:
        """The one primary button; done when the order asks for something else."""
        before = self.settled(page).primary
        self.hand.click(page.bottom.primary)

        def moved() -> bool:
            state = page.model.state
            if self.shell.here is not None and self.shell.here[0] != ORDER:
                return True
            return not state.busy and state.detail is not None and state.detail.primary is not before

        self.hand.wait(moved, f"the step after {before.value}")
        self.back_to_order(page)

    def fill_in(self, page: OrderPage) -> None:
        """Answer what is asked for, and what an engineer would add; then wait until it is saved."""
        for field_id, value in self.material.answers.items():
            detail = self.settled(page)
            if field_id in detail.visible and not says(detail, field_id, value):
                self.answer(page, field_id, value)
        for field_id in dict.fromkeys(gap.field for gap in self.settled(page).missing):
            if field_id in self.material.when_missing:
                self.answer(page, field_id, self.material.when_missing[field_id])
        missing = self.settled(page).missing
        if missing:
            raise EnvironmentFault("pilot.stuck", f"still missing: {', '.join(gap.field for gap in missing)}")

    def answer(self, page: OrderPage, field_id: str, value: object) -> None:
        fill(self.hand, page.form, field_id, value)
        page.model.commit()
        self.hand.wait(lambda: says(self.settled(page), field_id, value), f"{field_id} to be saved")

    def attach(self, page: OrderPage) -> None:
        for path, tag in self.material.photos:
            names = {row["name"] for row in self.settled(page).doc["answers"].get("photos", [])}
            if path.name not in names:
                add_photo(self.hand, page.form, "photos", path, tag)
                self.hand.wait(
                    lambda name=path.name, tag=tag: any(  # type: ignore[misc]
                        row["name"] == name and row["tag"] == tag for row in self.settled(page).doc["answers"].get("photos", [])
                    ),
                    f"{path.name} to be stored",
                )

    def confirm(self, page: OrderPage) -> None:
        """Hand the screen to the customer, let him sign, take it back."""
        self.hand.click(page.bottom.primary)
        self.hand.wait(lambda: self.shell.here is not None and self.shell.here[0] == CUSTOMER, "the customer's view")
        confirm(self.hand, self.shell, self.material, self.picture)
        self.hand.wait(lambda: self.shell.here is not None and self.shell.here[0] != CUSTOMER, "the end of the customer's view")
        self.back_to_order(page)

    def back_to_order(self, page: OrderPage) -> None:
        """After sealing the PDF is shown: look at it, then back to the order."""
        if self.shell.here is not None and self.shell.here[0] == PDF:
            pdf = self.shell.page(PDF)
            assert isinstance(pdf, PdfPage)
            self.hand.wait(lambda: pdf.model.state.stage is Stage.READY, "the sealed PDF on the screen")
            self.hand.rest(0.8)
            self.picture("pdf")
            self.shell.back()
        self.hand.wait(lambda: self.shell.here is not None and self.shell.here[0] == ORDER, "the order's page")
        page.model.refresh()
        self.settled(page)

    def go_offline(self) -> None:
        self.step("go offline", self.network.stop)
        self.sync("sync without a network")
        if self.runner.state.phase is not SyncPhase.OFFLINE:
            raise EnvironmentFault("pilot.stuck", f"without an endpoint sync says {self.runner.state.phase.value}")
        self.picture("offline")

    def go_online(self) -> None:
        self.step("go online", self.network.start)
        self.sync("sync")
        self.hand.click(self.shell.rail.buttons[SYNC])
        self.hand.rest(0.3)
        self.picture("sync-centre")
        self.hand.click(self.shell.rail.buttons[TODAY])
        self.hand.rest(0.3)
        self.picture("today")

    def settled(self, page: OrderPage) -> OrderDetail:
        """The order as the page shows it, once it is not busy and everything typed is saved."""

        def quiet() -> bool:
            state = page.model.state
            return (
                state.phase is Phase.READY
                and not state.busy
                and state.detail is not None
                and not (page.model.autosave and page.model.autosave.unsaved)
            )

        self.hand.wait(quiet, "the order's page to settle")
        detail = page.model.state.detail
        assert detail is not None
        return detail

    def step(self, name: str, run: Callable[[], object]) -> None:
        began = time.monotonic()
        run()
        self.told(name, time.monotonic() - began)


def says(detail: OrderDetail, field_id: str, value: object) -> bool:
    """Whether the order holds the answer, all of it: a run that was cut off may have left half a row behind."""
    held = detail.doc["answers"].get(field_id)
    if value is NOW:
        return held is not None
    if isinstance(value, tuple):
        rows = [{name: cell for name, cell in row.items() if name != "_id"} for row in held or ()]
        return rows == [dict(row) for row in value]
    return bool(held == value)
