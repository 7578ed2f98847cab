"""Whose key seals: the device's own, a PKCS#12 file's or a token's, as the settings say."""

from __future__ import annotations

import json
from pathlib import Path

from fieldapp.errors import EnvironmentFault, InputFault, RefusedFault
from fieldapp.forms.signing.identity import require_signed, require_usable
from fieldapp.forms.signing.keys import Identity, SignerIdentity
from fieldapp.services.certificates import DEVICE, issuers_of, place_of, remember, require_in_force
from fieldapp.services.context import Context
from fieldapp.settings import Settings

SECRET = "signer-secret"  # noqa: S105  # the name of an entry in the vault
PROBE = b"fieldapp: is this the key of the certificate?"
MAX_FILE_BYTES = 1_000_000
WRONG = frozenset({"pkcs12.password", "token.wrong-pin", "token.pin-locked"})


class Identities:
    """Opens what the settings name. A password or PIN is kept for the session, and in the vault when the person wants that;
    one that was wrong is forgotten at once, because a token locks itself after a few."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._kept: dict[str, str] | None = None

    def current(self) -> SignerIdentity:
        """What seals now.

        Raises RefusedFault `seal.no-certificate|seal.no-key|signer.locked` (no password or PIN known), the faults of
        `pkcs12.open_file` and `pkcs11.open_token`, EnvironmentFault `signer.file`.
        """
        settings = self.context.settings()
        if settings.signer == DEVICE:
            return self._device()
        secret = self._secret(settings)
        if secret is None:
            raise RefusedFault("signer.locked", "the signing identity needs its password or PIN first")
        return self._opened(settings, secret)

    def unlocked(self) -> bool:
        """True when nothing has to be typed before the next seal."""
        settings = self.context.settings()
        return settings.signer == DEVICE or self._secret(settings) is not None

    def adopt(self, settings: Settings, secret: str, *, keep: bool) -> None:
        """Try the identity that `settings` name by a signature of its key; only what works is remembered. Whoever calls saves the
        settings afterwards: until then the one before is in force. `keep`: the secret goes into the vault. An empty
        one: the one already known.

        Raises what `current` raises, and InputFault `seal.key-mismatch|signer.no-root`, RefusedFault `seal.certificate-*`.
        """
        if settings.signer == DEVICE:
            self.context.vault.delete(SECRET)
            self._kept = None
            return
        secret = secret or self._secret(settings) or ""
        identity = self._opened(settings, secret)
        now = self.context.clock.now()
        require_usable(identity, now)
        require_signed(identity.certificate_pem, PROBE, identity.sign(PROBE))
        if not identity.roots_pem:
            raise InputFault("signer.no-root", "the certificates between this one and its root are missing")
        require_in_force(self.context, settings, identity.certificate_pem, (*identity.chain_pem, *identity.roots_pem))
        remember(self.context, settings, identity)
        self._kept = {**self._whose(settings), "secret": secret}
        if keep:
            self.context.vault.set(SECRET, json.dumps(self._kept))
        else:
            self.context.vault.delete(SECRET)

    def _device(self) -> Identity:
        with self.context.store.reading() as work:
            certificate = work.meta.get("certificate")
            chain, trust = work.meta.get("chain", []), work.meta.get("trust", [])
        if not certificate:
            raise RefusedFault("seal.no-certificate", "this device has no certificate yet; connect to the endpoint once")
        key = self.context.vault.get("device-key")
        if key is None:
            raise RefusedFault("seal.no-key", "the device's key is not in the keyring; connect to the endpoint and enrol again")
        return Identity(key.encode(), certificate.encode(), tuple(map(str.encode, chain)), tuple(map(str.encode, trust)))

    def _opened(self, settings: Settings, secret: str) -> SignerIdentity:
        try:
            return open_identity(settings, secret, issuers_of(self.context, settings))
        except (InputFault, RefusedFault) as fault:
            if fault.code in WRONG:
                self._forget(settings)
            raise

    def _secret(self, settings: Settings) -> str | None:
        return next((held["secret"] for held in self._held() if self._fits(held, settings)), None)

    def _forget(self, settings: Settings) -> None:
        if any(self._fits(held, settings) for held in self._held()):
            self._kept = None
            self.context.vault.delete(SECRET)

    def _held(self) -> list[dict[str, str]]:
        stored = self.context.vault.get(SECRET)
        return [held for held in (self._kept, json.loads(stored) if stored else None) if held is not None]

    def _fits(self, held: dict[str, str], settings: Settings) -> bool:
        return {name: held.get(name) for name in ("place", "user")} == self._whose(settings)

    def _whose(self, settings: Settings) -> dict[str, str]:
        """A secret is for one key and one person: the next engineer on the device does not sign with the one before's."""
        return {"place": place_of(settings), "user": self.context.session.actor.id}


def open_identity(settings: Settings, secret: str, issuers_pem: bytes) -> SignerIdentity:
    """The file or the token. Raises InputFault `signer.unknown`, EnvironmentFault `signer.file`, and what they raise."""
    match settings.signer:
        case "pkcs12":
            from fieldapp.forms.signing.pkcs12 import open_file

            return open_file(read_file(settings.signer_file), secret, issuers_pem)
        case "pkcs11":
            from fieldapp.forms.signing.pkcs11 import TokenPlace, open_token

            place = TokenPlace(Path(settings.signer_module), settings.signer_token, settings.signer_certificate)
            return open_token(place, secret, issuers_pem)
        case other:
            raise InputFault("signer.unknown", f"{other} is not a way of signing this program knows")


def read_file(path: str) -> bytes:
    """Raises EnvironmentFault `signer.file`."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise EnvironmentFault("signer.file", f"{path} cannot be read: {error.strerror or error}", path=path) from error
