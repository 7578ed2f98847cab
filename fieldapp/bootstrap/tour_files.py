"""What the tour needs besides the demo's orders: good and bad PDFs, many of them, and something that no endpoint takes."""

from __future__ import annotations

import copy
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import rfc8785

from fieldapp.bootstrap.application import Application
from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON
from fieldapp.files import write_atomically
from fieldapp.forms.pdf.render import RenderInput, render
from fieldapp.forms.signing.keys import fingerprint
from fieldapp.forms.signing.seal import SealStatement, seal
from fieldapp.forms.snapshot import Snapshot, parse
from fieldapp.forms.voiding import last_conclusion
from fieldapp.paths import resource
from fieldapp.services.changes import Loaded, load
from fieldapp.services.sealing import SIGNATURES, evidence_of, read_inks
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.sync.engine import NOT_BEFORE


def sealed_and_spoilt(application: Application, order_id: str, folder: Path) -> Path:
    """The order's sealed PDF, one in which a byte was changed, and a draft that nobody sealed."""
    folder.mkdir(parents=True)
    document = application.orders.detail(order_id).documents[-1]
    data = application.signing.document(document.sha256)
    spoilt = bytearray(data)
    spoilt[len(spoilt) // 3] ^= 1
    for name, content in (
        (document.name, data),
        (f"{document.number}-改动.pdf", bytes(spoilt)),
        (f"{document.number}-草稿.pdf", application.signing.preview(order_id)),
    ):
        write_atomically(folder / name, content)
    return folder


def many_sealed(application: Application, order_id: str, folder: Path, count: int) -> Path:
    """What an archive gets in a year: the signed order under other numbers and customers, each rendered and sealed like any."""
    folder.mkdir(parents=True)
    context = application.context
    with context.store.reading() as work:
        loaded = load(context, work, order_id)
    conclusion = last_conclusion(loaded.doc)
    assert conclusion is not None
    inks = read_inks(context, conclusion)
    identity = application.identities.current()
    for its, snapshot in _variations(
        application, loaded, parse(context.store.blobs.get(conclusion["data"]["snapshot_sha256"])), count
    ):
        evidence = evidence_of(
            context.session,
            its,
            snapshot,
            {name: conclusion["data"]["inks"][name] for name in inks},
            conclusion=conclusion,
            certificate=fingerprint(identity.certificate_pem),
            signatures=SIGNATURES,
        )
        pdf = render(RenderInput(its.definition, snapshot, inks, evidence, context.store.blobs.get, "zh"))
        told = SealStatement.of(evidence)
        data = seal(pdf, identity, signer_name=context.session.actor.name, statement=told, signed_at=context.now())
        write_atomically(folder / f"{evidence.number}_v{evidence.revision}_{hashlib.sha256(data).hexdigest()[:8]}.pdf", data)
    return folder


def _variations(application: Application, loaded: Loaded, snapshot: Snapshot, count: int) -> Iterator[tuple[Loaded, Snapshot]]:
    """Without its photos, which would be most of the work."""
    queries = application.context.store.queries
    rows = queries.order_rows(queries.order_ids(OrderFilter(), Sort.DUE))
    customers = sorted({row.customer for row in rows})
    for place in range(count):
        content: dict[str, JSON] = copy.deepcopy(snapshot.content)
        its_id, number = str(uuid.uuid4()), f"WX-2026{1 + place % 11:02}{1 + place % 28:02}-{place + 1:06}"
        order, answers = content["order"], content["answers"]
        assert isinstance(order, dict)
        assert isinstance(answers, dict)
        order |= {"id": its_id, "number": number}
        answers |= {"customer_unit": customers[place % len(customers)], "photos": None}
        stored = replace(loaded.stored, id=its_id, doc={**loaded.doc, "id": its_id, "number": number})
        yield replace(loaded, stored=stored), parse(rfc8785.dumps(content))


def another_photo(application: Application, order_id: str) -> None:
    """A photo that the endpoint does not have yet waits to be sent."""
    data = resource("demo/photo-after.jpg").read_bytes() + order_id.encode()  # behind its end, where no reader looks
    application.attachments.add_photo(order_id, "photos", data, "现场-机柜.jpg", "after")


def asked_for_patience(application: Application, how_long: timedelta) -> None:
    """As if the endpoint had said so in its last answer."""
    with application.context.store.writing() as work:
        work.meta.set(NOT_BEFORE, to_wire(application.context.now() + how_long))


def unsendable(application: Application, order_id: str) -> None:
    """A change that no screen makes and no endpoint takes waits to be sent."""
    application.orders.note(order_id, "备件已到货，正在更换。")
    with application.context.store.writing() as work:
        work.outbox.replace_pending(order_id, {"answers": {"customer_unit": 7}})
