"""The program without its window: vault, store, use cases and sync, opened on one data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.sync_binding import SyncBinding
from fieldapp.clock import Clock
from fieldapp.domain.major.rows import KIND
from fieldapp.services.access import Access
from fieldapp.services.attachments import Attachments
from fieldapp.services.context import Context, Tailored
from fieldapp.services.filling import Filling
from fieldapp.services.handed_out import HandedOut
from fieldapp.services.handoffs import HandOffs
from fieldapp.services.identities import Identities
from fieldapp.services.intake import Intake
from fieldapp.services.knowledge import Knowledge
from fieldapp.services.major import Major, move_guard
from fieldapp.services.orders import Orders
from fieldapp.services.records import Records
from fieldapp.services.reports import Reports
from fieldapp.services.signing import Signing
from fieldapp.services.tailoring import terms_of
from fieldapp.services.upkeep import Upkeep
from fieldapp.store.layout import STORE_FOLDER
from fieldapp.store.store import Store
from fieldapp.store.vault import Vault, store_key


@dataclass(frozen=True, slots=True)
class Application:
    """Everything behind the screens, and behind the commands that need none."""

    context: Context
    settings: SettingsKeeper
    access: Access
    orders: Orders
    filling: Filling
    intake: Intake
    attachments: Attachments
    records: Records
    handoffs: HandOffs
    major: Major
    knowledge: Knowledge
    handed_out: HandedOut
    identities: Identities
    signing: Signing
    upkeep: Upkeep
    reports: Reports
    sync: SyncBinding

    def close(self) -> None:
        self.sync.close()
        self.handed_out.sweep()
        self.context.store.close()


def open_application(folder: Path, vault: Vault, clock: Clock) -> Application:
    """Open the store of a data folder, making it on the first call.

    Raises EnvironmentFault `store.*|vault.*`; a store whose key is not in the vault is never recreated over.
    """
    store = Store.open(folder / STORE_FOLDER, store_key(vault, folder / STORE_FOLDER), clock)
    try:
        found = terms_of(store, clock.now())
        settings = SettingsKeeper(folder)
        context = Context(store, found.catalog, found.profile, clock, vault, settings=settings.load)
        context.tailored = Tailored(found.approvals, found.problems)
        access, identities = Access(context), Identities(context)
        access.restore_session()
        handed_out = HandedOut(context)
        records = Records(context, {KIND: move_guard(context)})
        handed_out.sweep()  # what a killed program left behind
        return Application(
            context=context,
            settings=settings,
            access=access,
            orders=Orders(context),
            filling=Filling(context),
            intake=Intake(context),
            attachments=Attachments(context),
            handoffs=HandOffs(context),
            records=records,
            major=Major(context, records),
            knowledge=Knowledge(context),
            handed_out=handed_out,
            identities=identities,
            signing=Signing(context, identities),
            upkeep=Upkeep(context, identities),
            reports=Reports(context),
            sync=SyncBinding(context, access, settings.load),
        )
    except BaseException:
        store.close()
        raise
