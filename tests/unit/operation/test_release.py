"""A release is believed only when it is signed with the pinned key, in time, and no step back; else it is said why not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fieldapp.errors import InputFault
from fieldapp.release import Envelope, Manifest, ReleaseFile, is_newer, new_key, public_key, sign, this_system, verify

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
KEY = new_key()
PINNED = public_key(KEY)
FILE = ReleaseFile("fieldapp_0.2.0_amd64.deb", 5, "ab" * 32)
MANIFEST = Manifest(7, "0.2.0", "0.1.0", NOW, NOW + timedelta(days=90), {"zh": "修复", "en": "mended"}, {"linux-amd64": FILE})
SIGNED = sign(MANIFEST, KEY)


def refused(envelope: Envelope, **options: Any) -> str:
    with pytest.raises(InputFault) as caught:
        verify(envelope, options.pop("key", PINNED), options.pop("now", NOW), **options)
    return caught.value.code


def test_what_is_signed_comes_back_as_it_was() -> None:
    assert verify(SIGNED, PINNED, NOW, seen=7) == MANIFEST


def test_any_changed_character_is_noticed() -> None:
    for at in range(0, len(SIGNED.manifest), 7):
        changed = SIGNED.manifest[:at] + chr(ord(SIGNED.manifest[at]) ^ 1) + SIGNED.manifest[at + 1 :]
        assert refused(Envelope(changed, SIGNED.signature)) == "release.forged"


def test_a_foreign_key_no_signature_and_another_use_of_the_key() -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    other = new_key()
    assert refused(sign(MANIFEST, other)) == "release.forged"
    assert refused(SIGNED, key=public_key(other)) == "release.forged"
    for signature in ("", "!", "AAAA", SIGNED.signature[:-4]):
        assert refused(Envelope(SIGNED.manifest, signature)) == "release.forged"
    assert refused(SIGNED, key="") == "release.no-key"
    assert refused(SIGNED, key="nonsense") == "release.forged"
    bare: Any = load_pem_private_key(KEY, None)
    without_context = base64.b64encode(bare.sign(SIGNED.manifest.encode())).decode()
    assert refused(Envelope(SIGNED.manifest, without_context)) == "release.forged"


def test_an_expired_release_and_a_step_back() -> None:
    assert refused(SIGNED, now=MANIFEST.expires_at) == "release.expired"
    assert refused(SIGNED, seen=8) == "release.older"


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"sequence": "7"},
        {"sequence": True},
        {"sequence": 0},
        {"version": "0.2.0-rc"},
        {"version": "../../x"},
        {"expires_at": "tomorrow"},
        {"notes": {"zh": "x"}},
        {"files": {"linux-amd64": {"name": "../../../etc/passwd", "size": 1, "sha256": "ab" * 32}}},
        {"files": {"linux-amd64": {"name": ".bashrc", "size": 1, "sha256": "ab" * 32}}},
        {"files": {"linux-amd64": {"name": "a", "size": 1, "sha256": "AB" * 32}}},
        {"files": {"linux-amd64": {"name": "a", "size": 2**40, "sha256": "ab" * 32}}},
        {"files": []},
    ],
)
def test_a_signed_manifest_that_does_not_fit_is_unreadable(change: dict[str, Any]) -> None:
    """The key's owner may make mistakes, too."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    text = json.dumps({**json.loads(SIGNED.manifest), **change})
    private: Any = load_pem_private_key(KEY, None)
    signature = base64.b64encode(private.sign(b"fieldapp release 1\n" + text.encode())).decode()
    assert refused(Envelope(text, signature)) == "release.unreadable"


def test_nothing_that_devices_would_refuse_is_signed() -> None:
    with pytest.raises(InputFault):
        sign(replace(MANIFEST, version="neu"), KEY)
    with pytest.raises(InputFault):
        sign(MANIFEST, b"no key")


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2", "0.1.9", True),
        ("0.10.0", "0.9.9", True),
        ("1.0", "1.0.0", False),
        ("0.1.0", "0.1.0", False),
        ("0.0.9", "0.1", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer


def test_this_system_has_a_name() -> None:
    assert this_system().split("-")[0] in {"linux", "windows", "macos"}
