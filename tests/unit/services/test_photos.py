"""A photo edited before it has left: nobody ever gets the picture before."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.store.records import BlobState
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order

HOLD = timedelta(minutes=10)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def order(bench: Bench) -> str:
    return bench.hold(working_order(photos=[]))


def picture(red: int, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (red, 20, 20)).save(out, kind)
    return out.getvalue()


def said(bench: Bench, order_id: str) -> str:
    """Everything that is waiting to be sent, and the document."""
    with bench.context.store.reading() as work:
        return repr([op.payload for op in work.outbox.active_of(order_id)]) + repr(work.orders.need(order_id).doc)


def files(bench: Bench, order_id: str) -> set[str]:
    with bench.context.store.reading() as work:
        return {blob.sha256 for blob in work.blobs.of(order_id)}


def test_the_picture_before_is_gone_everywhere(bench: Bench, order: str) -> None:
    old = bench.attachments.add_photo(order, "photos", picture(200), "机柜.jpg", "before", hold=HOLD)
    bench.filling.save(order, {"photos": [old | {"caption": "指示灯"}]})
    done = bench.attachments.replace_photo(order, "photos", old["_id"], picture(10, "PNG"))
    assert done.withdrawn
    (row,) = bench.answer(order, "photos")
    assert row == done.row
    assert (row["_id"], row["caption"], row["tag"]) == (old["_id"], "指示灯", "before")
    assert (row["name"], row["mime"]) == ("机柜.png", "image/png")
    assert old["sha256"] not in said(bench, order)
    assert old["sha256"] not in files(bench, order)
    assert row["sha256"] in files(bench, order)
    assert not bench.context.store.blobs.has(old["sha256"])
    assert bench.attachments.data(row["sha256"]) == picture(10, "PNG")


def test_of_an_order_recorded_here_too(bench: Bench) -> None:
    order = bench.orders.create_on_site({})
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    assert bench.attachments.replace_photo(order, "photos", old["_id"], picture(10)).withdrawn
    assert old["sha256"] not in said(bench, order)


def test_what_has_begun_to_leave_is_told_to_have_left(bench: Bench, order: str) -> None:
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    with bench.context.store.writing() as work:
        work.blobs.begin(old["sha256"])
    done = bench.attachments.replace_photo(order, "photos", old["_id"], picture(10))
    assert not done.withdrawn
    assert bench.answer(order, "photos") == [done.row]
    assert bench.context.store.blobs.has(old["sha256"])


def test_an_entry_that_was_sent_is_never_changed(bench: Bench, order: str) -> None:
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    with bench.context.store.writing() as work:
        before = work.outbox.freeze(work.outbox.active_of(order))
    assert not bench.attachments.replace_photo(order, "photos", old["_id"], picture(10)).withdrawn
    with bench.context.store.reading() as work:
        assert work.outbox.active_of(order)[0].payload == before[0].payload


def test_what_the_customer_confirmed_stays(bench: Bench) -> None:
    order = bench.hold(resolved_order(photos=[]))
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    view = bench.signing.prepare(order)
    assert old["sha256"].encode() in view.snapshot.data
    bench.signing.shown(order, view.snapshot.sha256, "zh")
    bench.signing.not_signed(order, view, "later", "客户外出", "")
    assert not bench.attachments.replace_photo(order, "photos", old["_id"], picture(10)).withdrawn
    assert bench.context.store.blobs.has(old["sha256"])
    bench.attachments.let_go(order)
    assert bench.context.store.blobs.has(old["sha256"])


def test_a_picture_another_row_shows_stays(bench: Bench, order: str) -> None:
    one = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    other = bench.attachments.add_photo(order, "photos", picture(200), "b.jpg", "after")
    assert one["sha256"] == other["sha256"]
    assert not bench.attachments.replace_photo(order, "photos", one["_id"], picture(10)).withdrawn
    assert bench.attachments.data(other["sha256"]) == picture(200)
    assert bench.attachments.replace_photo(order, "photos", other["_id"], picture(11)).withdrawn
    assert not bench.context.store.blobs.has(other["sha256"])


def test_a_power_cut_after_the_commit_leaves_nothing_for_long(bench: Bench, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")

    def cut(sha256: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bench.context.store.blobs, "remove", cut)
    with pytest.raises(KeyboardInterrupt):
        bench.attachments.replace_photo(order, "photos", old["_id"], picture(10))
    monkeypatch.undo()
    assert bench.context.store.blobs.has(old["sha256"])
    assert old["sha256"] not in said(bench, order)
    with bench.context.store.reading() as work:
        assert old["sha256"] not in {blob.sha256 for blob in work.blobs.waiting(bench.clock.now())}
    bench.context.store.discard()
    assert not bench.context.store.blobs.has(old["sha256"])


def test_photos_stay_until_the_person_has_finished_and_removed_ones_for_ever(bench: Bench, order: str) -> None:
    kept = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before", hold=HOLD)
    gone = bench.attachments.add_photo(order, "photos", picture(100), "b.jpg", "before", hold=HOLD)
    bench.filling.save(order, {"photos": [kept]})
    with bench.context.store.reading() as work:
        assert work.blobs.waiting(bench.clock.now()) == ()
        assert len(work.blobs.waiting(bench.clock.now() + HOLD)) == 2
    bench.attachments.let_go(order)
    with bench.context.store.reading() as work:
        (waiting,) = work.blobs.waiting(bench.clock.now())
        assert (waiting.sha256, waiting.state) == (kept["sha256"], BlobState.LOCAL)
    assert gone["sha256"] not in said(bench, order)
    assert not bench.context.store.blobs.has(gone["sha256"])
    bench.attachments.let_go(order)  # nothing more to do


def test_refusals(bench: Bench, order: str) -> None:
    old = bench.attachments.add_photo(order, "photos", picture(200), "a.jpg", "before")
    with pytest.raises(RefusedFault) as gone:
        bench.attachments.replace_photo(order, "photos", "0197a000-0000-7000-8000-0000000000ff", picture(10))
    assert gone.value.code == "photo.gone"
    with pytest.raises(InputFault):
        bench.attachments.replace_photo(order, "photos", old["_id"], b"no picture")
    assert bench.answer(order, "photos") == [old]
    again = bench.attachments.replace_photo(order, "photos", old["_id"], picture(200))
    assert not again.withdrawn
    assert bench.attachments.data(old["sha256"]) == picture(200)
