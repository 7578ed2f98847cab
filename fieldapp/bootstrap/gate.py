"""First run and unlock: one step a method, for the unlock screen; what is opened here is handed to the screens as
`UiServices`.

The window needs this module before its first paint, so store, vault and use cases are imported by the steps that need them,
which run in the background.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.sync_binding import checked_address
from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault, Fault, InputFault, RefusedFault
from fieldapp.files import PRIVATE_FOLDER
from fieldapp.store.layout import BACKUPS, FILE_NAME, RESTORE_FOLDER, STORE_FOLDER, VAULT_FILE, VAULT_MARKER
from fieldapp.ui.stages import Stage

if TYPE_CHECKING:
    from fieldapp.bootstrap.application import Application
    from fieldapp.bootstrap.crash_watch import CrashWatch
    from fieldapp.bootstrap.demo_access import DemoAccess
    from fieldapp.store.vault import Vault
    from fieldapp.ui.services import DocumentTools, UiServices

log = logging.getLogger(__name__)


class Gate:
    """The way from a folder to an open application. `demo` prepares demo data and returns its folder, address and login."""

    def __init__(self, folder: Path, clock: Clock, demo: Callable[[Path], DemoAccess] | None = None) -> None:
        self.folder, self._clock, self._demo = folder, clock, demo
        self.application: Application | None = None
        self.services: UiServices | None = None
        self.watch: CrashWatch | None = None
        """Log and crash reports follow the folder that is open."""
        self._passphrase: str | None = None
        self._pin_given = False

    def stage(self) -> Stage:
        """What the person has to do next."""
        self._finish_restore()
        if not self._vault_made():
            return Stage.FIRST_RUN
        if self.needs_passphrase() and self._passphrase is None:
            return Stage.PASSPHRASE
        application = self._opened()
        if not application.access.logged_in() or not application.settings.load().server_url:
            return Stage.FIRST_RUN
        if not application.access.has_pin():
            return Stage.NEW_PIN
        return Stage.READY if self._pin_given else Stage.PIN

    def prepare(self) -> None:
        """Import what opening needs and what the pages ask for first, while the person is still typing."""
        import fieldapp.archive.trust
        import fieldapp.bootstrap.application
        import fieldapp.bootstrap.diagnosis
        import fieldapp.bootstrap.documents
        import fieldapp.bootstrap.updates
        import fieldapp.ui.services  # noqa: F401
        from fieldapp.domain import kinds
        from fieldapp.services.shipped import FORM, shipped_catalog, shipped_profile

        shipped_catalog().latest(FORM)  # the first form of a process builds the grammar of its conditions
        shipped_profile()
        kinds.every()

    def check_server(self, url: str) -> str:
        """The endpoint's name. Raises InputFault `server.address`, NetworkFault."""
        from fieldapp.ids import new_id
        from fieldapp.sync.client import probe

        return probe(checked_address(url), SettingsKeeper(self.folder).load().trust, new_id())

    def enrol(self, url: str, user_name: str, password: str) -> None:
        """Log in and get the device's certificate; nothing is remembered before both have worked."""
        keeper = SettingsKeeper(self.folder)
        before = keeper.load()
        keeper.save(before.changed(server_url=checked_address(url), user_name=user_name))
        try:
            application = self._opened()
            application.sync.login(user_name, password)
            application.sync.enrol()
        except BaseException:
            keeper.save(before)
            raise

    def needs_passphrase(self) -> bool:
        """True when a passphrase guards (or will guard) the key, because there is no keyring."""
        if (self.folder / VAULT_FILE).exists():
            return True
        if (self.folder / VAULT_MARKER).exists():
            return False
        from fieldapp.store.vault_keyring import keyring_usable

        return not keyring_usable()

    def wants_new_passphrase(self) -> bool:
        """True when one has to be thought of: none guards the key yet. A login that failed leaves the one that was given."""
        return not (self.folder / VAULT_FILE).exists() and self.needs_passphrase()

    def give_passphrase(self, passphrase: str) -> None:
        """Raises EnvironmentFault `vault.wrong-passphrase`, InputFault `vault.short-passphrase` for a new one."""
        self._passphrase = passphrase
        try:
            self._opened()
        except BaseException:
            self._passphrase = None
            raise

    def give_pin(self, pin: str) -> bool:
        """False for a wrong one. Raises RefusedFault `pin.locked`."""
        self._pin_given = self._opened().access.check_pin(pin)
        return self._pin_given

    def set_pin(self, pin: str) -> None:
        """Raises InputFault `pin.format`."""
        self._opened().access.set_pin(pin)
        self._pin_given = True

    def reset_pin(self, password: str, pin: str) -> None:
        """A new PIN for who forgot his, who shows by the server's password that it is him.

        Raises InputFault `pin.format`, what `SyncBinding.prove` raises.
        """
        from fieldapp.services.access import require_pin_format

        require_pin_format(pin)
        application = self._opened()
        application.sync.prove(password)
        application.access.set_pin(pin)
        self._pin_given = True

    def lock(self) -> None:
        """Ask for the PIN again; everything stays open behind it."""
        self._pin_given = False

    def start_demo(self) -> None:
        """Demo data in a folder of its own, beside the real one, on an endpoint of its own."""
        if self._demo is None:
            raise RefusedFault("demo.unavailable", "the demo is not available here")
        self.close()
        access = self._demo(self.folder)
        real = self.folder, self._passphrase
        self.folder, self._passphrase = access.folder, access.passphrase
        try:
            self.enrol(access.url, access.user_name, access.password)
            if not self._opened().access.has_pin():
                self.set_pin(access.pin)
        except BaseException:
            # real orders must never come into the demo's folder, whose passphrase everybody knows
            self.close()
            self.folder, self._passphrase = real
            raise
        self._pin_given = True

    def ahead(self) -> UiServices | None:
        """The same as `open` will give, while the PIN is asked for: the store is open then already, to check it."""
        return None if self.application is None else self.open()

    def open(self) -> UiServices:
        """What the screens are given, the same ones after `lock`. Raises EnvironmentFault `store.*`."""
        if self.services is not None and self.application is not None:
            return self.services
        application = self._opened()
        from fieldapp.bootstrap.diagnosis import WindowDiagnosis
        from fieldapp.ui.services import UiServices

        self.services = UiServices(
            diagnosis=WindowDiagnosis(application, self.folder, self.watch),
            updates=application.sync.updates,
            documents=self._documents(application),
            orders=application.orders,
            filling=application.filling,
            intake=application.intake,
            attachments=application.attachments,
            records=application.records,
            handoffs=application.handoffs,
            major=application.major,
            knowledge=application.knowledge,
            hand_out=application.handed_out.copy,
            signing=application.signing,
            check_pin=application.access.check_pin,
            reset_pin=self.reset_pin,
            queries=application.context.store.queries,
            sync=application.sync,
            upkeep=application.upkeep,
            signer=application.identities,
            settings=application.settings,
            clock=self._clock,
            reports=application.reports,
            finish_sealing=application.signing.finish,
            zone=application.context.profile.zone,
            recovery=application.context.store.recovery,
            last_ok_at=application.sync.last_ok_at(),
        )
        return self.services

    def _documents(self, application: Application) -> DocumentTools:
        """The company's roots are kept beside the store too: PDFs are checked without a login as well."""
        from fieldapp.archive.trust import TrustFolder
        from fieldapp.bootstrap.documents import document_tools

        with application.context.store.reading() as work:
            roots = work.meta.get("trust") or ()
        try:
            TrustFolder(self.folder).keep_enrolled([root.encode() for root in roots])
        except (Fault, OSError) as error:
            log.warning("the roots were not kept: %s", error)
        session = application.context.session
        return document_tools(self.folder, f"{session.actor.name}@{session.device_name}", application.identities)

    def close(self) -> None:
        """Close the store; the next start finds a clean end."""
        if self.application is not None:
            self.application.close()
            self.application = None

    def _opened(self) -> Application:
        from fieldapp.bootstrap.application import open_application

        if self.application is None:
            self.application = open_application(self.folder, self._vault(), self._clock)
            if self.watch is not None:
                self.watch.move_to(self.folder)
                self.watch.arm()
        return self.application

    def _vault(self) -> Vault:
        from fieldapp.store.vault import open_vault

        self.folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        if self._vault_lost():
            raise EnvironmentFault("vault.key-lost", f"the vault with the key of {self.folder} is gone", path=str(self.folder))
        return open_vault(self.folder, self._ask)

    def _finish_restore(self) -> None:
        """A restore that a cut stopped half-way is brought to its end first. Raises EnvironmentFault `store.in-use|disk.full`."""
        if self.application is None and (self.folder / RESTORE_FOLDER).is_dir():
            from fieldapp.services.full_restore import finish

            finish(self.folder)

    def _ask(self, new: bool) -> str:
        from fieldapp.store.vault_file import SHORTEST_PASSPHRASE

        if self._passphrase is None:
            raise EnvironmentFault("vault.passphrase-needed", "a passphrase is needed first", path=str(self.folder))
        if new and len(self._passphrase) < SHORTEST_PASSPHRASE:
            raise InputFault("vault.short-passphrase", f"a passphrase has {SHORTEST_PASSPHRASE} characters at least")
        return self._passphrase

    def _vault_lost(self) -> bool:
        """A store without a vault: a new vault would have a new key, and stand in the way of the old one's copy."""
        store = self.folder / STORE_FOLDER
        made = any((store / name).exists() for name in (FILE_NAME, BACKUPS))
        return made and not any((self.folder / name).exists() for name in (VAULT_MARKER, VAULT_FILE))

    def _vault_made(self) -> bool:
        return any((self.folder / name).exists() for name in (VAULT_MARKER, VAULT_FILE, STORE_FOLDER))
