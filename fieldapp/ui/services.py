"""What the screens are given: use cases as protocols, bundled once by the composition root.

Every call may take its time and is made in a job (`background/jobs.py`), never on the GUI thread; failures are Faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fieldapp.clock import Clock
from fieldapp.settings import Settings
from fieldapp.ui.sync_services import SyncService

if TYPE_CHECKING:
    from fieldapp.archive.trust import Root
    from fieldapp.forms.signing.extend import Stamper
    from fieldapp.forms.signing.keys import SignerIdentity
    from fieldapp.release import Manifest, ReleaseFile
    from fieldapp.report.content import Report
    from fieldapp.report.quarter import Quarter
    from fieldapp.services.attachments import Attachments
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.filling import Filling
    from fieldapp.services.findings import Finding
    from fieldapp.services.full_backup import Made
    from fieldapp.services.handoffs import HandOffs
    from fieldapp.services.intake import Intake
    from fieldapp.services.knowledge import Knowledge
    from fieldapp.services.major import Major
    from fieldapp.services.overview import TodayView, UpkeepView, Watch
    from fieldapp.services.records import Records
    from fieldapp.services.signing import Signing
    from fieldapp.store.records import (
        Conflict,
        Counts,
        OrderFilter,
        OrderRow,
        OutboxItem,
        Receipt,
        RecordRow,
        Recovery,
        Sort,
        TakenAway,
    )
    from fieldapp.ui.stages import Stage


class OrdersService(Protocol):
    """`services.orders.Orders`, as far as lists and today need it; the order page uses the whole of it."""

    def accept(self, order_id: str) -> None: ...

    def decline(self, order_id: str, reason: str) -> None: ...

    def record_notice(
        self, order_id: str, notice_key: str, outcome: str, result: str, person: str = "", number: str = ""
    ) -> None: ...

    def hand_over(self, order_id: str, notice_keys: Iterable[str]) -> int: ...

    def watch(self) -> Watch:
        """One look at the timetable of all orders: writes what ran out."""
        ...

    def detail(self, order_id: str) -> OrderDetail: ...

    def today(self) -> TodayView: ...


class Queries(Protocol):
    """`store.queries`: frozen rows, nothing that scans."""

    def first_rows(
        self, wanted: OrderFilter, sort: Sort, most: int, cancelled: Callable[[], bool], *, indexed_only: bool = False
    ) -> Sequence[OrderRow]: ...

    def many_wait(self) -> bool: ...

    def order_ids(self, wanted: OrderFilter, sort: Sort, most: int | None, cancelled: Callable[[], bool]) -> Sequence[str]: ...

    def order_rows(self, ids: Sequence[str]) -> Sequence[OrderRow]: ...

    def records(self, ids: Sequence[str]) -> Sequence[RecordRow]: ...

    def outbox_items(self) -> Sequence[OutboxItem]: ...

    def receipts(self) -> Sequence[Receipt]: ...

    def conflicts(self) -> Sequence[Conflict]: ...

    def taken_away(self) -> Sequence[TakenAway]: ...

    def counts(self) -> Counts: ...


class Upkeep(Protocol):
    """Storage, backup, certificate."""

    def view(self) -> UpkeepView: ...

    def backup_now(self) -> None: ...

    def backup_if_due(self) -> bool:
        """The daily backup; True when one was made."""
        ...

    def catch_up(self) -> bool:
        """A few steps of what saving and sync left to be done for the search; True while there is more."""
        ...


class SignerService(Protocol):
    """`services.identities.Identities`: whose key seals."""

    def adopt(self, settings: Settings, secret: str, *, keep: bool) -> None:
        """Try the identity that `settings` name; the caller saves them when nothing was raised. Raises Fault `pkcs12.*`,
        `token.*`, `signer.*`, `seal.certificate-*`."""


class BundlePart(Protocol):
    """One file of the diagnostics bundle. `key`: doctor | versions | settings | sync | log | crash."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def data(self) -> bytes: ...


class Diagnosis(Protocol):
    """The checks of `doctor`, the bundle for whoever helps, the full backup. `crashes_fresh`: recorded since the start."""

    def examine(self, told: Callable[[Finding], None]) -> Sequence[Finding]: ...

    def parts(self, findings: Sequence[Finding]) -> Sequence[BundlePart]: ...

    def save_bundle(self, parts: Sequence[BundlePart], path: Path) -> None:
        """Raises EnvironmentFault `bundle.unwritable`."""

    def full_backup(self, to: Path, passphrase: str, told: Callable[[int, int], None]) -> Made:
        """Raises InputFault `backup.passphrase`, EnvironmentFault `disk.full|backup.unreadable|…`."""
        ...

    def logs_folder(self) -> Path: ...

    def crashes_untold(self) -> int:
        """Reports of earlier runs that the person has not heard of."""
        ...

    def crashes_fresh(self) -> int: ...

    def crashes_told(self) -> None: ...


class Offer(Protocol):
    """What is known of a newer version. `manifest` None: of none; `file` None: no installer for this system; `problem`: why an
    offer is not believed; `required`: the endpoint works with nothing older."""

    @property
    def manifest(self) -> Manifest | None: ...

    @property
    def file(self) -> ReleaseFile | None: ...

    @property
    def downloaded(self) -> Path | None: ...

    @property
    def problem(self) -> str | None: ...

    @property
    def required(self) -> bool: ...

    @property
    def has_key(self) -> bool: ...


