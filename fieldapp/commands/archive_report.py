"""What `fieldapp archive` says, in words and in JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.archive.words import Remark

if TYPE_CHECKING:
    from fieldapp.archive.checking import Found, Report
    from fieldapp.archive.export import Exported
    from fieldapp.archive.index import Item
    from fieldapp.archive.intake import Result

EXIT_CODES: Mapping[str, int] = {"refused": 1, "failed": 2}
"""Outcomes of an import that are not good, worst counts."""

_STANDINGS = {
    "current": "current",
    "extended": "state.extended",
    "superseded": "state.superseded",
    "doubled": "state.doubled",
}
_SAID = {
    "zh": {
        "new": "新建档案：{0}",
        "stopped": "中断：还有 {0} 份未处理",
        "order": "完好：{0} 份文件，{1} 字节",
        "disorder": "有 {2} 处问题：{0} 份文件，{1} 字节",
        "head": "末行 hash（请另处保存）：{0}",
        "notice": "提示",
        "exported": "{0}：{1} 份",
        "none": "没有符合条件的文件",
    },
    "en": {
        "new": "a new archive was started: {0}",
        "stopped": "interrupted: {0} files were not handled",
        "order": "in order: {0} files, {1} bytes",
        "disorder": "{2} problems: {0} files, {1} bytes",
        "head": "hash of the last line (write it down elsewhere): {0}",
        "notice": "note",
        "exported": "{0}: {1} files",
        "none": "nothing fits",
    },
}


def shown(path: Path | str) -> str:
    """A file name from anywhere, fit to be printed on one line."""
    return "".join(char if char.isprintable() else "�" for char in str(path))


@dataclass
class ImportReport:
    """Says what becomes of every file as it happens; in JSON all at the end, also when the import stops halfway."""

    archive: Path
    lang: str
    as_json: bool
    results: list[Result] = field(default_factory=list)
    new: bool = False

    def opened(self, new: bool) -> None:
        self.new = new
        if new and not self.as_json:
            print(_SAID[self.lang]["new"].format(shown(self.archive)))

    def add(self, result: Result) -> None:
        self.results.append(result)
        if self.as_json:
            return
        place = f" {result.entry.file}" if result.entry else ""
        print(f"{shown(result.source)}: {Remark(result.outcome.value).words(self.lang)}{place}")
        for reason in result.reasons:
            print(f"  - {reason.words(self.lang)}")

    def close(self, stopped: int | None = None) -> int:
        """The sum; `stopped` is how many files were to be handled when it did not come to the end. Returns the exit code."""
        counts = Counter(result.outcome.value for result in self.results)
        left = 0 if stopped is None else stopped - len(self.results)
        if self.as_json:
            files = [_result(result, self.lang) for result in self.results]
            _print_json({"archive": shown(self.archive), "new": self.new, "counts": counts, "not_handled": left, "files": files})
        else:
            summary = [f"{Remark(outcome).words(self.lang)} {count}" for outcome, count in sorted(counts.items())]
            print(" · ".join(summary) or _SAID[self.lang]["none"])
            if left:
                print(_SAID[self.lang]["stopped"].format(left))
        return max((EXIT_CODES.get(outcome, 0) for outcome in counts), default=0)


def print_check(report: Report, lang: str, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "in_order": report.in_order,
                "files": report.entries,
                "bytes": report.size,
                "head": report.head,
                "problems": [_found(found, lang) for found in report.problems],
                "notices": [_found(found, lang) for found in report.notices],
            }
        )
        return
    said = _SAID[lang]
    for found in report.problems:
        print(f"{shown(found.about)}: {shown(found.remark.words(lang))}")
    for found in report.notices:
        print(f"{said['notice']}: {shown(found.about)}: {shown(found.remark.words(lang))}")
    print(said["order" if report.in_order else "disorder"].format(report.entries, report.size, len(report.problems)))
    print(said["head"].format(report.head))


def print_list(items: Sequence[Item], lang: str, as_json: bool) -> None:
    if as_json:
        _print_json([_item(item) for item in items])
        return
    for item in items:
        entry = item.entry
        state = Remark(_STANDINGS[item.standing]).words(lang)
        signed = f"{entry.signed.astimezone():%Y-%m-%d %H:%M}"
        print(f"{entry.number}  v{entry.revision}  {signed}  {state}  {entry.customer}  {entry.file}")
    if not items:
        print(_SAID[lang]["none"])


def print_export(done: Exported, out: Path, lang: str, as_json: bool) -> None:
    missing = [{"file": file, "code": remark.code, "text": remark.words(lang)} for file, remark in done.missing.items()]
    if as_json:
        _print_json({"out": shown(out), "files": [_item(item) for item in done.items], "missing": missing})
        return
    for one in missing:
        print(f"{one['file']}: {one['text']}")
    print(_SAID[lang]["exported"].format(shown(out), len(done.items) - len(missing)))


def _result(result: Result, lang: str) -> dict[str, Any]:
    entry = result.entry
    return {
        "source": shown(result.source),
        "outcome": result.outcome.value,
        "file": entry.file if entry else None,
        "number": entry.number if entry else None,
        "revision": entry.revision if entry else None,
        "sha256": entry.sha256 if entry else None,
        "reasons": [{"code": reason.code, "text": reason.words(lang)} for reason in result.reasons],
    }


def _found(found: Found, lang: str) -> dict[str, str]:
    return {"about": shown(found.about), "code": found.remark.code, "text": shown(found.remark.words(lang))}


def _item(item: Item) -> dict[str, Any]:
    entry = item.entry
    return {
        "seq": entry.seq,
        "number": entry.number,
        "revision": entry.revision,
        "customer": entry.customer,
        "signed_at": entry.signed_at,
        "imported_at": entry.imported_at,
        "who": entry.who,
        "state": item.standing.value,
        "superseded_by": item.by,
        "doubled_by": list(item.twins),
        "extended_by": item.grown,
        "file": entry.file,
        "size": entry.size,
        "sha256": entry.sha256,
        "supersedes": entry.supersedes,
        "extends": list(entry.extends),
    }


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
