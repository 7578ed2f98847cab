"""Ways to a timestamp: through the endpoint, or straight to an authority (RFC 3161 §3.4). Each is a `Stamper` for
`signing/extend`."""

from __future__ import annotations

from fieldapp.errors import InputFault, NetworkFault
from fieldapp.forms.signing import tokens
from fieldapp.forms.signing.extend import Stamper
from fieldapp.forms.signing.token_types import MAX_REPLY, QUERY_TYPE, REPLY_TYPE
from fieldapp.sync.client import Client
from fieldapp.sync.transport import Transport

DEADLINE_S = 20.0


def endpoint_stamper(client: Client) -> Stamper:
    """Raises NetworkFault, AuthFault, ProblemFault; RefusedFault `timestamp.refused`, InputFault `timestamp.invalid`."""

    def stamp(digest: bytes) -> bytes:
        asked = tokens.query(digest)
        return tokens.granted(client.timestamp(asked.der), asked)

    return stamp


def authority_stamper(url: str, ca_file: str = "", pins: tuple[str, ...] = (), deadline_s: float = DEADLINE_S) -> Stamper:
    """For programs without an endpoint, such as the archive's. One connection for each timestamp; it may be kept for years.

    Raises InputFault `timestamp.address` here, and later NetworkFault, RefusedFault `timestamp.refused`, InputFault
    `timestamp.invalid`, EnvironmentFault `net.ca-file|net.pin-format`.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise InputFault("timestamp.address", f"{url} is not an http(s) address")

    def stamp(digest: bytes) -> bytes:
        asked = tokens.query(digest)
        transport = Transport(url, ca_file, pins, deadline_s=deadline_s, body_limit=MAX_REPLY)
        try:
            answer = transport.send("POST", "", headers={"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE}, body=asked.der)
        finally:
            transport.close()
        if answer.status != 200 or answer.content_type != REPLY_TYPE:
            raise NetworkFault("net.no-timestamp", f"no timestamp authority answered ({answer.status} {answer.content_type})")
        return tokens.granted(answer.body, asked)

    return stamp
