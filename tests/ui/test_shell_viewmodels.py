"""Display logic as tables: pill, rings, calls, checks, queue, conflicts, report, certificate, addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.domain.records import Owner, Priority, State
from fieldapp.errors import EnvironmentFault, Fault, NetworkFault
from fieldapp.services.overview import CertificateInfo, Check, CheckKey
from fieldapp.store.records import OpKind, OpState, Receipt, RecoveredOrder, Recovery
from fieldapp.ui import timewords
from fieldapp.ui.background.sync_runner import SyncPhase, SyncState, back_off_s, phase_after
from fieldapp.ui.messages import explain, explain_code
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.calls import call_lines
from fieldapp.ui.viewmodels.checks import check_line
from fieldapp.ui.viewmodels.conflict_lines import conflict_line, value_words
from fieldapp.ui.viewmodels.gate_words import in_words
from fieldapp.ui.viewmodels.orders_list import OrdersState, Period, filter_of
from fieldapp.ui.viewmodels.preferences import certificate_lines, grouped
from fieldapp.ui.viewmodels.sync_centre import head_detail, queue_line, receipt_line, report_lines
from fieldapp.ui.viewmodels.sync_pill import pill
from fieldapp.ui.viewmodels.taken import taken_line
from fieldapp.ui.viewmodels.today import arriving_words, derive, due_card, recovered_lines
from fieldapp.ui.viewmodels.unlock import normal_address
from fieldapp.ui.vocabulary import order_marks, state_look, time_look
from tests.support import ui_fakes as fakes
from tests.support.ui_fakes import NOW

NONE_WAITING = fakes.counts(unsent=0)


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        (SyncState(), "尚未同步", Tone.NEUTRAL),
        (SyncState(last_ok_at=NOW), f"上次同步 {timewords.local(NOW):%m-%d %H:%M}", Tone.NEUTRAL),
        (SyncState(SyncPhase.OFFLINE, fakes.counts()), "离线 · 3 项待同步", Tone.WARNING),
        (SyncState(SyncPhase.OFFLINE, NONE_WAITING), "离线", Tone.WARNING),
        (SyncState(SyncPhase.IDLE, NONE_WAITING), "已全部同步", Tone.SUCCESS),
        (SyncState(SyncPhase.IDLE, fakes.counts()), "3 项待同步", Tone.ACCENT),
        (SyncState(SyncPhase.IDLE, fakes.counts(unsent=0, conflicts=2)), "2 项冲突", Tone.WARNING),
        (SyncState(SyncPhase.IDLE, fakes.counts(unsent=1, parked=1)), "1 项被退回", Tone.DANGER),
        (SyncState(SyncPhase.IDLE, fakes.counts(unsent=3, parked=1)), "1 项被退回 · 2 项待同步", Tone.DANGER),
        (SyncState(SyncPhase.OFFLINE, fakes.counts(unsent=3, parked=1)), "离线 · 3 项待同步", Tone.WARNING),
        (SyncState(SyncPhase.IDLE, NONE_WAITING, problem="disk.full"), "上次同步未完成", Tone.WARNING),
        (SyncState(SyncPhase.RUNNING, fakes.counts(), done=2, total=9), "正在同步 2/9 · 3 项待同步", Tone.ACCENT),
        (SyncState(SyncPhase.PAUSED, NONE_WAITING), "同步已暂停", Tone.WARNING),
        (SyncState(SyncPhase.LOGIN, NONE_WAITING), "请重新登录", Tone.WARNING),
        (SyncState(SyncPhase.ATTENTION, NONE_WAITING), "同步需要处理", Tone.DANGER),
    ],
)
def test_the_pill_says_connection_and_waiting_work(state: SyncState, words: str, tone: Tone) -> None:
    assert (pill(state).word, pill(state).tone) == (words, tone)


@pytest.mark.parametrize(
    ("outcome", "phase"),
    [
        ("done", SyncPhase.IDLE),
        ("offline", SyncPhase.OFFLINE),
        ("auth", SyncPhase.LOGIN),
        ("paused", SyncPhase.PAUSED),
        ("wrong_server", SyncPhase.ATTENTION),
        ("attention", SyncPhase.ATTENTION),
        ("cancelled", SyncPhase.IDLE),
    ],
)
def test_where_a_run_leaves_us(outcome: str, phase: SyncPhase) -> None:
    assert phase_after(outcome) is phase


def test_back_off_grows_to_a_cap_and_is_spread() -> None:
    steps = [back_off_s(failures, 0.5) for failures in range(1, 8)]
    assert steps == sorted(steps)
    assert steps[0] == 15
    assert steps[-1] == steps[-2] == 300
    assert (back_off_s(1, 0.0), back_off_s(1, 1.0)) == pytest.approx((12, 18))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "不到 1 分钟"),
        (60, "1 分钟"),
        (3600, "1 小时"),
        (4860, "1 时 21 分"),
        (90_000, "1 天 1 时"),
        (86_400 * 9 + 3700, "9 天"),
    ],
)
def test_spans(seconds: int, words: str) -> None:
    assert timewords.span(seconds) == words
    assert timewords.span(-seconds) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (168_000_000, "160 MB"), (2**31, "2.0 GB")]
)
def test_sizes(count: int, words: str) -> None:
    assert timewords.size(count) == words


@pytest.mark.parametrize(
    ("hours", "caption", "words", "tone"),
    [(-0.5, "已超时", "30 分钟", Tone.DANGER), (1, "剩余", "1 小时", Tone.WARNING), (6, "剩余", "6 小时", Tone.NEUTRAL)],
)
def test_a_ring_says_what_is_left(hours: float, caption: str, words: str, tone: Tone) -> None:
    due = NOW + timedelta(hours=hours)
    card = due_card(fakes.order_row(2, due_at=due, discovered_at=due - timedelta(hours=8)), NOW)
    assert (card.caption, card.words, card.tone) == (caption, words, tone)
    assert 0 < card.share <= 1


def test_an_order_without_a_target_has_no_countdown() -> None:
    row = fakes.order_row(due_at=None)
    assert due_card(row, NOW).caption == "无时限"
    assert time_look(row, NOW) is None


def test_solved_orders_say_whether_in_time() -> None:
    row = fakes.order_row(resolved_at=NOW - timedelta(hours=1))
    assert time_look(row, NOW).word == "按时解决"  # type: ignore[union-attr]
    late = replace(row, resolved_at=NOW)
    assert time_look(late, NOW).word == "超时解决"  # type: ignore[union-attr]


def test_every_state_has_word_and_icon_of_its_own() -> None:
    looks = [state_look(state) for state in State] + [state_look(State.DISPATCHED, accepted=False)]
    assert len({look.word for look in looks}) == len(looks)
    assert len({look.icon for look in looks}) == len(looks)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"unsent": True}, ["待同步"]),
        ({"unsent": True, "parked": True}, ["被退回"]),
        ({"unsent": False, "conflicts": 2}, ["2 项冲突"]),
        ({"unsent": False, "frozen": "reassigned"}, ["已改派"]),
        ({"unsent": False, "frozen": "cancelled"}, ["已取消"]),
        ({"unsent": False}, []),
    ],
)
def test_marks_of_an_order(values: dict[str, object], words: list[str]) -> None:
    assert [look.word for look in order_marks(fakes.order_row(**values))] == words


def test_today_counts_what_is_overdue_and_open() -> None:
    state = derive(fakes.today_view(), NOW, frozenset(), None)
    assert (state.open_total, state.overdue, len(state.waiting), len(state.calls), state.unsent) == (8, 1, 2, 2, 3)
    later = derive(fakes.today_view(), NOW + timedelta(hours=2), frozenset(), None)
    assert later.overdue == 2


def test_a_late_call_says_so() -> None:
    late, soon = call_lines(fakes.today_view().calls, NOW)
    assert (late.when, late.tone) == ("已迟 4 分钟", Tone.DANGER)
    assert (soon.when, soon.who) == ("应在 11 分钟内", "项目经理、部门总监（短信）")


def test_many_missed_notices_of_an_order_are_one_line_and_one_text() -> None:
    call, _phone, soon = fakes.today_view().calls
    missed = tuple(replace(call, notice_key=f"n{n}", due_at=NOW - timedelta(minutes=30 * n + 4)) for n in range(9))
    lines = call_lines((soon, *missed), NOW)
    assert [line.call.order_id for line in lines] == ["order-0", "order-1"]
    assert [len(line.calls) for line in lines] == [9, 1]
    assert lines[0].call.notice_key == lines[0].sms_key == "n0"
    assert lines[0].when == "已迟 4 时 4 分"
    assert "9 次" in lines[0].more
    assert lines[1].more == ""


def test_a_critical_order_comes_before_an_older_debt() -> None:
    call, _phone, soon = fakes.today_view().calls
    normal = replace(call, order_id="old", due_at=NOW - timedelta(hours=9))
    critical = replace(soon, priority=Priority.CRITICAL)
    assert [line.call.order_id for line in call_lines((normal, critical, call), NOW)] == ["order-1", "old", "order-0"]


def test_whom_to_call_is_named_where_the_list_knows_them() -> None:
    """One line a person; a role that nobody is named for is still to be called; the newest notice of a role counts."""
    call, phone, _ = fakes.today_view().calls
    desk = replace(fakes.MANAGER, id="liu", name="刘洋", phone="13900000000")
    older = replace(phone, notice_key="older", due_at=phone.due_at - timedelta(minutes=30))
    two = replace(phone, people=(fakes.MANAGER, desk), tried=2)
    role = replace(phone, notice_key="lead", audiences=("leaders",), people=())
    (line,) = call_lines((older, call, two, role), NOW)
    assert [(one.who, one.number, one.key, one.tried) for one in line.phones] == [
        ("王强（项目经理）", "138 0013 8000", "critical-phone", 2),
        ("刘洋（项目经理）", "13900000000", "critical-phone", 2),
        ("公司领导", "", "lead", 0),
    ]
    assert (line.sms_key, line.to) == ("critical-30m-2", "王强、陈建国")


def test_what_the_endpoint_could_not_send_is_said() -> None:
    call, *_ = fakes.today_view().calls
    (line,) = call_lines((replace(call, failed=True),), NOW)
    assert "没能发出" in line.more


def test_the_first_sync_says_how_far_it_is_and_nothing_is_counted() -> None:
    nothing = fakes.today_view(due=(), waiting=(), calls=(), counts=fakes.counts(orders=0))
    pulling = SyncState(phase=SyncPhase.RUNNING, step="pull", done=12)
    assert "12" in arriving_words(pulling)
    assert arriving_words(replace(pulling, phase=SyncPhase.IDLE)) == ""
    assert arriving_words(replace(pulling, last_ok_at=NOW)) == "", "an earlier session had the first one"
    state = derive(nothing, NOW, frozenset(), None, arriving_words(pulling))
    assert (state.holds_none, "12" in state.arriving) == (True, True)
    assert derive(fakes.today_view(), NOW, frozenset(), None, arriving_words(pulling)).arriving == ""


def test_what_was_recovered_is_told_by_order() -> None:
    assert recovered_lines(None) is None
    (line,) = recovered_lines(Recovery(NOW, (RecoveredOrder("o1", "WX-1", ("cause", "solution"), ("restored_at",)),))) or ()
    assert (line.order_id, line.number) == ("o1", "WX-1")
    assert "2" in line.words
    assert "1" in line.words


@pytest.mark.parametrize("key", list(CheckKey))
@pytest.mark.parametrize("ok", [True, False])
@pytest.mark.parametrize("value", [None, 3.0])
def test_every_check_has_words(key: CheckKey, ok: bool, value: float | None) -> None:
    line = check_line(Check(key, ok, value))
    assert line.detail
    assert line.look.tone is (Tone.SUCCESS if ok else Tone.WARNING)


def test_queue_lines_say_state_size_reason_and_next_try() -> None:
    sending, parked, created = (queue_line(item, NOW, running=False) for item in fakes.outbox_items())
    assert (sending.look.word, sending.size, sending.can_retry) == ("重试中", "6.1 MB", False)
    assert 0 < sending.share < 1
    assert (parked.look.word, parked.can_retry) == ("被退回", True)
    assert "原因类别：请选择" in parked.reason
    assert created.what == "现场新建的工单 · 文件 0/2"
    assert created.next_try.endswith("再试")


def test_a_late_report_is_named() -> None:
    item = replace(fakes.outbox_items()[1], ops=(fakes.op(kind=OpKind.LATE_REPORT, state=OpState.PENDING),))
    assert queue_line(item, NOW, running=False).what == "补报（已改派或取消）"


@pytest.mark.parametrize(("winner", "kept"), [(Owner.ENGINEER, "mine"), (Owner.DESK, "theirs"), (Owner.SHARED, "theirs")])
def test_a_conflict_says_which_value_stands(winner: Owner, kept: str) -> None:
    line = conflict_line(fakes.conflict(winner=winner), "单", "联系电话", NOW)
    assert (line.kept, line.mine, line.theirs, line.field) == (kept, "13957100021", "13957100088", "联系电话")


def test_a_conflict_says_who_wrote_the_other_value_where_it_is_known() -> None:
    known = fakes.conflict(written_by="李梅", written_at=NOW - timedelta(minutes=9))
    at = timewords.moment(NOW - timedelta(minutes=9), NOW)
    assert conflict_line(known, "单", "联系电话", NOW).who == f"李梅 {at} 填写"
    assert conflict_line(fakes.conflict(), "单", "联系电话", NOW).who == ""


@pytest.mark.parametrize(
    ("said", "what"),
    [
        pytest.param({}, "已取消（李梅、{done}）", id="cancelled"),
        pytest.param({"done_by": "", "done_at": None}, "已取消（{told} 同步得知）", id="nobody-said-who"),
        pytest.param({"why": "reassigned", "given_to": "王㛃"}, "已改派给 王㛃（李梅、{done}）", id="given"),
        pytest.param({"why": "reassigned", "done_at": None}, "已改派（李梅、{told} 同步得知）", id="to-whom-is-not-said"),
        pytest.param({"why": "purged"}, "服务器不再保留（李梅、{done}）", id="purged"),
        pytest.param({"why": "reassigned", "kind": "problem"}, "已不由您负责（李梅、{done}）", id="a-record"),
    ],
)
def test_what_was_taken_away_in_words(said: dict[str, object], what: str) -> None:
    line = taken_line(fakes.taken_away(**said), NOW)
    done, told = (timewords.moment(NOW - timedelta(minutes=minutes), NOW) for minutes in (60, 3))
    assert line.what == what.format(done=done, told=told)
    assert line.about == "核心交换机双机切换失败，园区视频中断 · 滨江区公安分局"


def test_a_taken_order_has_its_reason_and_says_what_becomes_of_work_that_is_here() -> None:
    line = taken_line(fakes.taken_away(), NOW)
    assert (line.reason, line.note) == ("原因：与 WX-20261123-000098 是同一故障，请合并处理。", "")
    held = taken_line(fakes.taken_away(held=True, reason=""), NOW)
    assert (held.reason, "补报" in held.note) == ("", True)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "（空）"),
        ("", "（空）"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (["a", "b"], "a、b"),
        ({"_id": "x", "ci": "SW-1"}, "SW-1"),
    ],
)
def test_raw_values_in_words(value: object, words: str) -> None:
    assert value_words(value) == words


def test_the_report_of_no_run_is_empty_and_of_a_run_complete() -> None:
    assert report_lines(None, NOW) == ()
    lines = dict(report_lines(fakes.FakeReport(), NOW))
    assert lines["结果"] == "完成"
    assert lines["冲突 / 退回"] == "0 / 1"


def test_the_head_says_that_offline_work_is_safe_and_when_it_tries_again() -> None:
    state = SyncState(SyncPhase.OFFLINE, fakes.counts(), last_ok_at=NOW, next_at=NOW + timedelta(seconds=150))
    detail = head_detail(state, NOW)
    assert "已保存在本机" in detail
    assert "2 分钟后再试" in detail


def test_a_login_that_ended_is_not_called_a_wrong_password() -> None:
    detail = head_detail(SyncState(SyncPhase.LOGIN, fakes.counts(), problem="auth.refused", last_ok_at=NOW), NOW)
    assert "登录已过期" in detail
    assert "密码不对" not in detail


@pytest.mark.parametrize(
    ("days", "tone"),
    [(200, Tone.SUCCESS), (10, Tone.WARNING), (-1, Tone.DANGER)],
)
def test_a_certificate_is_judged_by_its_days(days: int, tone: Tone) -> None:
    info = CertificateInfo("x", "ab" * 32, NOW - timedelta(days=400), NOW + timedelta(days=days))
    pairs, judged = certificate_lines(info, NOW)
    assert judged is tone
    assert dict(pairs)["指纹 SHA-256"].startswith("ABAB ABAB")
    assert certificate_lines(None, NOW)[1] is Tone.WARNING


def test_fingerprints_are_grouped() -> None:
    assert grouped("ab:cd:ef:01") == "ABCD EF01"


@pytest.mark.parametrize(
    ("typed", "address"),
    [(" itsm.example.cn/ ", "https://itsm.example.cn"), ("http://127.0.0.1:8000", "http://127.0.0.1:8000"), ("", "")],
)
def test_addresses_are_completed(typed: str, address: str) -> None:
    assert normal_address(typed) == address


def test_failures_before_the_first_login_promise_no_offline_work() -> None:
    assert "离线" not in in_words(NetworkFault("net.unreachable", "x")).line
    assert "用户名或密码不对" in in_words(Fault("auth.refused", "x")).line


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (EnvironmentFault("disk.full", "x"), "磁盘空间不足"),
        (EnvironmentFault("new.thing", "the reason"), "the reason"),
        (NetworkFault("net.new", "x"), "离线继续"),
        (ValueError("x"), "程序内部出错（ValueError）"),
    ],
)
def test_every_failure_has_words(error: Exception, part: str) -> None:
    assert part in explain(error).line


def test_a_stored_code_without_words_is_still_said() -> None:
    assert "some.code" in explain_code("some.code").line


def test_periods_begin_at_local_midnight() -> None:
    clock = fakes.StillClock()
    assert filter_of(OrdersState(), clock).since is None
    since = filter_of(OrdersState(period=Period.WEEK, text="  泵 "), clock)
    assert since.text == "泵"
    assert since.since is not None
    assert (since.since.hour, since.since.minute) == (0, 0)
    assert timedelta(days=6) <= clock.now() - since.since < timedelta(days=7)


@pytest.mark.parametrize(("title", "order"), [("", "PZ-7"), ("换电源", "换电源（PZ-7）")])
def test_a_receipt_of_something_without_a_title_is_called_by_its_number(title: str, order: str) -> None:
    at = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    assert receipt_line(Receipt("r1", "PZ-7", title, "config-change", at, 0, 0, ""), at).order == order


def test_a_receipt_names_the_sealed_file_on_a_line_of_its_own() -> None:
    at = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    line = receipt_line(Receipt("r1", "WX-1", "黑屏", "work-order", at, 6, 6, "WX-1_v1_a77a88ac.pdf"), at)
    assert (line.words, line.archived) == ("内容已收到 · 文件 6/6", "已归档 WX-1_v1_a77a88ac.pdf")
