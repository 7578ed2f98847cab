"""Entries of the archive, results of an import and findings of a check in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.archive.checking import Found, Report
from fieldapp.archive.entry import Entry
from fieldapp.archive.identity import plain
from fieldapp.archive.index import Item, Standing
from fieldapp.archive.intake import Outcome, Result
from fieldapp.archive.words import Remark
from fieldapp.clock import from_wire
from fieldapp.ui import timewords
from fieldapp.ui.i18n import language, listed, tr
from fieldapp.ui.models.records_model import RecordRow
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.verdict_words import capital
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.where import place_words


@dataclass(frozen=True, slots=True)
class EntryWords:
    """One entry of the register, spelt out. `file` is its place below the archive."""

    file: str
    look: Look
    title: str
    said: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    technical: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Remarked:
    """One finding of a check. `harm`: the archive is not in order because of it."""

    found: Found
    harm: bool


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What a check came to. `head` is the hash of the last line, to be noted elsewhere."""

    look: Look
    headline: str
    sentence: str
    head: str


def standing_look(standing: Standing) -> Look:
    match standing:
        case Standing.CURRENT:
            return Look(tr("有效版本"), "check-circle", Tone.SUCCESS)
        case Standing.EXTENDED:
            return Look(tr("已被接续"), "merge", Tone.NEUTRAL)
        case Standing.SUPERSEDED:
            return Look(tr("已被取代"), "undo", Tone.NEUTRAL)
        case Standing.DOUBLED:
            return Look(tr("重复"), "copy", Tone.WARNING)


def item_row(item: Item) -> RecordRow:
    """An entry in the list."""
    entry = item.entry
    title = tr("{number} · 第 {n} 版", number=entry.number, n=entry.revision)
    signed = tr("签章 {at}", at=f"{timewords.local(entry.signed):%Y-%m-%d %H:%M}")
    third = " · ".join(part for part in (signed, timewords.size(entry.size), entry.file.rsplit("/", 1)[-1]) if part)
    return RecordRow(standing_look(item.standing), title, entry.customer or tr("（未写客户）"), third)


def entry_words(item: Item) -> EntryWords:
    """Everything the register says of an entry."""
    entry = item.entry
    facts = (
        (tr("客户"), entry.customer),
        (tr("签章时间"), f"{timewords.local(entry.signed):%Y-%m-%d %H:%M}"),
        (tr("归档时间"), f"{timewords.local(from_wire(entry.imported_at)):%Y-%m-%d %H:%M}"),
        (tr("归档人"), entry.who),
        (tr("登记簿"), tr("第 {n} 行", n=entry.seq)),
    )
    technical = (
        (tr("文件"), entry.file),
        (tr("大小"), timewords.size(entry.size)),
        ("SHA-256", entry.sha256),
        (tr("工单标识"), entry.order_id),
    )
    title = tr("{number} · 第 {n} 版", number=entry.number, n=entry.revision)
    kept = tuple((name, value) for name, value in facts if value)
    return EntryWords(entry.file, standing_look(item.standing), title, _said(item), kept, technical)


def _said(item: Item) -> tuple[str, ...]:
    said = []
    if item.by is not None:
        said.append(tr("这一版已被第 {n} 版取代，仅供查阅；原件照旧保存。", n=item.by))
    if item.grown is not None:
        said.append(tr("更长的文件从它接续（时间戳、验证数据或会签）；原件照旧保存：{file}", file=item.grown))
    if item.twins:
        said.append(tr("同一版有多份有效的文件，都保存着：{files}", files=listed(item.twins)))
    return tuple(said)


_OUTCOMES = {
    Outcome.TAKEN: ("check-circle", Tone.SUCCESS),
    Outcome.THERE: ("archive", Tone.NEUTRAL),
    Outcome.EXTENDS: ("check-circle", Tone.SUCCESS),
    Outcome.DOUBLED: ("copy", Tone.WARNING),
    Outcome.RESTORED: ("undo", Tone.SUCCESS),
    Outcome.REFUSED: ("close-circle", Tone.DANGER),
    Outcome.FAILED: ("warning", Tone.WARNING),
}


def outcome_look(outcome: Outcome) -> Look:
    icon, tone = _OUTCOMES.get(outcome, ("info", Tone.NEUTRAL))
    return Look(capital(Remark(outcome.value).words(language())), icon, tone)


def result_row(result: Result) -> RecordRow:
    """What became of one file."""
    name = plain(result.source.name, 200)
    said = capital(tr("；").join(reason.words(language()) for reason in result.reasons))
    if result.entry is None:
        return RecordRow(outcome_look(result.outcome), name, said, plain(place_words(result.source.parent), 300))
    entry: Entry = result.entry
    title = tr("{number} · 第 {n} 版", number=entry.number, n=entry.revision)
    return RecordRow(outcome_look(result.outcome), title, said or entry.customer, name)


def remarked_row(remarked: Remarked) -> RecordRow:
    """One finding of a check."""
    look = Look(tr("问题"), "warning", Tone.DANGER) if remarked.harm else Look(tr("提示"), "info", Tone.NEUTRAL)
    about = plain(remarked.found.about, 300)
    return RecordRow(look, about.rsplit("/", 1)[-1], capital(remarked.found.remark.words(language())), about)


def check_words(report: Report, *, quick: bool, seals: bool) -> CheckWords:
    """The result in one sentence, and how deep the check went."""
    depth = (
        tr("只比较了文件是否在、大小是否对。")
        if quick
        else tr("重新读取了每个文件，并重新核验了每个签章。")
        if seals
        else tr("重新读取了每个文件并与登记的 SHA-256 比较。")
    )
    files = tr("共 {n:,} 份，{size}。", n=report.entries, size=timewords.size(report.size))
    if report.in_order:
        look = Look(tr("完好"), "check-circle", Tone.SUCCESS)
        return CheckWords(look, tr("档案完好"), files + depth, report.head)
    look = Look(tr("不完好"), "warning", Tone.DANGER)
    headline = tr("有 {n} 处问题，请逐项处理", n=len(report.problems))
    return CheckWords(look, headline, files + depth, report.head)
