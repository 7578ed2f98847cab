"""How fast the store answers with many orders: `python benchmarks/store_search.py [ORDERS]` (default 20,000).

Milliseconds: best and 95 %.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldapp.domain.records import Priority, State
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.store import Store
from tests.support.store_builders import START, HandClock, a_doc, a_store, a_summary, edit, order_id

WORDS = (
    "核心交换机",
    "摄像机",
    "端口故障",
    "电源模块",
    "雷击损坏",
    "无图像",
    "存储阵列",
    "平台软件",
    "防雷器",
    "光纤中断",
    "服务器",
)


def fill(store: Store, count: int) -> None:
    chance = random.Random(1)  # noqa: S311 - the same orders every time
    for first in range(1, count + 1, 500):
        with store.writing() as work:
            for n in range(first, min(first + 500, count + 1)):
                doc = a_doc(n, symptom="".join(chance.choices(WORDS, k=4)), solution="，".join(chance.choices(WORDS, k=40)))
                moment = START - timedelta(minutes=chance.randrange(500_000))
                summary = a_summary(
                    doc,
                    customer=f"客户{n % 300}",
                    state=chance.choices(list(State), [2, 5, 3, 1, 4, 85])[0],
                    priority=chance.choice(list(Priority)),
                    discovered_at=moment,
                    due_at=moment + timedelta(hours=5),
                    serials=(f"SN{n:07}",),
                )
                work.orders.put_pulled(doc["id"], doc, doc, "e", summary)


def report(name: str, action: Callable[[], object], times: int = 40) -> None:
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        found = action()
        taken.append((time.perf_counter() - before) * 1000)
    taken.sort()
    size = f"{len(found)} found" if isinstance(found, tuple) else ""
    print(f"{name:44} {taken[0]:8.2f} {taken[int(times * 0.95)]:8.2f}   {size}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        store = a_store(Path(folder), clock)
        before = time.perf_counter()
        fill(store, count)
        size = sum(path.stat().st_size for path in Path(folder).glob("orders.db*")) / 1e6
        print(f"{count} orders: {count / (time.perf_counter() - before):.0f}/s stored, {size:.0f} MB")
        queries = store.queries
        for query in ("雷", "雷击", "交换机端口", "SN00017", "客户17 雷击", "没有的"):
            report(f"search {query}", lambda query=query: queries.search(query))
        for sort in Sort:
            report(f"all ids by {sort}", lambda sort=sort: queries.order_ids(sort=sort))
        working = OrderFilter(states=frozenset({State.DISPATCHED, State.IN_PROGRESS}), priorities=frozenset({Priority.CRITICAL}))
        report("filtered ids", lambda: queries.order_ids(working))
        page = queries.order_ids()[1000:1128]
        report("a page of 128 rows", lambda: queries.order_rows(page))
        report("counts", queries.counts)
        report("history", lambda: queries.history("客户17", ["SN0000017"]))
        for n in range(1, 200):
            edit(store, order_id(n), cause="x")
        report("outbox items (200 orders)", queries.outbox_items)

        def save() -> None:
            clock.move(seconds=1)
            edit(store, order_id(17), solution=f"{clock.now()}" + "雷击" * 500)

        report("save", save, 300)
        report("backup with its check", store.backup, 2)
        report("check", store.check, 2)
        store.close()
        before = time.perf_counter()
        a_store(Path(folder), clock).close()
        print(f"open and close: {(time.perf_counter() - before) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
