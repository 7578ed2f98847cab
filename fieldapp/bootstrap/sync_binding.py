"""The sync engine bound to one store and the endpoint of the settings: what the screens call."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from fieldapp import logs
from fieldapp.clock import from_wire, to_wire
from fieldapp.errors import Fault, InputFault, RefusedFault

if TYPE_CHECKING:
    from datetime import datetime

    from fieldapp.services.access import Access
    from fieldapp.services.context import Context
    from fieldapp.settings import Settings
    from fieldapp.store.records import Conflict
    from fieldapp.sync.client import Client
    from fieldapp.sync.policy import FilePolicy
    from fieldapp.sync.report import Progress, SyncReport
    from fieldapp.sync.wire import User

ANYWAY = "files_anyway"
"""In `meta`: ids of orders."""
LAST_OK = "last_ok_at"
"""In `meta`: when a run last ended well, as a wire datetime."""

log = logging.getLogger(__name__)


class SyncBinding:
    """Runs are made in one lane by the caller; the client and its connection are kept between them."""

    def __init__(self, context: Context, access: Access, settings: Callable[[], Settings]) -> None:
        self._context, self._access, self._settings = context, access, settings
        from fieldapp.bootstrap.updates import Updates

        self._client: Client | None = None
        self.updates = Updates(context, self.client)

    def run_once(
        self,
        cancel: Callable[[], bool] = lambda: False,
        progress: Callable[[Progress], None] = lambda _: None,
        *,
        metered: bool = False,
    ) -> SyncReport:
        """One run; the clock's offset, what was revoked and, where it is missing, revoked or soon expires, the device's
        certificate are taken over on the way. What the endpoint says to that does not make the run a failed one.

        `metered`: the line is paid by volume, files wait for another one, as the settings and the person say."""
        from fieldapp.sync import engine
        from fieldapp.sync.report import Outcome

        context = self._context
        files = self._files_that_go(metered)

        def run() -> SyncReport:
            return engine.run_once(
                context.store,
                self.client(),
                context.catalog,
                context.profile,
                context.clock,
                cancel,
                progress,
                chance=random.random,
                files=files,
            )

        report = run()
        outcome, problem = report.outcome, logs.code(report.problem)
        log.info("sync %s %s: %d pulled, %d pushed, %d files", outcome, problem, report.pulled, report.pushed, report.blobs)
        self._access.read_clock()
        if report.outcome is Outcome.DONE:
            self._look_after_certificate()
            self._look_after_contacts()
            self._look_after_tailoring()
            if self._bring_time(cancel):
                report = run().after(report)
            self._remember_ok(report)
        self._forget_anyway()
        refused = report.problem == "sync.client-too-old"
        if report.outcome is Outcome.DONE or refused:
            self.updates.look(now=refused)
        return report

    def _remember_ok(self, report: SyncReport) -> None:
        """The page tells it after a restart too, and then knows that this is not the first sync."""
        if report.outcome == "done":
            with self._context.store.writing() as work:
                work.meta.set(LAST_OK, to_wire(report.finished_at))

    def last_ok_at(self) -> datetime | None:
        """When a run of this store last ended well; None before the first."""
        with self._context.store.reading() as work:
            text: str | None = work.meta.get(LAST_OK)
        return from_wire(text) if text else None

    def _files_that_go(self, metered: bool) -> FilePolicy:
        from fieldapp.sync.policy import EVERY_FILE, SMALL_FILE, FilePolicy

        if not metered or self._settings().files_on_metered:
            return EVERY_FILE
        return FilePolicy(SMALL_FILE, self.sent_anyway())

    def send_anyway(self, order_id: str) -> None:
        """A person pays for it: the files that this order has now go over any line. Kept until they have arrived."""
        with self._context.store.writing() as work:
            work.meta.set(ANYWAY, sorted({*work.meta.get(ANYWAY, []), order_id}))

    def sent_anyway(self) -> frozenset[str]:
        """The orders whose files go over any line."""
        with self._context.store.reading() as work:
            return frozenset(work.meta.get(ANYWAY, []))

    def _forget_anyway(self) -> None:
        """Whose files have arrived: what is added later waits again."""
        asked = self.sent_anyway()
        if not asked:
            return
        with self._context.store.writing() as work:
            left = [one for one in asked if any(blob.state != "uploaded" for blob in work.blobs.of(one))]
            work.meta.set(ANYWAY, sorted(left))

    def _bring_time(self, cancel: Callable[[], bool]) -> int:
        """Sealed files get their timestamps; how many there were. The lists are asked for just before: those are kept in the
        file."""
        from fieldapp.services.extending import Extending
        from fieldapp.sync.enrol import refresh_trust
        from fieldapp.sync.timestamps import endpoint_stamper

        context = self._context
        extending = Extending(context)
        if not extending.waiting():
            return 0
        try:
            refresh_trust(self.client(), context.store, context.clock)
        except Fault as fault:
            log.warning("no new revocation lists: %s", fault)
        return extending.extend_all(endpoint_stamper(self.client()), cancel)

    def _look_after_certificate(self) -> None:
        from fieldapp.sync.enrol import refresh_trust

        context = self._context
        try:
            if self._access.trust_due():
                refresh_trust(self.client(), context.store, context.clock)
            if self._access.certificate_due():
                self.enrol()
        except Fault as fault:
            log.warning("no new certificate or revocation list: %s", fault)  # 今日 says so as long as it lasts

    def _look_after_contacts(self) -> None:
        from fieldapp.sync.contacts import contacts_due, refresh_contacts

        context = self._context
        try:
            if contacts_due(context.store, context.clock):
                refresh_contacts(self.client(), context.store, context.clock)
        except Fault as fault:
            log.warning("no new list of people to tell: %s", fault)

    def _look_after_tailoring(self) -> None:
        from fieldapp.sync.tailoring import refresh_tailoring, tailoring_due

        context = self._context
        try:
            if tailoring_due(context.store, context.clock):
                refresh_tailoring(self.client(), context.store, context.clock)
        except Fault as fault:
            log.warning("no news of the tailored process: %s", fault)

    def retry(self, order_id: str) -> None:
        """Release the parked operations of an order."""
        with self._context.store.writing() as work:
            for op in work.outbox.active_of(order_id):
                if op.state == "parked":
                    work.outbox.retry(op.op_id)

    def settle(self, conflict_id: str, choice: str) -> None:
        from fieldapp.services.settling import settle_conflict

        settle_conflict(self._context, conflict_id, choice)

    def joinable(self, conflicts: Iterable[Conflict]) -> frozenset[str]:
        from fieldapp.services.settling import joinable

        return joinable(self._context, conflicts)

    def acknowledge(self, order_ids: Sequence[str]) -> None:
        """The person has read that these were taken away."""
        with self._context.store.writing() as work:
            work.taken.seen(order_ids)

    def removals_asked(self) -> int:
        """How many orders the endpoint takes away at once, waiting for a person's consent; 0 when it asks for none."""
        from fieldapp.sync.removals import removals_asked

        asked = removals_asked(self._context.store)
        return int(asked["removed"]) if asked else 0

    def allow_removals(self) -> None:
        """A person agrees. Raises RefusedFault `sync.nothing-asked`."""
        from fieldapp.sync.removals import allow_removals, removals_asked

        asked = removals_asked(self._context.store)
        allow_removals(self._context.store, asked["cursor"] if asked else "")

    def login(self, user_name: str, password: str) -> None:
        """Log in (again). Raises AuthFault `auth.refused`, RefusedFault `login.other-user`, NetworkFault."""

        def welcome(user: User) -> None:
            self._access.remember_user({"id": user.id, "name": user.name, "role": user.role})

        self.client().login(user_name, password, welcome)

    def prove(self, password: str) -> None:
        """The person whose work is here shows by the server's password that it is him; his login is renewed by that.

        Raises AuthFault `auth.refused`, RefusedFault `login.not-you` for somebody else's name, NetworkFault.
        """
        you = self._context.session.actor.id

        def welcome(user: User) -> None:
            if user.id != you:
                raise RefusedFault("login.not-you", "somebody else than the person whose work is here")

        self.client().login(self._settings().user_name, password, welcome)

    def enrol(self) -> None:
        """Ask for the device's certificate."""
        from fieldapp.sync.enrol import enrol

        context = self._context
        enrol(self.client(), context.store, context.vault, context.session.actor, context.clock)

    def client(self) -> Client:
        """The client for the address and the trust of the settings; a new one when they have changed."""
        settings = self._settings()
        wanted = checked_address(settings.server_url), *settings.trust
        known = self._client.transport if self._client is not None else None
        if self._client is None or known is None or (known.base_url, known.ca_file, known.pins) != wanted:
            self.close()
            self._client = self._make(*wanted)
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.transport.close()
            self._client = None

    def _make(self, url: str, ca_file: str, pins: tuple[str, ...]) -> Client:
        from fieldapp.sync.client import Client
        from fieldapp.sync.tokens import TokenStore
        from fieldapp.sync.transport import Transport

        session = self._context.session
        return Client(Transport(url, ca_file, pins), session.device_id, session.device_name, TokenStore(self._context.vault))


def checked_address(url: str) -> str:
    """https always; http only to this machine itself; no login inside it, for addresses are kept in the clear. Raises InputFault
    `server.address`."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InputFault("server.address", f"{without_login(url)} is not an address: {error}") from error
    local = host in {"127.0.0.1", "localhost", "::1"}
    if not host or "@" in parts.netloc or parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise InputFault(
            "server.address", f"an address like https://itsm.example.com is expected, not {without_login(url)!r}", port=port
        )
    return url.strip().rstrip("/")


def without_login(url: str) -> str:
    """An address for an error message, without what stands before an @."""
    return url.rpartition("@")[2] if "@" in url else url
