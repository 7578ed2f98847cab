"""The catalogue of the screen's words: `update` finds every tr("…"), `compile` makes the .qm, `check` finds what is not right.

A text with {n} gets a singular and a plural; tr("挂起", "state") is a message of its own, with "state" as its comment.
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "fieldapp"
CATALOGUES = ROOT / "resources/i18n"
CONTEXT = "fieldapp"
FORMS = {"en": 2}
"""How many forms a counted noun has in a language (https://doc.qt.io/qt-6/i18n-plural-rules.html)."""

COUNTED = re.compile(r"\{n[:}]")
Key = tuple[str, str]


@dataclass(slots=True)
class Found:
    """Every text of the program with the files that use it, and the calls no text can be read from."""

    texts: dict[Key, list[str]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def scan(sources: Path = SOURCES) -> Found:
    """All calls of tr() below a folder, in the order of files and lines."""
    found = Found()
    for path in sorted(sources.rglob("*.py")):
        name = path.relative_to(sources.parent).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            literals = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(literals) != len(call.args) or not 1 <= len(literals) <= 2:
                found.odd.append(f"{name}:{call.lineno}: {ast.unparse(call)}")
                continue
            key = (literals[0], literals[1] if len(literals) == 2 else "")
            places = found.texts.setdefault(key, [])
            if name not in places:
                places.append(name)
    return found


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (node for node in calls if (isinstance(node.func, ast.Name) and node.func.id == "tr") or _is_method(node.func))
    yield from sorted(named, key=lambda node: (node.lineno, node.col_offset))


def _is_method(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "tr"


def read(catalogue: Path) -> dict[Key, tuple[str, ...]]:
    """The translations of a catalogue by source text and meaning; nothing said is an empty form. Vanished ones are left out."""
    words: dict[Key, tuple[str, ...]] = {}
    if not catalogue.is_file():
        return words
    for message in ElementTree.parse(catalogue).getroot().iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        if translation is None or translation.get("type") in {"vanished", "obsolete"}:
            continue
        forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
        words[message.findtext("source", ""), message.findtext("comment", "")] = tuple(forms)
    return words


def write(catalogue: Path, found: Found, words: dict[Key, tuple[str, ...]]) -> None:
    """The catalogue in Qt Linguist's format. Texts the program no longer has stay at the end, marked vanished."""
    root = Element("TS", version="2.1", language=catalogue.stem, sourcelanguage="zh_CN")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for key, places in found.texts.items():
        _message(context, key, places, words.get(key, ()), FORMS[catalogue.stem], vanished=False)
    for key, forms in words.items():
        if key not in found.texts and any(forms):
            _message(context, key, [], forms, FORMS[catalogue.stem], vanished=True)
    ElementTree.indent(root, "  ")
    text = ElementTree.tostring(root, encoding="unicode")
    catalogue.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def _message(context: Element, key: Key, places: list[str], forms: tuple[str, ...], count: int, *, vanished: bool) -> None:
    source, meaning = key
    message = ElementTree.SubElement(context, "message")
    for place in places:
        ElementTree.SubElement(message, "location", filename=f"../../{place}")
    ElementTree.SubElement(message, "source").text = source
    if meaning:
        ElementTree.SubElement(message, "comment").text = meaning
    translation = ElementTree.SubElement(message, "translation")
    if vanished:
        translation.set("type", "vanished")
    elif not forms or not all(forms):
        translation.set("type", "unfinished")
    if COUNTED.search(source):
        message.set("numerus", "yes")
        for index in range(count):
            ElementTree.SubElement(translation, "numerusform").text = forms[min(index, len(forms) - 1)] if forms else ""
    else:
        translation.text = forms[0] if forms else ""


def compiled(catalogue: Path) -> bytes:
    """What lrelease makes of a catalogue; the same catalogue gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out.qm"
        lrelease = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([str(lrelease), "-silent", str(catalogue), "-qm", str(target)], check=True, capture_output=True)
        return target.read_bytes()


def faults(catalogue: Path, found: Found) -> list[str]:
    """Everything that is not right about a catalogue, one line each."""
    words = read(catalogue)
    said = [f"not a literal: {call}" for call in found.odd]
    for key in found.texts:
        said += wrong(key, words.get(key, ()))
    said += [f"no longer used (run update): {source}" for source, _meaning in words.keys() - found.texts.keys()]
    target = catalogue.with_suffix(".qm")
    if not target.is_file() or target.read_bytes() != compiled(catalogue):
        said.append(f"{target.name} was not made from {catalogue.name} (run compile)")
    return said


def wrong(key: Key, forms: tuple[str, ...]) -> list[str]:
    """What is not right about one translation."""
    source = key[0]
    if not forms or not all(forms):
        return [f"not translated: {source}"]
    wanted = placeholders(source)
    found = [placeholders(form) for form in forms]
    if len(forms) > 1:
        found[0] |= {"n"}  # "Every minute" need not say that it is one
    return [f"placeholders differ: {source} -> {form}" for form, names in zip(forms, found, strict=True) if names != wanted]


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("update", "compile", "check"))
    command = parser.parse_args(arguments).command
    found, said = scan(), []
    for catalogue in sorted(CATALOGUES / f"{language}.ts" for language in FORMS):
        if command == "update":
            write(catalogue, found, read(catalogue))
            missing = sum(bool(wrong(key, read(catalogue).get(key, ()))) for key in found.texts)
            print(f"{catalogue.name}: {len(found.texts)} texts, {missing} to translate")
        elif command == "compile":
            catalogue.with_suffix(".qm").write_bytes(compiled(catalogue))
        else:
            said += faults(catalogue, found)
    print("\n".join(said), end="\n" if said else "")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
