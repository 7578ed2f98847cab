"""Which sealed files a later revision supersedes."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain.documents import superseding


def sealed(sha256: str, revision: Any) -> dict[str, Any]:
    return {"sha256": sha256, "kind": "signed_pdf", "revision": revision}


@pytest.mark.parametrize(
    ("attachments", "expected"),
    [
        ([], {}),
        ([sealed("a", 1)], {}),
        ([sealed("a", 1), sealed("b", 2)], {"a": (2, "b")}),
        ([sealed("c", 3), sealed("a", 1), sealed("b", 2)], {"a": (3, "c"), "b": (3, "c")}),
        ([sealed("a", 1), sealed("b", 2), sealed("b2", 2)], {"a": (2, "b2")}),
        ([sealed("a", 1), {"sha256": "p", "kind": "photo", "revision": 9}], {}),
        ([sealed("a", 1), sealed("x", "2"), {"sha256": "y", "kind": "signed_pdf"}], {}),
    ],
)
def test_superseding(attachments: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    assert superseding(attachments) == expected
