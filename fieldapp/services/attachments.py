"""Photos and files: the bytes are safe in the blob store before the order speaks of them."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import Fault, InputFault, RefusedFault
from fieldapp.forms.schema import FieldType
from fieldapp.forms.summary import summarise
from fieldapp.forms.voiding import CONCLUSIONS
from fieldapp.ids import new_id
from fieldapp.services.changes import Loaded, Patch, change, commit, load, require_open
from fieldapp.services.context import Context
from fieldapp.store.unit_of_work import Work

LIMIT = 50 * 1024 * 1024
LONGEST_NAME = 200
PHOTO_PIXELS = 100_000_000
PHOTO_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A photo's new row. `withdrawn`: the picture before is gone from order and device, and never left it."""

    row: dict[str, JSON]
    withdrawn: bool


class Attachments:
    """Adding and reading files of orders."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def add_photo(
        self, order_id: str, field: str, data: bytes, name: str, tag: str, *, hold: timedelta = NO_TIME
    ) -> dict[str, JSON]:
        """Store a photo (JPEG, PNG or WebP, ≤ 50 MiB) and its row; for `hold` it does not leave this device, so that something
        in it can still be covered. Raises InputFault `file.too-large|file.not-an-image|file.empty`."""
        mime = image_type(data)
        row: dict[str, JSON] = self._row(data, name, mime) | {"tag": tag, "taken_at": to_wire(self.context.now())}
        self._add(order_id, field, FieldType.PHOTOS, row, "photo", data, hold)
        return row

    def replace_photo(self, order_id: str, field: str, row_id: str, data: bytes) -> Replaced:
        """Put an edited picture in a photo's place, with its tag and caption; ADR 0018 says what becomes of the one before.

        Raises RefusedFault `photo.gone` when the row is no longer there, and what `add_photo` raises.
        """
        context, mime = self.context, image_type(data)
        fresh = self._row(data, "", mime) | {"sha256": context.store.blobs.put(data)}
        with context.store.writing() as work:
            loaded = load(context, work, order_id)
            require_open(loaded.stored)
            old = next((row for row in loaded.doc["answers"].get(field, ()) if row["_id"] == row_id), None)
            if old is None:
                raise RefusedFault("photo.gone", f"no photo {row_id} in {field}", field=field, row_id=row_id)
            row = {**old, **{name: fresh[name] for name in ("sha256", "mime", "size")}, "name": with_ending(old["name"], mime)}
            changed = self._attached(row, "photo")
            withdrawn = row["sha256"] != old["sha256"] and take_back(context, work, loaded, old["sha256"], but_for=row_id)
            patch: Patch = {"rows": {field: {"put": [row]}}, "attachments": [changed]}
            commit(context, work, load(context, work, order_id), patch)
            work.blobs.add(order_id, row["sha256"], row["size"], mime)
        context.store.discard()
        return Replaced(row, withdrawn)

    def let_go(self, order_id: str) -> None:
        """The person has finished with the order for now: photos that were kept back may leave, and files he added and took
        out again never will."""
        context = self.context
        with context.store.writing() as work:
            stored = work.orders.get(order_id)
            if stored is None or stored.frozen:
                return
            for sha256 in removed_again(stored.doc):
                take_back(context, work, load(context, work, order_id), sha256)
            work.blobs.let_go(order_id)
        context.store.discard()

    def add_file(self, order_id: str, field: str, data: bytes, name: str) -> dict[str, JSON]:
        """Store any other file (≤ 50 MiB) and its row."""
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        row = self._row(data, name, mime)
        self._add(order_id, field, FieldType.FILES, row, "file", data)
        return row

    def data(self, sha256: str) -> bytes:
        """The bytes of a stored file. Raises EnvironmentFault `blob.damaged|blob.missing`."""
        return self.context.store.blobs.get(sha256)

    def _row(self, data: bytes, name: str, mime: str) -> dict[str, JSON]:
        if not data:
            raise InputFault("file.empty", f"{name} is empty", name=name)
        if len(data) > LIMIT:
            raise InputFault(
                "file.too-large", f"{name} is larger than {LIMIT // 2**20} MiB", name=name, size=len(data), limit=LIMIT
            )
        return {"_id": new_id(), "sha256": "", "name": plain_name(name), "mime": mime, "size": len(data), "caption": ""}

    def _attached(self, row: dict[str, JSON], kind: str) -> dict[str, JSON]:
        """The entry of the document's list of files."""
        held = {name: row[name] for name in ("sha256", "name", "mime", "size")}
        return held | {"id": new_id(), "kind": kind, "added_at": to_wire(self.context.now())}

    def _add(
        self,
        order_id: str,
        field: str,
        kind: FieldType,
        row: dict[str, JSON],
        attachment_kind: str,
        data: bytes,
        hold: timedelta = NO_TIME,
    ) -> None:
        row["sha256"] = self.context.store.blobs.put(data)
        attachment = self._attached(row, attachment_kind)

        def build(loaded: Loaded) -> Patch:
            if loaded.definition.field(field).type is not kind:
                raise InputFault("answer.type", f"{field} does not hold {attachment_kind}s", field=field)
            return {"rows": {field: {"put": [row]}}, "attachments": [attachment]}

        send_from = self.context.clock.now() + hold if hold else None
        change(self.context, order_id, build, blobs={row["sha256"]: (len(data), row["mime"])}, send_from=send_from)


