"""What a device keeps of the approved files, in its store: with the orders that were filled in with them, in the same backups."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fieldapp.errors import InputFault
from fieldapp.tailoring.published import Kind, Published, from_wire_list, invalid

log = logging.getLogger(__name__)
KEPT: Final = "tailoring"
"""Name of the fact in the store: `{etag, files}`."""

REFUSED: Final = "tailoring_refused"
"""Why the files that were sent last are not kept; a text."""


def files_of(kept: object) -> tuple[Published, ...]:
    """The files of the fact; none where it is damaged, which is logged."""
    try:
        return from_wire_list(kept["files"] if isinstance(kept, Mapping) and "files" in kept else [])
    except InputFault as fault:
        log.warning("the kept tailoring cannot be read: %s", fault)
        return ()


def followed_by(mine: Sequence[Published], sent: Sequence[Published]) -> tuple[Published, ...]:
    """The set after a new one came. Form versions never go away, orders here may need them. Of the profile what was sent counts;
    where nothing was, the one that is here.

    Raises InputFault `tailoring.invalid` when a version comes with another text, or an earlier profile than the one here.
    """
    known: dict[Any, Published] = {one.key: one for one in mine}
    for file in sent:
        before = known.get(file.key)
        if before is not None and before.sha256 != file.sha256:
            raise invalid(f"{file.source}: comes with another text than before under the same version")
    newest, here = _newest(sent), _newest(mine)
    if newest and newest < here:
        raise invalid(f"the profile is version {newest}, version {here} is here already")
    stays = [one for one in mine if one.kind is not Kind.PROFILE or not newest]
    return tuple({one.key: one for one in (*stays, *sent)}.values())


def _newest(files: Sequence[Published]) -> int:
    return max((one.version for one in files if one.kind is Kind.PROFILE), default=0)
