"""Sealed PDFs of one order by its attachments: a later revision supersedes an earlier one, at whatever side one looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

SEALED: Final = "signed_pdf"


def superseding(attachments: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """For the SHA-256 of each superseded file the latest revision and that one's SHA-256 (the file added last, where a revision
    has several). Entries without a usable revision are passed over."""
    sealed = [entry for entry in attachments if entry.get("kind") == SEALED and isinstance(entry.get("revision"), int)]
    if not sealed:
        return {}
    latest = max(int(entry["revision"]) for entry in sealed)
    current = next(str(entry["sha256"]) for entry in reversed(sealed) if entry["revision"] == latest)
    return {str(entry["sha256"]): (latest, current) for entry in sealed if entry["revision"] < latest}
