"""A device's data folder with very many orders, made once and kept: `python -m benchmarks.many_orders [COUNT]`.

The device is enrolled at the demo's endpoint, which is gone afterwards: what is measured works offline. Orders are made by the
real patch machinery with the shipped form, 3 kB each: nearly all closed over three years, 40 of them open since this morning.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.domain_documents import uid  # noqa: E402
from support.report_orders import Maker  # noqa: E402

from fieldapp.bootstrap.application import Application, open_application  # noqa: E402
from fieldapp.bootstrap.demo import ENGINEER, PASSPHRASE, PASSWORD, PIN, DemoEndpoint  # noqa: E402
from fieldapp.clock import SystemClock  # noqa: E402
from fieldapp.domain.records import Document  # noqa: E402
from fieldapp.forms.summary import summarise  # noqa: E402
from fieldapp.store.vault import open_vault  # noqa: E402

COUNT = 100_000
OPEN = 40
DIFFERENT = 2000
AT_ONCE = 500
MADE = "made"
"""The mark of a folder that is complete, with the count in it."""
PARTS = (
    "核心交换机", "半球摄像机", "电源模块", "存储阵列", "平台软件", "防雷器",
    "光纤收发器", "流媒体服务器", "门禁控制器", "编码器", "硬盘录像机", "无线网桥",
)  # fmt: skip
TROUBLES = (
    "端口故障", "雷击损坏", "无图像", "频繁重启", "读写错误", "画面卡顿",
    "时钟偏差", "温度过高", "无法登录", "回放缺失", "链路中断", "风扇异响",
)  # fmt: skip
STREETS = ("开创大道", "滨江东路", "科韵路", "白云大道北", "南沙港快速", "花城大道", "东风中路", "黄埔东路")
UNITS = ("公安分局", "城管局", "地铁站务段", "中心医院", "第三中学", "水务所", "机场航站楼", "高速管理处")
DONE = ("更换", "重新做头", "升级固件", "清理日志", "恢复配置", "校准时钟", "加固接地", "重启服务")


def prepared(count: int = COUNT, place: Path | None = None) -> Path:
    """The device's data folder with so many orders; made by the first call (minutes), kept in the system's folder for temporary
    files."""
    place = place or Path(tempfile.gettempdir()) / f"fieldapp-orders-{count}"
    device = place / "device"
    if not (place / MADE).exists():
        shutil.rmtree(place, ignore_errors=True)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"  # a passphrase guards this key, not the person's own keyring
        application = _enrolled(place, device)
        try:
            _fill(application, count)
        finally:
            application.close()
        (place / MADE).write_text(str(count))
    return device


def _enrolled(place: Path, device: Path) -> Application:
    with contextlib.closing(DemoEndpoint(place)) as endpoint:
        endpoint.seed()
        endpoint.start()
        device.mkdir(parents=True)
        application = open_application(device, open_vault(device, lambda _new: PASSPHRASE), SystemClock())
        settings = application.settings.load().changed(server_url=endpoint.url, user_name=ENGINEER, sync_paused=True)
        application.settings.save(settings)
        application.sync.login(ENGINEER, PASSWORD)
        application.sync.enrol()
    application.access.set_pin(PIN)
    return application


def _fill(application: Application, count: int) -> None:
    context, chance = application.context, random.Random(1)  # noqa: S311 - the same orders every time
    definition, now = context.catalog.latest("maintenance-work-order"), context.now()
    closed, running = _made(now, min(DIFFERENT, count))
    me = context.session.actor.id
    for first in range(0, count, AT_ONCE):
        with context.store.writing() as work:
            for number in range(first, min(first + AT_ONCE, count)):
                source = running[number % len(running)] if number < OPEN else closed[number % len(closed)]
                doc = _told(source, number, me, chance)
                work.orders.put_pulled(doc["id"], doc, doc, "e", summarise(definition, doc, context.profile, now))
        while context.store.catch_up():  # as the window does, minutes after a first pull
            pass


def _made(now: datetime, different: int) -> tuple[list[Document], list[Document]]:
    """Closed orders of the last three years, and open ones of the last hour."""
    maker, closed, running = Maker(1), [], []
    while len(closed) < different:
        doc, _cancelled = maker.order(now - timedelta(minutes=maker.chance.randrange(60 * 24 * 30, 60 * 24 * 1000)))
        if doc["state"] == "CLOSED":
            closed.append(doc)
    while len(running) < OPEN:
        doc, _cancelled = maker.order(now - timedelta(minutes=maker.chance.randrange(1, 60)))
        if doc["state"] in ("DISPATCHED", "IN_PROGRESS"):
            running.append(doc)
    return closed, running


def _told(source: Document, number: int, assignee: str, chance: random.Random) -> Document:
    """The same course of things with words of its own."""
    part, trouble = chance.choice(PARTS), chance.choice(TROUBLES)
    street, unit = chance.choice(STREETS), f"第{number % 300}{chance.choice(UNITS)}"
    report = "，".join(f"{chance.choice(DONE)}{chance.choice(PARTS)}" for _ in range(24))
    answers: dict[str, Any] = {
        **source["answers"],
        "symptom": f"{part}{trouble}，{street}沿线 {chance.randrange(1, 64)} 路受影响",
        "customer_unit": unit,
        "address": f"广州市{street}{chance.randrange(1, 2000)}号",
        "contact_name": "欧阳𠅤",
        "contact_phone": f"139{number:08}",
        "cause": f"{chance.choice(PARTS)}{chance.choice(TROUBLES)}",
        "solution": f"{report}。",
        "devices": [{"_id": uid(number), "name": part, "serial": f"SN{number:07}", "location": f"{street}{number % 40}杆"}],
    }
    return {**source, "id": uid((1 << 100) + number), "number": f"WX-2026-{number:06}", "assignee": assignee, "answers": answers}


if __name__ == "__main__":
    sys.stdout.write(f"{prepared(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)}\n")
