"""A change from the desk under a signature: the device that holds what was signed says in the log that it is void.

Only that device can tell: the snapshot stays where the customer signed. Its entry has an id made from order and revision, and is
written only while the log does not say so yet, so nothing goes back and forth between devices.
"""

from __future__ import annotations

from datetime import timedelta

from fieldapp.domain import events, kinds, patches, written
from fieldapp.domain.records import SYSTEM, Document, Event, EventKind
from fieldapp.domain.status import derive
from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.forms import voiding
from fieldapp.forms.snapshot import parse
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.run import Run


def void_if_altered(run: Run, work: Work, order_id: str, before: Document | None) -> None:
    """After the endpoint's version of an order was taken over, in the same transaction; `before` is what was held until then."""
    if before is None or kinds.is_record(before):
        return
    stored = work.orders.get(order_id)
    if stored is None or stored.frozen is not None or before["answers"] == stored.doc["answers"]:
        return
    doc, now = stored.doc, run.now().astimezone(run.profile.zone)
    conclusion = voiding.standing_conclusion(doc, derive(doc, run.profile, now))
    if conclusion is None:
        return
    form = doc["form"]
    try:
        signed = parse(run.store.blobs.get(str(conclusion["data"].get("snapshot_sha256"))))
        fields = voiding.altered(run.catalog.get(form["id"], form["version"]), doc, run.profile, now, signed)
    except (InputFault, EnvironmentFault):
        return  # signed on another device, which will say so; or not readable, so that nobody can tell
    if not fields:
        return
    writers = written.since(before, doc)
    names = dict.fromkeys(writers[name].by for name in fields if name in writers)
    data = voiding.void_data(conclusion, fields, voiding.DESK_CHANGE, names)
    clock = work.meta.get("clock")
    server_at = now + timedelta(seconds=clock["offset_s"]) if clock else None
    entry = Event(voiding.entry_id(order_id, data["revision"]), EventKind.SIGNATURE_VOIDED, now, SYSTEM, data, server_at)
    patch = {"events": [events.to_wire(entry)]}
    changed = patches.apply(doc, patch)
    work.change(order_id, patch, run.summary(changed), changed)
