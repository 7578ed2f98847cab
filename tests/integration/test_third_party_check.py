"""A stranger checks a file with poppler, OpenSSL and Python, by the very commands that docs/evidence.md prints."""

from __future__ import annotations

import json
import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from support import doc_steps
from support.real_file import kept_now, sealed_now
from support.signing_attacks import UPDATES, flipped, hole

from fieldapp.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
PROGRAMS = ("pdfsig", "pdfdetach", "pdftotext", "certutil", "openssl", "python3")
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the page's commands are GNU's"),
    pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason="poppler, NSS's certutil, OpenSSL"),
]


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a stranger is given: the file, the root, the register."""
    made, given = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("given")
    pdf, root = sealed_now(made / "authority")
    (given / "order.pdf").write_bytes(pdf)
    (given / "ca.pem").write_bytes(root)
    archive = made / "archive"
    assert main(["archive", "import", str(given / "order.pdf"), "--archive", str(archive), "--trust", str(given / "ca.pem")]) == 0
    shutil.copyfile(archive / "register.jsonl", given / "register.jsonl")
    return given


@pytest.fixture
def folder(handed_over: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(handed_over, tmp_path / "stranger"))


def steps(folder: Path, page: str = "evidence.md") -> list[str]:
    """The first block only names the files."""
    names, *others = doc_steps.blocks(DOCS / page)
    assert names.startswith("FILE=")
    return doc_steps.run(others, folder, FILE="order.pdf", CA="ca.pem")


def test_every_step_holds(folder: Path) -> None:
    pdf = (folder / "order.pdf").read_bytes()
    line = json.loads((folder / "register.jsonl").read_text(encoding="utf-8"))
    in_file, chain, root, poppler, openssl, statement, hashes, again, page = steps(folder)
    assert "failed" not in (in_file, chain, root, poppler, openssl, statement, hashes, again, page)
    assert in_file.split()[0] == sha256(pdf).hexdigest() == line["sha256"]
    assert json.loads(in_file.splitlines()[-1]) == line
    assert chain.split() == [line["hash"], "-"]
    assert "Root CA" in root
    for said in ("Total document signed", "Signature is Valid.", "Certificate is Trusted.", "Common Name: 李旻"):
        assert said in poppler
    assert poppler.count("Signature #") == 1
    for said in (f"0: bytes 0 to {len(pdf)} of {len(pdf)}", "CAdES Verification successful", "CN=李旻", "UID=eng-001"):
        assert said in openssl
    evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    assert openssl.splitlines()[-1].split()[0] == evidence["certificate"]
    sealed = json.loads(statement)
    assert sealed["snapshot_sha256"] == evidence["snapshot_sha256"] == again
    found = dict(reversed(entry.split()) for entry in hashes.splitlines())
    assert found.pop("order.json") == again
    assert found == {f"ink-{ink['field']}.json": ink["sha256"] for ink in sealed["inks"]}
    assert evidence["inks"] == sealed["inks"]
    assert {again, evidence["certificate"]} <= set(re.findall(r"[0-9a-f]{64}", page))


def test_timestamps_are_checked_with_openssl(folder: Path, tmp_path: Path) -> None:
    pdf, root = sealed_now(tmp_path / "authority")
    kept = kept_now(tmp_path / "authority", pdf)
    (folder / "order.pdf").write_bytes(kept)
    (folder / "ca.pem").write_bytes(root)
    _, _, _, poppler, openssl, *_ = steps(folder)
    assert "Signature is Valid." in poppler
    assert "Total document signed" in poppler
    assert openssl.count("CAdES Verification successful") == 1
    assert openssl.count("Verification: OK") == openssl.count("Time stamp: ") == 2
    ends = [int(end) for end in re.findall(r"bytes 0 to (\d+) of", openssl)]
    assert (ends[0], ends[-1], len(ends)) == (len(pdf), len(kept), 3)


def test_a_changed_byte_shows(folder: Path) -> None:
    pdf = (folder / "order.pdf").read_bytes()
    (folder / "order.pdf").write_bytes(flipped(pdf, hole(pdf)[0] // 2, 3))
    in_file, _, _, poppler, openssl, *_ = steps(folder)
    assert in_file.endswith("failed")  # the register does not know it
    assert "Signature is Valid." not in poppler
    assert "CAdES Verification failure" in openssl


@pytest.mark.parametrize("attack", ["overlay", "swapped_json"])
def test_something_appended_shows(folder: Path, attack: str) -> None:
    """Poppler calls the signature valid: it is the rest of what the page asks to look at that tells."""
    (folder / "order.pdf").write_bytes(UPDATES[attack]((folder / "order.pdf").read_bytes()))
    in_file, _, _, poppler, openssl, *_ = steps(folder)
    assert in_file.endswith("failed")
    assert "Signature is Valid." in poppler
    assert "Total document signed" not in poppler
    reached, size = re.findall(r"bytes 0 to (\d+) of (\d+)", openssl)[-1]
    assert int(reached) < int(size)


def test_another_root_shows(folder: Path, tmp_path: Path) -> None:
    (folder / "ca.pem").write_bytes(sealed_now(tmp_path / "other")[1])
    _, _, _, poppler, openssl, *_ = steps(folder)
    assert "Certificate is Trusted." not in poppler
    assert "CAdES Verification successful" not in openssl


def test_both_languages_print_the_same_commands() -> None:
    assert doc_steps.blocks(DOCS / "evidence.md") == doc_steps.blocks(DOCS / "evidence.zh.md")
    assert len(doc_steps.blocks(DOCS / "evidence.md")) >= 10
