"""What the overview screens read: frozen values only; the use cases that fill them are beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldapp.domain.contacts import Contact
from fieldapp.domain.records import Label, Priority
from fieldapp.store.records import Counts, OrderRow, TakenAway

if TYPE_CHECKING:
    from fieldapp.services.major_view import MajorDue
    from fieldapp.tailoring.published import Published


@dataclass(frozen=True, slots=True)
class DueCall:
    """One notice of the escalation timetable (§6.1.4) that is due or soon due. `text` is the drafted message, `people` whom it
    reaches by the endpoint's list, `failed`: the endpoint could not send it, `tried`: calls in vain."""

    order_id: str
    number: str
    title: str
    notice_key: str
    stage: str
    due_at: datetime
    late: bool
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    text: str
    people: tuple[Contact, ...] = ()
    failed: bool = False
    tried: int = 0
    priority: Priority = Priority.NORMAL


class CheckKey(StrEnum):
    """出发前检查, in the order shown."""

    ORDERS = "orders"
    HISTORY = "history"
    KNOWLEDGE = "knowledge"
    UNSENT = "unsent"
    LOGIN = "login"
    CERTIFICATE = "certificate"
    DISK = "disk"
    BACKUP = "backup"
    CLOCK = "clock"
    FONTS = "fonts"


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """The certificate that seals. `fingerprint` is SHA-256 in hexadecimal; `signer` as in the settings; `revoked_at` None: not
    revoked as of `checked_at`, or not known (no revocation list of its issuer here) where that is None, too."""

    subject: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    issuer: str = ""
    signer: str = "device"
    revoked_at: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of 出发前检查. `value` by key: orders held, closed orders and published
    articles among what is held, items unsent, free bytes, days the certificate is valid, hours
    since the backup, seconds of clock offset; None when not known."""

    key: CheckKey
    ok: bool
    value: float | None = None
    certificate: CertificateInfo | None = None


@dataclass(frozen=True, slots=True)
class TodayView:
    """今日. `due`: accepted and open, least time left first; `waiting`: dispatches without an answer."""

    at: datetime
    due: tuple[OrderRow, ...]
    waiting: tuple[OrderRow, ...]
    calls: tuple[DueCall, ...]
    counts: Counts
    checks: tuple[Check, ...]
    sends_texts: bool = False
    """The endpoint says that it can send SMS."""
    major: tuple[MajorDue, ...] = ()
    """What major incidents ask of this person now or soon."""
    taken: tuple[TakenAway, ...] = ()
    """What the desk took away and he has not acknowledged yet."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the timetable says of all orders at a moment. `owed`: notices that a person has to give now, `next_at`: when something
    changes by itself next, None: never; `written`: entries that this look added to logs."""

    at: datetime
    owed: tuple[DueCall, ...]
    next_at: datetime | None
    written: int = 0


@dataclass(frozen=True, slots=True)
class TailoringView:
    """§6.1.5 `approvals`: the approved files in force; `coming`: others are here and count from the next opening; `refused`: why
    what was sent last was not taken; `problems`: why kept files are not in use; `no_holidays`: calendars that lack `year`."""

    approvals: tuple[Published, ...] = ()
    coming: bool = False
    refused: str = ""
    problems: tuple[str, ...] = ()
    no_holidays: tuple[Label, ...] = ()
    year: int = 0


@dataclass(frozen=True, slots=True)
class UpkeepView:
    """What 设置 says about this device. Sizes in bytes."""

    data_dir: str
    data_size: int
    free_bytes: int
    backups: int
    last_backup_at: datetime | None
    certificate: CertificateInfo | None
    form_title: Label
    form_version: int
    profile_name: Label
    profile_version: int
    user_name: str
    device_name: str
    device_id: str
    program_version: str
    signer_unlocked: bool = True
    tailoring: TailoringView = TailoringView()
