"""Style, script and standing words of the auditor's page. The script sorts and filters the table, nothing else; the page's own
policy names its SHA-256, so a browser runs this one and no other, and loads nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib

STYLE = """
body { font: 15px/1.6 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2em auto; max-width: 84em;
  padding: 0 1em; color: #1c2430; background: #fff; }
h1 { font-size: 1.5em; margin-bottom: 0; } small, .en { color: #5b6675; font-weight: normal; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; } caption { text-align: left; }
th, td { border-bottom: 1px solid #d5dbe3; padding: .4em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; } tr { break-inside: avoid; }
code, pre { font-family: ui-monospace, Consolas, Menlo, "DejaVu Sans Mono", monospace; }
code { font-size: .8em; overflow-wrap: anywhere; }
pre { background: #f4f6f9; border: 1px solid #d5dbe3; border-radius: 6px; padding: .6em .8em; font-size: .85em;
  white-space: pre-wrap; overflow-wrap: anywhere; }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: .3em 0; cursor: pointer;
  text-align: left; min-height: 44px; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
input { font: inherit; padding: .5em .7em; width: 100%; max-width: 32em; box-sizing: border-box; border: 1px solid #8b97a7;
  border-radius: 6px; min-height: 44px; }
a { color: #0b5fcc; } :focus-visible { outline: 3px solid #0b5fcc; outline-offset: 2px; }
.bad { color: #a3161d; font-weight: 600; } .old { color: #5b6675; } .num { text-align: right; }
.whole, .num, thead th { white-space: nowrap; overflow-wrap: normal; } .file { min-width: 20em; } .state { min-width: 13em; }
@media screen and (max-width: 56em) {
  table, tbody, caption { display: block; } thead, thead tr { display: flex; flex-wrap: wrap; gap: 0 1.2em; }
  thead th { border: 0; padding: 0; } thead br { display: none; }
  tbody tr { display: block; border-bottom: 2px solid #8b97a7; padding: .5em 0; } tbody tr[hidden] { display: none; }
  tbody th, tbody td { display: grid; grid-template-columns: 6.5em 1fr; gap: .6em; border: 0; padding: .15em 0;
    text-align: left; }
  .file, .state { min-width: 0; } tbody .num { text-align: left; }
  tbody th::before, tbody td::before { content: attr(data-name); color: #5b6675; font-weight: normal; }
}
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; max-width: none; font-size: 9pt; } .tools { display: none; } a { color: inherit; }
  th button { display: contents; } th button::after { content: "" !important; } }
@media screen and (prefers-color-scheme: dark) { body { color: #e8edf4; background: #11161d; }
  small, .en, .old, tbody th::before, tbody td::before { color: #a3b0c1; }
  a { color: #86b8ff; } pre { background: #1a212b; border-color: #2d3846; } .bad { color: #ff9a94; }
  input { color: inherit; background: #1a212b; } th, td { border-color: #2d3846; } ::placeholder { color: #a3b0c1; } }
"""

SCRIPT = """
"use strict";
const body = document.querySelector("tbody"), rows = [...body.rows], box = document.getElementById("find");
const count = document.getElementById("count"), words = rows.map(row => row.textContent.toLowerCase());
const key = (row, column) => { const cell = row.cells[column]; return cell.dataset.key ?? cell.textContent; };
const show = () => {
  const wanted = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, n) => { row.hidden = !wanted.every(word => words[n].includes(word)); shown += !row.hidden; });
  count.textContent = shown + " / " + rows.length + (shown ? "" : "：没有符合的 · nothing found");
};
document.querySelectorAll("thead button").forEach((button, column) => button.addEventListener("click", () => {
  const head = button.closest("th"), down = head.getAttribute("aria-sort") === "ascending";
  document.querySelectorAll("thead th").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const order = [...rows].sort((a, b) => key(a, column).localeCompare(key(b, column), "zh", { numeric: true }) * (down ? -1 : 1));
  body.append(...order);
}));
box.addEventListener("input", show);
document.querySelectorAll(".tools").forEach(part => { part.hidden = false; });
show();
"""

_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_HASH}'"

COLUMNS = (
    ("序号", "line"),
    ("工单编号", "number"),
    ("版次", "revision"),
    ("客户", "customer"),
    ("签章时间", "sealed at"),
    ("状态", "state"),
    ("文件与 SHA-256", "file and SHA-256"),
    ("归档", "archived"),
)

HOW = """
<h2>如何核对 <small lang="en">How to check</small></h2>
<p>下面都用免费工具，在本文件夹中运行，不需要出具单位的软件。
<span class="en" lang="en">All of it with free tools, run in this folder, without the issuing company's software.</span></p>
<ol>
<li>文件未变：<pre>sha256sum -c SHA256SUMS</pre>
Windows：<pre>certutil -hashfile 文件 SHA256</pre>并与上表比较。
<span class="en" lang="en">The files are unchanged: run the command, or compare with the table.</span></li>
<li>签章有效（poppler 的 <code>pdfsig</code>；CA 证书请直接向出具单位索取，不要取自本文件夹）：
<pre>mkdir nss &amp;&amp; certutil -N -d nss --empty-password
certutil -A -d nss -n ca -t CT,CT,CT -i ca.pem
pdfsig -nssdir nss 文件.pdf</pre>
<code>pdfsig</code> 应显示 <q>Signature is Valid</q>、<q>Certificate is Trusted</q>、<q>Total document signed</q>
（后加过时间戳或会签的，最后一项只对最后一层成立）。它容忍签章之后的某些追加；
<code>fieldapp verify 文件 --trust ca.pem</code> 更严格，别人追加的一概不认。
<br><span class="en"
lang="en">The seals are valid: with poppler's pdfsig and NSS (get the CA certificate from the company itself, not from
this folder). It should say the three things above; where timestamps or countersignatures were added, the last one is true of the
last layer only. It tolerates some additions after sealing; fieldapp verify does not.</span></li>
<li>登记属实：每行末尾的 <code>hash</code> 是该行去掉此项之后的 SHA-256，<code>previous</code> 是登记簿上一行的 hash：
<pre>head -n 1 register-extract.jsonl | sed 's/,"hash":"[0-9a-f]*"}$/}/' | tr -d '\\n' | openssl dgst -sha256</pre>
摘录有间断时，只有完整登记簿才能证明各行相连。
<br><span class="en"
lang="en">The register: the last member of every line is the SHA-256 of the line without it, <code>previous</code> is
that of the line before. Where the extract has gaps, only the whole register proves that the lines follow each other.</span></li>
<li>登记簿没有被截短或整本重写：出具单位以前另行保存（邮件、打印件）的末行 hash，必须是今天登记簿中某一行的 hash：
<pre>grep -c '"hash":"以前的末行hash"' register.jsonl
fieldapp archive check --archive 档案 --anchor 以前的末行hash</pre>
<span class="en"
lang="en">The register was not cut short or written anew: a last hash that was noted elsewhere earlier (a mail, a printed
sheet) must be the hash of a line in today's register.</span></li>
</ol>
<p class="old">没有时间戳的，签章时间由签章设备自述。
<span class="en" lang="en">Without a timestamp the time of a seal is the sealing device's own word.</span></p>
"""
