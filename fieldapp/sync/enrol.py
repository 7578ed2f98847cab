"""Getting the device's certificate: the key is made here and never leaves the vault; the endpoint signs the request."""

from __future__ import annotations

import base64

from cryptography.exceptions import UnsupportedAlgorithm

from fieldapp.clock import Clock, to_wire
from fieldapp.domain.records import Actor
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.forms.signing.keys import describe, load_certificates, load_key, new_key, request_certificate
from fieldapp.forms.signing.revocation import newest
from fieldapp.store.store import Store
from fieldapp.store.unit_of_work import Work
from fieldapp.store.vault import Vault
from fieldapp.sync.client import Client, errors_of
from fieldapp.sync.faults import ProblemFault
from fieldapp.sync.wire import Certificate, Trust

KEY = "device-key"


def enrol(client: Client, store: Store, vault: Vault, actor: Actor, clock: Clock) -> None:
    """Ask for a certificate for this person on this device, and for the roots to trust. Safe to repeat: the key stays the same
    unless its certificate was revoked; then it is worth nothing any more and a new one takes its place.

    Nothing is kept before all of it has arrived and fits: a certificate that is not for this key, person and device would
    make every seal worthless. Raises NetworkFault, AuthFault, ProblemFault (`endpoint.*`) when the endpoint refuses the
    request, EnvironmentFault `vault.*`, InputFault `key.unusable`.
    """
    key = vault.get(KEY) or fresh_key(vault)
    try:
        reply = request(client, key, actor)
    except ProblemFault as fault:
        if not any(error.get("code") == "key-revoked" for error in errors_of(fault.details["problem"])):
            raise
        key = fresh_key(vault)
        reply = request(client, key, actor)
    trust = client.trust()
    require_ours(key, reply, trust.roots, actor, client.device_id)
    with store.writing() as work:
        work.meta.set("certificate", reply.certificate)
        work.meta.set("chain", reply.chain)
        work.meta.set("trust", trust.roots)
        keep_lists(work, trust, clock)


def refresh_trust(client: Client, store: Store, clock: Clock) -> None:
    """Ask what has been revoked meanwhile. Raises NetworkFault, AuthFault, ProblemFault."""
    trust = client.trust()
    with store.writing() as work:
        keep_lists(work, trust, clock)


def keep_lists(work: Work, trust: Trust, clock: Clock) -> None:
    """The newest list of each issuer this device knows, in `meta`: `crls` (base64 of DER), asked for at `trust_at`; and the
    roots of timestamps, `timestamp_trust`."""
    issuers = [pem.encode() for name in ("chain", "trust") for pem in work.meta.get(name, [])]
    held = [base64.b64decode(text) for text in work.meta.get("crls", [])]
    try:
        kept = newest(held, [base64.b64decode(text, validate=True) for text in trust.crls], issuers)
        load_certificates(pem.encode() for pem in trust.timestamp_roots)
    except (InputFault, ValueError) as error:
        raise NetworkFault("net.not-the-endpoint", f"the revocation lists or roots cannot be used: {error}") from error
    work.meta.set("crls", [base64.b64encode(data).decode() for data in kept])
    work.meta.set("timestamp_trust", trust.timestamp_roots)
    work.meta.set("trust_at", to_wire(clock.now()))


def fresh_key(vault: Vault) -> str:
    key = new_key().decode()
    vault.set(KEY, key)
    return key


def request(client: Client, key: str, actor: Actor) -> Certificate:
    csr = request_certificate(key.encode(), common_name=actor.name, user_id=actor.id, device_id=client.device_id)
    return client.enrol(csr.decode())


def require_ours(key: str, reply: Certificate, roots: list[str], actor: Actor, device_id: str) -> None:
    """Raises NetworkFault `net.not-the-endpoint` when what came is not a certificate for what was asked, with its roots."""
    ours = load_key(key.encode()).public_key()
    try:
        info = describe(reply.certificate.encode())
        certificate, *_ = load_certificates([reply.certificate.encode(), *(pem.encode() for pem in (*reply.chain, *roots))])
        same_key = certificate.public_key() == ours
    except (InputFault, ValueError, UnsupportedAlgorithm) as error:  # a key or a name is looked at only when it is asked for
        raise NetworkFault("net.not-the-endpoint", f"the certificate cannot be used: {error}") from error
    if not same_key or (info.user_id, info.device_id) != (actor.id, device_id) or not roots:
        raise NetworkFault("net.not-the-endpoint", "the endpoint's certificate is not the one this device asked for")
