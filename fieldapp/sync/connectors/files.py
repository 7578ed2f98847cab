"""Files at a product: known again by their hash, or by name, size and bytes where the product tells none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from fieldapp.errors import NetworkFault
from fieldapp.sync.connectors.http import bare_name
from fieldapp.sync.connectors.interface import Attachment


def already_there(
    attached: Iterable[Attachment], fetch: Callable[[Attachment], bytes], name: str, sha256: str, size: int
) -> Attachment | None:
    """The one among what is attached that is this file; one without a known hash is fetched when name and size are right."""
    for held in attached:
        if held.sha256 == sha256 and held.size == size:
            return held
        unknown = held.sha256 is None and (held.name, held.size) == (bare_name(name), size)
        if unknown and hashlib.sha256(fetch(held)).hexdigest() == sha256:
            return held
    return None


def arrived(attachment: Attachment, data: bytes) -> bytes:
    """The bytes of a file that was fetched. Raises NetworkFault `net.truncated` when they are not those that were promised."""
    if attachment.sha256 is not None and hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise NetworkFault("net.truncated", f"{attachment.name} did not arrive whole")
    return data
