"""What is added to a sealed file, level by level, and that strangers' tools agree with every one of them."""

from __future__ import annotations

import functools
import hashlib
import io
import shutil
import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from fieldapp.errors import Fault
from fieldapp.forms.signing import extend, layers, tokens
from fieldapp.forms.signing.crls import Standing
from fieldapp.forms.signing.layers import LayerKind
from fieldapp.forms.signing.seal import SealStatement
from fieldapp.forms.signing.verdict import Level, Verdict
from fieldapp.forms.signing.verify import verify
from fieldapp.itsm.time_authority import TimeAuthority
from tests.support.pdf_bytes import byte_findings
from tests.support.signing_ca import SIGNED_AT, authority
from tests.support.signing_pdf import company, parts, rendered, sealed_pdf, small_pdf
from tests.support.signing_time import OpenSslAuthority, SetClock, Times, revocation_lists, times

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@functools.cache
def clock() -> Times:
    return times(company())


def countersigned(pdf: bytes, *, locks: bool = True) -> bytes:
    return extend.countersign(
        pdf,
        company().engineer("王建国"),
        signer_name="王建国",
        reason="已复核",
        statement=SealStatement.of(rendered()[1]),
        signed_at=SIGNED_AT + 2 * HOUR,
        locks=locks,
    )


@functools.cache
def stages() -> dict[str, bytes]:
    """One file as it grows, by what was added last."""
    sealed = sealed_pdf()
    signed = countersigned(sealed)
    stamped = extend.timestamp(signed, clock().at(SIGNED_AT + DAY))
    complete = extend.validation_data(stamped, [company().root_pem], revocation_lists(company()))
    kept = extend.timestamp(complete, clock().at(SIGNED_AT + 2 * DAY))
    more = extend.validation_data(kept, [], revocation_lists(company(), made=SIGNED_AT + 300 * DAY))
    renewed = extend.timestamp(more, times(company()).at(SIGNED_AT + 300 * DAY))
    return {
        "sealed": sealed,
        "countersigned": signed,
        "timestamp": stamped,
        "validation data": complete,
        "second timestamp": kept,
        "renewed": renewed,
    }


def judged(pdf: bytes, **more: object) -> Verdict:
    return verify(pdf, [company().root_pem], **more)  # type: ignore[arg-type]


def test_every_level_and_what_the_verdict_says_of_it() -> None:
    said = {name: judged(pdf) for name, pdf in stages().items()}
    assert {name: verdict.problems for name, verdict in said.items()} == dict.fromkeys(said, ())
    assert {name: verdict.level for name, verdict in said.items()} == {
        "sealed": Level.B,
        "countersigned": Level.B,
        "timestamp": Level.T,
        "validation data": Level.LT,
        "second timestamp": Level.LTA,
        "renewed": Level.LTA,
    }
    last = said["renewed"]
    assert last.proven_at == SIGNED_AT + DAY
    assert [signer.certificate.common_name for signer in last.countersigners if signer.certificate] == ["王建国"]
    assert {signature.revocation for signature in last.signatures} == {Standing.GOOD}
    assert last.notes == ()
    assert last.renew_before == SIGNED_AT + timedelta(days=3 * 365)
    assert {note.code for note in said["sealed"].notes} == {"note.revocation", "note.time"}


def test_each_file_is_the_beginning_of_the_next_and_is_told_by_its_hash() -> None:
    files = list(stages().values())
    for older, newer in pairwise(files):
        assert newer.startswith(older)
    told = {(layer.size, layer.sha256) for layer in judged(files[-1]).layers}
    assert {(len(pdf), hashlib.sha256(pdf).hexdigest()) for pdf in files} <= told
    assert [layer.kind for layer in layers.read(files[-1])] == [
        LayerKind.SEAL,
        LayerKind.COUNTERSIGNATURE,
        LayerKind.TIMESTAMP,
        LayerKind.VALIDATION,
        LayerKind.TIMESTAMP,
        LayerKind.VALIDATION,
        LayerKind.TIMESTAMP,
    ]


def test_signatures_are_counted_without_timestamps() -> None:
    pdf = stages()["renewed"]
    assert judged(pdf, expected_signatures=2).valid
    assert [finding.code for finding in judged(pdf, expected_signatures=1).problems] == ["signature.count"]
    assert [finding.code for finding in judged(stages()["sealed"], expected_signatures=2).problems] == ["signature.count"]


