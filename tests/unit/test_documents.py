"""Documents lead somewhere: every relative link, picture and heading that a Markdown file names is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "resources", "benchmarks", "installer")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))])
PICTURES = sorted((ROOT / "docs/pictures").iterdir())
MOST_BYTES = 150_000
"""Of a picture: the documents are read over a phone's connection, too."""

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def targets(document: Path) -> list[str]:
    """What a document links to in this tree, without code samples and addresses."""
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if not ELSEWHERE.match(target)]


def anchors(document: Path) -> set[str]:
    """The headings, as links name them: in small letters, hyphens for spaces, without punctuation."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    plain = (re.sub(r"[^\w\- ]", "", heading).strip().lower() for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


def lost(document: Path) -> list[str]:
    """The links that lead nowhere."""
    missing = []
    for target in targets(document):
        path, _, anchor = unquote(target).partition("#")
        found = (document.parent / path).resolve() if path else document
        inside = found.is_relative_to(ROOT) and found.exists()
        if not inside or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            missing.append(target)
    return missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert lost(document) == []


def test_the_readme_leads_to_every_document_for_readers() -> None:
    """From README.md, over any number of links, one gets to each page below docs."""
    reached, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop()
        reached.add(document)
        paths = (target.partition("#")[0] for target in targets(document))
        found = ((document.parent / unquote(path)).resolve() for path in paths if path.endswith(".md"))
        ahead += [path for path in found if path not in reached and path not in ahead and path.exists()]
    pages = {path for path in DOCUMENTS if path.parent == ROOT / "docs"}
    assert sorted(map(name_of, pages - reached)) == []


@pytest.mark.parametrize("picture", PICTURES, ids=name_of)
def test_pictures_are_small_and_shown(picture: Path) -> None:
    assert picture.stat().st_size < MOST_BYTES
    shown = {(document.parent / target).resolve() for document in DOCUMENTS for target in targets(document)}
    assert picture in shown


def test_what_is_lost_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# 知识与其他 (a)\n", encoding="utf-8")
    page = tmp_path / "page.md"
    fine = "[a](there.md#知识与其他-a) [e](https://example.com/x) `[g](code.md)`"
    page.write_text(f"{fine} [b](gone.md) ![c](no.png) [d](there.md#no) [f](../up.md)", encoding="utf-8")
    assert lost(page) == ["gone.md", "no.png", "there.md#no", "../up.md"]
