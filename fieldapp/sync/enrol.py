"""Getting the device's certificate: the key is made here and never leaves the vault; the endpoint signs the request."""

from __future__ import annotations

from fieldapp.domain.records import Actor
from fieldapp.forms.signing.keys import new_key, request_certificate
from fieldapp.store.store import Store
from fieldapp.store.vault import Vault
from fieldapp.sync.client import Client

KEY = "device-key"


def enrol(client: Client, store: Store, vault: Vault, actor: Actor) -> None:
    """Ask for a certificate for this person on this device, and for the roots to trust. Safe to repeat: the key stays the same.

    Raises NetworkFault, AuthFault, ProblemFault (`endpoint.*`) when the endpoint refuses the request.
    """
    key = vault.get(KEY)
    if key is None:
        key = new_key().decode()
        vault.set(KEY, key)
    csr = request_certificate(key.encode(), common_name=actor.name, user_id=actor.id, device_id=client.device_id)
    reply = client.enrol(csr.decode())
    roots = client.trust().roots
    with store.writing() as work:
        work.meta.set("certificate", reply.certificate)
        work.meta.set("chain", reply.chain)
        work.meta.set("trust", roots)
