"""The auditor's folder, as the auditor uses it: the page's own commands run as printed, the page itself in a real browser."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from fieldapp.archive.export import PAGE, export
from fieldapp.archive.layout import Layout
from tests.support.archive_files import StoppedClock, imported, order_pdf
from tests.support.browser import browser, complaints, foreign_requests, needs_browser, resize
from tests.support.signing_pdf import company


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


@pytest.fixture(scope="module")
def opened(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("browser")) as page:
        page.get((out / PAGE).as_uri())
        yield page


def shown(page: Chrome, column: int) -> list[str]:
    """The texts of a column, of the rows that are to be seen, from top to bottom."""
    cells = (
        "[...document.querySelectorAll('tbody tr')].filter(row => row.offsetHeight).map(row => row.cells[arguments[0]].innerText)"
    )
    return [str(text).split("\n")[0] for text in page.execute_script(f"return {cells}", column)]


def versions(page: Chrome) -> list[str]:
    numbers = zip(shown(page, 1), shown(page, 2), strict=True)
    return [f"{number[-2:]}v{revision}" for number, revision in numbers]


@needs_browser
def test_in_a_browser_it_asks_for_nothing_and_nothing_is_wrong(opened: Chrome, out: Path) -> None:
    assert opened.title == "维护服务派工单档案摘录"
    assert foreign_requests(opened, (out / PAGE).as_uri()) == []
    assert complaints(opened) == []


@needs_browser
def test_headings_sort_and_the_box_searches(opened: Chrome) -> None:
    counter, box = opened.find_element(By.ID, "count"), opened.find_element(By.ID, "find")
    assert counter.text == "4 / 4"
    heads = opened.find_elements(By.CSS_SELECTOR, "thead th")
    heads[1].find_element(By.TAG_NAME, "button").click()
    assert versions(opened) == ["01v1", "01v2", "02v1", "10v1"]
    assert heads[1].get_attribute("aria-sort") == "ascending"
    heads[1].find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert versions(opened)[:2] == ["10v1", "02v1"]
    assert heads[1].get_attribute("aria-sort") == "descending"
    heads[0].find_element(By.TAG_NAME, "button").click()
    assert versions(opened) == ["02v1", "10v1", "01v1", "01v2"]
    assert heads[1].get_attribute("aria-sort") is None
    box.send_keys("滨江 WX-2026")
    assert (shown(opened, 3), counter.text) == (["滨江区公安分局"], "1 / 4")
    box.send_keys(" 没有")
    assert shown(opened, 3) == []
    assert "没有符合的" in counter.text
    box.clear()
    box.send_keys(Keys.SPACE, Keys.BACKSPACE)
    assert counter.text == "4 / 4"


@needs_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen_and_every_answer_has_its_question(opened: Chrome, width: int) -> None:
    resize(opened, width, 844)
    assert opened.execute_script("return document.documentElement.scrollWidth") == width
    clipped = "[...document.querySelectorAll('td, th, pre, p')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert opened.execute_script(f"return {clipped}") == 0
    names = opened.execute_script("return [...document.querySelector('tbody tr').cells].map(one => one.dataset.name)")
    heads = [text.split("\n")[0].split(" ")[0] for text in (one.text for one in opened.find_elements(By.TAG_NAME, "button"))]
    assert [name.split(" ")[0] for name in names] == heads
    tree = opened.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    assert (roles["table"], roles["row"], roles["columnheader"], roles["rowheader"], roles["cell"]) == (1, 5, 8, 4, 28)
    named = [node["name"]["value"] for node in tree if node["role"]["value"] in {"button", "link", "searchbox", "table"}]
    assert all(named)
    resize(opened, 1280, 900)


@needs_browser
def test_a_link_leads_to_the_file(opened: Chrome, out: Path) -> None:
    links = [link.get_attribute("href") for link in opened.find_elements(By.CSS_SELECTOR, "tbody a")]
    assert len(links) == 4
    opened.get(links[0])
    assert opened.execute_script("return document.contentType") == "application/pdf"
    opened.get((out / PAGE).as_uri())


def luminance(colour: str) -> float:
    """Of `rgb(…)` by WCAG 2.2."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


INKS = """
const clear = "rgba(0, 0, 0, 0)", ground = one => getComputedStyle(one).backgroundColor;
const under = one => { while (one !== document.body && ground(one) === clear) one = one.parentElement; return ground(one); };
const texts = [...document.querySelectorAll("body *")].filter(one => one.innerText);
return [...new Set(texts.map(one => getComputedStyle(one).color + "|" + under(one)))];
"""


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(opened: Chrome, scheme: str) -> None:
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    ground = opened.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) < 0.1) is (scheme == "dark")
    inks = opened.execute_script(INKS)
    assert len(inks) > 3
    for pair in inks:
        light, dark = sorted(map(luminance, pair.split("|")), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair


@needs_browser
def test_in_print_it_is_light_and_has_every_row(opened: Chrome, tmp_path: Path) -> None:
    dark = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    assert luminance(opened.execute_script("return getComputedStyle(document.body).backgroundColor")) > 0.9
    printed = opened.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed))
    text = shell("pdftotext page.pdf -", tmp_path).stdout
    assert all(sha256[:40] in text for sha256 in shown_hashes(opened)), "the end stands on a second line"
    assert text.count("欧阳") == 3
    assert "查找" not in text
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def shown_hashes(page: Chrome) -> list[str]:
    return [one.get_attribute("textContent") or "" for one in page.find_elements(By.CSS_SELECTOR, "tbody code")]


@needs_browser
def test_without_scripts_it_is_a_plain_table(out: Path, tmp_path: Path) -> None:
    with browser(tmp_path, scripts=False) as page:
        page.get((out / PAGE).as_uri())
        assert not page.find_element(By.ID, "find").is_displayed()
        assert len(page.find_elements(By.CSS_SELECTOR, "tbody tr")) == 4
