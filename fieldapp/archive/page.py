"""The auditor's page: one HTML file without scripts, Chinese first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from fieldapp.archive.index import Item, Standing
from fieldapp.archive.words import Remark
from fieldapp.clock import from_wire

_STYLE = """
body { font: 15px/1.6 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2em auto; max-width: 80em;
  padding: 0 1em; color: #1c2430; background: #fff; }
h1 { font-size: 1.5em; margin-bottom: 0; } small, .en { color: #5b6675; font-weight: normal; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; } caption { text-align: left; padding: .3em 0; }
th, td { border-bottom: 1px solid #d5dbe3; padding: .4em .6em; text-align: left; vertical-align: top; }
thead { display: table-header-group; } tr { break-inside: avoid; } code { font-size: .8em; overflow-wrap: anywhere; }
.bad { color: #a3161d; font-weight: 600; } .old { color: #5b6675; } .num { text-align: right; white-space: nowrap; }
"""

_COLUMNS = (
    ("序号", "line"),
    ("工单编号", "number"),
    ("版次", "revision"),
    ("客户", "customer"),
    ("签章时间", "signed at"),
    ("状态", "state"),
    ("文件与 SHA-256", "file and SHA-256"),
    ("归档", "archived"),
)

_HOW = """
<h2>如何核对 <small>How to check</small></h2>
<ol>
<li>文件未变：在本文件夹中运行 <code>sha256sum -c SHA256SUMS</code>
（Windows：<code>certutil -hashfile 文件 SHA256</code>），与上表比较。
<br><span class="en">The files are unchanged: run the command in this folder and compare with the table.</span></li>
<li>签章有效：<code>fieldapp verify 文件 --trust CA.pem</code>；
CA 证书请直接向出具单位索取，不要取自本文件夹。
<br><span class="en">The seals are valid: run the command; get the CA certificate from the company itself, not from this
folder.</span></li>
<li>登记属实：<code>register-extract.jsonl</code> 每行末尾的 <code>hash</code> 是该行去掉此项之后的 SHA-256，
<code>previous</code> 是登记簿上一行的 hash。摘录有间断时，只有完整登记簿才能证明各行相连；
请与出具单位另行保存的末行 hash 比较。
<br><span class="en">The register: the last member of every line is the SHA-256 of the line without it, <code>previous</code> is
that of the line before. Where the extract has gaps, only the whole register proves that the lines follow each other; compare its
last hash with one noted elsewhere.</span></li>
</ol>
<p class="old">签章时间由签章设备自述。<span class="en">The time of a seal is the sealing device's own word.</span></p>
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The register's last hash and its number of lines when exported."""

    hash: str
    lines: int
    exported_at: datetime


def render(chosen: Sequence[Item], missing: Mapping[str, Remark], head: Head) -> str:
    """The whole page; `missing` by file are those not handed out."""
    rows = "\n".join(_row(item, missing.get(item.entry.file)) for item in chosen)
    columns = "".join(f'<th scope="col">{zh}<br><small>{en}</small></th>' for zh, en in _COLUMNS)
    warning = (
        f'<p class="bad">有 {len(missing)} 份文件缺失或已损坏，未随附。'
        f"<br>{len(missing)} file(s) are missing or damaged and not enclosed.</p>"
        if missing
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>维护服务派工单档案摘录</title><style>{_STYLE}</style></head>
<body>
<h1>维护服务派工单档案摘录</h1>
<p class="en">Extract from the archive of sealed work orders</p>
<p>共 {len(chosen)} 份，导出时间 {_moment(head.exported_at)}；登记簿共 {head.lines} 行，
末行 hash：<code>{escape(head.hash)}</code>
<br><span class="en">{len(chosen)} files; the register had {head.lines} lines, the last one with the hash above.</span></p>
{warning}
<table>
<thead><tr>{columns}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
{_HOW}
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
        f"<td>{_moment(entry.signed)}</td>",
        f"<td>{_state(item, missing)}</td>",
        f"<td>{link}<br><code>{entry.sha256}</code></td>",
        f"<td>{_moment(from_wire(entry.imported_at))}<br>{escape(entry.who)}</td>",
    )
    return f"<tr{' class=old' if item.by is not None else ''}>{''.join(cells)}</tr>"


def _moment(moment: datetime) -> str:
    """By the clock of the machine that exports, with its offset."""
    return escape(moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"))


def _state(item: Item, missing: Remark | None) -> str:
    remarks = [Remark("superseded", str(item.by)) if item.by is not None else Remark("current")]
    if item.twins:
        remarks.append(Remark("twice", ", ".join(item.twins)))
        if item.standing is Standing.DOUBLED:
            remarks.pop(0)
    said = [f"{escape(remark.words('zh'))}<br><small>{escape(remark.words('en'))}</small>" for remark in remarks]
    if missing:
        said.insert(0, f'<span class="bad">{escape(missing.words("zh"))}<br><small>{escape(missing.words("en"))}</small></span>')
    return "<br>".join(said)
