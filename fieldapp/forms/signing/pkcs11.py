"""A signing identity on a PKCS#11 token (a USB key, a smart card, an HSM): the private key never leaves it.

The vendor's module runs inside this process, and it is not promised that it stands several threads: one lock guards every call.
A session is opened for each signature and closed after it, so that a token may be pulled out at any time in between. A wrong PIN
is never tried twice: tokens lock themselves after a few.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import EnvironmentFault, Fault, InputFault, RefusedFault
from fieldapp.forms.signing.identity import path_of, public_key
from fieldapp.forms.signing.keys import load_certificates, may_sign

if TYPE_CHECKING:
    import pkcs11

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where the key is: path of the vendor's module; label of the token (empty: the only one that is inserted); label of the
    certificate (empty: the only one on it that may sign and has its key there)."""

    module: Path
    token: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class TokenIdentity:
    """A key on a token. `key_id` is the CKA_ID that certificate and key share."""

    place: TokenPlace
    pin: str = field(repr=False)
    key_id: bytes
    certificate_pem: bytes
    chain_pem: tuple[bytes, ...]
    roots_pem: tuple[bytes, ...]

    def sign(self, data: bytes) -> bytes:
        """Raises the faults of `open_token`."""
        from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
        from pkcs11.util.ec import encode_ecdsa_signature

        with _session(self.place, self.pin) as session:
            wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: self.key_id}
            key: Any = next(iter(session.get_objects(wanted)), None)
            if key is None:
                raise InputFault("token.no-key", "the token no longer holds the key")
            if key.key_type is KeyType.RSA:
                return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            # the digest is made here: not every token can hash
            return encode_ecdsa_signature(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA))


def open_token(place: TokenPlace, pin: str, issuers_pem: bytes = b"") -> TokenIdentity:
    """Find certificate and key on the token; `issuers_pem` are certificates that it does not hold.

    Raises EnvironmentFault `token.module` (not a PKCS#11 module), `token.not-inserted`, `token.failed`; RefusedFault
    `token.wrong-pin`, `token.pin-locked`; InputFault `token.several` (say which token or certificate), `token.no-key`,
    `certificate.unusable`.
    """
    from pkcs11 import Attribute, ObjectClass

    with _session(place, pin) as session:
        held = [
            (item[Attribute.LABEL], bytes(item[Attribute.ID]), bytes(item[Attribute.VALUE]))
            for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
        keys = {bytes(item[Attribute.ID]) for item in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
    certificates = [(label, key_id, x509.load_der_x509_certificate(der)) for label, key_id, der in held]
    key_id, own = _chosen(place, [item for item in certificates if item[1] in keys])
    public_key(own)
    others = [item[2] for item in certificates] + load_certificates([issuers_pem] if issuers_pem else [])
    chain, roots = path_of(own, others)
    return TokenIdentity(place, pin, key_id, own.public_bytes(Encoding.PEM), chain, roots)


def _chosen(place: TokenPlace, own: list[tuple[str, bytes, x509.Certificate]]) -> tuple[bytes, x509.Certificate]:
    named = [item for item in own if item[0] == place.certificate] if place.certificate else own
    usable = [item for item in named if may_sign(item[2])] or named
    if not usable:
        wanted = f" called {place.certificate}" if place.certificate else ""
        raise InputFault("token.no-key", f"the token holds no certificate{wanted} with its private key")
    if len(usable) > 1:
        names = ", ".join(item[0] for item in usable)
        raise InputFault("token.several", f"several certificates could sign, say which: {names}", choices=names)
    return usable[0][1], usable[0][2]


@contextmanager
def _session(place: TokenPlace, pin: str) -> Iterator[pkcs11.Session]:
    with _lock, _translated(place), _token(place).open(user_pin=pin) as session:
        yield session


def _token(place: TokenPlace) -> pkcs11.Token:
    import pkcs11

    library = pkcs11.lib(str(place.module))
    tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    tokens = [token for token in tokens if pkcs11.TokenFlag.TOKEN_INITIALIZED in token.flags]
    found = [token for token in tokens if not place.token or token.label == place.token]
    if not found:
        named = f" {place.token}" if place.token else ""
        raise EnvironmentFault("token.not-inserted", f"the token{named} is not inserted")
    if len(found) > 1:
        names = ", ".join(token.label for token in found)
        raise InputFault("token.several", f"several tokens are inserted, say which: {names}", choices=names)
    return found[0]


@contextmanager
def _translated(place: TokenPlace) -> Iterator[None]:
    from pkcs11 import exceptions

    try:
        yield
    except Fault:
        raise
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange, exceptions.ArgumentsBad) as error:
        raise RefusedFault("token.wrong-pin", "the PIN of the token is wrong") from error
    except (exceptions.PinLocked, exceptions.PinExpired) as error:
        raise RefusedFault("token.pin-locked", "the token has locked its PIN") from error
    except (exceptions.TokenNotPresent, exceptions.DeviceRemoved, exceptions.TokenNotRecognised) as error:
        raise EnvironmentFault("token.not-inserted", "the token is not inserted") from error
    except (exceptions.PKCS11Error, RuntimeError, OSError) as error:
        if isinstance(error, exceptions.PKCS11Error) and type(error) is not exceptions.PKCS11Error:
            raise EnvironmentFault("token.failed", f"the token failed: {type(error).__name__} {error}".strip()) from error
        # what comes from loading the module has no class of its own
        text = f"{place.module} cannot be used as a PKCS#11 module: {error}"
        raise EnvironmentFault("token.module", text, path=str(place.module)) from error
