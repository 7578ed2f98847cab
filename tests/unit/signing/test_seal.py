"""The seal: what it writes, what it refuses, and that a stranger's tool agrees."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from fieldapp.errors import Fault, InputFault
from fieldapp.forms.evidence import InkRecord
from fieldapp.forms.signing import statement
from fieldapp.forms.signing.keys import Identity
from fieldapp.forms.signing.seal import SealStatement, seal
from tests.support import signing_attacks as attacks
from tests.support.pdf_bytes import byte_findings
from tests.support.signing_ca import SIGNED_AT, authority
from tests.support.signing_pdf import company, engineer, parts, rendered, sealed_pdf, small_pdf

DAY = timedelta(days=1)


def test_sealing_appends_and_keeps_pdf_1_7() -> None:
    unsigned, evidence = rendered()
    pdf = sealed_pdf()
    assert pdf.startswith(unsigned)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.pdf_version == "1.7"
        assert "/Version" not in document.Root
        assert list(document.Root.Extensions.keys()) == ["/ESIC"]
        (field,) = document.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert field.V.Reference[0].TransformParams.P == 2
        assert document.Root.Perms.DocMDP.objgen == field.V.objgen
        assert str(field.V.M) == "D:20261122143000Z"
        assert str(field.V.Reason) == f"WX-20261122-000137 r1 SHA-256 {evidence.snapshot_sha256}"
        assert not document.Root.AcroForm.get("/DR"), "no font comes with an invisible field"
        assert "/AP" not in field


def test_seal_follows_the_byte_rules_of_pdf_a() -> None:
    """ISO 19005-3 6.1.3 (same first ID, nothing behind %%EOF), 6.1.4 and 6.1.9 (spacing), all revisions."""
    added = sealed_pdf()[len(rendered()[0]) :]
    ids = re.findall(rb"/ID\s*\[\s*<(\w+)>", sealed_pdf())
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert sealed_pdf().endswith(b"%%EOF\n")
    assert byte_findings(sealed_pdf()) == []
    assert all(re.fullmatch(rb"\d+ \d+ obj\n", line + b"\n") for line in added.split(b"\n") if line.endswith(b" obj"))
    assert added.count(b"endstream") == 1, "the cross-references; metadata stays as it was rendered"


def _identity(**changes: bytes) -> Identity:
    who = engineer()
    return Identity(changes.get("key", who.key_pem), changes.get("certificate", who.certificate_pem), who.chain_pem)


@pytest.mark.parametrize(
    ("pdf", "identity", "at", "code"),
    [
        (small_pdf([]), _identity(), SIGNED_AT + 400 * DAY, "seal.certificate-expired"),
        (small_pdf([]), _identity(), SIGNED_AT - 400 * DAY, "seal.certificate-not-yet-valid"),
        (small_pdf([]), _identity(key=company().engineer().key_pem), SIGNED_AT, "seal.key-mismatch"),
        (small_pdf([]), _identity(key=b"x"), SIGNED_AT, "key.unusable"),
        (small_pdf([]), _identity(certificate=b"x"), SIGNED_AT, "certificate.unusable"),
        (b"", _identity(), SIGNED_AT, "seal.pdf"),
        (small_pdf([])[:-100], _identity(), SIGNED_AT, "seal.pdf"),
        (small_pdf([]).replace(b"%PDF-1.7", b"%PDF-1.4"), _identity(), SIGNED_AT, "seal.pdf"),
        (attacks.encrypted(small_pdf([])), _identity(), SIGNED_AT, "seal.pdf"),
        (sealed_pdf(), _identity(), SIGNED_AT, "seal.pdf"),
    ],
)
def test_what_cannot_be_sealed(pdf: bytes, identity: Identity, at: datetime, code: str) -> None:
    with pytest.raises(Fault) as caught:
        seal(pdf, identity, signer_name="李旻", statement=parts().statement, signed_at=at)
    assert caught.value.code == code


def test_many_inks_and_long_names_still_fit() -> None:
    inks = tuple(InkRecord(f"signature_{n}", f"{n:064x}") for n in range(60))
    long = SealStatement("WX-" + "9" * 200, 12, "a" * 64, inks, 1)
    pdf = seal(small_pdf([]), engineer(), signer_name="李" * 60, statement=long, signed_at=SIGNED_AT)
    assert statement.parse(long.to_bytes()) == long
    assert len(pdf) < 40_000


@pytest.mark.parametrize("issuer", ["根", "一个名称很长的签发机构有限公司"])
def test_the_container_has_little_room_to_spare(issuer: str) -> None:
    pdf = seal(small_pdf([]), authority(issuer).engineer(), signer_name="李旻", statement=parts().statement, signed_at=SIGNED_AT)
    start, end = attacks.hole(pdf)
    spare = (end - start - len(pdf[start:end].rstrip(b"0>"))) // 2
    assert 0 <= spare < 8, "as long as the key's longest signature needs it, not longer"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"version":1}', parts().statement.to_bytes() + b" ", b"[" * 9000, b"x" * 20_000]
)
def test_statements_that_are_none(data: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        statement.parse(data)
    assert caught.value.code == "statement.invalid"


def test_pyhanko_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, fieldapp.forms.signing.seal, fieldapp.forms.signing.verify; print([m for m in sys.modules if 'hanko' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"


def test_one_thread_at_a_time_imports_pyhanko() -> None:
    """The warm-up and the first sync begin together; each would meet modules that the other has half imported."""
    code = (
        "import sys, threading, fieldapp.forms.signing.seal as s, fieldapp.forms.signing.verify as v\n"
        "start, asked = threading.Barrier(2), []\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if 'hanko' in name: asked.append(threading.current_thread().name)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "def load(preload): start.wait(); preload()\n"
        "threads = [threading.Thread(target=load, args=(one.preload,)) for one in (s, v)]\n"
        "[one.start() for one in threads]; [one.join() for one in threads]\n"
        "print(len(asked) > 50, sum(a != b for a, b in zip(asked, asked[1:])))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.split() in (["True", "0"], ["True", "1"])


@pytest.mark.skipif(not (shutil.which("pdfsig") and shutil.which("certutil")), reason="poppler's pdfsig and NSS's certutil")
def test_poppler_trusts_the_seal(tmp_path: Path) -> None:
    """An independent implementation, with an NSS database that trusts our root."""
    database, root, sealed = tmp_path / "nss", tmp_path / "root.pem", tmp_path / "sealed.pdf"
    database.mkdir()
    root.write_bytes(company().root_pem)
    sealed.write_bytes(sealed_pdf())
    subprocess.run(["certutil", "-N", "--empty-password", "-d", f"sql:{database}"], check=True)
    subprocess.run(["certutil", "-A", "-n", "root", "-t", "CT,CT,CT", "-i", root, "-d", f"sql:{database}"], check=True)
    said = subprocess.run(["pdfsig", "-nssdir", f"sql:{database}", sealed], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: 李旻" in said
