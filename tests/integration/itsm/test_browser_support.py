"""The browser that other tests rely on: it opens a page, tells foreign requests, keeps scripts out where told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.browser import browser, complaints, foreign_requests, needs_browser

pytestmark = needs_browser

PAGE = """<!doctype html><html lang="zh"><title>静</title><h1 id="t">静</h1>
<script>document.getElementById('t').textContent = '动'</script><img alt="" src="http://127.0.0.2:9/x.png">"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def page_url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("scripts", "shown"), [pytest.param(True, "动", id="scripts"), pytest.param(False, "静", id="no-scripts")]
)
def test_the_browser_shows_a_page(page_url: str, tmp_path: Path, scripts: bool, shown: str) -> None:
    with browser(tmp_path, scripts=scripts) as page:
        page.get(page_url)
        assert page.find_element("id", "t").text == shown
        assert foreign_requests(page, page_url) == ["http://127.0.0.2:9/x.png"]
        assert any("x.png" in line for line in complaints(page))
