"""What every connector has to hold, on the real products."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
import threading
import uuid

import pytest
from support.connector_rig import FIELDS, NATIVE, Rig
from support.sync_proxy import PASS, Fault, answer

from fieldapp.errors import InputFault, NetworkFault
from fieldapp.sync.connectors.interface import ConflictFault, Connector, GoneFault, RetryFault
from fieldapp.sync.connectors.logins import Login
from fieldapp.sync.faults import AuthFault, BusyFault

NAME = "维护服务派工单 WX-20261123-000001（第 1 版）.pdf"


def random_pdf(size: int = 90_000) -> tuple[bytes, str]:
    data = b"%PDF-1.7\r\n" + os.urandom(size)
    return data, hashlib.sha256(data).hexdigest()


def test_probe_says_who_answers_and_what_is_weaker(rig: Rig) -> None:
    info = rig.connector.probe()
    assert info.product
    assert bool(info.capabilities.weaker()) is (rig.name != NATIVE)


def test_fields_come_back_as_they_were_given(rig: Rig) -> None:
    client_id = str(uuid.uuid4())
    order = rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    seen = rig.other.get(order.rid)
    assert seen.client_id == client_id
    assert {name: seen.fields[name] for name in FIELDS} == FIELDS
    assert (seen.fields["state"], seen.fields["assignee"]) == ("PENDING", None)


def test_nobody_knows_an_order_that_is_not_there(rig: Rig) -> None:
    assert rig.connector.find(str(uuid.uuid4())) == ()
    with pytest.raises(GoneFault):
        rig.connector.get(rig.ways.nobody)


def test_creating_again_finds_the_first(rig: Rig) -> None:
    client_id = str(uuid.uuid4())
    first = rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    again = rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    assert first.rid == again.rid
    assert rig.other.find(client_id) == (first.rid,)


def test_create_with_a_lost_reply_is_found_and_not_doubled(rig: Rig) -> None:
    client_id = str(uuid.uuid4())
    rig.lose_reply("POST", rig.ways.create)
    with pytest.raises(RetryFault):
        rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    (rid,) = rig.connector.find(client_id)
    assert rig.connector.create(client_id, {"state": "PENDING", **FIELDS}).rid == rid
    assert rig.other.find(client_id) == (rid,)


def test_create_whose_request_is_lost_happens_once_when_repeated(rig: Rig) -> None:
    client_id = str(uuid.uuid4())
    rig.proxy.plan = lambda request: Fault("drop_request") if request.method == "POST" else PASS
    with pytest.raises(RetryFault):
        rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    rig.heal()
    assert rig.connector.find(client_id) == ()
    rig.connector.create(client_id, {"state": "PENDING", **FIELDS})
    assert len(rig.other.find(client_id)) == 1


def test_update_changes_what_it_names_and_nothing_else(rig: Rig) -> None:
    order = rig.new()
    result = rig.connector.update(order.rid, {"contact_name": "李䶮", "contact_phone": None}, order.version)
    assert result.refused == {}
    assert result.order.version != order.version
    seen = rig.other.get(order.rid)
    assert (seen.fields["contact_name"], seen.fields.get("contact_phone")) == ("李䶮", None)
    assert (seen.fields["customer_unit"], seen.fields["state"]) == (FIELDS["customer_unit"], "PENDING")


def test_a_stale_write_is_refused_and_writes_nothing(rig: Rig) -> None:
    order = rig.new()
    rig.other.update(order.rid, {"contact_name": "王㛃"}, None)
    with pytest.raises(ConflictFault):
        rig.connector.update(order.rid, {"contact_name": "李䶮"}, order.version)
    assert rig.other.get(order.rid).fields["contact_name"] == "王㛃"


def test_two_writers_at_the_same_moment(rig: Rig) -> None:
    """Where the version is compared with the write, one of them hears of the other."""
    order, barrier, won = rig.new(), threading.Barrier(2), []

    def write(connector: Connector, name: str) -> None:
        barrier.wait(30)
        with contextlib.suppress(ConflictFault):
            won.append((connector.update(order.rid, {"contact_name": name}, order.version), name))

    writers = [threading.Thread(target=write, args=pair) for pair in ((rig.connector, "甲"), (rig.other, "乙"))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(won) == 1 or not rig.connector.probe().capabilities.atomic_update
    assert rig.other.get(order.rid).fields["contact_name"] in {name for _, name in won}


def test_update_with_a_lost_reply_shows_when_read(rig: Rig) -> None:
    order = rig.new()
    rig.lose_reply(rig.ways.update, "")
    with pytest.raises(RetryFault):
        rig.connector.update(order.rid, {"contact_name": "李䶮"}, order.version)
    seen = rig.connector.get(order.rid)
    assert seen.fields["contact_name"] == "李䶮"
    assert seen.version != order.version


def test_a_forbidden_transition_is_told_and_the_state_stays(rig: Rig) -> None:
    order = rig.new()
    result = rig.connector.update(order.rid, {"state": "RESOLVED"}, order.version)
    assert result.refused["state"]
    assert rig.other.get(order.rid).fields["state"] == "PENDING"


def test_dispatch_and_reassignment_are_seen_in_the_delta(rig: Rig) -> None:
    order = rig.new()
    cursor = rig.caught_up()
    rig.other.update(order.rid, {"state": "DISPATCHED", "assignee": "eng-001"}, None)
    pages, cursor = rig.drain(cursor)
    seen = {item.rid: item.fields for page in pages for item in page.items}[order.rid]
    assert (seen["state"], seen["assignee"]) == ("DISPATCHED", "eng-001")
    rig.other.update(order.rid, {"assignee": "eng-002"}, None)
    pages, cursor = rig.drain(cursor)
    assert {item.rid: item.fields["assignee"] for page in pages for item in page.items}[order.rid] == "eng-002"


def test_the_first_look_finds_what_is_open(rig: Rig) -> None:
    order = rig.new()
    pages, cursor = rig.drain(None)
    seen = {item.rid: item for page in pages for item in page.items}
    assert seen[order.rid].fields == rig.other.get(order.rid).fields
    rig.place = cursor


def test_each_change_is_seen_however_quickly_it_follows(rig: Rig) -> None:
    """Also two changes within one second, which a time of change alone cannot tell apart."""
    order = rig.new()
    cursor = rig.caught_up()
    for name in ("甲", "乙", "丙"):
        rig.other.update(order.rid, {"contact_name": name}, None)
        pages, cursor = rig.drain(cursor)
        seen = [item.fields["contact_name"] for page in pages for item in page.items if item.rid == order.rid]
        assert seen[-1:] == [name]
    pages, _ = rig.drain(cursor)
    if not rig.ways.reads_back:
        assert [item.rid for page in pages for item in page.items] == []


def test_more_changes_at_once_than_a_page_holds_are_all_read(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that closes a hundred tickets with one click: they have the same time of change."""
    monkeypatch.setattr(sys.modules[type(rig.connector).__module__], "ENOUGH", 2, raising=False)
    cursor = rig.caught_up()
    made = {rig.new().rid for _ in range(7)}
    pages, _ = rig.drain(cursor)
    assert made <= {item.rid for page in pages for item in page.items}


