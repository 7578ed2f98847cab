"""A real Chromium without a display, driven by Selenium: for the pages that people open in a browser.

    with browser(folder) as page:
        page.get("http://127.0.0.1:…")
        assert not foreign_requests(page, "http://127.0.0.1:…")

Nothing is downloaded (the programs are Debian's `chromium` and `chromium-driver`); what the browser keeps is in `folder`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from fieldapp.paths import resource

needs_browser = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="Debian's chromium and chromium-driver"
)

WAIT_S = 30
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
"""No sandbox: the tests may run as root in a container, and open only pages of our own."""
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{ours}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>
"""
"""A machine without Chinese fonts shows our own."""


@contextmanager
def browser(
    folder: Path, *, lang: str = "zh-CN", dark: bool = False, width: int = 1280, height: int = 900, scripts: bool = True
) -> Iterator[Chrome]:
    """A fresh profile in `folder`; downloads land in `folder/downloads`. Width and height are those of the page (CSS pixels)."""
    downloads = folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in (*_QUIET, f"--user-data-dir={folder / 'profile'}", f"--lang={lang}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    preferences: dict[str, Any] = {"download.default_directory": str(downloads), "intl.accept_languages": lang}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(ours=resource("fonts"), cache=folder / "fonts"), encoding="utf-8")
    environment = {**os.environ, "LANGUAGE": lang, "FONTCONFIG_FILE": str(fonts)}
    service = Service(shutil.which("chromedriver") or "chromedriver", env=environment)
    driver = Chrome(options=options, service=service)
    try:
        driver.set_page_load_timeout(WAIT_S)
        resize(driver, width, height)
        media = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        yield driver
    finally:
        driver.quit()


def resize(driver: Chrome, width: int, height: int) -> None:
    """Give the page exactly this size, as a phone or a screen of that width would."""
    sizes = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sizes)


def picture(driver: Chrome, path: Path) -> None:
    """The whole page from top to end, as PNG."""
    height = int(driver.execute_script("return Math.ceil(document.documentElement.scrollHeight)"))
    width = int(driver.execute_script("return window.innerWidth"))
    before = int(driver.execute_script("return window.innerHeight"))
    resize(driver, width, max(height, before))
    driver.save_screenshot(str(path))
    resize(driver, width, before)


def foreign_requests(driver: Chrome, base: str) -> list[str]:
    """Addresses that the page asked for and that are not below `base`; what the log held is used up. The browser's own pages
    (its new tab, before ours is opened) ask for parts of the browser, not for anything on a network."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    asked = [item["params"]["request"]["url"] for item in messages if item["method"] == "Network.requestWillBeSent"]
    own = (base, "data:", "about:", "blob:", "chrome:", "chrome-untrusted:", "chrome-extension:", "devtools:")
    return [url for url in asked if not url.startswith(own)]


def complaints(driver: Chrome) -> list[str]:
    """What the browser's console says, for instance of a broken Content-Security-Policy; used up by reading."""
    return [entry["message"] for entry in driver.get_log("browser")]
