"""Files on their way to the endpoint: which order needs them and how far each has got. The bytes are in `store.blobs`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert

from fieldapp.clock import Clock
from fieldapp.store.due import due, moments
from fieldapp.store.records import Blob, BlobState
from fieldapp.store.tables import WAITING, blobs, documents, order_blobs

_WAITING = text(f"blobs.{WAITING}")  # literal, so that the partial index answers
_SELECT_WAITING = select(blobs).where(_WAITING, due(blobs.c.not_before)).order_by(blobs.c.added_at).limit(bindparam("most"))
_CHUNK = 500
_ARRIVED = select(blobs.c.sha256).where(
    blobs.c.sha256.in_(bindparam("hashes", expanding=True)), blobs.c.state == BlobState.UPLOADED.value
)


class Blobs:
    """Rows about files; a row is written only after the bytes are safely on disk."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, order_id: str, sha256: str, size: int, mime: str, not_before: datetime | None = None) -> None:
        """The order needs this file; a file already known is not uploaded again. It stays here until `not_before`."""
        row = insert(blobs).values(
            sha256=sha256,
            size=size,
            mime=mime,
            state=BlobState.LOCAL.value,
            offset=0,
            added_at=self._clock.now(),
            not_before=not_before,
        )
        self._connection.execute(row.on_conflict_do_nothing())
        self._connection.execute(insert(order_blobs).values(order_id=order_id, sha256=sha256).on_conflict_do_nothing())

    def get(self, sha256: str) -> Blob | None:
        """One file's row."""
        found = self._connection.execute(select(blobs).where(blobs.c.sha256 == sha256)).mappings().first()
        return None if found is None else _blob(found)

    def of(self, order_id: str) -> tuple[Blob, ...]:
        """All files an order needs, in the order they were added."""
        statement = (
            select(blobs).join(order_blobs, order_blobs.c.sha256 == blobs.c.sha256).where(order_blobs.c.order_id == order_id)
        )
        return tuple(
            _blob(row) for row in self._connection.execute(statement.order_by(blobs.c.added_at, blobs.c.sha256)).mappings()
        )

    def needed_by(self, sha256: str) -> frozenset[str]:
        """The orders that need this file."""
        return frozenset(self._connection.scalars(select(order_blobs.c.order_id).where(order_blobs.c.sha256 == sha256)))

    def waiting(self, now: datetime, limit: int = 100) -> tuple[Blob, ...]:
        """Files to upload now, oldest first; those postponed beyond `now` are left out."""
        values = {**moments(now), "most": limit}
        return tuple(_blob(row) for row in self._connection.execute(_SELECT_WAITING, values).mappings())

    def not_uploaded(self, hashes: Iterable[str]) -> frozenset[str]:
        """Of these files the ones the endpoint does not hold completely; an unknown hash counts as not uploaded."""
        wanted = frozenset(hashes)
        done: set[str] = set()
        todo = sorted(wanted)
        for at in range(0, len(todo), _CHUNK):
            done.update(self._connection.scalars(_ARRIVED, {"hashes": todo[at : at + _CHUNK]}))
        return wanted - done

    def begin(self, sha256: str) -> None:
        """Its first byte is about to leave: from here on nobody can say that the endpoint has nothing of it."""
        local = (blobs.c.sha256 == sha256) & (blobs.c.state == BlobState.LOCAL.value)
        self._connection.execute(update(blobs).where(local).values(state=BlobState.UPLOADING.value))

    def let_go(self, order_id: str) -> int:
        """The order's files need not stay here any longer. Returns how many were kept back."""
        of_order = blobs.c.sha256.in_(select(order_blobs.c.sha256).where(order_blobs.c.order_id == order_id))
        held = of_order & (blobs.c.state == BlobState.LOCAL.value) & blobs.c.not_before.is_not(None)
        return self._connection.execute(update(blobs).where(held).values(not_before=None)).rowcount

    def drop(self, order_id: str, sha256: str) -> bool:
        """The order does not need this file any more; True when nobody does, then its row is gone and its bytes may go too."""
        link = (order_blobs.c.order_id == order_id) & (order_blobs.c.sha256 == sha256)
        self._connection.execute(delete(order_blobs).where(link))
        needed = select(order_blobs.c.sha256).where(order_blobs.c.sha256 == sha256).exists()
        sealed = select(documents.c.sha256).where(documents.c.sha256 == sha256).exists()
        return self._connection.execute(delete(blobs).where(blobs.c.sha256 == sha256, ~needed, ~sealed)).rowcount > 0

    def progress(self, sha256: str, offset: int) -> None:
        """The endpoint has confirmed the first `offset` bytes."""
        self._set(sha256, state=BlobState.UPLOADING.value, offset=offset, not_before=None)

    def uploaded(self, sha256: str, at: datetime) -> None:
        """The endpoint holds the whole file and its hash is right."""
        self._set(sha256, state=BlobState.UPLOADED.value, offset=blobs.c.size, uploaded_at=at, not_before=None)

    def restart(self, sha256: str) -> None:
        """The endpoint has dropped what it had (or never had it): upload from the beginning."""
        self._set(sha256, state=BlobState.LOCAL.value, offset=0, uploaded_at=None)

    def send_again(self, hashes: Iterable[str]) -> int:
        """The endpoint has lost these files: those that it once had from here are to be offered again. Returns how many."""
        lost = update(blobs).where(blobs.c.sha256.in_(sorted(hashes)), blobs.c.state == BlobState.UPLOADED.value)
        return self._connection.execute(lost.values(state=BlobState.LOCAL.value, offset=0, uploaded_at=None)).rowcount

    def postpone(self, sha256: str, not_before: datetime) -> None:
        """Not before this moment."""
        self._set(sha256, not_before=not_before)

    def resend_since(self, moment: datetime) -> int:
        """The endpoint was restored from a backup: everything uploaded since is to be offered again. Returns how many."""
        lost = update(blobs).where(blobs.c.uploaded_at >= moment)
        return self._connection.execute(lost.values(state=BlobState.LOCAL.value, offset=0, uploaded_at=None)).rowcount

    def detach(self, order_id: str) -> None:
        """The order is no longer held here; its files stay until `forget`."""
        self._connection.execute(delete(order_blobs).where(order_blobs.c.order_id == order_id))

    def forget(self, uploaded_before: datetime) -> tuple[str, ...]:
        """Drop the rows of files that no order needs and that were uploaded before the moment; their hashes, for deletion
        after the commit.
        """
        needed = select(order_blobs.c.sha256).where(order_blobs.c.sha256 == blobs.c.sha256).exists()
        sealed = select(documents.c.sha256).where(documents.c.sha256 == blobs.c.sha256).exists()
        statement = delete(blobs).where(blobs.c.uploaded_at < uploaded_before, ~needed, ~sealed).returning(blobs.c.sha256)
        return tuple(self._connection.scalars(statement))

    def _set(self, sha256: str, **values: object) -> None:
        self._connection.execute(update(blobs).where(blobs.c.sha256 == sha256).values(**values))


def _blob(row: RowMapping) -> Blob:
    return Blob(**{**row, "state": BlobState(row["state"])})
