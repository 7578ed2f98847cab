"""The sync page against the real endpoint: what it says of each order is what is so at both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from support.device import CONFIRMATION, fill_and_resolve, open_device, photo, recorded_ink
from support.itsm_server import EndpointProcess
from support.sync_device import Desk

from fieldapp.bootstrap.window_context import field_label, value_words
from fieldapp.clock import SystemClock
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.network_line import Line, NetworkLine
from fieldapp.ui.background.sync_runner import SyncPhase, SyncRunner
from fieldapp.ui.viewmodels.conflict_lines import ConflictLine
from fieldapp.ui.viewmodels.sync_centre import QueueLine, SyncCentreViewModel


class Centre:
    """One engineer's device with its runner and the page's view model; jobs are drained by hand."""

    def __init__(self, folder: Path, server: EndpointProcess) -> None:
        self.server, self.desk = server, Desk(server)
        self.device = open_device(folder, server.url)
        self.jobs = Jobs()
        queries = self.device.context.store.queries
        self.network = NetworkLine()
        self.runner = SyncRunner(self.jobs, self._run_once, queries.counts, SystemClock(), line=self.network)
        self.model = SyncCentreViewModel(
            self.runner, queries, self.device.sync, self.jobs, SystemClock(), label_of=field_label, words_of=value_words
        )

    def _run_once(self, cancel: Callable[[], bool], progress: Callable[[Any], None]) -> Any:
        return self.device.sync.run_once(cancel, progress, metered=self.network.line.metered)

    def becomes(self, line: Line) -> None:
        """What the platform would tell (tests/ui/test_network_line.py has it told)."""
        self.network.show(line)
        self.jobs.drain(90)

    def close(self) -> None:
        """Not left to the search for garbage, which may come in another thread: its timers belong to this one."""
        self.jobs.close()
        self.device.close()
        for one in (self.model, self.runner, self.network, self.jobs):
            delete(one)

    def sync(self) -> None:
        self.runner.run_now()
        self.jobs.drain(90)

    def look(self) -> Any:
        self.model.refresh()
        self.jobs.drain(90)
        return self.model.state

    def line(self, order_id: str) -> QueueLine:
        (found,) = (line for line in self.look().queue if line.order_id == order_id)
        return found

    def accepted(self) -> str:
        order_id = self.desk.dispatch()
        self.sync()
        self.device.orders.accept(order_id)
        self.sync()
        return order_id

    def conflict(self, order_id: str, mine: str, theirs: str) -> ConflictLine:
        self.device.filling.save(order_id, {"cause": mine})
        self.desk.edit(order_id, cause=theirs)
        self.sync()
        (line,) = (line for line in self.look().conflicts if line.order_id == order_id)
        return line


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("endpoint")) as made:
        yield made


@pytest.fixture
def centre(qtbot: QtBot, server: EndpointProcess, tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path / "data", server)
    yield made
    made.close()


def test_what_waits_without_a_network_and_arrives_with_it(centre: Centre, server: EndpointProcess) -> None:
    order_id = centre.accepted()
    server.kill()
    centre.device.filling.save(order_id, {"cause": "风扇停转"})
    centre.device.attachments.add_photo(order_id, "photos", photo(), "现场.jpg", "before")
    centre.sync()
    assert centre.runner.state.phase is SyncPhase.OFFLINE
    state, line = centre.look(), centre.line(order_id)
    assert "离线" in state.head.word
    assert "再试" in state.detail
    assert "填写内容与步骤" in line.what
    assert "文件 0/1" in line.what
    assert line.size.endswith("KB")
    assert not line.can_retry
    assert order_id not in {receipt.order_id for receipt in state.receipts if "1/1" in receipt.words}
    server.restart()
    centre.device.settings.save(centre.device.settings.load().changed(server_url=server.url))
    centre.sync()
    state = centre.look()
    assert state.queue == ()
    (receipt,) = (one for one in state.receipts if one.order_id == order_id)
    assert receipt.whole
    assert receipt.words == "内容已收到 · 文件 1/1"
    assert centre.desk.doc(order_id)["answers"]["cause"] == "风扇停转"


def test_a_sealed_order_has_its_receipt_by_the_name_of_the_pdf(centre: Centre) -> None:
    centre.server.seed()
    centre.sync()
    order_id = centre.device.orders.today().waiting[0].id
    fill_and_resolve(centre.device, order_id)
    centre.device.filling.save(order_id, CONFIRMATION)
    view = centre.device.signing.prepare(order_id)
    centre.device.signing.sign(order_id, view, recorded_ink())
    sealed = centre.device.signing.seal(order_id)
    (before,) = (line for line in centre.look().queue if line.order_id == order_id)
    assert "文件 0/" in before.what
    centre.sync()
    (receipt,) = (one for one in centre.look().receipts if one.order_id == order_id)
    assert f"已归档 {sealed.name.rsplit('_', 1)[0]}" in receipt.archived
    assert receipt.whole
    assert sealed.sha256 in {item["sha256"] for item in centre.desk.doc(order_id)["attachments"]}


def test_both_sides_words_are_kept_one_after_the_other(centre: Centre) -> None:
    order_id = centre.accepted()
    line = centre.conflict(order_id, "电源老化", "风扇积尘")
    assert (line.mine, line.theirs, line.joinable) == ("电源老化", "风扇积尘", True)
    assert "原因" in line.field
    centre.model.settle(line.id, "both")
    centre.jobs.drain(90)
    assert centre.look().conflicts == ()
    centre.sync()
    assert centre.desk.doc(order_id)["answers"]["cause"] == "风扇积尘\n电源老化"
    assert centre.look().queue == ()


@pytest.mark.parametrize(("choice", "stands"), [("mine", "电源老化"), ("theirs", "风扇积尘")])
def test_the_chosen_value_stands_at_both_sides(centre: Centre, choice: str, stands: str) -> None:
    order_id = centre.accepted()
    line = centre.conflict(order_id, "电源老化", "风扇积尘")
    centre.model.settle(line.id, choice)
    centre.jobs.drain(90)
    centre.sync()
    assert centre.desk.doc(order_id)["answers"]["cause"] == stands
    assert centre.device.orders.detail(order_id).doc["answers"]["cause"] == stands


def test_what_the_endpoint_refuses_says_why_and_can_be_tried_again(centre: Centre) -> None:
    order_id = centre.accepted()
    centre.device.orders.note(order_id, "备件在路上")
    with centre.device.context.store.writing() as work:
        work.outbox.replace_pending(order_id, {"answers": {"customer_unit": 7}})  # what no screen makes
    centre.sync()
    line = centre.line(order_id)
    assert line.can_retry
    assert line.look.word == "被退回"
    assert line.reason
    assert centre.runner.state.counts is not None
    assert centre.runner.state.counts.parked == 1
    centre.model.retry(order_id)
    centre.jobs.drain(90)
    assert not centre.line(order_id).can_retry
    centre.sync()
    assert centre.line(order_id).can_retry, "the endpoint says no again"


def test_a_conflict_says_who_at_the_desk_wrote_the_other_value(centre: Centre) -> None:
    order_id = centre.accepted()
    centre.device.filling.save(order_id, {"contact_name": "李工"})
    centre.desk.corrects(order_id, contact_name="王主任")
    centre.sync()
    (line,) = (line for line in centre.look().conflicts if line.order_id == order_id)
    assert (line.mine, line.theirs) == ("李工", "王主任")
    assert line.who.startswith("欧阳𠅤 今天 ")
    assert line.who.endswith(" 填写")


def test_what_the_desk_took_away_is_said_until_somebody_has_read_it(centre: Centre) -> None:
    order_id = centre.accepted()
    number = centre.desk.number(order_id)
    centre.desk.cancel(order_id, "客户撤销报修")
    centre.sync()
    (line,) = centre.look().taken
    assert (line.order_id, line.number, line.about, line.held) == (order_id, number, "黑屏 · 临江市公安局滨江分局", False)
    assert line.what.startswith("已取消（服务台、今天 ")
    assert line.reason == "原因：客户撤销报修"
    assert [one.order_id for one in centre.device.orders.today().taken] == [order_id]
    centre.model.acknowledge([order_id])
    centre.jobs.drain(90)
    assert centre.model.state.taken == ()
    assert centre.device.orders.today().taken == ()


def test_an_order_with_unsent_work_says_who_took_it_away_while_it_can_be_read(centre: Centre) -> None:
    order_id = centre.accepted()
    with centre.device.context.store.writing() as work:
        work.drafts.put(order_id, "contact_phone", "1380")  # half typed: it stays here
    centre.desk.reassign(order_id)
    centre.sync()
    (line,) = (line for line in centre.look().taken if line.order_id == order_id)
    assert line.held
    assert "补报" in line.note
    detail = centre.device.orders.detail(order_id)
    assert detail.taken is not None
    assert (detail.frozen, detail.taken.given_to, detail.taken.done_by) == ("reassigned", "王㛃", "服务台")


METERED, FREE = Line(metered=True), Line()
LARGE = photo(2400, 1800)


def test_on_a_metered_line_text_goes_and_files_wait_until_somebody_pays_or_the_line_is_free(centre: Centre) -> None:
    paid, waits = centre.accepted(), centre.accepted()
    centre.becomes(METERED)
    for order_id, picture in ((paid, LARGE), (waits, photo(2400, 1800, 30))):
        centre.device.filling.save(order_id, {"cause": "风扇停转"})
        centre.device.attachments.add_photo(order_id, "photos", picture, "现场.jpg", "before")
    centre.sync()
    assert centre.desk.doc(paid)["answers"]["cause"] == "风扇停转"
    assert not centre.desk.doc(paid)["attachments"]
    state, line = centre.look(), centre.line(paid)
    assert line.look.word == "等不计费的网络"
    assert line.kept == line_size(centre, paid)
    assert "现在的网络按流量计费，2 个文件（" in state.detail
    assert ("结果", "完成（2 个文件等不计费的网络）") in state.report

    centre.model.send_anyway(paid)
    centre.jobs.drain(90)
    assert [line.order_id for line in centre.look().queue] == [waits]
    assert len(centre.desk.doc(paid)["attachments"]) == 1
    assert centre.device.sync.sent_anyway() == frozenset(), "what is added later waits again"

    centre.becomes(FREE)
    assert centre.look().queue == ()
    assert len(centre.desk.doc(waits)["attachments"]) == 1


def line_size(centre: Centre, order_id: str) -> str:
    (item,) = (item for item in centre.device.context.store.queries.outbox_items() if item.order_id == order_id)
    return timewords.size(item.bytes_total - item.bytes_done)


def test_who_has_only_a_metered_line_says_so_once(centre: Centre) -> None:
    settings = centre.device.settings
    settings.save(settings.load().changed(files_on_metered=True))
    order_id = centre.accepted()
    centre.device.attachments.add_photo(order_id, "photos", LARGE, "现场.jpg", "before")
    centre.becomes(METERED)
    centre.sync()
    assert centre.look().queue == ()
    assert len(centre.desk.doc(order_id)["attachments"]) == 1
