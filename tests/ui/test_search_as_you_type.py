"""Every key asks at once; the first rows are shown before the rest is asked for; what nobody waits for any more is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault
from fieldapp.store import queries as store_queries
from fieldapp.store.records import OrderFilter, OrderRow, Sort
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.models.orders_model import FIRST, PAGE, ROW_ROLE
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels import orders_list
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel
from fieldapp.ui.views.orders import OrdersView
from tests.support import ui_fakes as fakes
from tests.support.ui_orders import a_bench, working_order


@dataclass
class Queries(fakes.FakeQueries):
    """300 orders for every text; a search for 慢 goes on until nobody wants it."""

    total: int = 300
    said: list[str] = field(default_factory=list)
    at_work: Event = field(default_factory=Event)
    read: list[int] = field(default_factory=list)
    """Pages of the list."""
    broken: bool = False
    many: bool = False
    """Wait to be indexed."""
    slow: Event | None = None
    """What reading a page waits for."""

    def many_wait(self) -> bool:
        return self.many

    def first_rows(
        self, wanted: OrderFilter, sort: Sort, most: int, cancelled: Callable[[], bool], *, indexed_only: bool = False
    ) -> Sequence[OrderRow]:
        self.said.append(f"first {wanted.text}{' of the indexed' if indexed_only else ''}")
        if wanted.text == "慢":
            self.at_work.set()
            while not cancelled():
                pass
            self.said.append("given up")
            return ()
        return self.order_rows(self._ids(wanted)[:most])

    def order_ids(self, wanted: OrderFilter, sort: Sort, most: int | None, cancelled: Callable[[], bool]) -> Sequence[str]:
        self.said.append(f"all {wanted.text}")
        return self._ids(wanted)[:most]

    def order_rows(self, ids: Sequence[str]) -> Sequence[OrderRow]:
        self.read.append(int(ids[0].rsplit("-", 1)[1]) // PAGE)
        if self.slow is not None:
            assert self.slow.wait(10)
        if self.broken:
            raise EnvironmentFault("store.io", "the disk")
        return super().order_rows(ids)

    def _ids(self, wanted: OrderFilter) -> tuple[str, ...]:
        return tuple(f"order-{n}" for n in range(self.total))


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def queries() -> Queries:
    return Queries()


@pytest.fixture
def model(jobs: Jobs, queries: Queries, monkeypatch: pytest.MonkeyPatch) -> OrdersListViewModel:
    monkeypatch.setattr(orders_list, "REST_DELAY_MS", 3_600_000)  # the rest never comes by itself
    return OrdersListViewModel(queries, jobs, fakes.StillClock())


def test_the_first_rows_are_shown_while_the_rest_is_not_yet_asked_for(
    model: OrdersListViewModel, jobs: Jobs, queries: Queries
) -> None:
    model.search("雷")
    jobs.drain()
    assert queries.said == ["first 雷"], "no pause before a key is answered"
    assert model.model.rowCount() == FIRST
    assert model.model.index(0, 0).data(ROW_ROLE).id == "order-0"
    assert model.state.total is None, "how many there are is not known yet"
    model._delay.timeout.emit()
    jobs.drain()
    assert queries.said == ["first 雷", "all 雷"]
    assert (model.model.rowCount(), model.state.total) == (300, 300)


def test_a_short_answer_is_the_whole(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    queries.total = 3
    model.search("雷")
    jobs.drain()
    assert (model.model.rowCount(), model.state.total) == (3, 3)


def test_while_many_wait_to_be_indexed_the_indexed_ones_come_first(
    model: OrdersListViewModel, jobs: Jobs, queries: Queries
) -> None:
    queries.many, queries.total = True, 3
    model.search("雷")
    jobs.drain()
    assert queries.said == ["first 雷 of the indexed"]
    assert (model.model.rowCount(), model.state.total, model.state.looking_on) == (3, None, True), (
        "a short answer is not the whole"
    )
    queries.total = 5
    model._delay.timeout.emit()
    jobs.drain()
    assert queries.said == ["first 雷 of the indexed", "all 雷"]
    assert (model.model.rowCount(), model.state.total, model.state.looking_on) == (5, 5, False)
    model.search("")
    jobs.drain()
    assert queries.said[-1] == "first ", "a list without a text asks no index"


def test_an_order_that_waits_to_be_indexed_is_never_missed(jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a real store: it is not among the first, which says so, and among all."""
    monkeypatch.setattr(store_queries, "MANY_WAIT", 0)
    monkeypatch.setattr(orders_list, "REST_DELAY_MS", 3_600_000)
    bench = a_bench(tmp_path / "data")
    order_id = bench.hold(working_order())
    (row,) = bench.context.store.queries.order_rows([order_id])
    model = OrdersListViewModel(bench.context.store.queries, jobs, fakes.StillClock())
    view = OrdersView(model, Shell(sync_now=lambda: None), fakes.StillClock())
    model.search(row.customer[:4])
    jobs.drain()
    assert (model.model.rowCount(), model.state.total, view.total.text()) == (0, None, tr("刚收到的派工单还在查找…"))
    assert not view.empty.isVisibleTo(view), "it is not said that nothing fits"
    model._delay.timeout.emit()
    jobs.drain()
    assert (model.model.rowCount(), model.state.total, model.state.looking_on) == (1, 1, False)
    while bench.context.store.catch_up():
        pass
    model.search(row.customer[:3])
    jobs.drain()
    assert (model.model.rowCount(), model.state.total, model.state.looking_on) == (1, 1, False)
    view.deleteLater()
    bench.close()


