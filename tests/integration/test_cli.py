"""Bad input to every command: one line that says why, exit code 2, nothing written, no traceback."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
from support.forms_orders import full_order
from support.signing_ca import SIGNED_AT, authority
from support.signing_pdf import company, sealed_pdf
from support.signing_time import revocation_lists, times

from fieldapp.bootstrap.application import open_application
from fieldapp.bootstrap.gate import Gate
from fieldapp.cli import main
from fieldapp.clock import SystemClock
from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.forms.signing import extend
from fieldapp.store.layout import VAULT_FILE
from fieldapp.store.vault import open_vault


def files(folder: Path) -> None:
    (folder / "broken.json").write_text('{"id": ', encoding="utf-8")
    (folder / "list.json").write_text("[1, 2]", encoding="utf-8")
    (folder / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (folder / "latin.json").write_bytes('{"a": "ä"}'.encode("latin-1"))
    (folder / "nan.json").write_text('{"a": NaN}', encoding="utf-8")
    (folder / "wrong.json").write_text(json.dumps(full_order() | {"answers": {"symptom": None}}), encoding="utf-8")
    (folder / "types.json").write_text(json.dumps(full_order() | {"events": "none"}), encoding="utf-8")
    unknown = full_order() | {"form": {"id": "maintenance-work-order", "version": 99}}
    (folder / "unknown-form.json").write_text(json.dumps(unknown), encoding="utf-8")
    (folder / "order.json").write_text(json.dumps(full_order()), encoding="utf-8")
    (folder / "forms").mkdir()
    (folder / "forms" / "maintenance-work-order.v1.yaml").write_text("id: [", encoding="utf-8")
    (folder / "not.pdf").write_bytes(b"hello")
    (folder / "file").write_bytes(b"")


BAD = [
    ["frobnicate"],
    ["render"],
    ["render", "missing.json", "--out", "o.pdf"],
    ["render", "broken.json", "--out", "o.pdf"],
    ["render", "list.json", "--out", "o.pdf"],
    ["render", "deep.json", "--out", "o.pdf"],
    ["render", "latin.json", "--out", "o.pdf"],
    ["render", "nan.json", "--out", "o.pdf"],
    ["render", "wrong.json", "--out", "o.pdf"],
    ["render", "types.json", "--out", "o.pdf"],
    ["render", "unknown-form.json", "--out", "o.pdf"],
    ["render", ".", "--out", "o.pdf"],
    ["render", "order.json", "--out", "file/o.pdf"],
    ["render", "order.json", "--out", "forms"],
    ["render", "order.json", "--out", "o.pdf", "--forms", "forms"],
    ["render", "order.json", "--out", "o.pdf", "--forms", "missing"],
    ["render", "order.json", "--out", "o.pdf", "--lang", "fr"],
    ["verify"],
    ["verify", "missing.pdf", "--trust", "missing.pem"],
    ["verify", "not.pdf", "--trust", "not.pdf"],
    ["verify", "not.pdf", "--trust", "missing.pem", "--sha256", "zz"],
    ["verify", "not.pdf", "--trust", "missing.pem", "--signatures", "-1"],
    ["render", "order.json", "--out", "/dev/null/o.pdf"],
    ["demo", "--headless", "--data", "file/x"],
    ["demo", "--headless", "--out", "file/x"],
    ["tour"],
    ["itsm"],
    ["itsm", "dispatch", "missing.json", "--data", "endpoint"],
    ["itsm", "dispatch", "broken.json", "--data", "endpoint"],
    ["itsm", "dispatch", "list.json", "--data", "endpoint"],
    ["itsm", "dispatch", "types.json", "--data", "endpoint"],
    ["itsm", "dispatch", "unknown-form.json", "--data", "endpoint"],
    ["itsm", "order", "WX-00000000-000000", "--data", "endpoint"],
    ["itsm", "serve", "--data", "file/x"],
    ["itsm", "serve", "--db", "nonsense://", "--data", "endpoint"],
    ["itsm", "serve", "--port", "99999999", "--data", "endpoint"],
    ["itsm", "serve", "--port", "x"],
]


@pytest.mark.parametrize("arguments", BAD, ids=[" ".join(arguments) for arguments in BAD])
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files(tmp_path)
    monkeypatch.chdir(tmp_path)
    try:
        code = main(arguments)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    said = capfd.readouterr().err
    assert code == 2, said
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said
    assert not (tmp_path / "o.pdf").exists()


def test_verify_tells_sealed_from_unsealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    (tmp_path / "sealed.pdf").write_bytes(sealed_pdf())
    assert main(["render", "order.json", "--out", "o.pdf"]) == 0
    assert main(["verify", "o.pdf", "--trust", "ca.pem"]) == 1
    assert main(["verify", "sealed.pdf", "--trust", "ca.pem"]) == 0
    assert main(["verify", "sealed.pdf", "missing.pdf", "--trust", "ca.pem"]) == 2
    capfd.readouterr()
    assert main(["verify", "sealed.pdf", "o.pdf", "--trust", "ca.pem", "--json"]) == 1
    first, second = json.loads(capfd.readouterr().out)
    assert (first["valid"], second["valid"]) == (True, False)
    assert [problem["code"] for problem in second["problems"]] == ["signature.none"]


def test_verify_says_level_time_and_countersigner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    other = authority("时间戳根")
    stamped = extend.timestamp(sealed_pdf(), times(other).at(SIGNED_AT))
    (tmp_path / "sealed.pdf").write_bytes(stamped)
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    (tmp_path / "tsa.pem").write_bytes(other.root_pem)
    for number, data in enumerate(revocation_lists(company())):
        (tmp_path / f"{number}.crl").write_bytes(data)
    assert main(["verify", "sealed.pdf", "--trust", "ca.pem"]) == 1
    known = ["verify", "sealed.pdf", "--trust", "ca.pem", "--time-trust", "tsa.pem", "--crl", "0.crl", "--crl", "1.crl"]
    capfd.readouterr()
    assert main([*known, "--lang", "en"]) == 0
    said = capfd.readouterr().out
    assert "seal and timestamp (B-T)" in said
    assert "2026-11-22T14:30:00" in said
    assert "revoked is not known" not in said
    assert main([*known, "--json"]) == 0
    (report,) = json.loads(capfd.readouterr().out)
    assert (report["level"], report["proven_at"]) == ("B-T", "2026-11-22T14:30:00.000+00:00")
    assert [layer["kind"] for layer in report["layers"]] == ["seal", "timestamp"]
    assert report["layers"][0]["sha256"] == hashlib.sha256(sealed_pdf()).hexdigest()
    assert report["signatures"][0]["revocation"] == "good"
    assert main([*known, "--crl", "ca.pem"]) == 2


def test_a_lost_vault_is_not_made_anew(tmp_path: Path) -> None:
    """A store whose vault is gone: said, and nothing put where the old vault's copy belongs."""
    folder = tmp_path / "data"
    open_application(folder, open_vault(folder, lambda _new: "passphrase"), SystemClock()).close()
    (folder / VAULT_FILE).unlink()
    gate = Gate(folder, SystemClock())
    with pytest.raises(EnvironmentFault) as caught:
        gate.give_passphrase("passphrase")
    assert caught.value.code == "vault.key-lost"
    assert not (folder / VAULT_FILE).exists()


def test_a_failed_write_names_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.mkdir()
    with pytest.raises(OSError, match=r"taken'?$") as caught:
        write_atomically(target, b"x")
    assert caught.value.filename == str(target)
    assert list(tmp_path.iterdir()) == [target]


def test_closed_standard_output_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    files(tmp_path)
    assert main(["render", str(tmp_path / "order.json"), "--out", str(tmp_path / "o.pdf")]) == 0
