"""The way to the endpoint: one request answers for endpoint, TLS and clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.bootstrap.doctor.case import Case
from fieldapp.bootstrap.sync_binding import checked_address
from fieldapp.errors import Fault
from fieldapp.ids import new_id
from fieldapp.services.findings import Finding, fail, ok, warn
from fieldapp.services.today import CLOCK_TOLERANCE_S

if TYPE_CHECKING:
    from fieldapp.sync.examination import Seen

WRONG_CLOCK_S = 86400.0
"""A day off: certificates and dates on orders are wrong."""


def network(case: Case) -> tuple[Finding, ...]:
    """Endpoint, TLS, clock; one line where no address is set."""
    from fieldapp.sync.examination import examine

    if not case.settings.server_url:
        return (warn("endpoint.none"),)
    try:
        url = checked_address(case.settings.server_url)
    except Fault:
        return (fail("endpoint.address"),)
    seen = examine(url, case.settings.trust, case.device_id or new_id(), case.access_token, case.clock)
    return endpoint(case, seen), tls(url, case, seen), clock(seen)


def endpoint(case: Case, seen: Seen) -> Finding:
    if seen.fault is not None:
        return fail("endpoint.silent", reason=seen.fault.code)
    if _known_instance(case) not in {"", seen.instance}:
        return fail("endpoint.other")
    if seen.refused is not None:
        return fail("endpoint.too-old" if seen.refused.code == "sync.client-too-old" else "endpoint.schema")
    if seen.logged_in is False:
        return warn("endpoint.login", ms=seen.milliseconds)
    return ok("endpoint.ok" if seen.logged_in else "endpoint.there", ms=seen.milliseconds)


def tls(url: str, case: Case, seen: Seen) -> Finding:
    """Whom the line trusts: the system's store, a company CA where one is set; pinned keys narrow both."""
    from fieldapp.sync.pins import parsed

    if url.startswith("http:"):
        return ok("tls.local")
    code = seen.fault.code if seen.fault else ""
    if code.startswith("net.tls") or code == "net.pin-format":
        return fail("tls.untrusted", reason=code)
    if code == "net.ca-file":
        return fail("tls.ca-file")
    if code == "net.captive-portal":
        return fail("tls.portal")
    if code:
        return warn("tls.unknown", reason=code)
    if pins := parsed(case.settings.server_pins):  # a key that is written twice is one key
        return ok("tls.keys") if len(pins) > 1 else warn("tls.one-key")
    return ok("tls.pinned" if case.settings.ca_file else "tls.ok")


def clock(seen: Seen) -> Finding:
    """The machine's clock against the endpoint's."""
    if seen.offset_s is None:
        return warn("clock.unknown")
    off = round(seen.offset_s)
    if abs(off) <= CLOCK_TOLERANCE_S:
        return ok("clock.ok", seconds=off)
    return (fail if abs(off) >= WRONG_CLOCK_S else warn)("clock.off", seconds=off)


def _known_instance(case: Case) -> str:
    if case.context is None:
        return ""
    with case.context.store.reading() as work:
        return str(work.meta.get("instance") or "")
