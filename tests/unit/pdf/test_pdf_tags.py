"""Accessible: all content is tagged once in reading order, tables have heads, figures have words, the rest is artifact."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from fieldapp.forms.pdf.render import render
from fieldapp.forms.pdf.structure import Artifact, Structure
from tests.support.pdf_orders import NAMES, NUMBER, jpeg, order, photo_rows
from tests.support.pdf_tags import Tagged, tag_findings


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render(order())


def photos(count: int) -> dict[str, Any]:
    rows, store = photo_rows([jpeg(300, 200, seed=n) for n in range(count)])
    rows[0]["caption"] = "机柜\n" * 20
    return {"changes": {"photos": rows}, "photos": store}


ORDERS: dict[str, dict[str, Any]] = {
    "signed": {},
    "english draft": {"outcome": "unsigned", "lang": "en", "certificate": None, "signatures_expected": 0, "events": ()},
    "refused": {"outcome": "refused", "reason": "-", "witness": NAMES},
    "photos": photos(5),
    "broken photo": {"changes": {"photos": photo_rows([b"no"])[0]}, "photos": photo_rows([b"no"])[1]},
    "long text": {"changes": {"symptom": "长文" * 2500, "customer_unit": "很长" * 300}},
    "long cell": {"changes": {"diagnosis_steps": [{"at": "10:41", "step": "查看 " * 1500, "finding": "短"}] * 3}},
    "many rows": {"changes": {"devices": [{"ci": f"CI-{n}", "name": "", "serial": None} for n in range(90)]}},
    "two offsets": {"changes": {"received_at": "2026-11-22T01:15:00Z"}},
    "nothing": {"changes": {"customer_unit": "", "symptom": "\n\n", "signer_name": "   "}},
}


@pytest.mark.parametrize("name", ORDERS)
def test_all_content_is_tagged_once_and_in_order(name: str) -> None:
    options = dict(ORDERS[name])
    assert tag_findings(render(order(options.pop("changes", None), **options))) == []


def test_the_check_finds_what_is_not_tagged(plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: an element read too late, and content of none, are both told."""
    from fieldapp.forms.pdf import structure

    turned = structure.Node.add

    def first(self: structure.Node, *args: Any, **more: Any) -> structure.Node:
        node = turned(self, *args, **more)
        self.kids.insert(0, self.kids.pop())
        return node

    monkeypatch.setattr(structure.Node, "add", first)
    assert any("read as" in finding for finding in tag_findings(render(order())))
    monkeypatch.undo()
    monkeypatch.setattr(Structure, "opening", lambda self, tag: "/P BMC" if tag is not Artifact.LAYOUT else tag.value)
    assert any("without MCID" in finding for finding in tag_findings(render(order())))


def test_the_tree_says_what_the_pages_show(plain: bytes) -> None:
    tagged = Tagged(plain)
    assert [element.kind for element in tagged.root.kids[:4]] == ["H1", "P", "P", "P"]
    assert len(tagged.root.of("H2")) == 10
    assert len(tagged.root.of("Caption")) == 5
    alts = [str(figure.entry.Alt) for figure in tagged.root.of("Figure")]
    assert alts[:2] == ["客户签名：屏幕手写笔迹", "工程师签名：屏幕手写笔迹"]
    assert alts[2].startswith(f"二维码：{NUMBER} r1 sha256:")
    assert tagged.pdf.Root.MarkInfo.Marked is True
    assert str(tagged.pdf.Root.Lang) == "zh-CN"
    assert tagged.pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert all(str(page.Tabs) == "/S" for page in tagged.pdf.pages)


def test_chinese_answers_in_an_english_order_are_marked_as_such() -> None:
    tagged = Tagged(render(order(lang="en")))
    assert str(tagged.pdf.Root.Lang) == "en"
    rows = {str(element.entry.get("/Lang", "")) for element in tagged.root.of("TD")}
    assert rows == {"", "zh-CN"}
    first = [str(cell.entry.get("/Lang", "")) for cell in tagged.root.of("TD")[:3]]
    assert first == ["", "zh-CN", "zh-CN"], "number, customer, contact"
    assert {str(element.entry.get("/Lang", "")) for element in Tagged(render(order())).root.walk()} == {""}


def test_photos_are_told_in_words() -> None:
    options = photos(3)
    tagged = Tagged(render(order(options["changes"], photos=options["photos"])))
    alts = [str(figure.entry.Alt) for figure in tagged.root.of("Figure")]
    assert [alt.split(" · ")[0] for alt in alts[2:5]] == ["照片 1", "照片 2", "照片 3"]
    assert "机柜" in alts[2]


def test_a_head_that_is_repeated_is_read_once() -> None:
    rows = [{"ci": f"CI-{n:05d}", "name": f"设备 {n}"} for n in range(90)]
    tagged = Tagged(render(order({"devices": rows})))
    table = tagged.root.of("Table")[2]
    heads = list(table.of("TH"))
    assert len(heads) == 6
    assert {page for cell in heads for page, _ in cell.content} == {0}
    assert len({page for cell in table.of("TD") for page, _ in cell.content}) > 2


def test_poppler_reads_the_answers_in_order_and_no_running_heads(plain: bytes, tmp_path: Path) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(plain)
    said = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, text=True).stdout
    assert "第 1 页" not in said
    positions = [
        said.index(f'"{text}"')
        for text in (
            "维护服务派工单",
            "A  派工信息",
            "客户单位",
            "广州市公安局天河区分局",
            "2102353GES10KC000137",
            "解决方案/处理过程",
            NAMES,
            "证据页",
            "事件时间",
        )
    ]
    assert positions == sorted(positions)
    facts = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert "Tagged:          yes" in facts