@pytest.mark.parametrize("name", list(stages()))
def test_byte_syntax_and_structure_of_all_revisions(name: str) -> None:
    """ISO 19005-3 §6.1 by the bytes, and qpdf finds nothing to repair."""
    pdf = stages()[name]
    assert byte_findings(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.get_warnings() == []
        assert document.pdf_version == "1.7"
        names = [str(field.T) for field in document.Root.AcroForm.Fields]
        assert len(names) == len(set(names)) == len(document.pages[-1].Annots)
        if name == "renewed":
            assert len(document.Root.DSS.CRLs) == 4
            assert len(document.Root.DSS.Certs) == 1


@pytest.mark.parametrize("name", list(stages()))
def test_pyhanko_sees_only_permitted_changes(name: str) -> None:
    """Its own rules for what may follow a certification with P=2, which know nothing of ours."""
    reader = PdfFileReader(io.BytesIO(stages()[name]), strict=True)
    for embedded in reader.embedded_regular_signatures:
        context = ValidationContext(trust_roots=[_root()], allow_fetching=False, moment=SIGNED_AT)
        status = validate_pdf_signature(embedded, signer_validation_context=context)
        assert status.intact
        assert status.valid
        assert status.docmdp_ok, status.pretty_print_details()
        assert status.trusted


def _root() -> x509.Certificate:
    return x509.Certificate.load(company().root.public_bytes(Encoding.DER))


@pytest.mark.skipif(not (shutil.which("pdfsig") and shutil.which("certutil")), reason="poppler's pdfsig and NSS's certutil")
def test_poppler_trusts_both_signatures_at_every_level(tmp_path: Path) -> None:
    """Timestamps it names, but cannot judge ("Unimplemented Feature")."""
    database, root, path = tmp_path / "nss", tmp_path / "root.pem", tmp_path / "file.pdf"
    database.mkdir()
    root.write_bytes(company().root_pem)
    subprocess.run(["certutil", "-N", "--empty-password", "-d", f"sql:{database}"], check=True)
    subprocess.run(["certutil", "-A", "-n", "root", "-t", "CT,CT,CT", "-i", root, "-d", f"sql:{database}"], check=True)
    for name, pdf in stages().items():
        path.write_bytes(pdf)
        said = subprocess.run(["pdfsig", "-nssdir", f"sql:{database}", path], capture_output=True, text=True, check=False).stdout
        signers = 1 if name == "sealed" else 2
        assert said.count("Signature is Valid.") == signers, (name, said)
        assert said.count("Certificate is Trusted.") == signers, (name, said)
        assert "Total document signed" in said or name == "validation data"


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_timestamp_of_openssl(kind: str, tmp_path: Path) -> None:
    """Its token is taken, and `openssl ts -verify` still accepts what of it is in the file, over the bytes it vouches for."""
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else None
    pdf = extend.timestamp(sealed_pdf(), OpenSslAuthority(tmp_path / "tsa", company(), key).stamp)
    verdict = judged(pdf)
    assert verdict.problems == ()
    assert verdict.level is Level.T
    layer = layers.read(pdf)[-1]
    assert layer.hole is not None
    begin, end = layer.hole
    token = bytes.fromhex(pdf[begin + 1 : end - 1].decode())
    (tmp_path / "token.der").write_bytes(token[: int.from_bytes(token[2:4], "big") + 4])
    (tmp_path / "data").write_bytes(pdf[:begin] + pdf[end:])
    (tmp_path / "root.pem").write_bytes(company().root_pem)
    command = ["openssl", "ts", "-verify", "-data", "data", "-in", "token.der", "-token_in", "-CAfile", "root.pem"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in said.stdout, said.stderr


def test_openssl_reads_our_own_authority(tmp_path: Path) -> None:
    own = TimeAuthority(clock().key, clock().certificate, [company().intermediate], SetClock(SIGNED_AT))
    (tmp_path / "data").write_bytes(b"x")
    (tmp_path / "root.pem").write_bytes(company().root_pem)
    subprocess.run(["openssl", "ts", "-query", "-data", "data", "-cert", "-out", "q"], cwd=tmp_path, check=True)
    (tmp_path / "r").write_bytes(own.answer((tmp_path / "q").read_bytes()))
    moment = str(int(SIGNED_AT.timestamp()))
    command = ["openssl", "ts", "-verify", "-queryfile", "q", "-in", "r", "-CAfile", "root.pem", "-attime", moment]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in said.stdout, said.stderr


@pytest.mark.parametrize(
    ("query", "failure"),
    [
        (b"", "bad_data_format"),
        (b"\x30\x03\x02\x01\x01", "bad_data_format"),
        (b"x" * 5000, "bad_data_format"),
        (tokens.query(b"short").der, "bad_alg"),
    ],
    ids=["nothing", "half", "garbage", "short digest"],
)
def test_our_own_authority_refuses(query: bytes, failure: str) -> None:
    own = TimeAuthority(clock().key, clock().certificate, [], SetClock(SIGNED_AT))
    status = tokens.Reply.load(own.answer(query))["status"].native
    assert status["status"] == "rejection"
    assert status["fail_info"] == {failure}


def test_nothing_new_adds_nothing() -> None:
    pdf = stages()["validation data"]
    again = extend.validation_data(pdf, [company().root_pem], layers.read(pdf)[-1].crls)
    assert again == pdf


def test_a_token_that_needs_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def spendthrift(digest: bytes) -> bytes:
        asked.append(digest)
        return clock().at(SIGNED_AT + HOUR)(digest)

    monkeypatch.setattr(extend, "ROOMS", (256, 700, 6144))
    pdf = extend.timestamp(sealed_pdf(), spendthrift)
    assert len(asked) == len(set(asked)) == 2, "the step between is left out"
    assert judged(pdf).valid


@pytest.mark.parametrize(
    ("pdf", "code"),
    [
        (b"", "seal.pdf"),
        (b"%PDF-1.7\n%%EOF\n", "seal.pdf"),
        (rendered()[0], "seal.pdf"),
        (small_pdf([]), "seal.pdf"),
        (sealed_pdf()[:-1] + b" ", "seal.pdf"),
    ],
    ids=["empty", "no table", "unsigned", "unsigned and small", "no end"],
)
def test_what_cannot_be_extended(pdf: bytes, code: str) -> None:
    for add in (lambda: extend.timestamp(pdf, clock().at(SIGNED_AT)), lambda: countersigned(pdf)):
        with pytest.raises(Fault) as caught:
            add()
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("certificates", "lists", "code"),
    [([b"-----BEGIN CERTIFICATE-----\nx"], [], "certificate.unusable"), ([], [b"x"], "crl.unusable")],
)
def test_validation_data_that_is_none(certificates: list[bytes], lists: list[bytes], code: str) -> None:
    with pytest.raises(Fault) as caught:
        extend.validation_data(sealed_pdf(), certificates, lists)
    assert caught.value.code == code


def test_a_stamper_that_answers_something_else() -> None:
    good = clock().at(SIGNED_AT)
    for wrong in (lambda _digest: b"", lambda _digest: good(b"1" * 32), lambda digest: good(digest)[:-1]):
        with pytest.raises(Fault) as caught:
            extend.timestamp(sealed_pdf(), wrong)
        assert caught.value.code == "timestamp.invalid"


def test_after_the_last_signature_none_may_follow() -> None:
    with pytest.raises(Fault) as caught:
        countersigned(stages()["timestamp"])
    assert caught.value.code == "seal.locked"


def test_two_countersignatures_the_second_locks() -> None:
    pdf = countersigned(countersigned(sealed_pdf(), locks=False))
    verdict = judged(pdf, expected_signatures=3)
    assert verdict.problems == ()
    assert len(verdict.countersigners) == 2


def test_an_authority_of_its_own_for_time() -> None:
    """Roots for seals and for timestamps may be told apart."""
    other = authority("时间戳根")
    pdf = extend.timestamp(sealed_pdf(), times(other).at(SIGNED_AT + HOUR))
    assert [finding.code for finding in judged(pdf).problems] == ["timestamp.untrusted"]
    assert judged(pdf, timestamp_trust=[other.root_pem]).level is Level.T
    swapped = verify(pdf, [other.root_pem], timestamp_trust=[company().root_pem])
    assert {"certificate.untrusted", "timestamp.untrusted"} <= {finding.code for finding in swapped.problems}


def test_the_engineers_file_may_be_small_too() -> None:
    pdf = extend.timestamp(parts().sealed(), clock().at(SIGNED_AT + HOUR))
    assert judged(pdf).level is Level.T
