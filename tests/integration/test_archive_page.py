"""The auditor's folder, as the auditor uses it: the page's own commands run as printed, its script on the page's own table."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQml import QJSEngine

from fieldapp.archive.export import PAGE, export
from fieldapp.archive.layout import Layout
from tests.support.archive_files import StoppedClock, imported, order_pdf
from tests.support.signing_pdf import company

DOM = """
var node = text => ({ textContent: text, dataset: {}, hidden: false, attributes: {}, listeners: {}, cells: [],
  addEventListener(name, run) { this.listeners[name] = run; },
  getAttribute(name) { return this.attributes[name] ?? null; },
  setAttribute(name, value) { this.attributes[name] = value; },
  removeAttribute(name) { delete this.attributes[name]; },
  closest() { return this.head; } });
var heads = TABLE.columns.map(node), buttons = heads.map(head => Object.assign(node(""), { head }));
var rows = TABLE.rows.map(cells => Object.assign(node(cells.map(c => c[0]).join(" ")),
  { cells: cells.map(([text, key]) => { const cell = node(text); if (key) cell.dataset.key = key; return cell; }) }));
var table = { rows, append(...ordered) { this.rows = ordered; } };
var box = Object.assign(node(""), { value: "" }), counter = node("");
var document = {
  querySelector: () => table,
  getElementById: id => id === "find" ? box : counter,
  querySelectorAll: what => what === "thead button" ? buttons : what === "thead th" ? heads : [] };
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("auditor")
    imported(
        folder / "archive", folder / "in", order_pdf(2, customer="滨江区公安分局"), order_pdf(10), order_pdf(1), order_pdf(1, 2)
    )
    export(folder / "archive", folder / "out", StoppedClock())
    shutil.copy(Layout(folder / "archive").register, folder / "out" / "register.jsonl")
    return folder / "out"


def page(out: Path) -> str:
    return (out / PAGE).read_text(encoding="utf-8")


def script(text: str) -> str:
    (found,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    return str(found)


def test_the_page_needs_nothing_from_anywhere_and_runs_only_its_own_script(out: Path) -> None:
    text = page(out)
    own = base64.b64encode(hashlib.sha256(script(text).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{own}'" in text
    links = re.findall(r'(?:href|src)="([^"]*)"', text)
    assert len(links) == 4
    assert all((out / link).is_file() for link in links)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text)
    assert text.count("<th scope=") == 8 + 4
    assert re.findall(r"\son[a-z]+=", text) == []


def commands(out: Path) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<pre>(.*?)</pre>", page(out), re.DOTALL)]


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_the_checks_it_prints_work_as_printed(out: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(out, tmp_path / "out"))
    sums, _windows, seals, register, anchor = commands(out)
    done = shell(sums, folder)
    assert done.returncode == 0, done.stderr
    (folder / "ca.pem").write_bytes(company().root_pem)
    lines = [json.loads(line) for line in (folder / "register-extract.jsonl").read_text(encoding="utf-8").splitlines()]
    done = shell(seals.replace("文件.pdf", lines[0]["file"]), folder)
    for said in ("Signature is Valid", "Certificate is Trusted", "Total document signed"):
        assert said in done.stdout, done.stdout + done.stderr
    assert lines[0]["hash"] in shell(register, folder).stdout
    noted = anchor.splitlines()[0].replace("以前的末行hash", lines[2]["hash"])
    assert shell(noted, folder).stdout.strip() == "1"
    assert shell(noted.replace(lines[2]["hash"], "0" * 64), folder).stdout.strip() == "0"


def test_a_changed_byte_shows_in_the_printed_check(out: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(out, tmp_path / "out"))
    victim = next(folder.rglob("*.pdf"))
    data = bytearray(victim.read_bytes())
    data[99] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    assert shell(commands(out)[0], folder).returncode != 0


def test_the_table_is_sorted_and_searched(out: Path) -> None:
    _app = QCoreApplication.instance() or QCoreApplication([])
    engine = QJSEngine()

    def run(code: str) -> object:
        value = engine.evaluate(code)
        assert not value.isError(), value.toString()
        return value.toVariant()

    text = page(out)
    rows = [
        [
            (html.unescape(re.sub(r"<[^>]*>", " ", cell)), key)
            for key, cell in re.findall(r'<t[hd](?:[^>]*?data-key="([^"]*)")?[^>]*>(.*?)</t[hd]>', row)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text.split("<tbody>")[1].split("</tbody>")[0])
    ]
    assert [len(row) for row in rows] == [8] * 4
    run(f"var TABLE = {json.dumps({'columns': [''] * 8, 'rows': rows})};" + DOM)
    run(f"(function() {{ {script(text)} }})()")
    numbers = "table.rows.map(row => row.cells[1].textContent.trim().slice(-2) + 'v' + row.cells[2].textContent.trim()).join(' ')"
    assert run("counter.textContent") == "4 / 4"
    run("buttons[1].listeners.click()")
    assert run(numbers) == "01v1 01v2 02v1 10v1"
    assert run("heads[1].attributes['aria-sort']") == "ascending"
    run("buttons[1].listeners.click()")
    assert str(run(numbers)).startswith("10v1 02v1")
    run("buttons[0].listeners.click()")
    assert run(numbers) == "02v1 10v1 01v1 01v2"
    run("box.value = '滨江 WX-2026'; box.listeners.input()")
    assert run("counter.textContent") == "1 / 4"
    assert run("rows.filter(row => !row.hidden).map(row => row.cells[3].textContent).join()") == "滨江区公安分局"
