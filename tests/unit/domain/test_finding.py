"""Where a query stands in a text that is shown, and which of two names fits it better."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import finding, pinyin
from fieldapp.domain.folding import fold


@pytest.mark.parametrize(
    ("shown", "query", "marked"),
    [
        ("中国北京银行海淀支行", "bjyh", ["北京银行"]),
        ("中国北京银行海淀支行", "beijingyinh", ["北京银行"]),
        ("中国北京银行海淀支行", "beijyh", ["北京银行"]),
        ("中国北京银行海淀支行", "银行 bj", ["北京银行"]),
        ("中国北京银行海淀支行", "haid", ["海淀"]),
        ("重庆长途汽车站", "cqct", ["重庆长途"]),
        ("重庆长途汽车站", "zq", []),
        ("曾工、单县", "zenggong shanx", ["曾工", "单县"]),
        ("上海银行", "shyh", ["上海银行"]),
        ("核心交换机-端口", "交换机端口", ["交换机-端口"]),
        ("SN-HK/2026 001a", "hk2026", ["HK/2026"]),
        ("ＦＵＬＬ ﬁber", "full fi", ["ＦＵＬＬ", "ﬁ"]),
        ("A座3楼", "az3", []),  # letters only
        ("A座3楼", "az", ["A座"]),
        ("dell", "dl", []),
        ("交换机", "", []),
        ("", "jhj", []),
    ],
)  # fmt: skip
def test_spans(shown: str, query: str, marked: list[str]) -> None:
    assert [shown[start:end] for start, end in finding.spans(shown, query)] == marked


def test_the_better_name_comes_first() -> None:
    names = ("中国北京银行", "北京银行", "天津银行", "BJYH 维护站", "乙 BJYH 站")
    ranked = {name: finding.rank(name, "bjyh") for name in names}
    assert ranked == {"BJYH 维护站": 0, "乙 BJYH 站": 1, "北京银行": 2, "中国北京银行": 3, "天津银行": None}


@given(shown=st.text(alphabet="重庆银行曾工AB12-/ 。é", max_size=12), query=st.text(alphabet="cqyhzgAB1 重行", max_size=6))
def test_what_is_marked_is_in_the_text_and_every_word_that_is_written_is_marked(shown: str, query: str) -> None:
    marked = finding.spans(shown, query)
    assert all(0 <= start < end <= len(shown) for start, end in marked)
    assert all(before[1] < after[0] for before, after in pairwise(marked))
    covered = {place for start, end in marked for place in range(start, end)}
    for word in fold(query).split():
        if any(word in run for run in fold(shown).split()):
            assert covered


def test_letters_that_cannot_end_do_not_take_forever() -> None:
    word = "fangan" * 5
    assert len(pinyin.splits(word)) == pinyin.MOST_SPLITS
    assert pinyin.splits(word + "q") == () or len(pinyin.splits(word + "q")) <= pinyin.MOST_SPLITS
    assert not pinyin.can_be_pinyin("fangan" * 9)
    assert finding.spans("方案" * 200, "fangan" * 5 + "q") == ()
