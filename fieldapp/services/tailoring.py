"""裁剪 on the device (§6.1.5): what the program is opened with, and what 设置 says of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from fieldapp.domain.records import Label
from fieldapp.services.context import Context
from fieldapp.services.overview import TailoringView
from fieldapp.services.shipped import shipped_catalog
from fieldapp.tailoring.in_force import Terms, office_day, shipped_profile, terms
from fieldapp.tailoring.kept import KEPT, REFUSED, files_of


class Readable(Protocol):
    """The store, or a view of it."""

    def reading(self) -> AbstractContextManager[Any]: ...


def terms_of(store: Readable, now: datetime) -> Terms:
    """Profile and forms in force from this opening on: the program's own and what the endpoint has published since."""
    with store.reading() as work:
        files = files_of(work.meta.get(KEPT))
    return terms(files, office_day(now)) if files else Terms(shipped_profile(), shipped_catalog())


def tailoring_view(context: Context) -> TailoringView:
    """What is in force and by whose approval, what comes with the next opening, and what went wrong."""
    now, tailored = context.now(), context.tailored
    with context.store.reading() as work:
        files, refused = files_of(work.meta.get(KEPT)), work.meta.get(REFUSED)
    today = office_day(now)
    coming = {one.key for one in terms(files, today).approvals} != {one.key for one in tailored.approvals} if files else False
    missing: tuple[Label, ...] = context.profile.without_holidays(now.year)
    return TailoringView(tailored.approvals, coming, str(refused or ""), tailored.problems, missing, now.year)
