"""An order document as PDF without a store: what `fieldapp render` does."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

from fieldapp import __version__
from fieldapp.clock import from_wire
from fieldapp.domain.records import Actor, Role
from fieldapp.domain.status import derive
from fieldapp.domain.validation import check_document
from fieldapp.errors import InputFault
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.pdf.fonts import missing_glyphs
from fieldapp.forms.pdf.render import RenderInput, render
from fieldapp.forms.snapshot import Snapshot, freeze, parse
from fieldapp.paths import resource
from fieldapp.services.shipped import shipped_profile


def render_order(document: Any, *, lang: str, forms: Path | None, photos: Path | None) -> tuple[bytes, list[str]]:
    """(PDF, notes in plain English). `document` is an order document or the snapshot out of a sealed PDF.

    Raises InputFault `order.invalid|form.unknown|form.definition|file.*`.
    """
    for folder in (forms, photos):
        if folder is not None and not folder.is_dir():
            raise InputFault("file.unreadable", f"{folder} is not a folder", path=str(folder))
        if folder is not None and not os.access(folder, os.R_OK | os.X_OK):
            raise InputFault("file.unreadable", f"{folder} cannot be read", path=str(folder))
    catalog = Catalog([resource("forms"), *([forms] if forms else [])])
    snapshot = snapshot_of(document, catalog)
    form = snapshot.content["form"]
    definition = catalog.get(form["id"], form["version"])
    notes: list[str] = []
    unknown = missing_glyphs(snapshot.data.decode())
    if unknown:
        notes.append("no shipped font has " + " ".join(f"{character} (U+{ord(character):04X})" for character in unknown))
    evidence = Evidence(
        order_id=snapshot.content["order"]["id"],
        number=snapshot.content["order"]["number"] or "",
        revision=snapshot.content["revision"],
        form_id=definition.id,
        form_version=definition.version,
        snapshot_sha256=snapshot.sha256,
        operator=Actor("render", "fieldapp render", Role.SYSTEM),
        device_id="",
        device_name="",
        app_version=__version__,
        outcome="unsigned",
    )
    absent: set[str] = set()
    pdf = render(RenderInput(definition, snapshot, {}, evidence, lambda sha256: photo(photos, sha256, absent), lang))
    if absent:
        notes.append(f"{len(absent)} photos were not found and are printed as empty frames (--photos DIR)")
    return pdf, notes


def snapshot_of(document: Any, catalog: Catalog) -> Snapshot:
    if isinstance(document, dict) and "frozen_at" in document:
        import rfc8785

        try:
            return parse(rfc8785.dumps(document))
        except ValueError as error:
            raise InputFault("order.invalid", f"the snapshot is not canonical JSON: {error}") from error
    check_document(document)
    profile = shipped_profile()
    form = document["form"]
    definition = catalog.get(form["id"], form["version"])
    moment = from_wire(last_moment(document))
    return freeze(definition, document, derive(document, profile, moment), revision=0, frozen_at=moment)


def last_moment(document: dict[str, Any]) -> str:
    """The time the document speaks of: its last event, else its creation. Keeps the PDF the same whenever it is rendered."""
    entries = document.get("events") or []
    return str(entries[-1]["at"] if entries else document["created_at"])


def photo(folder: Path | None, sha256: str, absent: set[str]) -> bytes:
    """The photo by its hash, or a small grey frame in its place. Raises InputFault `file.wrong-hash` for altered bytes."""
    path = folder / sha256 if folder else None
    if path is None or not path.is_file():
        absent.add(sha256)
        return grey_frame()
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputFault("file.wrong-hash", f"{path} does not have the hash it is named by", path=str(path))
    return data


def grey_frame() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (320, 240), (225, 228, 232)).save(out, "PNG")
    return out.getvalue()
