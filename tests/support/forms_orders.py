"""Realistic full orders of the shipped form: rare characters, long texts, tables, photos, a hold, a corrected time."""

from __future__ import annotations

import hashlib
import struct
import zlib
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any
from uuid import UUID

from fieldapp.clock import to_wire
from fieldapp.domain.records import Document
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.schema import FormDefinition
from fieldapp.paths import resource

SHANGHAI = timezone(timedelta(hours=8))
DISCOVERED = datetime(2026, 11, 22, 8, 5, tzinfo=SHANGHAI)
NOW = DISCOVERED + timedelta(hours=4, minutes=30)
"""When the customer looks at it: 12:35, everything done, not yet signed."""

FORM_ID = "maintenance-work-order"
RARE = "李旻 䶮 㛃 欧阳𠅤 𬭎 𪚥"
"""Names with characters beyond GB 2312 and beyond the BMP."""

DESK = {"id": "desk-001", "name": "李旻", "role": "desk"}
ENGINEER = {"id": "eng-001", "name": "欧阳𠅤", "role": "engineer"}

_DOCUMENT_KEYS = frozenset({"id", "number", "schema", "form", "assignee", "state", "created_at", "events", "attachments"})


@cache
def work_order_form() -> FormDefinition:
    """The shipped definition, loaded once."""
    return Catalog([resource("forms")]).get(FORM_ID, 1)


def uid(number: int) -> str:
    """A readable UUID: the same number gives the same id."""
    return str(UUID(int=number))


def at(minutes: float) -> str:
    """So many minutes after DISCOVERED, as documents hold it."""
    return to_wire(DISCOVERED + timedelta(minutes=minutes))


