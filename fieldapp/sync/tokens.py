"""Access and refresh token, kept in the vault only."""

from __future__ import annotations

import msgspec

from fieldapp.store.vault import Vault

NAME = "token"


class Tokens(msgspec.Struct, frozen=True):
    access: str
    refresh: str


class TokenStore:
    """The tokens of the endpoint this device belongs to."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def load(self) -> Tokens | None:
        data = self._vault.get(NAME)
        return msgspec.json.decode(data, type=Tokens) if data else None

    def save(self, tokens: Tokens) -> None:
        self._vault.set(NAME, msgspec.json.encode(tokens).decode())

    def forget(self) -> None:
        self._vault.delete(NAME)