class UpdateService(Protocol):
    """Newer versions of the program; nothing is fetched unasked, and nothing is installed from here."""

    def offer(self) -> Offer: ...

    def ask(self) -> None:
        """Ask the endpoint now. Raises NetworkFault, AuthFault."""

    def download(self, told: Callable[[int, int], None]) -> Path:
        """Raises Fault `release.*`, `net.*`, `disk.full`."""
        ...


class SettingsKeeper(Protocol):
    """Settings in force; `save` writes them durably before it returns."""

    def load(self) -> Settings: ...

    def save(self, settings: Settings) -> None: ...


class TrustKeeper(Protocol):
    """`archive.trust.TrustFolder`: the root certificates a person trusts."""

    def roots(self) -> tuple[Root, ...]: ...

    def add(self, pem: bytes) -> int:
        """Raises InputFault `trust.no-certificate`."""
        ...

    def remove(self, fingerprint: str) -> None: ...


class ReportService(Protocol):
    """`services.reports.Reports`: the quarterly report of what this device holds."""

    def current(self) -> Quarter: ...

    def quarter(self, quarter: Quarter, *, progress: Callable[[int], None]) -> Report:
        """Reads every order; `progress` hears how many and may raise to stop."""
        ...


class OfficeSigner(Protocol):
    """Who countersigns in the archive: the identity that the settings name (`bootstrap/documents.py`)."""

    def locked(self) -> bool:
        """True while its password or PIN has to be typed."""
        ...

    def open(self, secret: str) -> SignerIdentity:
        """Raises Fault `pkcs12.*`, `token.*`, `signer.*`, `seal.*`."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentTools:
    """What 归档与验证 needs. No store and no login: it also works in a window of its own. `who` goes into the register."""

    trust: TrustKeeper
    settings: SettingsKeeper
    clock: Clock
    who: str
    stamper: Callable[[str], Stamper]
    """Timestamps from the authority at an address. Raises InputFault `timestamp.address`."""
    office: OfficeSigner


@dataclass(frozen=True, slots=True)
class UiServices:
    """Everything behind the screens once the store is open."""

    orders: OrdersService
    filling: Filling
    attachments: Attachments
    hand_out: Callable[[str, str], Path]
    """A file of the blob store (sha256, name) as a private decrypted copy for another program, gone when the store closes."""
    signing: Signing
    check_pin: Callable[[str], bool]
    reset_pin: Callable[[str, str], None]
    """The server's password and the new PIN. Raises Fault `pin.format`, `auth.refused`, `login.not-you`, `net.*`."""
    intake: Intake
    queries: Queries
    sync: SyncService
    upkeep: Upkeep
    signer: SignerService
    settings: SettingsKeeper
    clock: Clock
    diagnosis: Diagnosis | None = None
    """None: 设置 shows no checks."""
    updates: UpdateService | None = None
    documents: DocumentTools | None = None
    """None: the page 归档与验证 is not offered."""
    records: Records | None = None
    """None: this window has no pages of records."""
    handoffs: HandOffs | None = None
    major: Major | None = None
    """None: this window has no page of major incidents."""
    knowledge: Knowledge | None = None
    reports: ReportService | None = None
    """None: the page 报表 is not offered."""
    finish_sealing: Callable[[], tuple[str, ...]] | None = None  # `Signing.finish`
    zone: tzinfo | None = None
    """The process profile's zone, in which the screens tell the time."""
    recovery: Recovery | None = None
    """Set when the last session ended without closing."""
    last_ok_at: datetime | None = None
    """When a sync of an earlier session last ended well."""


class Gate(Protocol):
    """First run and unlock. Each method does one step and raises a Fault where it cannot; `stage` says what comes next."""

    def stage(self) -> Stage: ...

    def prepare(self) -> None:
        """Get ready for opening, while the person is still typing."""

    def check_server(self, url: str) -> str:
        """The endpoint's name. Raises Fault `server.address`, `net.*`."""

    def enrol(self, url: str, user_name: str, password: str) -> None:
        """Log in, know the device, get its certificate. Needs a passphrase first where no keyring is there."""

    def wants_new_passphrase(self) -> bool:
        """True when no keyring is there and no passphrase guards the key yet: one has to be thought of."""

    def give_passphrase(self, passphrase: str) -> None:
        """Raises Fault `vault.passphrase` for a wrong one."""

    def give_pin(self, pin: str) -> bool:
        """False when it is not the PIN. Raises RefusedFault `pin.locked` with `seconds`."""

    def set_pin(self, pin: str) -> None:
        """Raises InputFault `pin.format`."""

    def reset_pin(self, password: str, pin: str) -> None:
        """For who forgot it: the server's password opens, online. Raises Fault `pin.format`, `auth.refused`, `login.not-you`,
        `net.*`."""

    def lock(self) -> None:
        """`stage` is PIN again."""

    def start_demo(self) -> None:
        """Prepare demo data in its own folder; `open` then opens that."""

    def ahead(self) -> UiServices | None:
        """While only the PIN is missing: what `open` will give, to build from and not to show. None where nothing is open yet."""

    def open(self) -> UiServices:
        """Open the store and bind the use cases, when `stage` is READY; after `lock` it gives what was opened before."""
