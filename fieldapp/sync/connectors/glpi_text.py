"""How GLPI 10 keeps text: three characters are written as numbers, and `content` is HTML on top of that."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

CODED = {"38": "&", "60": "<", "62": ">"}
MARKUP = re.compile(r"</?(?:p|br|div|span|strong|em|b|i|u|a|ul|ol|li|table|tr|td|th|h[1-6]|pre|img|blockquote)\b[^<>]*>", re.I)
LINE_ENDS = frozenset({"p", "div", "li", "tr", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
UNSEEN = frozenset({"script", "style"})


def decoded_text(stored: object) -> str:
    """A plain field as a person typed it."""
    return re.sub(r"&#(38|60|62);", lambda found: CODED[found[1]], "" if stored is None else str(stored))


def plain_text(stored: object) -> str:
    """`content` without its markup; lines stay lines. What holds no markup was written by a program and stays as it is."""
    text = decoded_text(stored)
    if not MARKUP.search(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts).replace("\xa0", " ").strip("\n")


def as_html(text: str) -> str:
    """The way back: what a person typed, none of it taken for markup."""
    lines = html.escape(text, quote=False).replace("\r\n", "\n").split("\n")
    return f"<p>{'<br>'.join(lines)}</p>" if text else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.parts.append("\n")
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in LINE_ENDS and self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")
        self._unseen -= tag in UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        # between two paragraphs the editor writes line ends that nobody typed
        if data.strip() or not (self.parts and self.parts[-1] == "\n"):
            self.parts.append(data if data.strip() else data.replace("\n", ""))
