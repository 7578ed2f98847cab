"""An engineer's device without a window: the real application on a real endpoint."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from support.itsm_server import PASSWORD

from fieldapp.bootstrap.application import Application, open_application
from fieldapp.clock import Clock, SystemClock, to_wire
from fieldapp.forms.signing.ink import Ink
from fieldapp.ids import new_id
from fieldapp.paths import resource
from fieldapp.store.vault import open_vault

PASSPHRASE = "ein Schlüssel 李旻"


def open_device(folder: Path, url: str, *, login: str | None = "liming", clock: Clock | None = None) -> Application:
    """Open the data folder; logs in and enrols where nobody has yet."""
    folder.mkdir(parents=True, exist_ok=True)
    application = open_application(folder, open_vault(folder, lambda _new: PASSPHRASE), clock or SystemClock())
    application.settings.save(application.settings.load().changed(server_url=url, user_name=login or ""))
    if login and not application.access.logged_in():
        application.sync.login(login, PASSWORD)
        application.sync.enrol()
    return application


def recorded_ink() -> Ink:
    return Ink.parse(resource("demo/signature.ink.json").read_bytes())


def photo(width: int = 640, height: int = 480, shade: int = 90) -> bytes:
    """A JPEG with some structure."""
    image = Image.radial_gradient("L").resize((width, height)).point(lambda value: (value + shade) % 256).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


RESULT = {
    "cause": "媒体转发服务进程被磁盘写满阻塞，接入李旻(䶮)所报第 3 组码流时退出。",
    "cause_category": "software",
    "recurring": False,
    "solution": "清理 /data/log 下 312 GB 过期日志，重启 mediasrv，逐路核对 1,268 路预览；配置日志按日轮转。",
    "estimated_minutes": 40,
    "customer_agrees_time": True,
    "backup_done": "done",
    "backup_place": "机房 NAS /backup/20261123",
    "backup_at": "2026-11-23T09:12:00.000+08:00",
    "result": "solved",
    "final_category": "platform",
}
ROWS = {
    "devices": {"ci": "CI-SRV-0007", "name": "流媒体转发服务器", "kind": "server"},
    "checks": {"item": "大屏画面", "outcome": "pass"},
}
"""Tables that the seeded orders bring along."""

CONFIRMATION = {
    "problem_solved": True,
    "satisfaction": "very_satisfied",
    "customer_comment": "处理及时，欧阳𠅤 确认。",
    "signer_name": "欧阳𠅤",
    "signer_title": "值班长",
    "signer_phone": "13800138000",
}


def fill_and_resolve(device: Application, order_id: str) -> None:
    """From the dispatch to 已解决, everything that is needed filled in."""
    for step in (device.orders.accept, device.orders.depart, device.orders.arrive, device.orders.start):
        step(order_id)
    detail = device.orders.detail(order_id)
    known = {field.id: field for field in detail.definition.fields}
    answers = {name: value for name, value in RESULT.items() if name in known} | {"restored_at": to_wire(device.context.now())}
    answers |= {name: [{"_id": new_id(), **row}] for name, row in ROWS.items() if not detail.doc["answers"].get(name)}
    device.filling.save(order_id, answers)
    for gap in device.orders.detail(order_id).missing:
        raise AssertionError(f"missing: {gap}")
    device.orders.resolve(order_id)
