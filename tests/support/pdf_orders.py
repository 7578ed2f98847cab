"""Orders to print: the shipped form, a believable visit, and its variations, as snapshots read from outside."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from typing import Any

import rfc8785
from PIL import Image, ImageDraw

from fieldapp.domain.records import Actor, EventKind, Role
from fieldapp.forms import snapshot
from fieldapp.forms.evidence import ClockConfidence, ClockReading, Evidence, EvidenceEvent, InkRecord
from fieldapp.forms.loader import load_definition
from fieldapp.forms.pdf.render import RenderInput
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.signing.ink import Ink
from fieldapp.paths import resource

NAMES = "李旻 䶮 㛃 欧阳𠅤 𬭎 𪚥"
CHINA = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 22, 14, 30, 5, tzinfo=CHINA)
ORDER_ID = "7f8f9b0e-0d1c-4a65-8b7f-0f2f6f4f3a10"
NUMBER = "WX-20261122-000137"

ANSWERS: dict[str, Any] = {
    "number": NUMBER,
    "customer_unit": "广州市公安局天河区分局",
    "contact_name": "欧阳𠅤",
    "contact_phone": "020-8888 1234",
    "address": "广州市天河区珠江新城华夏路 30 号富力盈通大厦 B1 层视频专网机房（门禁联系保安岗）",
    "contract": "GSB-2026-0417 天河区视频监控维保",
    "channel": "phone",
    "discovered_at": "2026-11-22T09:12:00.000+08:00",
    "received_at": "2026-11-22T09:15:00.000+08:00",
    "received_by": "罗建明",
    "nature": "fault",
    "category": "hardware",
    "impact": "outage",
    "scope": "part",
    "urgency": "critical",
    "priority": "CRITICAL",
    "due_at": "2026-11-22T17:12:00.000+08:00",
    "symptom": "华夏路沿线 12 路摄像机同时无图像，平台显示离线。接入交换机（Gi0/0/12）端口反复 up/down，"
    "远程登录后约 40 秒断开。\n"
    "客户反映昨夜雷雨之后出现。",
    "affected_business": "重点路段视频监控中断；不影响录像回放与其他路段。",
    "support_line": "second",
    "service_mode": "onsite",
    "assignee_name": "李旻",
    "appointment_at": None,
    "accept_answer": "accepted",
    "accepted_at": "2026-11-22T09:21:00.000+08:00",
    "departed_at": "2026-11-22T09:40:00.000+08:00",
    "arrived_at": "2026-11-22T10:33:00.000+08:00",
    "started_at": "2026-11-22T10:41:00.000+08:00",
    "left_at": None,
    "response_time": 9,
    "arrival_time": 81,
    "devices": [
        {
            "ci": "CI-104233",
            "name": "华夏路接入交换机",
            "kind": "switch",
            "model": "华为 S5735-L24P4S-A",
            "serial": "2102353GES10KC000137",
            "location": "B1 机房 3 号柜 U22",
        },
        {
            "ci": "CI-104240",
            "name": "华夏路 07 号球机",
            "kind": "camera",
            "model": "海康威视 DS-2DF8442IXS-A",
            "serial": "DS-2DF8442IXS-A20240417AACHF12345678W",
            "location": "华夏路与金穗路口 07 号杆",
        },
    ],
    "comparison": [
        {
            "item": "上联端口速率",
            "standard": "1000 Mb/s 全双工",
            "actual": "100 Mb/s 半双工",
            "verdict": "deviation",
            "remark": "光模块老化，已更换",
        },
        {"item": "接地电阻", "standard": "≤ 4 Ω", "actual": "3.2 Ω", "verdict": "match"},
    ],
    "knowledge_refs": None,
    "diagnosis_steps": [
        {"at": "10:41", "step": "查看交换机日志与电源", "finding": "雷击后电源模块输出不稳，日志 PWR-3-FAULT 重复 312 次"},
        {"at": "10:58", "step": "以备用电源模块替换测试", "finding": "端口稳定，图像恢复"},
    ],
    "cause": "雷击浪涌使电源模块及上联光模块受损。",
    "cause_category": None,
    "recurring": False,
    "solution": "更换电源模块与光模块，核对端口配置，逐路确认图像；在机柜进线处加装防雷器一只。",
    "estimated_minutes": 120,
    "customer_agrees_time": True,
    "workaround": False,
    "backup_done": "done",
    "backup_place": "运维平台 /backup/CI-104233/20261122.cfg",
    "backup_at": "2026-11-22T10:50:00.000+08:00",
    "parts": [
        {
            "name": "电源模块",
            "model": "PAC150S12-R",
            "old_serial": "2102311QEV10J8000061",
            "new_serial": "2102311QEV10L3000188",
            "quantity": 1,
            "charged": False,
        },
        {
            "name": "光模块",
            "model": "SFP-GE-LX-SM1310",
            "old_serial": "PT1838E0A1",
            "new_serial": "PT2540F7C2",
            "quantity": 2,
            "charged": True,
        },
    ],
    "third_party": None,
    "result": "solved",
    "restored_at": "2026-11-22T13:48:00.000+08:00",
    "checks": [{"item": "12 路实时图像", "outcome": "pass"}, {"item": "录像回放", "outcome": "pass", "remark": "抽查 3 路"}],
    "open_issues": None,
    "handling_time": 187,
    "hold_time": None,
    "target_met": True,
    "final_category": "hardware",
    "to_problem": False,
    "photos": None,
    "files": None,
    "problem_solved": True,
    "satisfaction": "very_satisfied",
    "customer_comment": "到场及时，说明清楚。",
    "signer_name": NAMES,
    "signer_title": "科信科",
    "signer_phone": "13800001234",
    "customer_signature": None,
    "engineer_signature": None,
}


@cache
def definition() -> FormDefinition:
    return load_definition(resource("forms/maintenance-work-order.v1.yaml"))


@cache
def signature() -> Ink:
    return Ink.parse(resource("demo/signature.ink.json").read_bytes())


def content(changes: dict[str, Any] | None = None, *, revision: int = 1, number: str = NUMBER) -> dict[str, Any]:
    """What a snapshot holds; `changes` are answers."""
    form = definition()
    answers = {**ANSWERS, "number": number, **(changes or {})}
    return {
        "schema": 1,
        "kind": "work-order",
        "order": {"id": ORDER_ID, "number": number},
        "form": {"id": form.id, "version": form.version, "sha256": form.sha256},
        "revision": revision,
        "frozen_at": "2026-11-22T14:28:41.120+08:00",
        "state": "RESOLVED",
        "priority": answers["priority"],
        "answers": answers,
        "events": [],
    }


def evidence_for(frozen: snapshot.Snapshot, inks: dict[str, Ink], outcome: str, **more: Any) -> Evidence:
    said = frozen.content
    values: dict[str, Any] = {
        "order_id": said["order"]["id"],
        "number": said["order"]["number"],
        "revision": said["revision"],
        "form_id": said["form"]["id"],
        "form_version": said["form"]["version"],
        "snapshot_sha256": frozen.sha256,
        "operator": Actor("eng-001", "李旻", Role.ENGINEER),
        "device_id": "0d5f0c1e-4f0b-4d9c-9a3c-2f3f1f6b7a11",
        "device_name": "现场笔记本 02",
        "app_version": "0.1.0",
        "outcome": outcome,
        "inks": tuple(InkRecord(field, ink.sha256) for field, ink in inks.items()),
        "events": (
            EvidenceEvent(EventKind.ARRIVED, AT - timedelta(hours=4), AT - timedelta(hours=4, seconds=-1)),
            EvidenceEvent(EventKind.SHOWN_TO_CUSTOMER, AT - timedelta(seconds=84)),
            EvidenceEvent(EventKind.SIGNED, AT),
        ),
        "clock": ClockReading(1250, ClockConfidence.CHECKED, AT - timedelta(hours=6)),
        "certificate": hashlib.sha256(b"certificate").hexdigest(),
        "signatures_expected": 1,
    }
    return Evidence(**{**values, **more})


def order(
    changes: dict[str, Any] | None = None,
    *,
    photos: dict[str, bytes] | None = None,
    outcome: str = "signed",
    lang: str = "zh",
    number: str = NUMBER,
    **more: Any,
) -> RenderInput:
    """Everything for one PDF. `more` goes to the evidence."""
    frozen = snapshot.parse(rfc8785.dumps(content(changes, number=number)))
    inks = {"customer_signature": signature(), "engineer_signature": signature()} if outcome == "signed" else {}
    return RenderInput(
        definition(),
        frozen,
        inks,
        evidence_for(frozen, inks, outcome, **more),
        (photos or {}).__getitem__,
        lang,
        "高新兴科技集团股份有限公司",
    )


def photo_rows(pictures: list[bytes]) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Answer of the photo field and the bytes by hash."""
    tags = ("before", "during", "after", "serial", "other")
    rows, store = [], {}
    for number, data in enumerate(pictures):
        sha256 = hashlib.sha256(data).hexdigest()
        store[sha256] = data
        rows.append(
            {
                "sha256": sha256,
                "name": f"IMG_{number:04d}.jpg",
                "mime": "image/jpeg",
                "size": len(data),
                "tag": tags[number % len(tags)],
                "caption": f"第 {number + 1} 张：机柜 U22 交换机面板",
                "taken_at": "2026-11-22T10:45:00.000+08:00",
            }
        )
    return rows, store


def jpeg(width: int = 640, height: int = 480, *, seed: int = 0, orientation: int = 1, mode: str = "RGB") -> bytes:
    """A picture whose upper left corner is red, so that its turning can be seen."""
    image = Image.new("RGB", (width, height), ((37 * seed) % 200 + 40, (91 * seed) % 200 + 40, 160))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(255, 0, 0))
    for line in range(0, height, 40):
        draw.line((0, line, width, (line * 7 + seed * 13) % height), fill=(250, 250, 250), width=3)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "secret place"
    out = BytesIO()
    image.convert(mode).save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def as_json(data: bytes) -> Any:
    return json.loads(data)
