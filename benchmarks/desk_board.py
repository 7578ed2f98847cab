"""How fast the desk page answers: `python benchmarks/desk_board.py [OPEN] [CLOSED]` (default 2,000 open, 20,000 closed).

The real endpoint in a process of its own, asked over loopback as a browser does. Milliseconds: first, best, 95 %.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldapp import clock
from fieldapp.domain import patches
from fieldapp.domain.records import JSON, EventKind, State
from fieldapp.itsm import orders
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import completed, handing_over, moved, new_event
from fieldapp.itsm.seed import DESK, ENGINEER
from tests.support.desk_page import Visitor
from tests.support.itsm_server import EndpointProcess

WORDS = ("核心交换机", "摄像机", "端口故障", "电源模块", "雷击损坏", "无图像", "存储阵列", "平台软件", "防雷器", "光纤中断")
WAY = (State.DISPATCHED, State.IN_PROGRESS, State.RESOLVED, State.CLOSED)
ROUNDS = 20


def fill(endpoint: Endpoint, opened: int, closed: int) -> None:
    chance = random.Random(1)  # noqa: S311 - the same orders every time
    now = endpoint.clock.now()
    for first in range(0, opened + closed, 500):
        docs = [_order(chance, n, now, done=n >= opened) for n in range(first, min(first + 500, opened + closed))]
        changes = [orders.Change(None, doc) for doc in docs]
        endpoint.database.run_writing(lambda connection, changes=changes: orders.save_all(connection, changes))


def _order(chance: random.Random, n: int, now, *, done: bool) -> dict[str, JSON]:
    began = now - timedelta(minutes=chance.randrange(60 * 24 * 300) if done else chance.randrange(600))
    codes = chance.choice((("single", "individual", "normal"), ("risk", "part", "urgent"), ("outage", "all", "critical")))
    answers = {
        "customer_unit": f"客户{n % 300}",
        "symptom": "".join(chance.choices(WORDS, k=4)),
        "solution": "，".join(chance.choices(WORDS, k=60)),
        "discovered_at": clock.to_wire(began),
        "received_at": clock.to_wire(began),
        "category": chance.choice(("platform", "hardware", "server")),
        "assignee_name": ENGINEER.full_name,
        **dict(zip(("impact", "scope", "urgency"), codes, strict=True)),
    }
    doc = completed({"number": f"WX-20261101-{n:06}", "answers": answers}, began)
    log = [new_event(EventKind.CREATED, DESK.actor, began, {})]
    steps = 4 if done else chance.randrange(4)
    if steps:
        log += handing_over(doc, DESK.actor, ENGINEER.id, ENGINEER.full_name, began)
    for step in range(1, steps):
        actor = DESK.actor if WAY[step] is State.CLOSED else ENGINEER.actor
        log.append(moved(actor, began + timedelta(minutes=step * 20), WAY[step - 1], WAY[step]))
    log += [new_event(EventKind.NOTE, ENGINEER.actor, began, {"text": "进展" * 20}) for _ in range(6)]
    return patches.apply(doc, {"events": log})


def measure(desk: Visitor, name: str, path: str) -> None:
    taken = []
    size = 0
    for _ in range(ROUNDS):
        before = time.perf_counter()
        answer = desk.raw("GET", path)
        taken.append((time.perf_counter() - before) * 1000)
        assert answer.status_code == 200, answer.text
        size = len(answer.content)
    first, rest = taken[0], sorted(taken[1:])
    print(f"{name:44} {first:8.1f} {rest[0]:8.1f} {rest[int(len(rest) * 0.95)]:8.1f}   {size / 1000:.0f} kB")


def main() -> None:
    opened = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    closed = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as folder, EndpointProcess(Path(folder)) as server:
        with server.opened() as endpoint:
            fill(endpoint, opened, closed)
        with Visitor(server.url) as desk:
            desk.log_in()
            print(f"{opened} open and {closed} closed orders{'':22} first     best     95 %")
            measure(desk, "board", "/desk/")
            measure(desk, "board, all of one state", "/desk/?state=DISPATCHED")
            measure(desk, "board, search", "/desk/?q=%E5%85%89%E7%BA%A4")
            measure(desk, "search over all, closed too", "/desk/?closed=1&q=%E5%AE%A2%E6%88%B717")
            measure(desk, "return visits of a month", "/desk/returns?month=2026-10")
            first = desk.get("/desk/").response.text.split('href="/desk/orders/')[1].split('"')[0]
            measure(desk, "one order", f"/desk/orders/{first}")


if __name__ == "__main__":
    main()
