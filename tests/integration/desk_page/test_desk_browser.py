"""The desk page in a real Chromium, from the call to the return visit, with a real device in between; and what axe-core, the
keyboard, a narrow screen and a browser without scripts make of every page."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from fieldapp.itsm import desk as console
from fieldapp.itsm import records
from fieldapp.itsm.context import Endpoint
from tests.support.browser import WAIT_S, browser, complaints, foreign_requests, needs_browser, resize
from tests.support.device import CONFIRMATION, fill_and_resolve, open_device, recorded_ink
from tests.support.itsm_server import PASSWORD, EndpointProcess

pytestmark = needs_browser

PAGES = (
    "/desk/",
    "/desk/?closed=1",
    "/desk/intake",
    "/desk/returns",
    "/desk/records?kind=change",
    "/desk/documents",
    "/desk/exports",
    "/desk/report?quarter=2026Q4",
)
TARGET = 24
"""CSS pixels: WCAG 2.2, 2.5.8 target size (minimum)."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, server: EndpointProcess) -> Iterator[Chrome]:
    """One browser for the looks at pages; somebody is logged in."""
    with browser(tmp_path_factory.mktemp("shared")) as page:
        log_in(page, server.url)
        yield page


def log_in(page: Chrome, url: str, name: str = "desk") -> None:
    page.get(f"{url}/desk/login")
    page.find_element(By.ID, "name").send_keys(name, Keys.TAB, PASSWORD, Keys.ENTER)
    WebDriverWait(page, WAIT_S).until(lambda _: "/login" not in page.current_url)


def choose(page: Chrome, name: str, code: str, within: str = "form[method=post]") -> None:
    Select(page.find_element(By.CSS_SELECTOR, f"{within} select[name={name}]")).select_by_value(code)


def text_of(page: Chrome) -> str:
    return page.find_element(By.TAG_NAME, "main").text


def press(page: Chrome, selector: str) -> None:
    """Click, and wait for the page that comes."""
    old = page.find_element(By.TAG_NAME, "html")
    page.find_element(By.CSS_SELECTOR, selector).click()
    WebDriverWait(page, WAIT_S).until(lambda _: page.find_element(By.TAG_NAME, "html") != old)


def downloaded(folder: Path, suffix: str) -> Path:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = [path for path in (folder / "downloads").iterdir() if path.suffix == suffix]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no {suffix} came")


def test_from_the_call_to_the_return_visit(tmp_path: Path, server: EndpointProcess, office: Endpoint) -> None:
    device = open_device(tmp_path / "device", server.url)
    try:
        with browser(tmp_path / "browser") as page:
            log_in(page, server.url)
            order_id = recorded(page)
            dispatched(page)
            worked_on(device, order_id)
            confirmed(page, server.url, order_id)
            assert console.look(office, page.title.split(" ")[0])["state"] == "CLOSED"
            archived(page, server.url, order_id, tmp_path / "browser")
            visited(page, server.url, order_id)
            assert not foreign_requests(page, server.url)
            assert not complaints(page)
    finally:
        device.close()


def recorded(page: Chrome) -> str:
    page.find_element(By.CSS_SELECTOR, ".head a[href='/desk/intake']").click()
    typed = {
        "customer_unit": "临江市第一人民医院",
        "contact_name": "赵雅琴",
        "contact_phone": "15058110066",
        "address": "住院部 3 号楼",
    }
    for name, value in {**typed, "symptom": "UPS 每隔几分钟蜂鸣一次"}.items():
        page.find_element(By.NAME, name).send_keys(value)
    for name, code in (("channel", "phone"), ("category", "hardware"), ("nature", "fault")):
        choose(page, name, code)
    for name, code in (("impact", "risk"), ("scope", "individual"), ("urgency", "normal")):
        choose(page, name, code)
    # Enter proposes: nobody records by mistake
    page.find_element(By.NAME, "contact_phone").send_keys(Keys.ENTER)
    WebDriverWait(page, WAIT_S).until(lambda _: "建议级别 严重" in text_of(page))
    press(page, "button[value=record]")
    assert "已登记" in text_of(page)
    return page.current_url.split("/orders/")[1].split("?")[0]


def dispatched(page: Chrome) -> None:
    choose(page, "to", "eng-001", "#act-dispatch")
    choose(page, "service_mode", "onsite", "#act-dispatch")
    press(page, "#act-dispatch button.primary")
    assert "已派工" in text_of(page)
    assert "李旻" in text_of(page)


def worked_on(device, order_id: str) -> None:
    """Everything an engineer does, on a device of his own: fill in, sign, seal, sync."""
    assert device.sync.run_once().outcome == "done"
    fill_and_resolve(device, order_id)
    device.filling.save(order_id, CONFIRMATION)
    view = device.signing.prepare(order_id)
    device.signing.shown(order_id, view.snapshot.sha256, "zh")
    device.signing.sign(order_id, view, recorded_ink())
    device.signing.seal(order_id)
    assert device.sync.run_once().outcome == "done"


def confirmed(page: Chrome, url: str, order_id: str) -> None:
    page.get(f"{url}/desk/?state=RESOLVED")
    page.find_element(By.CSS_SELECTOR, f"a[href='/desk/orders/{order_id}']").click()
    WebDriverWait(page, WAIT_S).until(lambda _: "客户已签" in text_of(page))
    page.find_element(By.CSS_SELECTOR, "#act-close textarea").send_keys("赵雅琴确认蜂鸣消失")
    press(page, "#act-close button.primary")
    assert "已确认并关闭" in text_of(page)


