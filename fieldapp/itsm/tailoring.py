"""裁剪 at the endpoint (§6.1.5): publishing approved files, and the set that is handed to the devices."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select, update

from fieldapp.domain import holidays
from fieldapp.errors import RefusedFault
from fieldapp.itsm.database import Database
from fieldapp.itsm.tables import counters, meta, tailoring
from fieldapp.tailoring.checking import Draft, holidays_of, is_of_holidays, joined, read_draft
from fieldapp.tailoring.in_force import Terms, office_day, shipped_profile
from fieldapp.tailoring.published import LARGEST_SET, MOST, Kind, Published, from_wire_list, invalid, sha256_of

READ_WITH: Final = "timetable_terms"
"""The fact that says by which profile the timetable was reckoned."""


def published(database: Database) -> tuple[Published, ...]:
    """Everything that was ever published, in that order."""
    with database.reading() as connection:
        return _rows(connection)


def _rows(connection: Connection) -> tuple[Published, ...]:
    rows = connection.execute(select(tailoring).order_by(tailoring.c.id)).mappings()
    return tuple(found for row in rows for found in from_wire_list([dict(row)]))


def handed_out(files: Sequence[Published], now: datetime) -> tuple[Published, ...]:
    """What devices need: every form version (orders keep theirs), every year of holidays, of the profile the one that counts
    today and those that come."""
    today = office_day(now)
    standing = [one.version for one in files if one.kind is Kind.PROFILE and one.since <= today]
    newest = max(standing, default=0)
    return tuple(one for one in files if one.kind is not Kind.PROFILE or one.version >= newest)


def etag_of(files: Sequence[Published]) -> str:
    """Changes when the set does."""
    return hashlib.sha256(repr([(one.key, one.sha256, one.since) for one in files]).encode()).hexdigest()[:32]


def read_drafts(paths: Sequence[Path], files: tuple[Published, ...]) -> tuple[Draft, ...]:
    """Read and check files that are to be published together: a profile may name holidays that come with it.

    Raises the faults of `checking.read_draft`.
    """
    known = holidays_of(files)
    drafts: list[Draft] = []
    for path in sorted(paths, key=lambda one: not is_of_holidays(one)):
        draft = read_draft(path, known)
        if draft.kind is Kind.HOLIDAYS:
            known = joined(known, holidays.parse(draft.text, str(path)))
        drafts.append(draft)
    return tuple(drafts)


def publish(
    database: Database, drafts: Sequence[Draft], approved_by: str, note: str, now: datetime, since: date | None = None
) -> tuple[Published, ...]:
    """Add files, all or none; what was published already with the same text is passed over, so that the command may be given
    again after a power cut. The ones that were added.

    Raises InputFault `tailoring.invalid`, RefusedFault `tailoring.version`.
    """
    day = since or office_day(now)
    fresh = [_published(draft, approved_by, note, now, day) for draft in drafts]
    from_wire_list([one.to_wire() for one in fresh])

    def work(connection: Connection) -> tuple[Published, ...]:
        added: list[Published] = []
        known = list(_rows(connection))
        for file in fresh:
            if _is_new(file, known):
                added.append(file)
                known.append(file)
        if len(known) > MOST or sum(len(one.text.encode()) for one in known) > LARGEST_SET:
            raise invalid(f"more than {MOST} files, or more than {LARGEST_SET} bytes together")
        if added:
            connection.execute(insert(tailoring), [one.to_wire() for one in added])
        return tuple(added)

    return database.run_writing(work)


def _published(draft: Draft, approved_by: str, note: str, now: datetime, since: date) -> Published:
    said = (approved_by.strip(), note.strip())
    if not all(said):
        raise invalid("who approved it and a note are needed")
    return Published(draft.name, draft.kind, draft.version, sha256_of(draft.text), draft.text, *said, now, since)


def _is_new(file: Published, known: Sequence[Published]) -> bool:
    """False: the same text is there already. Raises RefusedFault `tailoring.version`."""
    mine = [one for one in known if (one.kind, one.name) == (file.kind, file.name)]
    same = next((one for one in mine if one.version == file.version), None)
    if same is not None:
        if same.sha256 == file.sha256:
            return False
        text = (
            f"{file.source} was published with another text on {same.published_at.date()} and stays as it is; raise the version"
        )
        raise RefusedFault("tailoring.version", text)
    least = shipped_profile().version if file.kind is Kind.PROFILE else 1 if file.kind is Kind.HOLIDAYS else 0
    newest = max([least, *(one.version for one in mine)])
    if file.version <= newest:
        raise RefusedFault("tailoring.version", f"{file.source}: version {newest} is there already; the version has to rise")
    return True


def reckon_anew(database: Database, terms: Terms) -> None:
    """After another profile came into force the timetable is looked at from the beginning: its moments follow from it."""
    profile = next((one.sha256 for one in terms.approvals if one.kind is Kind.PROFILE), "")
    days = ",".join(one.sha256 for one in terms.approvals if one.kind is Kind.HOLIDAYS)
    mark = f"{profile} {days}".strip() or "shipped"

    def work(connection: Connection) -> None:
        here = meta.c.name == READ_WITH
        before = connection.execute(select(meta.c.value).where(here)).scalar_one_or_none()
        if before == mark:
            return
        if before is None:
            connection.execute(insert(meta).values(name=READ_WITH, value=mark))
        else:
            connection.execute(update(meta).where(here).values(value=mark))
        if before is not None or mark != "shipped":
            connection.execute(update(counters).where(counters.c.name == "timetable").values(value=0))

    database.run_writing(work)
