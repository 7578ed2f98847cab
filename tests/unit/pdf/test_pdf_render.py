"""The PDF of an order: conforming, readable by machines, the same at every making, whole whatever the answers are."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fieldapp.domain.records import EventKind
from fieldapp.forms import evidence
from fieldapp.forms.evidence import ClockConfidence, ClockReading, EvidenceEvent
from fieldapp.forms.pdf.fonts import missing_glyphs
from fieldapp.forms.pdf.render import render
from tests.conftest import Golden
from tests.support.pdf_orders import NAMES, NUMBER, content, jpeg, order, photo_rows, signature
from tests.support.pdf_reading import assert_conforms, attachments, pages_of, squeezed, text_of

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render(order())


def test_a_signed_order_conforms_to_pdf_a_3b(plain: bytes) -> None:
    assert_conforms(plain)


@pytest.mark.parametrize(
    ("outcome", "lang", "more"),
    [
        ("unsigned", "zh", {"certificate": None, "signatures_expected": 0, "events": ()}),
        ("refused", "zh", {"reason": "客户认为责任未分清", "witness": "欧阳𠅤"}),
        ("absent", "en", {"reason": "nobody there"}),
        ("voided", "zh", {}),
    ],
)
def test_every_outcome_conforms_and_is_said(outcome: str, lang: str, more: dict[str, Any]) -> None:
    source = order(outcome=outcome, lang=lang, **more)
    pdf = render(source)
    assert_conforms(pdf)
    words = {"unsigned": "草稿", "refused": "客户拒签", "absent": "Customer was absent", "voided": "签署已作废"}
    text = text_of(pdf)
    assert words[outcome] in text
    assert more.get("reason", "") in text
    assert more.get("witness", "") in text


def test_text_comes_back_exactly(plain: bytes) -> None:
    text = text_of(plain, "-layout")
    assert NAMES in text
    assert "2102353GES10KC000137" in text
    squashed = squeezed(text_of(plain, "-raw"))
    for answer in (
        "接入交换机（Gi0/0/12）端口反复up/down，远程登录后约40秒断开。",
        "DS-2DF8442IXS-A20240417AACHF12345678W",
        "≤4Ω",
    ):
        assert answer in squashed
    assert "[U+" not in text


def test_text_and_order_of_the_pages_stay(plain: bytes, golden: Golden) -> None:
    golden.check("pdf/order.txt", re.sub(r"[0-9a-f]{16,64}", "<hash>", text_of(plain, "-raw")))


def test_what_is_inside_is_what_was_signed(plain: bytes) -> None:
    source = order()
    files = attachments(plain)
    assert files["order.json"] == source.snapshot.data
    assert hashlib.sha256(files["order.json"]).hexdigest() == source.snapshot.sha256
    assert evidence.parse(files["evidence.json"]) == source.evidence
    assert files["ink-customer_signature.json"] == signature().to_bytes()
    with pikepdf.open(io.BytesIO(plain)) as opened:
        relations = {str(spec.UF): str(spec.AFRelationship) for spec in opened.Root.AF}
        assert relations["order.json"] == "/Data"
        assert set(relations) == set(files)
        assert str(opened.Root.Lang) == "zh-CN"
        assert opened.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(opened.docinfo["/Title"]) == f"维护服务派工单 {NUMBER}"
        assert opened.pdf_version == "1.7"
        assert all("/Trans" not in page for page in opened.pages)
        fonts = {str(font.BaseFont)[8:] for page in opened.pages for font in page.Resources.Font.values()}
    assert fonts == {"NotoSansSC-Regular", "HanaMinB"}


def test_ink_and_code_are_vectors_not_pictures(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as opened:
        assert all(not page.get_images() for page in opened.pages)
        signed = b"".join(page.Contents.read_bytes() for page in opened.pages)
        last = opened.pages[-1].Contents.read_bytes()
    assert signed.count(b" w ") > 50
    assert last.count(b" re\n") > 100


def test_the_last_page_shows_the_hashes(plain: bytes) -> None:
    source = order()
    last = text_of(plain).split("\f")[-2]
    shown = squeezed(last)
    for value in (
        source.snapshot.sha256,
        signature().sha256,
        str(source.evidence.certificate),
        NUMBER,
        source.evidence.device_id,
    ):
        assert value in shown


SCRIPT = (
    "import hashlib\n"
    "from tests.support.pdf_orders import jpeg, order, photo_rows\n"
    "from fieldapp.forms.pdf.render import render\n"
    "rows, store = photo_rows([jpeg(2000, 1500), jpeg(orientation=6)])\n"
    "print(hashlib.sha256(render(order({'photos': rows}, photos=store))).hexdigest())\n"
)


def test_moments_of_all_clocks_are_printed_in_one_zone() -> None:
    """What the desk and the server's clock say comes in UTC; the customer compares it with a wall in China."""
    at = datetime(2026, 11, 22, 1, 12, 5, tzinfo=UTC)
    events = (EvidenceEvent(EventKind.ASSIGNED, at, at), EvidenceEvent(EventKind.SIGNED, at + timedelta(hours=5), at))
    clock = ClockReading(1250, ClockConfidence.EARLIER, at - timedelta(days=1))
    source = order(events=events, clock=clock)
    pdf = render(source)
    text = text_of(pdf)
    assert "+00:00" not in text
    assert "UTC+08:00" in text
    assert text.count("2026-11-22 09:12:05 +08:00") == 3
    assert "2026-11-21 09:12:05 +08:00" in text
    assert text.count("2026-11-22 14:12:05 +08:00") == 2, "beside the signatures, too"
    assert attachments(pdf)["evidence.json"] == source.evidence.to_bytes(), "the data stays as it was written"