def archived(page: Chrome, url: str, order_id: str, folder: Path) -> None:
    page.find_element(By.CSS_SELECTOR, "#files a").click()
    WebDriverWait(page, WAIT_S).until(lambda _: "/documents/" in page.current_url)
    assert page.find_element(By.CSS_SELECTOR, ".badge.success").text == "有效"
    page.find_element(By.CSS_SELECTOR, "a[href$='/file']").click()
    assert downloaded(folder, ".pdf").read_bytes().startswith(b"%PDF-")
    page.get(f"{url}/desk/documents")
    page.find_element(By.CSS_SELECTOR, "a[href*='month.zip']").click()
    with zipfile.ZipFile(downloaded(folder, ".zip")) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        # the file that was sealed, and the longer one with its time proven: the longer one is all of it
        assert [name[:3] for name in names] == ["WX-", "reg"]
        assert "有效" in packed.read("register.csv").decode("utf-8-sig")


def visited(page: Chrome, url: str, order_id: str) -> None:
    page.get(f"{url}/desk/returns/{order_id}")
    choose(page, "outcome", "reached")
    choose(page, "solved", "yes")
    choose(page, "satisfaction", "very_satisfied")
    press(page, "form[data-guard] button.primary")
    assert "回访已登记" in text_of(page)


@pytest.mark.parametrize("dark", [pytest.param(False, id="light"), pytest.param(True, id="dark")])
def test_axe_finds_nothing(shared: Chrome, server: EndpointProcess, dark: bool) -> None:
    media = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    shared.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    shared.get(f"{server.url}/desk/?state=RESOLVED")
    order = shared.find_element(By.CSS_SELECTOR, ".orders a").get_attribute("href")
    assert order is not None
    with server.opened() as endpoint:
        change = records.create(endpoint, "change", {"title": "更换主板", "change_kind": "normal"}, console.CONSOLE)
    for path in (*PAGES, order.removeprefix(server.url), f"/desk/records/{change.id}"):
        shared.get(server.url + path)
        shared.execute_script("document.querySelectorAll('details').forEach(box => { box.open = true; })")
        found = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in Axe().run(shared)["violations"]]
        assert not found, (path, found)


def test_every_page_fits_a_phone_and_a_finger(shared: Chrome, server: EndpointProcess) -> None:
    try:
        resize(shared, 390, 844)
        for path in PAGES:
            shared.get(server.url + path)
            wide = shared.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, path
            small = shared.execute_script(
                "return [...document.querySelectorAll('button, select, input:not([type=hidden]), nav a, summary')]"
                ".filter(one => one.offsetParent && !one.classList.contains('unseen'))"
                f".filter(one => one.getBoundingClientRect().height < {TARGET} && !['checkbox', 'radio'].includes(one.type))"
                ".map(one => one.outerHTML.slice(0, 120))"
            )
            assert not small, (path, small)
    finally:
        resize(shared, 1280, 900)


def test_the_keyboard_reaches_everything_in_order(shared: Chrome, server: EndpointProcess) -> None:
    shared.get(f"{server.url}/desk/intake")
    body = shared.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert shared.switch_to.active_element.get_attribute("class") == "skip"
    seen: list[str] = []
    for _ in range(40):
        shared.switch_to.active_element.send_keys(Keys.TAB)
        seen.append(shared.switch_to.active_element.get_attribute("name") or "")
    asked = [name for name in seen if name in ("channel", "customer_unit", "symptom", "impact", "urgency", "told", "tried_mode")]
    assert asked == ["channel", "customer_unit", "symptom", "impact", "urgency", "told", "tried_mode"]


def test_an_error_is_told_and_leads_to_its_question(shared: Chrome, server: EndpointProcess) -> None:
    shared.get(f"{server.url}/desk/intake")
    press(shared, "button[value=record]")
    assert shared.switch_to.active_element.get_attribute("id") == "problems"
    shared.find_element(By.CSS_SELECTOR, "#problems a[href='#i-symptom']").click()
    field = shared.switch_to.active_element
    assert (field.get_attribute("id"), field.get_attribute("aria-invalid")) == ("i-symptom", "true")


def test_clocks_tick(shared: Chrome, server: EndpointProcess) -> None:
    shared.get(f"{server.url}/desk/")
    clock = shared.find_element(By.CSS_SELECTOR, "[data-left-s]")
    before = clock.text
    shared.execute_script("arguments[0].dataset.leftS -= 7200", clock)
    WebDriverWait(shared, WAIT_S).until(lambda _: clock.text != before)


def test_everything_works_without_scripts(tmp_path: Path, server: EndpointProcess) -> None:
    with browser(tmp_path, scripts=False, lang="en-GB") as page:
        log_in(page, server.url)
        page.get(f"{server.url}/desk/?state=PENDING")
        page.find_element(By.CSS_SELECTOR, ".orders a").click()
        page.find_element(By.CSS_SELECTOR, "#act-note summary").click()
        page.find_element(By.CSS_SELECTOR, "#act-note textarea").send_keys("called back")
        press(page, "#act-note button.primary")
        assert "Added." in text_of(page)
        assert "called back" in text_of(page)
        assert not foreign_requests(page, server.url)
