"""Who is here: the logged-in engineer, the device's identity, and the PIN that guards the way back from the customer's view."""

from __future__ import annotations

import math
import platform
from dataclasses import replace
from datetime import timedelta

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import JSON, SYSTEM, Actor, Role
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.ids import new_id
from fieldapp.services import certificates
from fieldapp.services.context import Context, Session
from fieldapp.store.unit_of_work import Work

PIN_LENGTH = range(4, 13)
FREE_ATTEMPTS = 5
LOCKOUT = timedelta(seconds=30)
LONGEST_LOCKOUT = timedelta(minutes=10)
PERSONAL = ("certificate", "chain", "cursor", "signer", "contacts_at", "tailoring_at")
"""In `meta`: what belongs to the person, not to the device."""


class Access:
    """Session and PIN. The PIN's hash lives in the vault, the count of failed attempts in the store so that a restart
    does not reset it."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def restore_session(self) -> Session:
        """The session as it was left; makes the device's identity on the very first call."""
        with self.context.store.writing() as work:
            device_id = work.meta.get("device_id")
            if not device_id:
                device_id = new_id()
                work.meta.set("device_id", device_id)
            user = work.meta.get("user")
            clock = work.meta.get("clock")
        actor = Actor(user["id"], user["name"], Role(user["role"])) if user else SYSTEM
        self.context.session = Session(actor, device_id, device_name())
        self._apply_clock(clock)
        return self.context.session

    def logged_in(self) -> bool:
        """True once somebody has logged in on this device; work goes on offline with that identity."""
        return self.context.session.actor != SYSTEM

    def remember_user(self, user: dict[str, JSON]) -> None:
        """Keep who logged in. Somebody else than before starts afresh: the certificate, the place in the feed, the login and
        the orders of the person before go.

        Raises RefusedFault `login.other-user` while work of the person before (changes, files, half-typed text) is only here,
        `login.not-engineer` for anybody else than an engineer: the device would do his work in the wrong name.
        """
        if user["role"] != Role.ENGINEER:
            raise RefusedFault("login.not-engineer", f"{user['name']} is not an engineer", role=user["role"])
        with self.context.store.writing() as work:
            before = work.meta.get("user")
            if before and before["id"] != user["id"]:
                self._hand_over(work, before["name"])
            work.meta.set("user", {name: user[name] for name in ("id", "name", "role")})
        actor = Actor(user["id"], user["name"], Role(user["role"]))
        self.context.session = replace(self.context.session, actor=actor)

    def _hand_over(self, work: Work, name: str) -> None:
        order_ids = work.orders.ids()
        try:
            for order_id in order_ids:
                if work.drafts.of(order_id):
                    raise RefusedFault("order.unsent", f"order {order_id} has half-typed text", order_id=order_id)
                work.orders.remove(order_id)
        except RefusedFault as fault:
            raise RefusedFault("login.other-user", f"unsent work of {name} is on this device", name=name) from fault
        work.taken.clear()
        for key in PERSONAL:
            work.meta.set(key, None)
        # whatever happens next, nothing is sent in the name of the one before
        self.context.vault.delete("token")
        self.context.vault.delete("signer-secret")

    def read_clock(self) -> None:
        """Take over how far the device's clock is off, as the last sync measured it."""
        with self.context.store.reading() as work:
            self._apply_clock(work.meta.get("clock"))

    def _apply_clock(self, clock: dict[str, JSON] | None) -> None:
        if clock:
            session = self.context.session
            compared_at = from_wire(clock["compared_at"])
            self.context.session = replace(session, clock_offset_s=clock["offset_s"], clock_compared_at=compared_at)

    def enrolled(self) -> bool:
        """True when this device has a certificate to seal with."""
        with self.context.store.reading() as work:
            return bool(work.meta.get("certificate"))

    def certificate_due(self) -> bool:
        """True when a certificate has to be asked for."""
        return certificates.certificate_due(self.context)

    def trust_due(self) -> bool:
        """True when the endpoint should be asked what was revoked meanwhile."""
        return certificates.trust_due(self.context)

    def has_pin(self) -> bool:
        return self.context.vault.get("pin") is not None

    def set_pin(self, pin: str) -> None:
        """Digits, 4 to 12. Raises InputFault `pin.format`."""
        from argon2 import PasswordHasher

        require_pin_format(pin)
        self.context.vault.set("pin", PasswordHasher().hash(pin))
        self._attempts(0)

    def check_pin(self, pin: str) -> bool:
        """True when it is the PIN. Raises RefusedFault `pin.locked` (with `seconds`) after five wrong ones in a row: for half a
        minute, and twice as long after each further one. Nothing else follows from wrong ones: the data stays."""
        from argon2 import PasswordHasher
        from argon2.exceptions import VerifyMismatchError

        stored = self.context.vault.get("pin")
        if stored is None:
            return True
        # counted before it is checked: ending the program meanwhile gives no free attempt
        self._attempts(self._require_not_locked() + 1)
        try:
            PasswordHasher().verify(stored, pin)
        except VerifyMismatchError:
            return False
        self._attempts(0)
        return True

    def _require_not_locked(self) -> int:
        with self.context.store.reading() as work:
            state = work.meta.get("pin_attempts") or {"failed": 0, "at": None}
        failed: int = state["failed"]
        if failed >= FREE_ATTEMPTS and state["at"]:
            waited = self.context.clock.now() - from_wire(state["at"])
            if waited < timedelta(0):  # the clock was turned back: the time begins anew, from what the clock says now
                self._attempts(failed)
                waited = timedelta(0)
            left = lockout(failed) - waited
            if left > timedelta(0):
                seconds = math.ceil(left.total_seconds())
                raise RefusedFault("pin.locked", f"too many wrong PINs; try again in {seconds} s", seconds=seconds)
        return failed

    def _attempts(self, failed: int) -> None:
        with self.context.store.writing() as work:
            work.meta.set("pin_attempts", {"failed": failed, "at": to_wire(self.context.clock.now())})


def require_pin_format(pin: str) -> None:
    """Raises InputFault `pin.format`."""
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTH):
        raise InputFault("pin.format", "a PIN has 4 to 12 digits")


def lockout(failed: int) -> timedelta:
    """How long no PIN is looked at after so many wrong ones."""
    doublings = min(failed - FREE_ATTEMPTS, 10)
    return min(LOCKOUT * (1 << doublings), LONGEST_LOCKOUT)


def device_name() -> str:
    """A name a desk can recognise the laptop by."""
    return platform.node() or "device"