def test_the_usual_offset_is_said_once_above_the_form() -> None:
    pdf = render(order({"received_at": "2026-11-22T01:15:00Z"}))
    assert_conforms(pdf)
    first = squeezed(text_of(pdf).split("接单与到场")[0])
    assert first.index(squeezed("时间均为 UTC+08:00，另有注明的除外。")) < first.index("派工信息")
    assert squeezed("2026-11-22 01:15 UTC") in first
    assert first.count("+08:00") == 1


def test_bytes_are_the_same_in_every_process() -> None:
    sums = set()
    for seed, zone, epoch in (("0", "UTC", ""), ("4711", "Asia/Shanghai", "1700000000")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
        )
        sums.add(done.stdout.strip())
    rows, store = photo_rows([jpeg(2000, 1500), jpeg(orientation=6)])
    sums.add(hashlib.sha256(render(order({"photos": rows}, photos=store))).hexdigest())
    assert len(sums) == 1


def test_two_orders_in_one_process_keep_their_characters() -> None:
    first = render(order({"signer_name": "甲乙丙"}))
    second = render(order({"signer_name": "䶮㛃𪚥龘"}, number="WX-20261123-000138"))
    assert "甲乙丙" in text_of(first)
    assert "䶮㛃𪚥龘" in text_of(second)
    assert "WX-20261123-000138" in text_of(second)
    assert render(order({"signer_name": "甲乙丙"})) == first


def test_orders_rendered_at_the_same_time_do_not_mix() -> None:
    names = ["甲𠅤", "乙䶮", "丙𬭎", "丁𪚥"]
    alone = [render(order({"signer_name": name})) for name in names]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: render(order({"signer_name": name})), names))
    assert together == alone


LONG = ("交换机端口（Gi0/0/12）反复重启，日志：PWR-3-FAULT。" * 200)[:5000]


@pytest.mark.parametrize("field", ["symptom", "customer_unit", "channel", "signer_name", "solution"])
def test_five_thousand_characters_fit_in_any_field(field: str) -> None:
    pdf = render(order({field: LONG}))
    assert_conforms(pdf)
    found = squeezed(_without_chrome(pdf))
    assert LONG.replace("\n", "") in found.replace(_label(field), "")
    assert pages_of(pdf) >= 5


def test_five_thousand_characters_fit_in_a_table_cell() -> None:
    words = [f"w{n:04d}" for n in range(833)]
    rows = [{"at": "10:41", "step": " ".join(words), "finding": "短"}, {"at": "10:42", "step": "尾", "finding": "末行"}]
    pdf = render(order({"diagnosis_steps": rows}))
    assert_conforms(pdf)
    text = text_of(pdf, "-layout")
    assert re.findall(r"w\d{4}", text) == words
    assert "末行" in text
    assert sum("发现" in page.split("快照")[0] and "w0" in page for page in text.split("\f")) >= 2