def test_a_page_whose_answer_is_lost_is_read_again(rig: Rig) -> None:
    cursor = rig.caught_up()
    order = rig.new()
    rig.lose_reply("GET", "")
    with pytest.raises(NetworkFault):
        rig.connector.pull(cursor, ())
    pages, _ = rig.drain(cursor)
    assert order.rid in {item.rid for page in pages for item in page.items}


def test_a_note_is_there_once(rig: Rig) -> None:
    order, note_id = rig.new(), str(uuid.uuid4())
    before = rig.other.get(order.rid)
    rig.lose_reply(rig.ways.note, "")
    with pytest.raises(RetryFault):
        rig.connector.note(order.rid, note_id, "备件已到，今晚更换。")
    written = rig.other.get(order.rid).version
    assert written != before.version
    rig.connector.note(order.rid, note_id, "备件已到，今晚更换。")
    assert rig.other.get(order.rid).version == written


@pytest.mark.parametrize("size", [0, 90_000, 1_500_000])
def test_a_file_with_a_chinese_name_comes_back_byte_for_byte(rig: Rig, size: int) -> None:
    order, (data, sha256) = rig.new(), random_pdf(size)
    told: list[tuple[int, int]] = []
    progress = lambda sent, total: told.append((sent, total))  # noqa: E731
    kept = rig.connector.attach(order.rid, NAME, "application/pdf", sha256, io.BytesIO(data), progress)
    assert told[-1] == (len(data), len(data))
    (seen,) = rig.other.attachments(order.rid)
    assert (seen.id, seen.name, seen.size, seen.sha256) == (kept.id, NAME, len(data), sha256)
    assert rig.other.fetch(seen) == data
    assert rig.connector.fetch(kept) == data


