"""What the demo's engineer and customer bring along."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldapp.forms.signing.ink import Ink
from fieldapp.paths import resource
from fieldapp.ui.pilot.form import NOW
from fieldapp.ui.pilot.main_job import Material

ANSWERS: dict[str, object] = {
    "cause": "媒体转发服务的日志分区写满（/data/log 占用 100%），进程在接入第 3 组码流时阻塞退出；看门狗未配置自动清理。",
    "cause_category": "software",
    "recurring": False,
    "solution": (
        "1．与值班员尹𠅤确认影响范围，备份平台配置；2．清理过期日志 312 GB，扩容日志分区至 1 TB；"
        "3．重启 mediasrv，逐路核对 1,268 路预览与录像；4．配置日志按日轮转、保留 14 天，阈值 80% 告警。"
    ),
    "estimated_minutes": 45,
    "customer_agrees_time": True,
    "workaround": False,
    "backup_done": "done",
    "backup_place": "机房 NAS /backup/mediasrv/当日",
    "backup_at": NOW,
    "result": "solved",
    "restored_at": NOW,
    "checks": (
        {"item": "大屏 36 路轮巡预览", "outcome": "pass"},
        {"item": "110 接处警调阅与回放", "outcome": "pass", "remark": "恢复前的录像由前端 SD 卡补录"},
    ),
    "open_issues": "建议下季度更换转发服务器系统盘（已用 5 年）。",
    "final_category": "platform",
}

WHEN_MISSING: dict[str, object] = {
    "remote_consent": True,
    "devices": ({"ci": "CI-ZHZX-MTS-01", "name": "媒体转发服务器", "kind": "server", "model": "R740", "serial": "7C2K9X3"},),
}
"""What other orders ask for, and this one says already."""

CONFIRMATION: dict[str, object] = {
    "problem_solved": True,
    "satisfaction": "very_satisfied",
    "customer_comment": "响应很快，大屏全部恢复，辛苦了。",
    "signer_name": "王建国",
    "signer_title": "指挥中心值班长",
    "signer_phone": "13957100835",
}


PHOTOS = (
    ("photo-before.jpg", "处理前-机柜告警.jpg", "before"),
    ("photo-after.jpg", "处理后-机柜正常.jpg", "after"),
)


def material(folder: Path, pin: str) -> Material:
    """Answers, two photos as files, the recorded ink of both."""
    folder.mkdir(parents=True, exist_ok=True)
    photos = []
    for source, name, tag in PHOTOS:
        shutil.copyfile(resource(f"demo/{source}"), folder / name)
        photos.append((folder / name, tag))
    customer, engineer = (Ink.parse(resource(f"demo/{name}.ink.json").read_bytes()) for name in ("signature", "engineer"))
    return Material(ANSWERS, WHEN_MISSING, CONFIRMATION, tuple(photos), customer, engineer, pin)
