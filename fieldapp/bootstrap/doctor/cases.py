"""Making a case: of a folder from the command line, beside a running window or not; or of the application that is open."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from fieldapp.bootstrap.application import Application
from fieldapp.bootstrap.doctor.case import Case
from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.services.context import Context
from fieldapp.services.tailoring import terms_of
from fieldapp.settings import Settings, load_settings
from fieldapp.store.layout import BACKUPS, FILE_NAME, STORE_FOLDER, VAULT_FILE, VAULT_MARKER
from fieldapp.store.store import Store
from fieldapp.store.vault import STORE_KEY, Vault, open_vault, store_key
from fieldapp.store.viewing import StoreView
from fieldapp.sync.tokens import TokenStore


def case_of(application: Application, folder: Path) -> Case:
    """The open application's own store and login."""
    context = application.context
    return Case(
        folder,
        application.settings.load(),
        context.clock,
        store=context.store,
        context=context,
        device_id=context.session.device_id,
        access_token=_access_token(context.vault),
    )


@contextlib.contextmanager
def case_of_folder(folder: Path, clock: Clock, passphrase: Callable[[bool], str] | None, url: str = "") -> Iterator[Case]:
    """A folder as it lies there; nothing is made or changed in it. Raises InputFault `settings.broken`."""
    settings = load_settings(folder) if folder.is_dir() else Settings()
    case = Case(folder, settings.changed(server_url=url) if url else settings, clock)
    store_folder = folder / STORE_FOLDER
    if not any((store_folder / name).exists() for name in (FILE_NAME, BACKUPS)):
        yield case
        return
    view: StoreView | None = None
    try:
        vault = vault_of(folder, passphrase)
        view = StoreView(store_folder, store_key(vault, store_folder), clock)
        view.require_sound()
        found = _with_store(case, view, vault)
    except Fault as fault:
        found = replace(case, no_store=fault)
    try:
        yield found
    finally:
        if view is not None:
            view.close()


def vault_of(folder: Path, passphrase: Callable[[bool], str] | None) -> Vault:
    """Raises EnvironmentFault `vault.*`; a vault that is gone is not made anew."""
    if not any((folder / name).exists() for name in (VAULT_MARKER, VAULT_FILE)):
        raise EnvironmentFault("vault.key-lost", f"the vault with the key of {folder} is gone", path=str(folder))
    vault = open_vault(folder, passphrase)
    if vault.get(STORE_KEY) is None:
        raise EnvironmentFault("vault.key-lost", f"the vault of {folder} has no key", path=str(folder))
    return vault


def _with_store(case: Case, view: StoreView, vault: Vault) -> Case:
    # of a store the checks use the reading half only, which a view has
    found = terms_of(view, case.clock.now())
    context = Context(cast(Store, view), found.catalog, found.profile, case.clock, vault, settings=lambda: case.settings)
    with view.reading() as work:
        device_id = str(work.meta.get("device_id") or "")
    return replace(case, store=view, context=context, device_id=device_id, access_token=_access_token(vault))


def _access_token(vault: Vault) -> str | None:
    tokens = TokenStore(vault).load()
    return tokens.access if tokens else None
