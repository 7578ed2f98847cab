"""Sealed PDFs: write-once, never replaced, only superseded by a later revision of the same order."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update

from fieldapp.errors import RefusedFault
from fieldapp.store.records import SealedFile
from fieldapp.store.tables import documents


class Documents:
    """What is known of every sealed PDF made or received here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, sealed: SealedFile) -> None:
        """Record a file; earlier revisions of its order become superseded by it. The same file again changes nothing.

        One that extends a file held here goes beside it and is superseded by what that one is superseded by. Raises RefusedFault
        `document.revision` when the order already has another file of this or a later revision.
        """
        held = self.of(sealed.order_id)
        if any(other.sha256 == sealed.sha256 for other in held):
            return
        extended = next((other for other in held if other.sha256 == sealed.extends and other.revision == sealed.revision), None)
        if extended is not None:
            self._connection.execute(insert(documents).values(**asdict(sealed) | {"superseded_by": extended.superseded_by}))
            return
        if held and held[-1].revision >= sealed.revision:
            text = f"revision {sealed.revision} of {sealed.number} cannot follow revision {held[-1].revision}"
            raise RefusedFault("document.revision", text, revision=sealed.revision, latest=held[-1].revision)
        self._connection.execute(insert(documents).values(**asdict(sealed)))
        current = documents.c.superseded_by.is_(None)
        others = (documents.c.order_id == sealed.order_id) & (documents.c.sha256 != sealed.sha256)
        self._connection.execute(update(documents).where(current & others).values(superseded_by=sealed.sha256))

    def get(self, sha256: str) -> SealedFile | None:
        """One file by its hash."""
        found = self._connection.execute(select(documents).where(documents.c.sha256 == sha256)).mappings().first()
        return None if found is None else SealedFile(**found)

    def of(self, order_id: str) -> tuple[SealedFile, ...]:
        """All revisions of one order, oldest first; a file that extends another comes after it, being longer."""
        statement = select(documents).where(documents.c.order_id == order_id).order_by(documents.c.revision, documents.c.size)
        return tuple(SealedFile(**row) for row in self._connection.execute(statement).mappings())

    def without_time(self) -> tuple[SealedFile, ...]:
        """Files as they were sealed that no other one extends, the newest first."""
        longer = documents.alias()
        extended = select(longer.c.sha256).where(longer.c.extends == documents.c.sha256).exists()
        statement = select(documents).where(documents.c.extends.is_(None), ~extended).order_by(documents.c.sealed_at.desc())
        return tuple(SealedFile(**row) for row in self._connection.execute(statement).mappings())

    def extension_of(self, sha256: str) -> SealedFile | None:
        """The file that begins with this one."""
        found = self._connection.execute(select(documents).where(documents.c.extends == sha256)).mappings().first()
        return None if found is None else SealedFile(**found)
