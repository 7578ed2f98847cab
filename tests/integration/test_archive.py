"""The archive as a whole, with really sealed PDFs: what is taken in, what a check finds, what an auditor gets."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fieldapp.archive.checking import check
from fieldapp.archive.intake import Outcome
from fieldapp.archive.layout import Layout
from fieldapp.cli import main
from fieldapp.errors import EnvironmentFault, InputFault
from tests.support.archive_files import an_intake, imported, number, order_pdf, put, trust
from tests.support.signing_ca import authority
from tests.support.signing_pdf import company, rendered, sealed_pdf


def codes(root: Path, **how: object) -> list[tuple[str, str]]:
    return [(found.about, found.remark.code) for found in check(root, **how).problems]  # type: ignore[arg-type]


def test_what_is_taken_lies_where_the_month_says_and_is_registered(tmp_path: Path) -> None:
    data = sealed_pdf()
    (result,) = imported(tmp_path / "archive", tmp_path / "in", data)
    entry = result.entry
    assert (result.outcome, result.reasons) == (Outcome.TAKEN, ())
    assert entry is not None
    sha256 = hashlib.sha256(data).hexdigest()
    assert entry.file == f"2026/11/WX-20261122-000137_v1_{sha256[:8]}.pdf"
    assert (tmp_path / "archive" / entry.file).read_bytes() == data
    assert (entry.seq, entry.revision, entry.size, entry.sha256, entry.signatures) == (1, 1, len(data), sha256, 1)
    assert (entry.customer, entry.supersedes, entry.who) == ("广州市公安局天河区分局", None, "档案员")
    assert (tmp_path / "in" / "000.pdf").read_bytes() == data
    report = check(tmp_path / "archive", trust=trust())
    assert report.in_order
    assert not report.notices


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    results = imported(root, tmp_path / "in", order_pdf(1), order_pdf(1))
    before = Layout(root).register.read_bytes()
    results += imported(root, tmp_path / "in", order_pdf(1))
    assert [result.outcome for result in results] == [Outcome.TAKEN, Outcome.THERE, Outcome.THERE]
    assert Layout(root).register.read_bytes() == before


def test_revisions_supersede_and_doubles_are_kept(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    second, first, third, twin = order_pdf(1, 2), order_pdf(1, 1), order_pdf(1, 3), order_pdf(1, 3, comment="again")
    results = imported(root, tmp_path / "in", second, first, third, twin, order_pdf(2))
    assert [result.outcome.value for result in results] == ["taken", "taken", "taken", "doubled", "taken"]
    supersedes = [result.entry.supersedes for result in results if result.entry]
    of_second = hashlib.sha256(second).hexdigest()
    assert supersedes == [None, None, of_second, of_second, None]
    report = check(root)
    assert report.in_order
    assert [found.remark.code for found in report.notices] == ["superseded", "superseded", "twice", "twice"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "pdf.not-a-pdf"),
        (b"hello", "pdf.not-a-pdf"),
        (rendered()[0], "signature.none"),
        (sealed_pdf() + b"%%EOF\n", "pdf.damaged"),
        (sealed_pdf().replace(b"1 0 0 RG", b"0 1 0 RG")[:-7], "pdf.end"),
        (order_pdf(3, inside="WX-other"), "order.identity"),
        (order_pdf(3, said="", inside=""), "order.unusable"),
        (order_pdf(3, said="a\nb"), "order.unusable"),
        (order_pdf(3, said="x" * 101), "order.unusable"),
    ],
    ids=["empty", "text", "unsealed", "appended", "cut", "other order", "no number", "line break", "long"],
)
def test_what_is_not_valid_is_refused_with_the_reason(data: bytes, code: str, tmp_path: Path) -> None:
    (result,) = imported(tmp_path / "archive", tmp_path / "in", data)
    assert result.outcome is Outcome.REFUSED
    assert code in [reason.code for reason in result.reasons]
    assert check(tmp_path / "archive").entries == 0
    assert not list(Layout(tmp_path / "archive").incoming.iterdir())


def test_a_seal_of_another_company_is_refused(tmp_path: Path) -> None:
    intake = an_intake(tmp_path / "archive")
    intake._trust = [authority().root_pem]
    (path,) = put(tmp_path / "in", [order_pdf(1)])
    assert [reason.code for reason in intake.take(path).reasons] == ["certificate.untrusted"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("../../../etc/cron.d/x", "_.._.._etc_cron.d_x"),
        ("C:\\WX*?|1", "C_WX_1"),
        ("派工单〔2026〕7 号", "_2026_7_"),
        ("-rf", "-rf"),
    ],
)
def test_a_hostile_number_stays_in_the_archive(said: str, name: str, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    (result,) = imported(root, tmp_path / "in", order_pdf(1, said=said))
    assert result.entry is not None
    assert result.entry.number == said
    assert result.entry.file.startswith(f"2026/11/{name}_v1_")
    assert check(root, trust=trust()).in_order
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "in"]


@pytest.mark.parametrize("customer", [None, 7, ["x"], "\u202e</td><script>\0\n", "客户" * 500])
def test_a_hostile_customer_is_one_plain_line(customer: object, tmp_path: Path) -> None:
    (result,) = imported(tmp_path / "archive", tmp_path / "in", order_pdf.__wrapped__(1, customer=customer))
    assert result.entry is not None
    assert len(result.entry.customer) <= 200
    assert result.entry.customer.isprintable()


def three(tmp_path: Path) -> tuple[Path, list[Path]]:
    root = tmp_path / "archive"
    results = imported(root, tmp_path / "in", order_pdf(1), order_pdf(2), order_pdf(3))
    paths = [root / result.entry.file for result in results if result.entry]
    for path in paths:
        path.chmod(0o644)
    return root, paths


def test_check_names_every_kind_of_harm(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    one, two, last = (path.relative_to(root).as_posix() for path in paths)
    paths[0].unlink()
    damaged = bytearray(paths[1].read_bytes())
    damaged[len(damaged) // 2] ^= 1
    paths[1].write_bytes(damaged)
    (root / "2026/11/copy.pdf").write_bytes(paths[2].read_bytes())
    (root / "notes.txt").write_text("hello", encoding="utf-8")
    (root / "elsewhere").symlink_to(tmp_path)
    expected = [
        (one, "file.missing"),
        (two, "file.sha256"),
        ("2026/11/copy.pdf", "file.copy"),
        ("elsewhere", "file.odd"),
        ("notes.txt", "file.unknown"),
    ]
    assert codes(root) == expected
    assert codes(root, trust=trust()) == expected
    assert [code for _, code in codes(root, quick=True)] == ["file.missing", "file.unknown", "file.unknown", "file.unknown"]
    paths[2].write_bytes(b"short")
    assert (last, "file.size") in codes(root, quick=True)


def test_a_registered_file_may_not_be_a_link(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    aside = tmp_path / "aside.pdf"
    paths[0].rename(aside)
    paths[0].symlink_to(aside)
    assert codes(root) == [(paths[0].relative_to(root).as_posix(), "file.odd")]


def test_a_missing_file_is_put_back_and_a_damaged_one_is_not_overwritten(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    paths[0].unlink()
    paths[1].write_bytes(b"damaged")
    before = Layout(root).register.read_bytes()
    results = imported(root, tmp_path / "in", order_pdf(1), order_pdf(2))
    assert [result.outcome.value for result in results] == ["restored", "refused"]
    assert paths[0].read_bytes() == order_pdf(1)
    assert paths[1].read_bytes() == b"damaged"
    assert Layout(root).register.read_bytes() == before
    paths[1].rename(tmp_path / "damaged.pdf")
    assert [result.outcome.value for result in imported(root, tmp_path / "in", order_pdf(2))] == ["restored"]
    assert check(root).in_order


def test_a_tampered_register_is_reported_and_never_added_to(tmp_path: Path) -> None:
    root, _ = three(tmp_path)
    register = Layout(root).register
    data = register.read_bytes().replace("档案员".encode(), "某某人".encode(), 1)
    register.write_bytes(data)
    assert codes(root)[0] == ("register.jsonl", "register.line")
    with pytest.raises(EnvironmentFault, match="line 1"):
        imported(root, tmp_path / "in", order_pdf(4))
    assert register.read_bytes() == data


def test_a_register_cut_short_shows_by_its_files_or_by_the_anchor(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    head = check(root).head
    assert check(root, anchor=head).in_order
    register = Layout(root).register
    register.write_bytes(b"".join(register.read_bytes().splitlines(keepends=True)[:2]))
    file = paths[2].relative_to(root).as_posix()
    assert codes(root) == [(file, "file.unknown")]
    paths[2].unlink()
    assert codes(root) == []
    assert codes(root, anchor=head) == [("register.jsonl", "register.anchor")]


def test_a_file_without_a_line_is_adopted(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    register = Layout(root).register
    register.write_bytes(b"".join(register.read_bytes().splitlines(keepends=True)[:2]))
    (result,) = [an_intake(root).take(paths[2])]
    assert (result.outcome, result.entry and result.entry.seq) == (Outcome.TAKEN, 3)
    assert check(root, trust=trust()).in_order


def test_a_foreign_file_in_the_place_is_never_overwritten(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    name = paths[0].name.replace("000001", "000004").rsplit("_", 1)[0]
    sha256 = hashlib.sha256(order_pdf(4)).hexdigest()
    foreign = paths[0].with_name(f"{name}_{sha256[:8]}.pdf")
    foreign.write_bytes(b"foreign")
    (result,) = imported(root, tmp_path / "in", order_pdf(4))
    assert result.entry is not None
    assert result.entry.file.endswith(f"_{sha256[:16]}.pdf")
    assert foreign.read_bytes() == b"foreign"


def test_nothing_is_started_in_a_folder_of_other_things(tmp_path: Path) -> None:
    root, paths = three(tmp_path)
    Layout(root).register.unlink()
    with pytest.raises(InputFault, match="not empty"):
        an_intake(root)
    assert all(path.exists() for path in paths)


def test_an_endpoint_s_files_without_suffix_are_found(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    blobs = tmp_path / "blobs" / "ab"
    blobs.mkdir(parents=True)
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    (blobs / hashlib.sha256(order_pdf(1)).hexdigest()).write_bytes(order_pdf(1))
    (blobs / "photo").write_bytes(b"\xff\xd8")
    (blobs / ".hidden.pdf").write_bytes(b"")
    where = ["--archive", str(tmp_path / "a"), "--trust", str(tmp_path / "ca.pem")]
    assert main(["archive", "import", str(tmp_path / "blobs"), *where, "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert [file["number"] for file in said["files"]] == [number(1)]


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    inbox = tmp_path / "in"
    put(inbox, [order_pdf(1), order_pdf(2)])
    with (inbox / "001-large.pdf").open("wb") as stream:
        stream.truncate(300 * 2**20)
    os.mkfifo(tmp_path / "pipe.pdf")
    os.mkfifo(inbox / "pipe")
    odd = [tmp_path / "pipe.pdf", inbox / "bad\n\udcff.pdf"]
    odd[1].write_bytes(b"hello")
    arguments = [
        "archive",
        "import",
        str(odd[0]),
        str(inbox),
        "--archive",
        str(tmp_path / "a"),
        "--trust",
        str(tmp_path / "ca.pem"),
    ]
    assert main([*arguments, "--json"]) == 2
    said = json.loads(capfd.readouterr().out)
    assert said["counts"] == {"failed": 2, "refused": 1, "taken": 2}
    assert main(arguments) == 2
    assert "bad��.pdf" in capfd.readouterr().out
    assert check(tmp_path / "a").in_order


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_the_commands_from_import_to_export(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inbox, archive, out = tmp_path / "in", tmp_path / "档案", tmp_path / "out"
    hostile = order_pdf(3, customer="<script>alert(1)</script>&amp;")
    put(inbox, [order_pdf(1), order_pdf(1, 2), hostile, rendered()[0]])
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    here = ["--archive", str(archive)]
    with_trust = ["--trust", str(tmp_path / "ca.pem")]

    assert main(["archive", "import", str(inbox), *here, *with_trust, "--who", "李旻"]) == 1
    said = capfd.readouterr().out
    assert "文件没有数字签名" in said
    assert "已归档 3" in said
    assert main(["archive", "import", str(inbox / "000.pdf"), *here, *with_trust]) == 0
    assert main(["archive", "check", *here, *with_trust]) == 0
    capfd.readouterr()
    assert main(["archive", "list", *here, "--text", "script", "--json"]) == 0
    (listed,) = json.loads(capfd.readouterr().out)
    assert (listed["number"], listed["state"], listed["who"]) == (number(3), "current", "李旻")
    assert main(["archive", "export", *here, "--out", str(out), "--json"]) == 0
    capfd.readouterr()

    page = (out / "index.html").read_text(encoding="utf-8")
    seen = Page()
    seen.feed(page)
    assert not {"img", "iframe", "link"} & set(seen.tags)
    assert seen.tags.count("script") == 1
    assert len(seen.links) == 3
    assert all((out / link).is_file() for link in seen.links)
    assert "已被版次 2 取代" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page
    assert (out / "register-extract.jsonl").read_bytes() == Layout(archive).register.read_bytes()
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=out, capture_output=True, text=True, check=False)
    assert sums.returncode == 0, sums.stdout

    victim = archive / listed["file"]
    victim.unlink()
    assert main(["archive", "check", *here]) == 1
    assert main(["archive", "export", *here, "--out", str(tmp_path / "two"), "--number", number(3)]) == 1
    assert "未随附" in (tmp_path / "two" / "index.html").read_text(encoding="utf-8")


BAD = [
    "archive",
    "archive frobnicate",
    "archive import in/000.pdf --archive a",
    "archive import in/000.pdf --trust ca.pem",
    "archive import missing.pdf --archive a --trust ca.pem",
    "archive import empty --archive a --trust ca.pem",
    "archive import in/000.pdf --archive a --trust missing.pem",
    "archive import in/000.pdf --archive a --trust in/000.pdf",
    "archive import in/000.pdf --archive ca.pem --trust ca.pem",
    "archive import in/000.pdf --archive in --trust ca.pem",
    "archive import in/000.pdf --archive ca.pem/x --trust ca.pem",
    "archive check --archive missing",
    "archive check --archive in",
    "archive check --archive good --trust missing.pem",
    "archive check --archive good --trust in/000.pdf",
    "archive check --archive good --quick --trust ca.pem",
    "archive check --archive good --anchor 12",
    "archive list --archive ca.pem",
    "archive list --archive broken",
    "archive list --archive good --lang fr",
    "archive export --archive good",
    "archive export --archive good --out in",
    "archive export --archive good --out good/2026",
    "archive export --archive good --out ca.pem",
    "archive export --archive good --out o --number WX-0",
    "archive export --archive good --out o --since 2099-01-01",
    "archive export --archive good --out o --since yesterday",
    "archive export --archive broken --out o",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad")
    (root / "ca.pem").write_bytes(company().root_pem)
    (root / "empty").mkdir()
    imported(root / "good", root / "in", order_pdf(1))
    (root / "broken").mkdir()
    (root / "broken" / "register.jsonl").write_bytes(b"{}\n")
    return root


@pytest.mark.parametrize("line", BAD)
def test_bad_input_is_one_line_and_exit_code_2(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    try:
        code = main(line.split())
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    said = capfd.readouterr().err
    assert code == 2, said
    assert len(said.strip().splitlines()) == 1, said
    assert sorted(folder.iterdir()) == before
