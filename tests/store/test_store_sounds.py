"""Search by pinyin: what is found, in which order, and the index of a store that had none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain import pinyin
from fieldapp.store import indexing, search, sounds
from fieldapp.store.engine import open_engines
from fieldapp.store.layout import FILE_NAME
from fieldapp.store.records import OrderFilter, Sort
from fieldapp.store.store import Store
from fieldapp.store.tables import SOUNDS_TABLE
from tests.support.store_builders import KEY, a_doc, a_store, a_summary, catch_up, edit, order_id, pull

NAMES = {
    1: ("北京银行海淀支行", "摄像机无图像"),
    2: ("中国北京银行", "核心交换机端口故障"),
    3: ("重庆长途汽车站", "BJYH-01 机柜断电"),
    4: ("西安先进制造", "绿灯不亮"),
    5: ("单县公安局", "dell服务器，重启"),
}


def stored(folder: Path) -> Store:
    opened = a_store(folder)
    for number, (customer, symptom) in NAMES.items():
        contact = {4: "曾工 13800000000", 5: "欧阳"}.get(number, "")
        pull(opened, a_doc(number, customer_unit=customer, symptom=symptom), site="", contact=contact)
    return opened


@pytest.fixture(scope="module", params=[False, True], ids=["saved", "indexed"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = stored(tmp_path_factory.mktemp("sounds"))
    if request.param:
        catch_up(opened)
    yield opened
    opened.close()


def found(store: Store, text: str) -> list[int]:
    return [int(key.replace("-", "")[-3:], 16) for key in store.queries.order_ids(OrderFilter(text=text), Sort.NUMBER)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bjyh", [3, 1, 2]),  # written, then a customer that begins so, then one that holds it
        ("BJYH", [3, 1, 2]),
        ("beijingyinhang", [1, 2]),
        ("beijingyin", [1, 2]),
        ("beijingy", [1, 2]),
        ("bei jing yinhang", [1, 2]),
        ("bjyh zgbj", [2]),
        ("bjyh 摄像", [1]),
        ("北京 yh", [1, 2]),
        ("beijingyinxing", []),  # 银行 is a bank
        ("cqct", [3]),
        ("chongqing", [3]),
        ("zhongqing", []),
        ("xian", [4, 1, 5]),  # xi an begins; she xiang, shan xian
        ("xianxian", [4]),
        ("sx", [5, 1]),  # shan xian: a second reading; she xiang; 单县 begins with it
        ("danxian", [5]),
        ("shanxian", [5]),
        ("zenggong", [4]),
        ("zg", [2, 4]),  # 中国 begins with it; 曾工
        ("zhgbj", [2]),
        ("lvdeng", [4]),
        ("ldbl", [4]),
        ("fwq", [5]),
        ("cq", [3, 5]),  # 重庆, 重启
        ("jhj", [2]),
        ("qijd", []),  # not across a gap: 交换机 端口
        ("z", []),  # one letter says nothing
        ("qqqq", []),
        ("abcdefghijklmnopqrstuvwxyzabcdefghijk", []),
    ],
)  # fmt: skip
def test_query(store: Store, query: str, expected: list[int]) -> None:
    assert found(store, query) == expected


def test_a_chinese_query_asks_nothing_of_the_sounds() -> None:
    assert [sounds.match_expression(word) for word in search.words("北京银行 WX-2026 3楼 b")] == [None, None, None, None]


def test_records_are_found_by_sound_too(tmp_path: Path) -> None:
    opened = a_store(tmp_path)
    doc = {**a_doc(1, symptom="核心交换机"), "kind": "problem"}
    with opened.writing() as work:
        work.orders.put_pulled(doc["id"], doc, doc, "e", a_summary(doc, kind="problem"))
    assert [row.id for row in opened.queries.record_rows("problem", "hxjhj")] == [order_id(1)]
    assert opened.queries.record_rows("problem", "hxjhx") == ()
    opened.close()


def test_the_search_follows_the_change(tmp_path: Path) -> None:
    opened = a_store(tmp_path)
    pull(opened, a_doc(1, symptom="电源老化"))
    for later in (False, True, True):
        edit(opened, order_id(1), symptom="电源老化")
        assert (found(opened, "dylh"), found(opened, "ljsh")) == ([1], [])
        edit(opened, order_id(1), symptom="雷击损坏")
        assert (found(opened, "dylh"), found(opened, "ljsh")) == ([], [1])
        if later:
            catch_up(opened)
            assert (found(opened, "dylh"), found(opened, "ljsh")) == ([], [1])
    edit(opened, order_id(1), cause="别的")
    assert (found(opened, "dylh"), found(opened, "ljsh")) == ([], [1]), "its names are indexed, its text is not"
    opened.close()


def test_what_is_taken_away_leaves_nothing_behind(tmp_path: Path) -> None:
    opened = a_store(tmp_path)
    for number in (1, 2, 3):
        pull(opened, a_doc(number, symptom="雷击损坏"))
        if number < 3:
            catch_up(opened)
    with opened.writing() as work:
        work.orders.remove(order_id(2))
        work.orders.remove(order_id(3))
    assert opened.waiting() == 0
    with opened._engines.readers.connect() as connection:
        left = connection.exec_driver_sql(f"SELECT count(*) FROM {SOUNDS_TABLE} WHERE {SOUNDS_TABLE} MATCH '\"lj js\"'").scalar()
    assert left == 1
    opened.close()


def older(folder: Path) -> None:
    """A store of the version before this index: without its rows, and with all that was written in its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sounds, "put", lambda *_: None)
        opened = stored(folder)
        catch_up(opened)
        opened.close()
    engines = open_engines(folder / FILE_NAME, KEY)
    with engines.writer.begin() as connection:
        for table in ("taken_away", "unindexed", "order_sounds"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        for column in ("written_by", "written_at"):
            connection.exec_driver_sql(f"ALTER TABLE conflicts DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
        connection.exec_driver_sql("CREATE INDEX ix_orders_edited ON orders (edited_at)")
    engines.dispose()


def test_an_older_store_is_indexed_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(tmp_path)
    monkeypatch.setattr(indexing, "_NEXT", indexing._NEXT.limit(2))
    opened = a_store(tmp_path)
    assert (found(opened, "chongqing"), opened.waiting()) == ([], 5)
    assert found(opened, "北京银行") == [1, 2], "what is written is found at once"
    edit(opened, order_id(5), symptom="重庆分站断电")
    assert found(opened, "chongqing") == [5], "what is changed meanwhile is found"
    while opened.waiting() == 5:
        assert opened.catch_up(), "there is more"
    assert (found(opened, "zgbj"), found(opened, "chongqing"), opened.waiting()) == ([2], [5], 3), "3 is to come"
    opened.close()
    opened = a_store(tmp_path)  # as after a power cut: it goes on where it was
    catch_up(opened)
    assert (found(opened, "chongqing"), opened.waiting()) == ([3, 5], 0)
    assert found(opened, "bjyh") == [3, 1, 2]
    assert not opened.catch_up()
    assert opened.check() == ()
    opened.close()


def test_the_readings_are_those_of_pypinyin() -> None:
    """Words that are read otherwise than their characters, and everyday ones."""
    from pypinyin import lazy_pinyin

    words = (
        "重庆",
        "银行",
        "行长",
        "长沙",
        "长度",
        "调试",
        "厦门",
        "空调",
        "重启",
        "还原",
        "角色",
        "摄像机",
        "交换机",
        "绿色",
        "女",
        "数据中心",
    )
    for word in words:
        assert [choice[0] for choice in pinyin.readings(word)] == lazy_pinyin(word, v_to_u=False), word