def take_back(context: Context, work: Work, loaded: Loaded, sha256: str, *, but_for: str = "") -> bool:
    """Take a file out of the order and off this device, unless it has left, a confirmed snapshot shows it, or another row
    than `but_for` does. True when it is gone."""
    if any(row["sha256"] == sha256 and row["_id"] != but_for for row in file_rows(loaded.doc)) or is_confirmed(
        context, loaded, sha256
    ):
        return False
    summary = summarise(loaded.definition, loaded.doc, context.profile, context.now())
    return work.take_back_file(loaded.stored.id, sha256, summary)


def is_confirmed(context: Context, loaded: Loaded, sha256: str) -> bool:
    """Whether something the customer has confirmed shows the file: that must stay as it was."""
    for entry in loaded.doc.get("events", ()):
        if entry["kind"] not in CONCLUSIONS:
            continue
        try:
            shown = context.store.blobs.get(entry["data"]["snapshot_sha256"])
        except Fault:
            return True  # confirmed elsewhere, or not readable here: nobody can say that it does not
        if sha256.encode() in shown:
            return True
    return False


def file_rows(doc: Document) -> Iterator[dict[str, JSON]]:
    """The rows of all photo and file answers."""
    for value in doc.get("answers", {}).values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict) and isinstance(row.get("sha256"), str))


def removed_again(doc: Document) -> list[str]:
    """Photos and files of the document that no answer shows."""
    shown = {row["sha256"] for row in file_rows(doc)}
    kinds = {"photo", "file"}
    return [entry["sha256"] for entry in doc.get("attachments", ()) if entry["kind"] in kinds and entry["sha256"] not in shown]


def with_ending(name: str, mime: str) -> str:
    """The name with the ending of its new format."""
    ending = {"image/png": ".png", "image/webp": ".webp"}.get(mime, ".jpg")
    path = PurePath(name)
    return name if path.suffix.lower() in {ending, ".jpeg" if ending == ".jpg" else ending} else f"{path.stem}{ending}"


def plain_name(name: str) -> str:
    """The last part of a path, whatever system it came from, without control characters; at most 200 characters with its
    ending."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(character for character in last if character.isprintable()) or "file"
    ending = PurePath(plain).suffix[:16]
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - len(ending)] + ending


def image_type(data: bytes) -> str:
    """MIME type of a photo. Raises InputFault `file.empty`, `file.not-an-image` when it does not decode as one."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise InputFault("file.empty", "the photo is empty")
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind, pixels = image.format or "", image.width * image.height
            if kind not in PHOTO_FORMATS or pixels > PHOTO_PIXELS:
                raise InputFault(
                    "file.not-an-image", f"{kind or 'this'} is not a photo this program takes", format=kind, pixels=pixels
                )
            image.load()
    except UnidentifiedImageError as error:
        raise InputFault("file.not-an-image", "not a photo of any known kind") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputFault("file.not-an-image", f"not a readable photo: {error}") from error
    return PHOTO_FORMATS[kind]
