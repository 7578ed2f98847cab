"""归档与验证 without store and login: what it needs from one data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp import __version__
from fieldapp.archive.identity import account
from fieldapp.archive.trust import TrustFolder
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.clock import SystemClock
from fieldapp.errors import RefusedFault
from fieldapp.forms.signing.extend import Stamper
from fieldapp.forms.signing.keys import SignerIdentity
from fieldapp.services.identities import Identities
from fieldapp.ui.services import DocumentTools, OfficeSigner


def document_tools(folder: Path, who: str = "", identities: Identities | None = None) -> DocumentTools:
    """`who` goes into the register with what is imported; the account and the machine where nobody is logged in. `identities`
    where the store is open."""
    settings = SettingsKeeper(folder)

    def stamper(url: str) -> Stamper:
        from fieldapp.sync.pins import pins_for
        from fieldapp.sync.timestamps import authority_stamper

        chosen = settings.load()
        ca_file, pins = chosen.trust
        return authority_stamper(url, ca_file, pins_for(url, chosen.server_url, pins))

    office: OfficeSigner = SettingsSigner(settings) if identities is None else EnrolledSigner(settings, identities)
    return DocumentTools(TrustFolder(folder), settings, SystemClock(), who or account(), stamper, office)


@dataclass(frozen=True, slots=True)
class SettingsSigner:
    """The file or token of the settings. The secret is typed each time; the device's own key is behind the login."""

    settings: SettingsKeeper

    def locked(self) -> bool:
        return self.settings.load().signer != "device"

    def open(self, secret: str) -> SignerIdentity:
        from fieldapp.services.identities import open_identity, read_file

        chosen = self.settings.load()
        if chosen.signer == "device":
            raise RefusedFault("signer.behind-login", "the device's own key is to be had only after the login")
        return open_identity(chosen, secret, read_file(chosen.signer_issuers) if chosen.signer_issuers else b"")


@dataclass(frozen=True, slots=True)
class EnrolledSigner:
    """Whoever seals here; the secret is asked for when it is not known yet."""

    settings: SettingsKeeper
    identities: Identities

    def locked(self) -> bool:
        return not self.identities.unlocked()

    def open(self, secret: str) -> SignerIdentity:
        if secret:
            self.identities.adopt(self.settings.load(), secret, keep=False)
        return self.identities.current()


def open_documents(folder: Path, files: Sequence[Path]) -> int:
    """The window with nothing but this, until it is closed; returns the exit code."""
    from fieldapp.ui.app import run_documents

    return run_documents(document_tools(folder), __version__, files)
