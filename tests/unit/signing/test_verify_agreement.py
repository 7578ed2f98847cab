"""Files sealed by a trusted engineer that nevertheless contradict themselves, wrong seals, and what the verdict tells."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from fieldapp.errors import InputFault
from fieldapp.forms.evidence import InkRecord
from fieldapp.forms.signing.keys import Identity
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verdict import Finding
from fieldapp.forms.signing.verify import verify
from tests.support.signing_ca import SIGNED_AT, authority, self_signed
from tests.support.signing_pdf import Parts, company, demo_ink, engineer, evidence_for, parts, rendered, sealed_pdf, small_pdf

DAY = timedelta(days=1)


def codes(pdf: bytes) -> list[tuple[str, str]]:
    return [(finding.code, finding.detail) for finding in verify(pdf, [company().root_pem]).problems]


def test_a_good_file() -> None:
    verdict = verify(
        sealed_pdf(), [company().root_pem], expected_signatures=1, expected_sha256=hashlib.sha256(sealed_pdf()).hexdigest()
    )
    assert verdict.valid
    assert verdict.problems == ()
    (signature,) = verdict.signatures
    assert (signature.intact, signature.whole_file, signature.trusted) == (True, True, True)
    assert signature.signed_at == SIGNED_AT
    assert signature.statement == SealStatement.of(rendered()[1])
    assert signature.certificate is not None
    assert signature.certificate.common_name == "李旻"
    assert verdict.order["order"]["number"] == "WX-20261122-000137"
    assert verdict.evidence == rendered()[1]
    assert [note.code for note in verdict.notes] == ["note.revocation", "note.time"]


def test_a_small_good_file() -> None:
    assert codes(parts().sealed()) == []


def test_expectations_of_the_archive() -> None:
    verdict = verify(sealed_pdf(), [company().root_pem], expected_signatures=2, expected_sha256="0" * 64)
    assert {finding.code for finding in verdict.problems} == {"file.sha256", "signature.count"}


def swapped(name: str, data: bytes) -> bytes:
    return parts().sealed([(n, data if n == name else d) for n, d in parts().files()])


def without(name: str) -> bytes:
    return parts().sealed([file for file in parts().files() if file[0] != name])


def with_also(*files: tuple[str, bytes]) -> bytes:
    return parts().sealed([*parts().files(), *files])


def stating(**changes: object) -> bytes:
    return parts().but(statement=replace(parts().statement, **changes)).sealed()  # type: ignore[arg-type]


OTHER_INK = demo_ink().to_bytes().replace(b'"width":900', b'"width":901')
INK = "customer_signature"


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (lambda: without("order.json"), [("order.missing", "")]),
        (lambda: without("evidence.json"), [("evidence.missing", "")]),
        (lambda: without(f"ink-{INK}.json"), [("ink.missing", INK)]),
        (lambda: parts().sealed([]), [("order.missing", ""), ("evidence.missing", "")]),
        (lambda: swapped("order.json", b"{}"), [("order.evidence", ""), ("order.statement", "")]),
        (lambda: swapped("order.json", b"{"), [("order.unreadable", ""), ("order.evidence", ""), ("order.statement", "")]),
        (lambda: swapped("order.json", b"[" * 9999), [("order.unreadable", ""), ("order.evidence", ""), ("order.statement", "")]),
        (lambda: swapped("evidence.json", b"[]"), [("evidence.unreadable", "")]),
        (lambda: swapped(f"ink-{INK}.json", OTHER_INK), [("ink.differs", INK)]),
        (lambda: with_also(("order.json", b"{}")), [("attachment.duplicate", "order.json"), ("order.missing", "")]),
        (lambda: with_also(("order.json", parts().order)), [("attachment.duplicate", "order.json"), ("order.missing", "")]),
        (lambda: with_also(("ink-other.json", OTHER_INK)), [("ink.unlisted", "ink-other.json")]),
        (lambda: with_also(("photo.txt", b"x")), []),
        (lambda: stating(number="WX-20261122-000138"), [("statement.evidence", "number")]),
        (lambda: stating(revision=2), [("statement.evidence", "revision")]),
        (lambda: stating(inks=()), [("statement.evidence", "inks")]),
        (lambda: stating(snapshot_sha256="0" * 64), [("order.statement", ""), ("statement.evidence", "snapshot_sha256")]),
        (
            lambda: stating(signatures_expected=2),
            [("signature.count", "1 ≠ 2 (seal)"), ("statement.evidence", "signatures_expected")],
        ),
    ],
)
def test_contradictions_inside_a_sealed_file(pdf: Callable[[], bytes], expected: list[tuple[str, str]]) -> None:
    assert codes(pdf()) == expected


def test_ink_that_is_none_is_refused_although_its_hash_is_right() -> None:
    data = b'{"version":1}'
    evidence = replace(parts().evidence, inks=(InkRecord(INK, hashlib.sha256(data).hexdigest()),))
    pdf = parts().but(evidence=evidence, inks={INK: data}, statement=SealStatement.of(evidence)).sealed()
    assert codes(pdf) == [("ink.unreadable", INK)]


def test_missing_ink_is_told_by_the_name_of_its_place_and_a_strange_one_by_its_id() -> None:
    (finding,) = verify(without(f"ink-{INK}.json"), [company().root_pem]).problems
    assert finding.words("zh").endswith("：客户签名")
    assert finding.words("en").endswith(": Customer's signature")
    assert Finding("ink.differs", "my_own_field").words("zh").endswith("：my_own_field")


def test_two_names_for_one_attachment() -> None:
    with pikepdf.open(io.BytesIO(small_pdf(parts().files()))) as document:
        document.Root.Names.EmbeddedFiles.Names[-1].UF = pikepdf.String("other.json")
        out = io.BytesIO()
        document.save(out, force_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert ("attachment.names", "order.json") in codes(parts().seal_over(out.getvalue()))


def test_associated_file_outside_the_list() -> None:
    with pikepdf.open(io.BytesIO(small_pdf(parts().files()))) as document:
        other = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF=pikepdf.String("order.json"))
        document.Root.AF.append(document.make_indirect(other))
        out = io.BytesIO()
        document.save(out, force_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert codes(parts().seal_over(out.getvalue())) == [("attachment.unlisted", "order.json")]


def test_a_bomb_among_the_attachments() -> None:
    assert ("attachment.unreadable", "zeros.bin") in codes(with_also(("zeros.bin", bytes(40 * 1024 * 1024))))


def sealed_by(who: Identity, listed: Identity | None = None) -> bytes:
    evidence = evidence_for(listed or who)
    return Parts(parts().order, evidence, parts().inks, who, SealStatement.of(evidence)).sealed()


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (lambda: sealed_by(authority().engineer()), [("certificate.untrusted", "")]),
        (lambda: sealed_by(self_signed()), [("certificate.untrusted", "")]),
        (lambda: sealed_by(replace(engineer(), chain_pem=())), [("certificate.untrusted", "")]),
        (lambda: sealed_by(company().engineer(signs=False)), [("certificate.usage", "")]),
        (lambda: sealed_by(company().engineer("王建国"), listed=engineer()), [("certificate.evidence", "")]),
        (
            lambda: sealed_by(replace(engineer(), chain_pem=(*engineer().chain_pem, *authority().chain))),
            [("signature.form", "certificates")],
        ),
        (lambda: sealed_by(replace(engineer(), chain_pem=(*engineer().chain_pem, company().root_pem))), []),
    ],
    ids=[
        "another CA of the same name",
        "self-signed",
        "chain missing",
        "certificate for encryption only",
        "another engineer's seal",
        "stray certificate",
        "root in chain",
    ],
)
def test_whose_seal_it_is(pdf: Callable[[], bytes], expected: list[tuple[str, str]]) -> None:
    assert codes(pdf()) == expected


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ((SIGNED_AT - 9 * DAY, SIGNED_AT - DAY), "certificate.expired"),
        ((SIGNED_AT + DAY, SIGNED_AT + 9 * DAY), "certificate.not-yet-valid"),
    ],
)
def test_certificate_out_of_its_time(span: tuple[object, object], code: str) -> None:
    """`seal` refuses such a certificate; somebody else's program would not."""
    assert codes(sealed_by(company().engineer(span=span))) == [(code, "")]  # type: ignore[arg-type]


def test_a_certificate_that_has_expired_since_is_fine() -> None:
    """Judged at the time of the seal: the file has to hold for ten years."""
    short = company().engineer(span=(SIGNED_AT - DAY, SIGNED_AT + timedelta(minutes=1)))
    assert codes(sealed_by(short)) == []


@pytest.mark.parametrize("trust", [[], [b""], [b"garbage"], [engineer().key_pem]])
def test_nothing_to_check_against(trust: list[bytes]) -> None:
    with pytest.raises(InputFault) as caught:
        verify(sealed_pdf(), trust)
    assert caught.value.code == "verify.trust"


def test_roots_of_others_do_not_help() -> None:
    stranger = authority()
    assert not verify(sealed_pdf(), [stranger.root_pem]).valid
    assert verify(sealed_pdf(), [stranger.root_pem, company().root_pem]).valid
    assert verify(sealed_pdf(), [stranger.root_pem + company().root_pem]).valid
