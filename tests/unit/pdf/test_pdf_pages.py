"""Golden pages: what stands where, as text and places. Refresh with --update-golden and read the diff.

Beside the golden files the customs themselves are checked, so that a careless refresh cannot bury a fault.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.line_marks import is_never_first, is_never_last
from fieldapp.forms.pdf.render import render
from tests.conftest import Golden
from tests.support.pdf_lines import Line, as_text, lines_of, pictures_of
from tests.support.pdf_orders import jpeg, order, photo_rows

SERIALS = ("2102353GES10KC000137", "DS-2DF8442IXS-A", "PWR-3-FAULT", "Gi0/0/12", "192.168.10.254/24", "WX-20261122-000137")
PROSE = (
    "客户（广州市公安局天河区分局）反映：“昨夜雷雨之后，华夏路沿线12路摄像机同时无图像！”——平台显示离线，"
    f"接入交换机{SERIALS[0]}的{SERIALS[3]}端口反复up/down，日志{SERIALS[2]}重复312次；远程登录（telnet，端口23）后约40秒断开……"
    f"现场以备用电源测试，电压由4.8V升至12.0V，接地电阻3.2Ω（标准≤4Ω），机柜内温度38.5℃，湿度45%，光功率-18.5dBm。"
    f"更换《维护手册》第3.2.1节所列的{SERIALS[1]}一台（单价￥12,800.00，含税13%），地址{SERIALS[4]}，见{SERIALS[5]}。\n"
    "The quick brown engineer jumped over the lazy switch, rebooted it twice, and wrote everything down in plain English prose.\n"
    "【注意】①先断电；②再更换：“双人操作”、《电业安全规程》第4条。〔完〕"
)
"""Long enough for every custom to matter at one of its line ends."""

FULL = PROSE * 6
OVERLONG = "X" * 70 + "-" + "9" * 95


def value_lines(lines: list[Line], x: float) -> list[str]:
    """Lines of the column that begins at `x`; opening marks hang by half their size."""
    half = styles.VALUE.size / 2
    return [line.text for line in lines if min(abs(line.x - x), abs(line.x + half - x)) < 0.2 and line.size == styles.VALUE.size]


VALUE_X = round(styles.MARGIN + 84 + styles.PAD, 1)


def test_lines_break_by_the_customs_of_chinese(golden: Golden) -> None:
    lines = lines_of(render(order({"symptom": PROSE, "solution": OVERLONG})))
    golden.check("pdf/linebreaks.txt", as_text(lines))
    shown = value_lines(lines, VALUE_X)
    assert OVERLONG in "".join(shown), "a serial that is wider than the page is cut, and no character lost"


@pytest.mark.parametrize("shift", range(0, 44))
def test_the_customs_hold_wherever_the_line_ends(shift: int) -> None:
    lines = value_lines(lines_of(render(order({"symptom": "一" * shift + FULL}))), VALUE_X)
    start = next(index for index, line in enumerate(lines) if line.startswith("一" * min(shift, 20) or "客户"))
    for before, after in pairwise(lines[start : start + 30]):
        assert not is_never_first(after[0]), f"begins a line: {after}"
        assert not is_never_last(before.rstrip(" ")[-1]), f"ends a line: {before}"
        assert not re.search(r"[A-Za-z0-9]$", before) or not re.match(r"[A-Za-z0-9]", after), f"torn: {before} | {after}"
    text = "".join(lines)
    for serial in SERIALS:
        assert any(serial in line for line in lines), serial
    assert "℃" in text


def test_rows_over_pages_repeat_their_head_and_say_which_page_it_is(golden: Golden) -> None:
    rows = [
        {
            "ci": f"CI-{n:05d}",
            "name": f"华夏路 {n:02d} 号球机",
            "kind": "camera",
            "serial": f"DS-2DF8442IXS-A{n:08d}",
            "location": "机房" * (n % 9),
        }
        for n in range(70)
    ]
    lines = lines_of(render(order({"devices": rows})))
    golden.check("pdf/rows.txt", as_text(lines))
    pages = max(line.page for line in lines)
    assert [line.text for line in lines if line.text.startswith("第 ") and "共" in line.text] == [
        f"第 {n} 页 / 共 {pages} 页" for n in range(1, pages + 1)
    ]
    with_rows = {line.page for line in lines if line.text.startswith("CI-0")}
    heads = {line.page: line.y for line in lines if line.text == "CI 编号"}
    assert len(with_rows) >= 2
    assert set(heads) == with_rows
    for page, y in heads.items():
        assert y > max(line.y for line in lines if line.page == page and line.text.startswith("CI-0"))


def test_a_long_text_goes_on_with_its_question_repeated(golden: Golden) -> None:
    lines = lines_of(render(order({"solution": FULL * 3})))
    golden.check("pdf/long-text.txt", as_text(lines))
    labels = [line.page for line in lines if line.text == "解决方案/处理过程"]
    assert len(labels) >= 2
    assert labels == list(range(labels[0], labels[0] + len(labels)))
    assert FULL.replace("\n", "").replace(" ", "") in "".join(value_lines(lines, VALUE_X)).replace(" ", "")


def test_nothing_stands_outside_the_margins() -> None:
    for changes in ({"symptom": FULL * 2}, {"customer_unit": OVERLONG}, {"devices": [{"ci": "很长" * 200, "serial": OVERLONG}]}):
        for line in lines_of(render(order(changes))):
            hanging = line.size / 2 if is_never_last(line.text[0]) else 0
            assert styles.MARGIN - 0.1 <= line.x + hanging <= styles.MARGIN + styles.WIDTH, line
            chrome = line.size == styles.SMALL.size
            assert (0 if chrome else styles.BOTTOM) <= line.y <= (styles.PAGE_HEIGHT if chrome else styles.TOP), line


def test_the_section_that_is_signed_stands_on_one_page(golden: Golden) -> None:
    """Wherever it comes to lie: from its heading to what the signatures belong to."""
    for lines_before in range(0, 60, 4):
        lines = lines_of(render(order({"open_issues": "待查\n" * lines_before + "完"})))
        parts = ("J  客户确认", "签字人姓名", "客户签名", "工程师签名")
        pages = {line.page for line in lines if line.text in parts or line.text.startswith("签名对应快照")}
        assert len(pages) == 1, lines_before
    page = pages.pop()
    golden.check("pdf/signatures.txt", as_text([line for line in lines if line.page == page]))


def test_photos_stand_upright_two_by_two(golden: Golden) -> None:
    """EXIF orientations 1 to 8 of one picture of 320 × 200: the matrices put its stored corner where it belongs."""
    rows, store = photo_rows([jpeg(320, 200, seed=n, orientation=n + 1) for n in range(8)])
    placed = pictures_of(render(order({"photos": rows}, photos=store)))
    golden.check("pdf/photos.txt", "\n".join(f"{p.page} {p.pixels[0]}x{p.pixels[1]} {p.matrix}" for p in placed) + "\n")
    assert len(placed) == 8
    for orientation, picture in enumerate(placed, 1):
        a, b, c, d, _, _ = picture.matrix
        turned = orientation >= 5
        assert (a == d == 0) is turned
        assert (b == c == 0) is not turned
        across, down = (abs(c), abs(b)) if turned else (abs(a), abs(d))
        assert across / down == pytest.approx(200 / 320 if turned else 320 / 200, rel=0.01)


def test_a_long_caption_stands_on_the_page_of_its_photo() -> None:
    rows, store = photo_rows([jpeg(320, 240, seed=n) for n in range(8)])
    for row in rows[4:]:
        row["caption"] = "更换后的电源模块铭牌：序列号 2102311QEV10L3000188；" * 6
    lines = lines_of(render(order({"photos": rows}, photos=store)))
    for number in range(5, 9):
        pages = {line.page for line in lines if line.text == f"照片 {number}" or line.text.startswith(f"照片 {number} ")}
        assert len(pages) == 1, number


def test_what_was_not_signed_does_not_speak_of_signatures() -> None:
    texts = [line.text for line in lines_of(render(order(outcome="refused", reason="拒签")))]
    assert any(text.startswith("以上内容对应快照") for text in texts)
    assert not any(text.startswith("签名对应快照") for text in texts)