def test_attaching_again_makes_no_second_copy(rig: Rig) -> None:
    order, (data, sha256) = rig.new(), random_pdf()
    first = rig.attach(order.rid, NAME, data, sha256)
    assert rig.attach(order.rid, NAME, data, sha256).id == first.id
    assert len(rig.other.attachments(order.rid)) == 1


def test_other_bytes_under_the_same_name_are_another_file(rig: Rig) -> None:
    order = rig.new()
    both = [random_pdf(500), random_pdf(500)]
    for data, sha256 in both:
        rig.attach(order.rid, NAME, data, sha256)
    assert [held.sha256 for held in rig.other.attachments(order.rid)] == [sha256 for _, sha256 in both]
    assert [rig.other.fetch(held) for held in rig.other.attachments(order.rid)] == [data for data, _ in both]


def test_an_upload_with_a_lost_reply_is_there_once(rig: Rig) -> None:
    """Whichever of its requests loses its answer."""
    for lost in range(rig.ways.uploads):
        order, (data, sha256) = rig.new(), random_pdf()
        writes = [0]

        def plan(request: object, which: int = lost, count: list[int] = writes) -> Fault:
            if getattr(request, "method", "") not in ("POST", "PUT", "PATCH"):
                return PASS
            count[0] += 1
            return Fault("drop_reply") if count[0] == which + 1 else PASS

        rig.proxy.plan = plan
        try:
            rig.attach(order.rid, NAME, data, sha256)
        except RetryFault:
            rig.attach(order.rid, NAME, data, sha256)
        (held,) = rig.other.attachments(order.rid)
        assert rig.other.fetch(held) == data


def test_bytes_that_are_not_what_they_are_called_are_not_sent(rig: Rig) -> None:
    order, (data, _) = rig.new(), random_pdf(100)
    with pytest.raises(InputFault) as caught:
        rig.attach(order.rid, NAME, data, "0" * 64)
    assert caught.value.code == "blob.damaged"
    assert rig.other.attachments(order.rid) == ()


def test_a_page_of_html_is_no_answer(rig: Rig) -> None:
    order = rig.new()
    rig.proxy.plan = lambda _request: Fault("instead", reply=answer("200 OK", b"<html>login</html>"))
    with pytest.raises(NetworkFault):
        rig.connector.get(order.rid)
    with pytest.raises(NetworkFault):
        rig.connector.find(str(order.client_id))


def test_a_busy_product_is_left_alone(rig: Rig) -> None:
    order = rig.new()
    busy = answer("503 Service Unavailable", b"", "text/plain", Retry_After="7")
    rig.proxy.plan = lambda _request: Fault("instead", reply=busy)
    with pytest.raises(BusyFault) as caught:
        rig.connector.update(order.rid, {"contact_name": "李䶮"}, order.version)
    assert caught.value.details["retry_after_s"] == 7.0
    rig.heal()
    assert rig.other.get(order.rid).fields["contact_name"] == FIELDS["contact_name"]


def test_a_refused_login_is_told_as_such(rig: Rig) -> None:
    if rig.name == NATIVE:
        reply = answer("401 Unauthorized", b"{}", "application/problem+json", X_Instance_Id=str(rig.connector.client.instance))  # type: ignore[attr-defined]
        rig.proxy.plan = lambda _request: Fault("instead", reply=reply)
        with pytest.raises(AuthFault):
            rig.connector.find(str(uuid.uuid4()))
        return
    with pytest.raises(AuthFault):
        rig.with_login(Login("1-1-00000000000000000000000000000000", user=rig.user)).probe()


def test_what_left_is_told_to_whoever_held_it(rig: Rig) -> None:
    """Deleted or moved elsewhere at the product; our own endpoint never deletes."""
    if rig.name == NATIVE:
        pytest.skip("a desk's feed loses nothing")
    order = rig.new()
    cursor = rig.caught_up()
    rig.take_away(order.rid)
    pages, _ = rig.drain(cursor, (order.rid,))
    assert [gone.rid for page in pages for gone in page.gone] == [order.rid]