def test_the_next_key_ends_the_search_before(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    model.search("慢")
    assert queries.at_work.wait(10)
    model.search("快")
    jobs.drain()
    assert "given up" in queries.said
    assert model.model.rowCount() == FIRST
    assert model.state.text == "快"


def test_the_same_list_is_refreshed_in_place(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    model.refresh()
    jobs.drain()
    model.refresh()
    jobs.drain()
    assert queries.said == ["first ", "all "]
    model.refresh()
    jobs.drain()
    assert queries.said == ["first ", "all ", "all "], "a list that somebody has scrolled in never shrinks to its first page"


def test_a_list_that_is_there_is_painted_before_it_is_asked_for_again(
    model: OrdersListViewModel, jobs: Jobs, queries: Queries
) -> None:
    model.come_into_view()
    jobs.drain()
    assert queries.said == ["first "], "nothing is there yet: at once"
    model.come_into_view()
    jobs.drain()
    assert queries.said == ["first "]
    model._again.timeout.emit()
    jobs.drain()
    assert queries.said == ["first ", "all "]


def test_a_key_while_the_list_is_painted_asks_once(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    model.refresh()
    jobs.drain()
    model.come_into_view()
    model.search("雷")
    assert not model._again.isActive(), "the same search would be begun anew in the midst of it"
    jobs.drain()
    assert queries.said == ["first ", "first 雷"]


def test_a_key_while_the_rest_is_awaited_asks_for_another_list(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    model.search("雷")
    jobs.drain()
    model.search("雷击")
    assert not model._delay.isActive()
    jobs.drain()
    assert queries.said == ["first 雷", "first 雷击"]


def whole(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    """A list of many pages, of which the first is read."""
    queries.total = 100 * PAGE
    model.refresh()
    jobs.drain()
    model.refresh()
    jobs.drain()
    model.model.index(0, 0).data(ROW_ROLE)
    jobs.drain()
    queries.read.clear()


def look_at(model: OrdersListViewModel, page: int) -> object:
    """A row in the midst of a page comes into view."""
    return model.model.index(page * PAGE + PAGE // 2, 0).data(ROW_ROLE)


def test_pages_that_the_scroll_bar_went_past_are_not_read(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    whole(model, jobs, queries)
    queries.slow = Event()
    for page in range(10, 40):
        look_at(model, page)
    queries.slow.set()
    jobs.drain()
    assert queries.read == [10, 39, 38, 37, 36], "one at a time, and the last one looked at first"
    assert look_at(model, 39) is not None
    assert look_at(model, 20) is None
    jobs.drain()
    assert look_at(model, 20) is not None, "it is read when somebody comes back to it"


def test_a_page_that_cannot_be_read_does_not_keep_the_others_from_it(
    model: OrdersListViewModel, jobs: Jobs, queries: Queries
) -> None:
    whole(model, jobs, queries)
    queries.broken = True
    look_at(model, 10)
    look_at(model, 11)
    jobs.drain()
    assert model.state.notice is not None
    queries.broken = False
    for page in (11, 12):
        look_at(model, page)
        jobs.drain()
        assert look_at(model, page) is not None


def test_pages_of_another_list_are_not_read_for_this_one(model: OrdersListViewModel, jobs: Jobs, queries: Queries) -> None:
    whole(model, jobs, queries)
    queries.slow = Event()
    for page in range(10, 14):
        look_at(model, page)
    model.model.show_ids([f"order-{n}" for n in range(5, 5 + PAGE)])
    queries.slow.set()
    jobs.drain()
    assert queries.read == [10]
    assert model.model.index(0, 0).data(ROW_ROLE) is None, "nor shown in it"
