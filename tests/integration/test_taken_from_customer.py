"""The desk takes an order away while the customer has it before him: his answers are kept as typed text is, and arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shiboken6 import delete
from support.device import CONFIRMATION, RESULT, open_device
from support.itsm_server import EndpointProcess
from support.sync_device import Desk

from fieldapp.bootstrap.application import Application
from fieldapp.clock import SystemClock, to_wire
from fieldapp.errors import RefusedFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.autosave import store_all
from fieldapp.ui.viewmodels.customer_state import Stage
from fieldapp.ui.viewmodels.customer_view import CustomerModel

PIN = "482601"
SAID = "收回那一刻正写着的评价"


class World:
    """One engineer's device in a customer's hands, and the desk; jobs are drained by hand."""

    def __init__(self, folder: Path) -> None:
        self.server = EndpointProcess(folder / "endpoint").start()
        self.desk = Desk(self.server)
        self.device: Application = open_device(folder / "device", self.server.url)
        self.device.access.set_pin(PIN)
        self.jobs = Jobs()
        one = self.device
        parts = (one.signing, one.filling, one.attachments, one.access.check_pin, self.jobs, SystemClock())
        self.model = CustomerModel(*parts, lambda _password, _pin: None)
        self.left: list[str] = []
        self.model.left.connect(lambda order_id, _sealed: self.left.append(order_id))

    def close(self) -> None:
        self.jobs.close()
        self.device.close()
        for one in (self.model, self.jobs):
            delete(one)
        self.server.stop()

    def synced(self) -> None:
        report = self.device.sync.run_once()
        assert report.outcome == "done", report

    def before_the_customer(self) -> str:
        """An order that is done, before the customer, with nothing of it left to be sent."""
        order_id = self.desk.dispatch(contact_phone="13800138000", service_mode="phone")
        self.synced()
        one = self.device
        one.orders.accept(order_id)
        one.orders.start(order_id)
        one.filling.save(order_id, RESULT | {"restored_at": to_wire(one.context.now())})
        one.orders.resolve(order_id)
        one.filling.save(order_id, CONFIRMATION)
        self.model.open(order_id)
        self.jobs.drain()
        assert self.model.state.stage is Stage.REVIEW
        self.synced()
        self.left.clear()
        return order_id

    def taken_away(self, order_id: str) -> None:
        self.desk.cancel(order_id, "客户撤销报修")
        self.synced()
        with self.device.context.store.reading() as work:
            assert work.orders.get(order_id) is None

    def next_step(self) -> None:
        self.model.to_signing()
        self.jobs.drain()

    def pin_given(self) -> None:
        self.model.give_pin(PIN)
        self.jobs.drain()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


def saved_by_itself(world: World) -> None:
    """As its timer does, and as before a sleep."""
    store_all()


def asked_for_the_pad(world: World) -> None:
    world.next_step()
    assert world.model.state.stage is Stage.REVIEW, "there is nothing to sign any more"
    assert world.model.state.message is not None
    assert "已改派或取消" in world.model.state.message.what


def given_back(world: World) -> None:
    world.pin_given()
    assert world.left


@pytest.mark.parametrize("then", [saved_by_itself, asked_for_the_pad, given_back], ids=["saved", "next step", "PIN"])
def test_what_the_customer_answered_is_read_and_handed_in(world: World, then: Callable[[World], None]) -> None:
    order_id = world.before_the_customer()
    world.model.edit("customer_comment", SAID)
    world.taken_away(order_id)
    then(world)
    world.pin_given()
    assert world.left, "the engineer gets his device back"
    kept = world.device.orders.detail(order_id)
    assert kept.frozen == "cancelled"
    assert kept.doc["answers"]["customer_comment"] == SAID
    assert [entry["kind"] for entry in kept.doc["events"]].count("shown_to_customer") == 1, "as it stood, not older"
    world.synced()
    (late,) = world.desk.late(order_id)
    assert late["patch"]["answers"] == {"customer_comment": SAID}
    assert late["doc"]["answers"]["customer_comment"] == SAID
    with pytest.raises(RefusedFault, match="no order"):
        world.device.orders.detail(order_id)


def test_who_answered_nothing_new_gives_the_device_back(world: World) -> None:
    order_id = world.before_the_customer()
    world.model.edit("customer_comment", CONFIRMATION["customer_comment"])
    world.taken_away(order_id)
    world.pin_given()
    assert world.left == [order_id]
    assert world.model.state.pin_problem == ""
    with pytest.raises(RefusedFault, match="no order"):
        world.device.orders.detail(order_id)
    assert store_all(), "nothing goes on trying to store it"