def long_text(length: int = 5000) -> str:
    """A realistic Chinese report of exactly `length` characters, with Latin words, serial numbers and paragraphs."""
    paragraph = (
        "到场后先核对机房温湿度与UPS输出，随后登录交换机 S5720-28X-LI-AC 查看日志，发现端口 GigabitEthernet0/0/13 频繁 up/down；"
        "更换光模块（SN：2102351XYZ0123456789）并重做光纤接头，链路恢复。"
        "再用标准配置逐项比对，“VLAN 210”被误删，补回后业务正常。\n"
    )
    return (paragraph * (length // len(paragraph) + 1))[:length]


@cache
def photo_bytes(number: int, width: int = 96, height: int = 72) -> bytes:
    """A small PNG, the same bytes on every machine (stored, not compressed: no zlib version has a say)."""
    rows = b"".join(
        b"\0" + bytes((x * 2 + number * 40 + channel * 60 + y) % 256 for x in range(width) for channel in range(3))
        for y in range(height)
    )
    stored = b"".join(
        struct.pack("<BHH", start + 65535 >= len(rows), len(part), len(part) ^ 0xFFFF) + part
        for start in range(0, len(rows), 65535)
        if (part := rows[start : start + 65535])
    )
    data = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def photos() -> dict[str, bytes]:
    """The pictures of `full_order` by SHA-256."""
    return {hashlib.sha256(photo_bytes(number)).hexdigest(): photo_bytes(number) for number in range(4)}


def full_order(**changes: Any) -> Document:
    """A complete order, resolved and ready for the customer; a new document at every call.

    `changes`: answers by field id (None removes one), or a part of the document such as `number`, `state`, `events`.
    """
    document = {key: value for key, value in changes.items() if key in _DOCUMENT_KEYS}
    answers: dict[str, Any] = full_answers()
    for key, value in changes.items():
        if key in _DOCUMENT_KEYS:
            continue
        if value is None:
            answers.pop(key, None)
        else:
            answers[key] = value
    return {
        "id": uid(0xABCDEF),
        "number": "WX-20261122-000137",
        "schema": 1,
        "form": {"id": FORM_ID, "version": 1},
        "assignee": ENGINEER["id"],
        "state": "RESOLVED",
        "created_at": at(4),
        "answers": answers,
        "events": full_events(),
        "attachments": [],
        **document,
    }


def full_answers() -> dict[str, Any]:
    """Every section filled in, as stored."""
    return {**_dispatch(), **_arrival(), **_tables(), **_work(), **_followup(), **_media(), **_confirmation()}


def _dispatch() -> dict[str, Any]:
    return {
        "customer_unit": "广州市公安局黄埔区分局",
        "contact_name": "䶮㛃",
        "contact_phone": "020-8211 0137 转 8021",
        "address": "广州市黄埔区开创大道 2819 号 3 楼机房（𬭎鑫大厦北侧）",
        "contract": "GXX-WH-2026-081 平安黄埔视频监控维护",
        "channel": "phone",
        "discovered_at": at(0),
        "received_at": at(4),
        "received_by": "李旻",
        "nature": "fault",
        "category": "hardware",
        "impact": "risk",
        "scope": "part",
        "urgency": "urgent",
        "priority": "SEVERE",
        "symptom": "开创大道沿线 32 路摄像机画面卡顿、间歇黑屏，\n汇聚交换机告警灯常亮，值班民警反映回放缺失。",
        "affected_business": "部分视频监控业务：开创大道—科学城片区实时预览与录像。",
        "support_line": "second",
        "service_mode": "onsite",
        "assignee_name": "欧阳𠅤",
        "appointment_at": at(85),
    }


def _arrival() -> dict[str, Any]:
    return {
        "accept_answer": "accepted",
        "accepted_at": at(15),
        "departed_at": at(25),
        "arrived_at": at(80),
        "started_at": at(85),
        "left_at": at(265),
    }


def _tables() -> dict[str, Any]:
    return {
        "devices": [
            {
                "_id": uid(1),
                "ci": "CI-HP-SW-0042",
                "name": "汇聚交换机",
                "kind": "switch",
                "model": "华为 S5720-28X-LI-AC",
                "serial": "2102351XYZ0123456789",
                "location": "3 楼机房 A 列 02 柜 18U",
            },
            {
                "_id": uid(2),
                "ci": "CI-HP-CAM-1187",
                "name": "球形摄像机 𪚥-7",
                "kind": "camera",
                "model": "海康威视 DS-2DE7430IW-AE",
                "serial": "D48123577",
            },
        ],
        "comparison": [
            {
                "_id": uid(3),
                "item": "VLAN",
                "standard": "210, 220",
                "actual": "220",
                "verdict": "deviation",
                "remark": "VLAN 210 被误删",
            },
            {"_id": uid(4), "item": "NTP 服务器", "standard": "10.8.0.5", "actual": "10.8.0.5", "verdict": "match"},
        ],
        "knowledge_refs": [{"_id": uid(5), "article": "KB-0211", "title": "汇聚交换机端口震荡的处理"}],
        "diagnosis_steps": [
            {"_id": uid(6), "at": "09:32", "step": "查看交换机日志", "finding": "端口 0/0/13 每 40 s up/down 一次"},
            {"_id": uid(7), "at": "09:48", "step": "测光功率", "finding": "-27.4 dBm，低于 -23 dBm 的门限"},
        ],
        "parts": [
            {
                "_id": uid(8),
                "name": "光模块",
                "model": "SFP-GE-LX-SM1310",
                "old_serial": "OM-19-44120",
                "new_serial": "OM-26-00817",
                "quantity": 2,
                "charged": False,
            }
        ],
        "third_party": [
            {
                "_id": uid(9),
                "supplier": "华为技术有限公司",
                "contact": "区先生",
                "reference": "SR-33871204",
                "sent_on": "2026-11-22",
                "expected_on": "2026-11-29",
            }
        ],
        "checks": [
            {"_id": uid(10), "item": "32 路实时预览", "outcome": "pass"},
            {"_id": uid(11), "item": "录像回放（当日）", "outcome": "fail", "remark": "08:05–11:50 缺失，无法补回"},
        ],
        "config_changes": [
            {"_id": uid(12), "ci": "CI-HP-SW-0042", "attribute": "光模块序列号", "old": "OM-19-44120", "new": "OM-26-00817"},
        ],
    }


def _work() -> dict[str, Any]:
    return {
        "cause": "光模块老化，接收功率低于门限；昨晚施工时 VLAN 210 被误删。",
        "cause_category": "ageing",
        "recurring": True,
        "solution": long_text(1200),
        "estimated_minutes": 150,
        "customer_agrees_time": True,
        "workaround": False,
        "backup_done": "done",
        "backup_place": "机房备份服务器 /backup/sw-0042/20261122.cfg",
        "backup_at": at(90),
        "change_kind": "normal",
        "change_ref": "CR-2026-0388",
        "result": "solved",
        "restored_at": at(225),
        "open_issues": "旧光模块随返修件寄出，待厂家回执。",
    }


def _followup() -> dict[str, Any]:
    return {
        "final_category": "hardware",
        "to_problem": True,
        "to_problem_reason": "同一交换机 90 天内第三次光模块故障",
        "kb_title": "S5720 光模块老化导致片区卡顿",
        "kb_symptom": "片区多路卡顿、黑屏",
        "kb_cause": "光功率低于门限",
        "kb_solution": "成对更换光模块并核对 VLAN",
        "kb_keywords": "光模块 端口震荡 VLAN",
        "notices": [
            {
                "_id": uid(13),
                "at": at(12),
                "level": "SEVERE",
                "audience": "pm",
                "channel": "sms",
                "text": "机密：黄埔分局 32 路卡顿，已派单",
                "outcome": "已回复",
            }
        ],
        "internal_notes": "机密：毛利 18%，客户上季度投诉过一次",
    }


def _media() -> dict[str, Any]:
    tags = ("before", "during", "after", "serial")
    captions = ("告警灯常亮", "测光功率 -27.4 dBm", "", "新光模块 OM-26-00817")
    return {
        "photos": [
            {
                "_id": uid(20 + number),
                "sha256": sha256,
                "name": f"IMG_{number + 1:04}.png",
                "mime": "image/png",
                "size": len(data),
                "tag": tags[number],
                "caption": captions[number],
                "taken_at": at(82 + number * 40),
            }
            for number, (sha256, data) in enumerate(photos().items())
        ],
        "files": [
            {
                "_id": uid(30),
                "sha256": hashlib.sha256(b"display current-configuration\n").hexdigest(),
                "name": "sw-0042-配置.txt",
                "mime": "text/plain",
                "size": 30,
                "caption": "处理后的配置",
            }
        ],
    }


def _confirmation() -> dict[str, Any]:
    return {
        "problem_solved": True,
        "satisfaction": "very_satisfied",
        "customer_comment": "响应及时，处理专业。希望尽快拿到返修结果。",
        "signer_name": RARE.split(" ")[-2] + "鑫",
        "signer_title": "科信大队副大队长",
        "signer_phone": "13800138000",
    }


def full_events() -> list[dict[str, Any]]:
    """The log that goes with it: dispatch, the taps, a hold of 30 minutes, a corrected arrival, a note, resolution."""
    hold = {"supplier": "华为技术有限公司", "reason": "机密：等厂家授权", "expected_at": at(155)}
    entries: list[tuple[float, dict[str, str], str, dict[str, Any]]] = [
        (4, DESK, "created", {}),
        (9, DESK, "transition", {"from": "PENDING", "to": "DISPATCHED"}),
        (9, DESK, "assigned", {"assignee": ENGINEER["id"], "name": ENGINEER["name"]}),
        (9, DESK, "priority_set", {"from": "NORMAL", "to": "SEVERE", "proposed": "SEVERE", "reason": "机密：大客户"}),
        (15, ENGINEER, "accepted", {}),
        (25, ENGINEER, "departed", {}),
        (83, ENGINEER, "arrived", {}),
        (84, ENGINEER, "time_corrected", {"field": "arrived_at", "old": at(83), "new": at(80), "reason": "机密：先在门岗登记"}),
        (85, ENGINEER, "transition", {"from": "DISPATCHED", "to": "IN_PROGRESS"}),
        (120, ENGINEER, "note", {"text": "机密：客户情绪激动，注意沟通"}),
        (125, ENGINEER, "transition", {"from": "IN_PROGRESS", "to": "ON_HOLD", "reason": hold["reason"], "hold": hold}),
        (155, ENGINEER, "transition", {"from": "ON_HOLD", "to": "IN_PROGRESS"}),
        (230, ENGINEER, "transition", {"from": "IN_PROGRESS", "to": "RESOLVED"}),
        (265, ENGINEER, "left", {}),
    ]
    return [
        {"id": uid(100 + number), "kind": kind, "at": at(minutes), "server_at": at(minutes), "actor": dict(actor), "data": data}
        for number, (minutes, actor, kind, data) in enumerate(entries)
    ]
