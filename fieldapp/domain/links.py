"""What a record belongs to: rows of the answer `links`, each under the id of the document it points to.

The same link made twice is one row, and what two devices add is both there after a merge, as with any rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fieldapp.domain.records import JSON, ORDER, Document

LINKS: Final = "links"


def row(target: Document) -> dict[str, JSON]:
    """The row that points to a document. Its number is kept for a device that does not hold the document."""
    return {"_id": target["id"], "kind": target.get("kind") or ORDER, "number": target.get("number") or ""}


def of(doc: Mapping[str, Any]) -> tuple[dict[str, JSON], ...]:
    """The rows of a document's links."""
    rows = doc.get("answers", {}).get(LINKS)
    return (
        tuple(one for one in rows if isinstance(one, dict) and isinstance(one.get("_id"), str)) if isinstance(rows, list) else ()
    )


def targets(doc: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids that a document points to."""
    return tuple(str(one["_id"]) for one in of(doc))
