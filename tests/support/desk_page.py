"""The desk page as a browser without scripts sees it: cookies, forms with their hidden fields, nothing clever."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

from tests.support.itsm_server import PASSWORD

TIMEOUT_S = 60


@dataclass
class Sheet:
    """One form of a page: where it goes and what it would send."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Forms and text. Takes a page for broken when an id comes twice."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sheet] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self._area = ""
        self._select = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            assert given["id"] not in self.ids, f"id {given['id']} twice"
            self.ids.append(given["id"])
        if tag == "form":
            self.forms.append(Sheet(given.get("action", "")))
        elif tag == "input" and self.forms and "name" in given:
            if given.get("type") != "checkbox":
                self.forms[-1].fields[given["name"]] = given.get("value", "")
            elif "checked" in given:
                self.forms[-1].fields[given["name"]] = given.get("value", "on")
        elif tag == "textarea":
            self._area = given["name"]
            self.forms[-1].fields[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.forms[-1].fields):
            self.forms[-1].fields[self._select] = given.get("value", "")
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data
        if not self._silent:
            self.text.append(data)


@dataclass
class Page:
    """One answer, read."""

    response: requests.Response

    def __post_init__(self) -> None:
        self._reader = _Reader()
        self._reader.feed(self.response.text)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._reader.text))

    def form(self, action: str) -> Sheet:
        return next(one for one in self._reader.forms if one.action == action)

    def actions(self) -> list[str]:
        return [one.action for one in self._reader.forms]


class Visitor:
    """One browser. `with Visitor(url) as desk: desk.log_in()`."""

    def __init__(self, url: str, lang: str = "zh-CN") -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Accept-Language"] = lang

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def get(self, path: str, **options: Any) -> Page:
        return Page(self.session.get(self.url + path, timeout=TIMEOUT_S, **options))

    def raw(self, method: str, path: str, **options: Any) -> requests.Response:
        options.setdefault("allow_redirects", False)
        return self.session.request(method, self.url + path, timeout=TIMEOUT_S, **options)

    def post(self, path: str, fields: dict[str, str], *, origin: str | None = "", **options: Any) -> requests.Response:
        """As a browser does, which says where the form comes from; `origin` None leaves that out."""
        headers = {} if origin is None else {"Origin": origin or self.url}
        return self.raw("POST", path, data=fields, headers=headers, **options)

    def send(self, page: Page, action: str, **typed: str) -> Page:
        """Fill in a form of a page and send it; what comes after the redirect."""
        fields = {**page.form(action).fields, **typed}
        answer = self.post(action, fields)
        if answer.status_code == 303:
            return self.get(answer.headers["Location"])
        return Page(answer)

    def log_in(self, name: str = "desk", password: str = PASSWORD) -> Page:
        return self.send(self.get("/desk/login"), "/desk/login", name=name, password=password)
