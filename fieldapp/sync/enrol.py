"""Getting the device's certificate: the key is made here and never leaves the vault; the endpoint signs the request."""

from __future__ import annotations

from fieldapp.domain.records import Actor
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.forms.signing.keys import describe, load_certificates, load_key, new_key, request_certificate
from fieldapp.store.store import Store
from fieldapp.store.vault import Vault
from fieldapp.sync.client import Client
from fieldapp.sync.wire import Certificate

KEY = "device-key"


def enrol(client: Client, store: Store, vault: Vault, actor: Actor) -> None:
    """Ask for a certificate for this person on this device, and for the roots to trust. Safe to repeat: the key stays the same.

    Nothing is kept before all of it has arrived and fits: a certificate that is not for this key, person and device would
    make every seal worthless. Raises NetworkFault, AuthFault, ProblemFault (`endpoint.*`) when the endpoint refuses the
    request, EnvironmentFault `vault.*`, InputFault `key.unusable`.
    """
    key = vault.get(KEY)
    if key is None:
        key = new_key().decode()
        vault.set(KEY, key)
    csr = request_certificate(key.encode(), common_name=actor.name, user_id=actor.id, device_id=client.device_id)
    reply = client.enrol(csr.decode())
    roots = client.trust().roots
    require_ours(key, reply, roots, actor, client.device_id)
    with store.writing() as work:
        work.meta.set("certificate", reply.certificate)
        work.meta.set("chain", reply.chain)
        work.meta.set("trust", roots)


def require_ours(key: str, reply: Certificate, roots: list[str], actor: Actor, device_id: str) -> None:
    """Raises NetworkFault `net.not-the-endpoint` when what came is not a certificate for what was asked, with its roots."""
    try:
        info = describe(reply.certificate.encode())
        certificate, *_ = load_certificates([reply.certificate.encode(), *(pem.encode() for pem in (*reply.chain, *roots))])
    except InputFault as fault:
        raise NetworkFault("net.not-the-endpoint", f"the certificate cannot be used: {fault.text}") from fault
    same_key = certificate.public_key() == load_key(key.encode()).public_key()
    if not same_key or (info.user_id, info.device_id) != (actor.id, device_id) or not roots:
        raise NetworkFault("net.not-the-endpoint", "the endpoint's certificate is not the one this device asked for")
