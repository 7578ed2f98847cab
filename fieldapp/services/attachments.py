"""Photos and files: the bytes are safe in the blob store before the order speaks of them."""

from __future__ import annotations

import io
import mimetypes
from pathlib import PurePath

from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault
from fieldapp.forms.schema import FieldType
from fieldapp.ids import new_id
from fieldapp.services.changes import Loaded, Patch, change
from fieldapp.services.context import Context

LIMIT = 50 * 1024 * 1024
LONGEST_NAME = 200
PHOTO_PIXELS = 100_000_000
PHOTO_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class Attachments:
    """Adding and reading files of orders."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def add_photo(self, order_id: str, field: str, data: bytes, name: str, tag: str) -> dict[str, JSON]:
        """Store a photo (JPEG, PNG or WebP, ≤ 50 MiB) and its row. Raises InputFault
        `file.too-large|file.not-an-image|file.empty`."""
        mime = image_type(data)
        row: dict[str, JSON] = self._row(data, name, mime) | {"tag": tag, "taken_at": to_wire(self.context.now())}
        self._add(order_id, field, FieldType.PHOTOS, row, "photo", data)
        return row

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

    def _add(self, order_id: str, field: str, kind: FieldType, row: dict[str, JSON], attachment_kind: str, data: bytes) -> None:
        row["sha256"] = self.context.store.blobs.put(data)
        attachment = {name: row[name] for name in ("sha256", "name", "mime", "size")} | {
            "id": new_id(),
            "kind": attachment_kind,
            "added_at": to_wire(self.context.now()),
        }

        def build(loaded: Loaded) -> Patch:
            if loaded.definition.field(field).type is not kind:
                raise InputFault("answer.type", f"{field} does not hold {attachment_kind}s", field=field)
            return {"rows": {field: {"put": [row]}}, "attachments": [attachment]}

        change(self.context, order_id, build, blobs={row["sha256"]: (len(data), row["mime"])})


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
