"""Timestamps, renewal and countersignature in the archive: new files and new lines, the old ones stay."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from cryptography.x509 import load_pem_x509_certificate, load_pem_x509_certificates

from fieldapp.archive.checking import check
from fieldapp.archive.entry import read_line, write_line
from fieldapp.archive.export import read
from fieldapp.archive.growth import Proofs, countersigning, renewing, run, stamping
from fieldapp.archive.index import items
from fieldapp.archive.intake import Outcome
from fieldapp.archive.layout import Layout
from fieldapp.cli import main
from fieldapp.errors import NetworkFault
from fieldapp.forms.signing import extend
from fieldapp.forms.signing.verdict import Level
from tests.support.archive_files import an_intake, imported, number, order_pdf, put, trust
from tests.support.archive_lines import an_entry
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company
from tests.support.signing_time import OpenSslAuthority, revocation_lists, times

DAY = timedelta(days=1)


def standings(root: Path) -> dict[str, str]:
    return {item.entry.file: item.standing.value for item in items(read(root))}


def test_every_step_makes_a_new_file_and_a_new_line_and_the_old_ones_stay(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    imported(root, tmp_path / "in", order_pdf(1), order_pdf(2))
    before = Layout(root).register.read_bytes()
    old = {path: path.read_bytes() for path in root.rglob("*.pdf")}
    intake = an_intake(root)
    clock = times(company())
    proofs = Proofs((company().root_pem,), revocation_lists(company()))
    signing = countersigning(company().engineer("王建国"), "归档复核", lambda: SIGNED_AT + DAY)
    steps = [
        (signing, Level.B, 2),
        (stamping(clock.at(SIGNED_AT + DAY), proofs, intake.judge), Level.LTA, 2),
        (renewing(clock.at(SIGNED_AT + 800 * DAY), proofs, intake.judge, SIGNED_AT + 1050 * DAY, 90 * DAY), Level.LTA, 2),
    ]
    for count, (grow, level, signatures) in enumerate(steps, 1):
        results = list(run(root, intake, grow))
        assert [result.outcome for result in results] == [Outcome.EXTENDS] * 2
        assert list(run(root, intake, signing)) == [], "what is done is not done again"
        for result in results:
            assert result.entry is not None
            verdict = intake.judge((root / result.entry.file).read_bytes())
            assert (verdict.valid, verdict.level, len(verdict.signatures)) == (True, level, signatures)
            assert result.entry.extends == tuple(layer.sha256 for layer in reversed(verdict.layers[:-1]))
        assert sorted(standings(root).values()) == ["current"] * 2 + ["extended"] * 2 * count
    assert Layout(root).register.read_bytes().startswith(before)
    assert all(path.read_bytes() == data for path, data in old.items())
    report = check(root, trust=trust())
    assert report.problems == ()
    assert {found.remark.code for found in report.notices} == {"extended"}


def test_only_what_is_due_and_asked_for_grows(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    imported(root, tmp_path / "in", order_pdf(1), order_pdf(1, 2), order_pdf(2))
    intake, clock = an_intake(root), times(company())
    assert list(run(root, intake, renewing(clock.at(SIGNED_AT), Proofs(), intake.judge, SIGNED_AT, 9999 * DAY))) == [], (
        "none has a timestamp"
    )
    stamp = stamping(clock.at(SIGNED_AT + DAY), Proofs(), intake.judge)
    assert [result.entry.number for result in run(root, intake, stamp, numbers=[number(2)]) if result.entry] == [number(2)]
    assert len(list(run(root, intake, stamp))) == 2, "a superseded revision is evidence too"
    assert list(run(root, intake, stamp)) == []
    soon = renewing(clock.at(SIGNED_AT + 2 * DAY), Proofs(), intake.judge, SIGNED_AT, 90 * DAY)
    assert list(run(root, intake, soon)) == []


def test_a_file_that_was_harmed_is_refused_and_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    (result,) = imported(root, tmp_path / "in", order_pdf(1))
    assert result.entry is not None
    victim = root / result.entry.file
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes() + b"x")
    before = Layout(root).register.read_bytes()
    intake = an_intake(root)
    (refused,) = run(root, intake, stamping(times(company()).at(SIGNED_AT), Proofs(), intake.judge))
    assert (refused.outcome, refused.reasons[0].code) == (Outcome.REFUSED, "file.sha256")
    assert Layout(root).register.read_bytes() == before


def test_an_authority_that_goes_away_ends_it_with_what_was_done_in_order(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    imported(root, tmp_path / "in", order_pdf(1), order_pdf(2))
    clock, asked = times(company()), []

    def stamper(digest: bytes) -> bytes:
        asked.append(digest)
        if len(asked) > 1:
            raise NetworkFault("net.unreachable", "gone")
        return clock.at(SIGNED_AT + DAY)(digest)

    intake = an_intake(root)
    with pytest.raises(NetworkFault):
        list(run(root, intake, stamping(stamper, Proofs(), intake.judge)))
    assert check(root, trust=trust()).problems == ()
    assert len(list(run(root, intake, stamping(clock.at(SIGNED_AT + DAY), Proofs(), intake.judge)))) == 1


def test_longer_files_from_elsewhere_are_known_as_such_in_any_order(tmp_path: Path) -> None:
    first = order_pdf(1)
    clock = times(company())
    second = extend.timestamp(first, clock.at(SIGNED_AT + DAY))
    third = extend.timestamp(second, clock.at(SIGNED_AT + 2 * DAY))
    other = extend.timestamp(first, clock.at(SIGNED_AT + 3 * DAY))
    root = tmp_path / "up"
    results = imported(root, tmp_path / "in", first, third, second)
    assert [result.outcome for result in results] == [Outcome.TAKEN, Outcome.EXTENDS, Outcome.TAKEN]
    assert list(standings(root).values()) == ["extended", "current", "extended"]
    (twin,) = imported(root, tmp_path / "in", other)
    assert twin.outcome is Outcome.DOUBLED
    assert list(standings(root).values()) == ["extended", "doubled", "extended", "doubled"]
    down = tmp_path / "down"
    assert [result.outcome for result in imported(down, tmp_path / "in", third, first)] == [Outcome.TAKEN, Outcome.TAKEN]
    assert list(standings(down).values()) == ["current", "extended"]
    assert check(down, trust=trust()).problems == ()


def test_a_false_word_of_the_register_about_what_a_file_goes_on_from_is_found(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    (result,) = imported(root, tmp_path / "in", order_pdf(1))
    register = Layout(root).register
    line = read_line(register.read_bytes())
    register.write_bytes(write_line(msgspec.structs.replace(line.entry, extends=("a" * 64,))).data)
    assert [found.remark.code for found in check(root, trust=trust()).problems] == ["seal"]
    assert result.entry is not None


def test_lines_of_before_are_read_as_ever() -> None:
    """A register written when entries had no `extends`."""
    body = {name: value for name, value in msgspec.to_builtins(an_entry()).items() if name != "extends"}
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    line = raw[:-1] + b',"hash":"' + hashlib.sha256(raw).hexdigest().encode() + b'"}\n'
    assert read_line(line).entry.extends == ()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[str]:
    """`openssl ts` behind HTTP; gives its address."""
    folder = tmp_path / "tsa"
    OpenSslAuthority(folder, company())
    process = subprocess.Popen(
        [sys.executable, Path(__file__).parents[1] / "support" / "tsa_server.py", folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        process.kill()


def test_the_commands_with_a_real_authority_and_a_file_of_the_back_office(
    authority: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, ca = tmp_path / "archive", tmp_path / "ca.pem"
    ca.write_bytes(company().root_pem)
    put(tmp_path / "in", [order_pdf(1), order_pdf(2)])
    here = ["--archive", str(root), "--trust", str(ca)]
    assert main(["archive", "import", str(tmp_path / "in"), *here]) == 0
    identity = company().engineer("王建国")
    key = load_pem_private_key(identity.key_pem, None)
    own = load_pem_x509_certificate(identity.certificate_pem)
    chain = load_pem_x509_certificates(b"".join(identity.chain_pem))
    data = pkcs12.serialize_key_and_certificates(b"office", key, own, chain, BestAvailableEncryption(b"geheim"))  # type: ignore[arg-type]
    (tmp_path / "office.p12").write_bytes(data)
    monkeypatch.setenv("FIELDAPP_P12_PASSWORD", "wrong")
    sign = ["archive", "countersign", *here, "--identity", str(tmp_path / "office.p12")]
    assert main(sign) == 2
    monkeypatch.setenv("FIELDAPP_P12_PASSWORD", "geheim")
    capfd.readouterr()
    assert main([*sign, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["counts"] == {"extends": 2}
    assert main(["archive", "stamp", *here, "--tsa", authority, "--number", number(1)]) == 0
    assert "接续" in capfd.readouterr().out
    assert main(["archive", "renew", *here, "--tsa", authority, "--within", "10000"]) == 0
    capfd.readouterr()
    assert main(["archive", "list", "--archive", str(root), "--json"]) == 0
    listed = json.loads(capfd.readouterr().out)
    assert [one["state"] for one in listed] == ["extended", "extended", "extended", "current", "extended", "current"]
    assert len(listed[-1]["extends"]) == 3
    assert main(["archive", "check", *here]) == 0
    assert main(["archive", "stamp", *here, "--tsa", "http://127.0.0.1:1/"]) == 2
    assert main(["archive", "stamp", *here, "--tsa", "ftp://x"]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["archive", "renew", *here, "--tsa", authority, "--within", "x"])
    assert main(["archive", "stamp", "--archive", str(tmp_path / "none"), "--trust", str(ca), "--tsa", authority]) == 2
    assert not (tmp_path / "none").exists(), "growing starts no archive"
