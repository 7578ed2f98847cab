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
    columns = "".join(f'<th scope="col"><button type="button">{zh}<br><small>{en}</small></button></th>' for zh, en in COLUMNS)
    warning = (
        f'<p class="bad">有 {len(missing)} 份文件缺失或已损坏，未随附。'
        f"<br>{len(missing)} file(s) are missing or damaged and not enclosed.</p>"
        if missing
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>维护服务派工单档案摘录</title><style>{STYLE}</style></head>
<body>
<h1>维护服务派工单档案摘录</h1>
<p class="en">Extract from the archive of sealed work orders</p>
<p>共 {len(chosen)} 份，导出时间 {_moment(head.exported_at)}；登记簿共 {head.lines} 行，
末行 hash：<code>{escape(head.hash)}</code>
<br><span class="en">{len(chosen)} files; the register had {head.lines} lines, the last one with the hash above.</span></p>
{warning}
<p class="tools" hidden><label for="find">查找 <small>Find</small></label><br>
<input id="find" type="search" autocomplete="off" placeholder="编号、客户、日期… number, customer, date…">
<span id="count" role="status"></span></p>
<table>
<thead><tr>{columns}</tr></thead>
<tbody>
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
        f'<td class="num">{entry.seq}</td>',
        f'<th scope="row">{escape(entry.number)}</th>',
        f'<td class="num">{entry.revision}</td>',
        f"<td>{escape(entry.customer)}</td>",
        f'<td data-key="{escape(entry.signed.astimezone(UTC).isoformat())}">{_moment(entry.signed)}</td>',
        f"<td>{_state(item, missing)}</td>",
        f"<td>{link}<br><code>{entry.sha256}</code></td>",
        f"<td>{_moment(from_wire(entry.imported_at))}<br>{escape(entry.who)}</td>",
    )
    return f"<tr{' class=old' if item.by is not None or item.grown is not None else ''}>{''.join(cells)}</tr>"


def _moment(moment: datetime) -> str:
    """By the clock of the machine that exports, with its offset."""
    return escape(moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"))


def _state(item: Item, missing: Remark | None) -> str:
    remarks = [Remark("superseded", str(item.by)) if item.by is not None else Remark("current")]
    if item.grown is not None:
        remarks = [remark for remark in remarks if remark.code != "current"] + [Remark("extended", item.grown)]
    if item.twins:
        remarks.append(Remark("twice", ", ".join(item.twins)))
        if item.standing is Standing.DOUBLED:
            remarks.pop(0)
    said = [f"{escape(remark.words('zh'))}<br><small>{escape(remark.words('en'))}</small>" for remark in remarks]
    if missing:
        said.insert(0, f'<span class="bad">{escape(missing.words("zh"))}<br><small>{escape(missing.words("en"))}</small></span>')
    return "<br>".join(said)