def test_sixty_rows_repeat_the_head_and_lose_nothing() -> None:
    rows = [{"ci": f"CI-{n:05d}", "name": f"设备 {n}", "kind": "switch", "serial": f"SN{n:08d}"} for n in range(60)]
    pdf = render(order({"devices": rows}))
    assert_conforms(pdf)
    text = text_of(pdf, "-layout")
    positions = [text.index(f"SN{n:08d}") for n in range(60)]
    assert positions == sorted(positions)
    pages_with_rows = [page for page in text.split("\f") if "SN000000" in page]
    assert len(pages_with_rows) >= 2
    assert all("CI 编号" in page and "序列号" in page for page in pages_with_rows)


def test_thirty_photos_make_an_annex() -> None:
    rows, store = photo_rows([jpeg(seed=n, orientation=n % 8 + 1) for n in range(30)])
    pdf = render(order({"photos": rows}, photos=store))
    assert_conforms(pdf)
    text = text_of(pdf)
    assert "照片共 30 张" in text
    assert [f"照片 {n} " in text for n in range(1, 31)] == [True] * 30
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert sum(len(page.get_images()) for page in opened.pages) == 30


HOSTILE = {
    "empty": "",
    "emoji": "好的👍🏽",
    "control": "a\x00b\x07c\x1b[31md",
    "override": "abc\u202efdp.exe",
    "serial": "X1" * 1500,
    "markup": "<b>&amp;</b> ]]> %PDF (\\) endstream endobj",
    "right to left": "فاتورة",
    "marks": "，" * 400,
    "spaces": " " * 3000 + "尾",
    "lines": "\n" * 200,
    "combining": "e\u0301" * 100,
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_values_print_and_conform(value: str) -> None:
    changes = {
        "customer_unit": value,
        "symptom": value,
        "devices": [{"ci": value, "name": value, "serial": value}],
        "signer_name": value,
    }
    source = order(changes, reason=value, device_name=value)
    pdf = render(source)
    assert_conforms(pdf)
    assert attachments(pdf)["order.json"] == source.snapshot.data
    text = text_of(pdf)
    for char in missing_glyphs(value):
        assert f"[U+{ord(char):04X}]" in text


def test_a_signature_block_is_never_torn() -> None:
    for lines in range(0, 40, 5):
        pages = text_of(render(order({"customer_comment": "好\n" * lines + "完"}))).split("\f")
        signed = [page for page in pages if "工程师签名" in page and "证据页" not in page]
        assert len(signed) == 1
        assert "客户签名" in signed[0]
        assert "签署时间" in signed[0]
        assert "签名对应快照" in signed[0]


def test_parts_that_do_not_belong_together_are_refused() -> None:
    source = order()
    for wrong in (
        replace(source, evidence=replace(source.evidence, snapshot_sha256="0" * 64)),
        replace(source, evidence=replace(source.evidence, revision=7)),
        replace(source, inks={}),
        replace(source, inks={"customer_signature": signature()}),
    ):
        with pytest.raises(ValueError, match="evidence"):
            render(wrong)


def test_an_order_without_photos_stays_small(plain: bytes) -> None:
    one_signature = order(outcome="refused", reason="拒签", witness="见证")
    assert len(render(one_signature)) < 86_000
    assert len(plain) < 100_000, "two signatures of nine seconds each are an eighth of it"


def _without_chrome(pdf: bytes) -> str:
    """Text without running headers and footers, which fall between the lines of what goes on over pages."""
    kept = []
    for page in text_of(pdf, "-layout").split("\f"):
        lines = page.splitlines()
        kept += [line for line in lines if "快照 " not in line and not line.strip().startswith("维护服务派工单")]
    return "\n".join(kept)


def _label(field: str) -> str:
    from tests.support.pdf_orders import definition

    assert field in content()["answers"]
    return definition().field(field).label.zh
