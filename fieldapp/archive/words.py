"""Code of a remark → plain words, Chinese and English. The one table of the archive; `{detail}` is filled in by the remark."""

from __future__ import annotations

from dataclasses import dataclass

WORDS: dict[str, tuple[str, str]] = {
    # import
    "taken": ("已归档", "taken"),
    "there": ("已在档案中", "already there"),
    "doubled": ("已归档，重复", "taken, doubled"),
    "extends": ("已归档，接续原件", "taken, goes on from an earlier file"),
    "restored": ("档案中的文件缺失，已补回", "was missing from the archive and has been put back"),
    "refused": ("拒收", "refused"),
    "failed": ("未能处理", "could not be handled"),
    "file.unreadable": ("无法读取文件：{detail}", "the file cannot be read: {detail}"),
    "file.too-large": ("文件过大", "the file is too large"),
    "order.identity": (
        "order.json 与证据页所述的工单不是同一张：{detail}",
        "order.json and the evidence sheet speak of different orders: {detail}",
    ),
    "order.unusable": ("工单编号或标识无法登记：{detail}", "the order's number or id cannot be registered: {detail}"),
    "file.damaged-there": (
        "档案中的同一份文件已损坏；请先移走损坏的文件：{detail}",
        "the same file in the archive is damaged; move the damaged one away first: {detail}",
    ),
    # check: problems
    "file.missing": ("文件缺失", "the file is missing"),
    "file.size": ("文件已损坏：大小不符（{detail}）", "the file is damaged: its size is wrong ({detail})"),
    "file.sha256": ("文件已损坏：SHA-256 与登记不符", "the file is damaged: it does not have the SHA-256 in the register"),
    "file.odd": ("无法作为普通文件读取：{detail}", "it cannot be read as a plain file: {detail}"),
    "file.unknown": ("登记簿中没有这份文件", "the register does not know this file"),
    "file.copy": ("是已登记文件的副本：{detail}", "it is a copy of a registered file: {detail}"),
    "seal": ("签章核验未通过：{detail}", "the seal is not accepted: {detail}"),
    "register.line": ("登记簿第 {detail}", "register line {detail}"),
    "register.anchor": (
        "登记簿中没有这个哈希值：登记簿被截短或被替换",
        "no line of the register has this hash: the register was cut short or replaced",
    ),
    # check: notices
    "superseded": ("已被版次 {detail} 取代", "superseded by revision {detail}"),
    "extended": ("已由更长的文件接续：{detail}", "a longer file goes on from it: {detail}"),
    "twice": ("同一工单同一版次有多份文件：{detail}", "several files of one order and revision: {detail}"),
    "number.shared": ("不同的工单使用了同一编号：{detail}", "different orders have the same number: {detail}"),
    "register.unfinished": (
        "有未完成的登记，下次导入时自动完成",
        "an entry is unfinished; the next import completes it",
    ),
    "register.half-line": (
        "登记簿末尾有半行，下次导入时先留存再截去",
        "the register ends in half a line; the next import keeps it aside, then cuts it",
    ),
    "incoming": ("导入中断留下的临时文件", "left over from an interrupted import"),
    # states
    "current": ("有效版本", "current"),
    "state.superseded": ("已被取代", "superseded"),
    "state.extended": ("已被接续", "extended"),
    "state.doubled": ("重复", "doubled"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a file or the register. `detail` is a name or a number, for one line."""

    code: str
    detail: str = ""

    def words(self, lang: str) -> str:
        """In "zh" or "en"."""
        return WORDS[self.code][0 if lang == "zh" else 1].format(detail=self.detail)
