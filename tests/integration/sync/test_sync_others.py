"""Others at work meanwhile: the desk, a second device, a restored endpoint. Nothing lost, nothing doubled."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from support.itsm_server import EndpointProcess
from support.password import PASSWORD
from support.sync_device import Desk, Device, agree
from support.sync_proxy import PASS, FaultProxy, Request, answer
from support.sync_proxy import Fault as FaultOnLine

from fieldapp.errors import RefusedFault
from fieldapp.store.records import TakenAway
from fieldapp.sync.connectors.native import log_in
from fieldapp.sync.removals import allow_removals
from fieldapp.sync.transport import Transport

MakeDevice = Callable[..., Device]


def open_conflicts(device: Device, order_id: str) -> list[tuple[str, object, object, str]]:
    with device.store.reading() as work:
        return [(c.field, c.mine, c.theirs, c.winner.value) for c in work.conflicts.open(order_id)]


def frozen(device: Device, order_id: str) -> str | None:
    with device.store.reading() as work:
        return work.orders.need(order_id).frozen


def held(device: Device, order_id: str) -> bool:
    with device.store.reading() as work:
        return work.orders.get(order_id) is not None


def test_desk_edits_meanwhile(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch(contact_name="欧阳𠅤")
    one.done()
    one.edit(order_id, cause="我方", contact_name="我方联系人")
    one.change(order_id, {"rows": {"parts": {"put": [{"_id": "6f2c54f9-0d6c-4b4c-8c56-5a3d3c3a0001", "name": "硬盘"}]}}})
    desk.edit(order_id, symptom="台方补充", contact_name="台方联系人", cause="台方猜测")
    report = one.done()
    assert report.conflicts == 2
    assert sorted(open_conflicts(one, order_id)) == [
        ("cause", "我方", "台方猜测", "engineer"),
        ("contact_name", "我方联系人", "台方联系人", "desk"),
    ]
    agree(one, desk, order_id)
    answers = desk.doc(order_id)["answers"]
    assert (answers["cause"], answers["contact_name"], answers["symptom"]) == ("我方", "台方联系人", "台方补充")
    assert answers["parts"][0]["name"] == "硬盘"


def test_a_conflict_names_who_at_the_desk_wrote_the_other_value(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch(contact_name="欧阳𠅤")
    one.done()
    one.edit(order_id, cause="我方", contact_name="我方联系人")
    desk.corrects(order_id, contact_name="台方联系人")
    desk.edit(order_id, cause="台方猜测")  # by a client that says nothing
    before = one.clock.now()
    one.done()
    with one.store.reading() as work:
        found = {c.field: (c.written_by, c.written_at) for c in work.conflicts.open(order_id)}
    name, at = found["contact_name"]
    assert (name, found["cause"]) == ("欧阳𠅤", (None, None))
    assert at is not None
    assert abs(before - at) < timedelta(minutes=1)
    agree(one, desk, order_id)


def test_what_a_connector_writes_and_hears_names_its_people(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    one = device()
    order_id = desk.dispatch(contact_name="欧阳𠅤")
    one.done()
    one.edit(order_id, contact_name="我方联系人")
    transport = Transport(endpoint.url, deadline_s=30.0)
    connector = log_in(transport, "desk", PASSWORD, "bridge", one.clock)
    connector.update(order_id, {"contact_name": "票据联系人", "symptom": "黑屏"}, None)
    (*_, entry) = desk.doc(order_id)["events"]
    assert (entry["kind"], entry["data"]) == ("edited", {"fields": ["contact_name"]}), "the symptom was that before"
    one.done()
    with one.store.reading() as work:
        assert [c.written_by for c in work.conflicts.open(order_id)] == ["欧阳𠅤"]
    desk.cancel(order_id, "票据作废")
    gone, cursor = None, None
    while gone is None:
        page = connector.pull(cursor, {order_id})
        gone, cursor = next((lost for lost in page.gone if lost.rid == order_id), None), page.next
        assert gone or page.more
    transport.close()
    assert (gone.why, gone.by, gone.reason) == ("cancelled", "服务台", "票据作废")


def test_desk_edits_between_pull_and_push(device: MakeDevice, desk: Desk, endpoint: EndpointProcess) -> None:
    """The endpoint answers `conflict`: merged, said again as a new operation, the loser stays visible."""
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="我方", contact_name="我方联系人")
    edited: list[int] = []

    def plan(request: Request) -> FaultOnLine:
        if "/batch" in request.path and not edited:
            edited.append(request.number)
            desk.edit(order_id, contact_name="台方联系人")
        return PASS

    with FaultProxy(endpoint.url, plan) as proxy:
        one.through(proxy.url)
        report = one.done()
        assert proxy.count("POST", "/batch") == 2
    one.through(endpoint.url)
    assert report.conflicts == 1
    assert open_conflicts(one, order_id) == [("contact_name", "我方联系人", "台方联系人", "desk")]
    agree(one, desk, order_id)


def test_two_devices_of_one_engineer(device: MakeDevice, desk: Desk) -> None:
    one, two = device("one"), device("two", own=True)
    order_id = desk.dispatch()
    one.done()
    two.done()
    one.edit(order_id, cause="甲机", solution="甲机方案")
    two.edit(order_id, cause="乙机", open_issues="乙机遗留")
    one.note(order_id, "甲")
    two.note(order_id, "乙")
    one.done()
    two.done()
    assert ("cause", "乙机", "甲机", "engineer") in open_conflicts(two, order_id)
    agree(two, desk, order_id)
    one.done()
    agree(one, desk, order_id)
    answers = desk.doc(order_id)["answers"]
    assert (answers["solution"], answers["open_issues"]) == ("甲机方案", "乙机遗留")
    notes = [event["data"]["text"] for event in desk.doc(order_id)["events"] if event["kind"] == "note"]
    assert notes == ["甲", "乙"]


def told(device: Device, order_id: str) -> TakenAway:
    with device.store.reading() as work:
        found = work.taken.of(order_id)
    assert found is not None, "it went without a word"
    return found


@pytest.mark.parametrize("recorded_here", [False, True], ids=["dispatched", "recorded-on-site"])
def test_what_the_desk_cancels_goes_with_a_word_until_it_is_seen(
    device: MakeDevice, desk: Desk, tmp_path: Path, recorded_here: bool
) -> None:
    one = device()
    order_id = one.create() if recorded_here else desk.dispatch()
    one.done()
    number = desk.number(order_id)
    desk.cancel(order_id, "与前一单是同一故障")
    one.done()
    assert not held(one, order_id)
    one.close()
    one = device()
    (word,) = one.store.queries.taken_away()
    assert (word.order_id, word.number, word.customer, word.title) == (order_id, number, "临江市公安局滨江分局", "黑屏")
    assert (word.why, word.reason, word.done_by, word.held) == ("cancelled", "与前一单是同一故障", "服务台", False)
    assert word.done_at is not None
    with one.store.writing() as work:
        work.taken.seen([order_id])
    one.done()
    assert one.store.queries.taken_away() == ()
    assert told(one, order_id).seen_at is not None


def test_who_has_it_now_is_told_and_nothing_once_it_is_back(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    desk.reassign(order_id, "wangyan")
    one.done()
    word = told(one, order_id)
    assert (word.why, word.given_to, word.done_by) == ("reassigned", "王㛃", "服务台")
    desk.reassign(order_id, "liming")
    one.done()
    assert one.store.queries.taken_away() == ()
    desk.reassign(order_id, "wangyan")
    one.done()
    assert [word.order_id for word in one.store.queries.taken_away()] == [order_id], "it is said each time"


def test_what_he_declined_himself_goes_without_a_word(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    said = {"reason": "不在片区"}
    back = one.event("transition", {"from": "DISPATCHED", "to": "PENDING", **said})
    one.change(order_id, {"events": [one.event("declined", said), back]})
    one.done()
    one.done()
    assert not held(one, order_id)
    assert one.store.queries.taken_away() == ()


def test_an_order_that_an_earlier_version_froze_is_told_of_when_its_copy_goes(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="已查明")
    with one.store.writing() as work:
        work.orders.freeze(order_id, "cancelled")
    desk.cancel(order_id, "撤销")
    one.done()
    assert not held(one, order_id)
    assert (told(one, order_id).why, told(one, order_id).done_by) == ("cancelled", "")


@pytest.mark.parametrize("how", ["reassign", "cancel"])
def test_taken_away_with_unsent_work(device: MakeDevice, desk: Desk, how: str) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="已查明")
    data = os.urandom(5000)
    sha256 = one.photo(order_id, data)
    getattr(desk, how)(order_id)
    report = one.done()
    assert report.parked == 0
    (late,) = desk.late(order_id)
    assert late["patch"]["answers"]["cause"] == "已查明"
    assert [entry["sha256"] for entry in late["patch"]["attachments"]] == [sha256]
    assert late["doc"]["answers"]["cause"] == "已查明"
    assert "cause" not in desk.doc(order_id)["answers"]
    assert not held(one, order_id), "the local copy goes after the acknowledgement"
    assert (told(one, order_id).why, told(one, order_id).done_by) == (late["reason"], "服务台")
    agree(one, desk)


def test_taken_away_while_the_reply_was_lost(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="已送出")
    with one.store.writing() as work:
        work.outbox.freeze(work.outbox.ready(one.clock.now(), 10))
    one.edit(order_id, solution="之后写的")
    desk.reassign(order_id)
    one.done()
    patches = [late["patch"]["answers"] for late in desk.late(order_id)]
    assert {name: value for patch in patches for name, value in patch.items()} == {"cause": "已送出", "solution": "之后写的"}
    agree(one, desk)


def test_given_back_before_the_late_report_went(device: MakeDevice, desk: Desk) -> None:
    """Frozen offline, ours again before anything was sent: the work belongs to the order, not to a late report."""
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="离线所写")
    with one.store.writing() as work:
        work.orders.freeze(order_id, "reassigned")
    desk.reassign(order_id, "wangyan")
    desk.reassign(order_id, "liming")
    one.done()
    assert frozen(one, order_id) is None
    assert desk.late(order_id) == []
    agree(one, desk, order_id)
    assert desk.doc(order_id)["answers"]["cause"] == "离线所写"


def test_recorded_on_site_with_a_photo(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = one.create(cause="现场登记")
    one.photo(order_id, os.urandom(2000))
    one.done()
    agree(one, desk, order_id)
    assert desk.number(order_id).startswith("WX-")
    assert len(desk.doc(order_id)["attachments"]) == 1


def test_refused_blocks_only_its_own_order(device: MakeDevice, desk: Desk) -> None:
    one = device()
    bad, good = desk.dispatch(), desk.dispatch()
    one.done()
    one.change(bad, {"answers": {"symptom": "不归工程师"}})
    one.edit(good, cause="照常")
    report = one.done()
    assert (report.parked, report.pushed) == (1, 1)
    (op,) = one.active(bad)
    assert op.problem is not None
    assert op.problem["errors"][0]["field"] == "symptom"
    again = one.done()
    assert (again.parked, again.pushed) == (0, 0)
    assert desk.doc(good)["answers"]["cause"] == "照常"


def test_a_damaged_photo_holds_back_nothing_else(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id = desk.dispatch()
    one.done()
    broken, whole = one.photo(order_id, os.urandom(1000)), one.photo(order_id, os.urandom(1000))
    one.store.blobs.remove(broken)
    report = one.done()
    assert report.parked == 1
    assert [entry["sha256"] for entry in desk.doc(order_id)["attachments"]] == [whole]
    (op,) = one.active(order_id)
    assert op.problem is not None
    assert (op.problem["code"], op.problem["sha256"]) == ("blob.unknown", broken)


def test_a_change_larger_than_a_batch(device: MakeDevice, desk: Desk) -> None:
    one = device()
    order_id, other = desk.dispatch(), desk.dispatch()
    one.done()
    notes = [one.event("note", {"text": f"{n} " + "长" * 1900}) for n in range(250)]
    one.change(order_id, {"events": notes})
    one.edit(other, cause="旁边的小单")
    report = one.done()
    assert report.parked == 0
    agree(one, desk, order_id, other)


def test_mass_removal_asks_first(device: MakeDevice, desk: Desk, endpoint: EndpointProcess, tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "own") as server:
        side = Desk(server)
        orders = [side.dispatch() for _ in range(12)]
        with Device(tmp_path / "device-own", server.url) as one:
            one.done()
            one.edit(orders[-1], cause="不被耽误")
            for order_id in orders[:8]:
                side.cancel(order_id)
            report = one.sync()
            assert (report.outcome, report.problem) == ("attention", "sync.mass-removal")
            assert all(held(one, order_id) for order_id in orders)
            assert side.doc(orders[-1])["answers"]["cause"] == "不被耽误"
            with one.store.reading() as work:
                asked = work.meta.get("removals_asked")
            assert (asked["removed"], asked["held"]) == (8, 12)
            with pytest.raises(RefusedFault):
                allow_removals(one.store, "elsewhere")
            allow_removals(one.store, asked["cursor"])
            one.done()
            assert [held(one, order_id) for order_id in orders] == [False] * 8 + [True] * 4


def copy_of(server: EndpointProcess, to: Path) -> None:
    server.kill()
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(server.data_dir, to)
    server.restart()


def restored(server: EndpointProcess, from_: Path) -> None:
    server.kill()
    shutil.rmtree(server.data_dir)
    shutil.copytree(from_, server.data_dir)
    server.restart()


def test_endpoint_restored_from_an_older_copy(tmp_path: Path) -> None:
    """What it had acknowledged since comes back, on top of what the desk has done after the restore."""
    with EndpointProcess(tmp_path / "endpoint") as server:
        side = Desk(server)
        quiet, busy, late = side.dispatch(), side.dispatch(), side.dispatch()
        with Device(tmp_path / "device", server.url) as one:
            one.done()
            one.edit(quiet, cause="备份之前")
            one.done()
            copy_of(server, tmp_path / "copy")
            one.through(server.url)
            for number, order_id in enumerate((quiet, busy, late)):
                one.edit(order_id, cause=f"备份之后 {number}", contact_name=f"联系人 {number}")
                one.done()
                one.edit(order_id, solution="第二次")
                one.photo(order_id, os.urandom(400_000))
                one.done()
            created = one.create(cause="备份之后登记")
            one.done()
            restored(server, tmp_path / "copy")
            one.through(server.url)
            assert "cause" not in side.doc(busy)["answers"]
            side.edit(busy, symptom="恢复后台方改", contact_name="恢复后台方联系人")
            one.edit(late, open_issues="恢复后我方又写")
            report = one.done()
            assert report.parked == 0
            agree(one, side, quiet, busy, late, created)
            for number, order_id in enumerate((quiet, busy, late)):
                doc = side.doc(order_id)
                assert doc["answers"]["cause"] == f"备份之后 {number}"
                assert doc["answers"]["solution"] == "第二次"
                assert len(doc["attachments"]) == 1
            answers = side.doc(busy)["answers"]
            assert (answers["symptom"], answers["contact_name"]) == ("恢复后台方改", "恢复后台方联系人")
            assert ("contact_name", "联系人 1", "恢复后台方联系人", "desk") in open_conflicts(one, busy)
            assert side.doc(late)["answers"]["open_issues"] == "恢复后我方又写"
            with server.opened() as endpoint:
                assert all(
                    endpoint.blobs.size(entry["sha256"])
                    for order_id in (quiet, busy)
                    for entry in side.doc(order_id)["attachments"]
                )


def test_an_endpoint_restored_untold_has_another_past(tmp_path: Path) -> None:
    """Nobody said that it came back from a backup, and its feed has grown beyond the place of a device that only read since."""
    with EndpointProcess(tmp_path / "endpoint") as server:
        side = Desk(server)
        first, second = side.dispatch(), side.dispatch()
        with Device(tmp_path / "device", server.url) as one:
            one.done()
            copy_of(server, tmp_path / "copy")
            one.through(server.url)
            for text in ("一", "二", "三"):
                side.edit(first, symptom=f"备份之后{text}")
            one.done()
            restored(server, tmp_path / "copy")
            one.through(server.url)
            side.edit(second, symptom="恢复之后")
            side.edit(first, contact_name="恢复之后")
            for text in ("一", "二", "三", "四"):
                side.edit(second, contact_name=f"恢复之后{text}")
            third = side.dispatch()
            one.done()
            agree(one, side, first, second, third)


def test_this_device_restored_from_an_older_copy(device: MakeDevice, desk: Desk, tmp_path: Path) -> None:
    """The endpoint knows more under the same op_ids, and an order whose recording this store has forgotten to have sent."""
    one = device(own=True)
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="备份时")
    created = one.create(cause="备份时登记")
    one.close()
    shutil.copytree(tmp_path / "device", tmp_path / "older")
    later = device(login=one.login)
    later.edit(order_id, solution="备份后")
    later.edit(created, cause="备份后登记")
    later.done()
    later.close()
    older = device("older", login=one.login)
    older.edit(order_id, open_issues="恢复后")
    older.edit(created, solution="恢复后登记")
    report = older.done()
    assert report.parked == 0
    agree(older, desk, order_id, created)
    answers = desk.doc(order_id)["answers"]
    assert (answers["cause"], answers["solution"], answers["open_issues"]) == ("备份时", "备份后", "恢复后")
    answers = desk.doc(created)["answers"]
    assert answers["solution"] == "恢复后登记"
    assert ("cause", "备份时登记", "备份后登记", "engineer") in open_conflicts(older, created)


@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized"])
def test_another_endpoint_is_recognised(device: MakeDevice, desk: Desk, endpoint: EndpointProcess, status: str) -> None:
    """Before anything is sent to it; above all not the refresh token."""
    one = device()
    order_id = desk.dispatch()
    one.done()
    one.edit(order_id, cause="给对的服务器")
    stranger = {"X_Instance_Id": "00000000-0000-4000-8000-000000000000"}
    reply = answer(status, b"{}", "application/problem+json" if status[0] == "4" else "application/json", **stranger)
    with FaultProxy(endpoint.url, lambda _request: FaultOnLine("instead", reply=reply)) as proxy:
        one.through(proxy.url)
        report = one.sync()
        assert [request.path.partition("?")[0] for request in proxy.seen] == ["/sync/v1/hello"]
    one.through(endpoint.url)
    assert (report.outcome, report.problem) == ("wrong_server", "sync.wrong-server")
    one.done()
    agree(one, desk, order_id)
