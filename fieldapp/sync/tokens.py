"""Access and refresh token, kept in the vault only."""

from __future__ import annotations

import msgspec

from fieldapp.store.vault import Vault

NAME = "token"


class Tokens(msgspec.Struct, frozen=True):
    """Says nothing of itself: what is shown of an object may end in a log or a traceback."""

    access: str
    refresh: str

    def __repr__(self) -> str:
        return "Tokens(…)"


class TokenStore:
    """The tokens of the endpoint this device belongs to. The vault is asked once: a keyring is slow."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: Tokens | None = None

    def load(self) -> Tokens | None:
        """None when nobody has logged in, or what the vault holds is no pair of tokens."""
        if self._known is None:
            self._known = self.load_again()
        return self._known

    def load_again(self) -> Tokens | None:
        """What the vault holds now: another client on the same login may have renewed it."""
        data = self._vault.get(NAME)
        try:
            return msgspec.json.decode(data, type=Tokens) if data else None
        except msgspec.DecodeError:
            return None

    def take(self, tokens: Tokens) -> None:
        """Go on with these; the vault has them."""
        self._known = tokens

    def save(self, tokens: Tokens) -> None:
        self._vault.set(NAME, msgspec.json.encode(tokens).decode())
        self._known = tokens

    def forget(self) -> None:
        self._known = None
        self._vault.delete(NAME)
