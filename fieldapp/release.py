"""A newer version of the program, as an endpoint offers it: a manifest signed with Ed25519 (RFC 8032).

The public key is pinned on the device, not learned from the endpoint: whoever owns the endpoint can withhold an update, not make
one. What is signed is the manifest's exact text. `sequence` only grows, so that an old manifest (with an old hole) is not offered
again; `expires_at` limits how long a device believes that nothing newer exists.
"""

from __future__ import annotations

import base64
import json
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from fieldapp.clock import from_wire, to_wire
from fieldapp.errors import InputFault

FORMAT = 1
CONTEXT = b"fieldapp release 1\n"
"""Signed before the text: the key's signature means nothing elsewhere."""

MOST_BYTES = 64 * 1024
MOST_FILE_BYTES = 2 * 2**30
LANGUAGES = ("zh", "en")
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,119}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SYSTEM = re.compile(r"[a-z0-9]{1,20}-[a-z0-9_]{1,20}")


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One installer. `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is offered. `files` by system, e.g. `linux-amd64`; `notes` by language; older versions than `min_client` no longer
    work with the endpoint."""

    sequence: int
    version: str
    min_client: str
    released_at: datetime
    expires_at: datetime
    notes: Mapping[str, str]
    files: Mapping[str, ReleaseFile]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The manifest's exact text and its signature (base64), as they travel."""

    manifest: str
    signature: str


def new_key() -> bytes:
    """A private key for signing releases, PEM. It belongs on the machine that builds, never on the endpoint."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_key(private_pem: bytes) -> str:
    """The public key to pin, base64 of its 32 bytes. Raises InputFault `release.key`."""
    raw = _private(private_pem).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def sign(manifest: Manifest, private_pem: bytes) -> Envelope:
    """Raises InputFault `release.key|release.unreadable` (a manifest that no device would take)."""
    text = json.dumps(_to_wire(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    parse(text)
    signature = _private(private_pem).sign(CONTEXT + text.encode())
    return Envelope(text, base64.b64encode(signature).decode())


def verify(envelope: Envelope, key: str, now: datetime, *, seen: int = 0) -> Manifest:
    """The manifest, when it was signed with the pinned key, has not expired and is not older than what was `seen` (a sequence).

    Raises InputFault `release.no-key|release.forged|release.unreadable|release.expired|release.older`.
    """
    if not key:
        raise InputFault("release.no-key", "no public key for releases is pinned on this device")
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(envelope.signature, validate=True), CONTEXT + envelope.manifest.encode())
    except (InvalidSignature, ValueError) as error:
        raise InputFault("release.forged", "the release is not signed with the pinned key") from error
    manifest = parse(envelope.manifest)
    if manifest.expires_at <= now:
        raise InputFault("release.expired", f"the release {manifest.version} was offered until {to_wire(manifest.expires_at)}")
    if manifest.sequence < seen:
        raise InputFault("release.older", f"release number {manifest.sequence} is older than {seen}, which was seen before")
    return manifest


def parse(text: str) -> Manifest:
    """Strictly. Raises InputFault `release.unreadable`."""
    try:
        if len(text.encode()) > MOST_BYTES:
            raise ValueError("too long")
        facts = json.loads(text)
        if type(facts) is not dict or facts["format"] != FORMAT:
            raise ValueError("another format")
        return Manifest(
            sequence=_number(facts["sequence"], 2**53),
            version=_matching(facts["version"], _VERSION),
            min_client=_matching(facts["min_client"], _VERSION),
            released_at=from_wire(facts["released_at"]),
            expires_at=from_wire(facts["expires_at"]),
            notes={language: str(facts["notes"][language])[:4000] for language in LANGUAGES},
            files={_matching(system, _SYSTEM): _file(entry) for system, entry in facts["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputFault("release.unreadable", f"the release cannot be read: {error}") from error


def this_system() -> str:
    """The key of this machine's installer."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = platform.machine().lower()
    return f"{system}-{ {'x86_64': 'amd64', 'aarch64': 'arm64'}.get(machine, machine) }"


def version_numbers(text: str) -> tuple[int, ...]:
    """Numbers of a dotted version; what is not a number ends it."""
    parts: list[int] = []
    for part in text.split("."):
        if not part.isdigit():
            break
        parts.append(int(part))
    return tuple(parts)


def is_newer(version: str, than: str) -> bool:
    """`0.10` is newer than `0.9`; `1.0` is not newer than `1.0.0`."""
    left, right = version_numbers(version), version_numbers(than)
    width = max(len(left), len(right))
    return left + (0,) * (width - len(left)) > right + (0,) * (width - len(right))


def _private(pem: bytes) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise InputFault("release.key", "this is not a private key in PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise InputFault("release.key", "releases are signed with an Ed25519 key")
    return key


def _to_wire(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "sequence": manifest.sequence,
        "version": manifest.version,
        "min_client": manifest.min_client,
        "released_at": to_wire(manifest.released_at),
        "expires_at": to_wire(manifest.expires_at),
        "notes": dict(manifest.notes),
        "files": {
            system: {"name": file.name, "size": file.size, "sha256": file.sha256} for system, file in manifest.files.items()
        },
    }


def _file(entry: Mapping[str, Any]) -> ReleaseFile:
    return ReleaseFile(
        _matching(entry["name"], _NAME), _number(entry["size"], MOST_FILE_BYTES), _matching(entry["sha256"], _SHA256)
    )


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"{str(value)[:40]!r} is not allowed here")
    return value


def _number(value: object, most: int) -> int:
    if type(value) is not int or not 0 < value <= most:
        raise ValueError(f"{str(value)[:40]} is not a number from 1 to {most}")
    return value
