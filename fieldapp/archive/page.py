"""The auditor's page: one HTML file that needs nothing else, Chinese first; without scripts it is a plain table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from fieldapp.archive.index import Item, Standing
from fieldapp.archive.page_words import COLUMNS, HOW, POLICY, SCRIPT, STYLE
from fieldapp.archive.words import Remark
from fieldapp.clock import from_wire


@dataclass(frozen=True, slots=True)
class Head:
    """The register's last hash and its number of lines when exported."""

    hash: str
    lines: int
    exported_at: datetime


def render(chosen: Sequence[Item], missing: Mapping[str, Remark], head: Head) -> str:
    """The whole page; `missing` by file are those not handed out."""
    rows = "\n".join(_row(item, missing.get(item.entry.file)) for item in chosen)
    columns = "".join(
        f'<th scope="col" role="columnheader"><button type="button">{zh}<br> <small lang="en">{en}</small></button></th>'
        for zh, en in COLUMNS
    )
    warning = (
        f'<p class="bad">有 {len(missing)} 份文件缺失或已损坏，未随附。'
        f'<br><span lang="en">Missing or damaged, and not enclosed: {len(missing)}.</span></p>'
        if missing
        else ""
    )
    last = f"<code>{escape(head.hash)}</code>"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>维护服务派工单档案摘录</title><style>{STYLE}</style></head>
<body>
<h1>维护服务派工单档案摘录</h1>
<p class="en" lang="en">Extract from the archive of sealed work orders</p>
<p>共 {len(chosen)} 份，导出时间 {_moment(head.exported_at)}；登记簿共 {head.lines} 行，末行 hash：{last}
<br><span class="en" lang="en">{len(chosen)} files; the register had {head.lines} lines, with this hash of the last.</span></p>
{warning}
<p class="tools" hidden><label for="find">查找 <small lang="en">Find</small></label><br>
<input id="find" type="search" autocomplete="off" placeholder="编号、客户、日期… number, customer, date…">
<span id="count" role="status"></span></p>
<table role="table">
<caption class="en">登记项（按列标题可排序） <span lang="en">The entries; a heading sorts by its column.</span></caption>
<thead role="rowgroup"><tr role="row">{columns}</tr></thead>
<tbody role="rowgroup">
{rows}
</tbody>
</table>
{HOW}
<script>{SCRIPT}</script>
</body>
</html>
"""


def _row(item: Item, missing: Remark | None) -> str:
    entry = item.entry
    name = escape(entry.file.rsplit("/", 1)[-1])
    link = f'<span class="bad">{name}</span>' if missing else f'<a href="{escape(quote(entry.file))}">{name}</a>'
    cells = (
        ('td class="num"', str(entry.seq)),
        ('th scope="row" class="whole"', escape(entry.number)),
        ('td class="num"', str(entry.revision)),
        ("td", escape(entry.customer)),
        (f'td data-key="{escape(entry.signed.astimezone(UTC).isoformat())}"', _moment(entry.signed)),
        ('td class="state"', _state(item, missing)),
        ('td class="file"', f"{link}<br><code>{entry.sha256}</code>"),
        ("td", f"{_moment(from_wire(entry.imported_at))}<br>{escape(entry.who)}"),
    )
    old = " class=old" if item.by is not None or item.grown is not None else ""
    return f'<tr role="row"{old}>{"".join(_cell(name, *cell) for (name, _), cell in zip(COLUMNS, cells, strict=True))}</tr>'


def _cell(name: str, opening: str, content: str) -> str:
    """On a narrow screen a row becomes a card: the column's name stands beside each answer; the roles stay those of a table."""
    kind = opening[:2]
    role = "rowheader" if kind == "th" else "cell"
    return f'<{opening} role="{role}" data-name="{name}"><div>{content}</div></{kind}>'


def _moment(moment: datetime) -> str:
    """By the clock of the machine that exports, with its offset."""
    local = moment.astimezone()
    return f'<span class="whole">{local:%Y-%m-%d}</span> <span class="whole">{local:%H:%M:%S} {local.isoformat()[-6:]}</span>'


def _state(item: Item, missing: Remark | None) -> str:
    said = [_said(missing, bad=True)] if missing else []
    if item.by is not None:
        said.append(_said(Remark("superseded", str(item.by))))
    if item.grown is not None:
        said.append(_said(Remark("extended"), item.grown))
    if item.twins:
        said.append(_said(Remark("twice"), *item.twins))
    if item.by is None and item.grown is None and item.standing is not Standing.DOUBLED:
        said.append(_said(Remark("current")))
    return "<br>".join(said)


def _said(remark: Remark, *files: str, bad: bool = False) -> str:
    """In Chinese, then in English, then the files that are meant, by their names alone."""
    words = "".join(
        (escape(remark.words("zh").rstrip("：")), f'<br><small lang="en">{escape(remark.words("en").rstrip(": "))}</small>')
    )
    names = "".join(f"<br><code>{escape(file.rsplit('/', 1)[-1])}</code>" for file in files)
    return f'<span class="bad">{words}</span>{names}' if bad else words + names
