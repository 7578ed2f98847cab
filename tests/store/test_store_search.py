"""Search by pairs of characters: finds what is there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.store import search
from fieldapp.store.store import Store
from tests.support.store_builders import a_doc, a_store, a_summary, catch_up, edit, order_id, pull


@pytest.fixture(scope="module", params=[False, True], ids=["saved", "indexed"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """With what was saved not in the index yet, and in it."""
    opened = a_store(tmp_path_factory.mktemp("search"))
    pull(opened, a_doc(1, symptom="核心交换机端口故障。更换电源模块"), serials=("SN-HK/2026 001a",))
    pull(opened, a_doc(2, symptom="Camera OFFLINE，ｆｕｌｌ　ｗｉｄｔｈ"), contact="𬭎𠅤")
    pull(opened, a_doc(3, symptom="摄像机 cámara e\u0301tat ﬁber ①号机"))
    if request.param:
        catch_up(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("交换", {1}),
        ("换机端口", {1}),
        ("机口", set()),
        ("障更", set()),  # not across a full stop
        ("故障 电源", {1}),  # all words
        ("故障 摄像", set()),
        ("sn-hk/2026", {1}),
        ("SNHK2026", {1}),
        ("001A", {1}),
        ("offline", {2}),
        ("ＯＦＦ", {2}),
        ("full width", {2}),
        ("𬭎𠅤", {2}),
        ("𬭎", {2}),
        ("camara", {3}),
        ("état", {3}),
        ("fiber", {3}),
        ("1号", {3}),
        ("机", {1, 3}),
        ("WX-20261122-000002", {2}),
        ("20261122000002", {2}),
        ('"', set()),
        ("", set()),
        (" ，。", set()),
        ('x" OR "交换', set()),
        ("NEAR(交换 故障)", set()),
        ("故障*", {1}),
        ("海珠", {1, 2, 3}),
    ],
)
def test_query(store: Store, query: str, expected: set[int]) -> None:
    assert set(store.queries.search(query)) == {order_id(n) for n in expected}


@pytest.mark.parametrize("later", [False, True], ids=["saved", "indexed"])
def test_the_search_follows_the_change(tmp_path: Path, later: bool) -> None:
    """At once, also where the index still holds what was there before."""
    store = a_store(tmp_path)
    order = pull(store, a_doc(1, cause="雷击损坏"))
    for cause, word, gone in (("雷击损坏", "雷击", "老化"), ("电源老化", "老化", "雷击"), ("雷击损坏", "雷击", "老化")):
        edit(store, order, cause=cause)
        assert (store.queries.search(word), store.queries.search(gone)) == ((order,), ())
        if later:
            catch_up(store)
            assert (store.queries.search(word), store.queries.search(gone)) == ((order,), ())
    assert store.waiting() == (0 if later else 1)
    store.close()


_TEXT = st.text(alphabet="交换机电源𠅤𬭎abAB12-/ 。，é", max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_TEXT, min_size=1, max_size=5), query=_TEXT)
def test_finds_exactly_the_orders_whose_runs_hold_every_word(store: Store, texts: list[str], query: str) -> None:
    with store.writing() as work:
        for n, text in enumerate(texts):
            doc = a_doc(100 + n)
            bare = a_summary(doc, number="", title="", customer="", site="", contact="", search_text=text)
            work.orders.put_pulled(doc["id"], doc, doc, "e", bare)
    if len(query) % 2:
        catch_up(store)
    words = search.fold(query).split()
    expected = {
        order_id(100 + n)
        for n, text in enumerate(texts)
        if words and all(any(word in run for run in search.fold(text).split()) for word in words)
    }
    found = set(store.queries.search(query))
    assert found & {order_id(100 + n) for n in range(len(texts))} == expected
