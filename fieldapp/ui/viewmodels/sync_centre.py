"""同步: every waiting item with its state and reason, conflicts to settle, the last report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON
from fieldapp.store.records import Conflict, OpKind, OpState, OutboxItem, Receipt, TakenAway
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.sync_runner import SyncPhase, SyncRunner, SyncState
from fieldapp.ui.i18n import aside, sentences, tr
from fieldapp.ui.messages import Words, explain_code, explain_problem
from fieldapp.ui.services import Queries
from fieldapp.ui.sync_services import SyncReport, SyncService
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.conflict_lines import ConflictLine, conflict_line
from fieldapp.ui.viewmodels.sync_pill import pill
from fieldapp.ui.viewmodels.taken import TakenLine, taken_line
from fieldapp.ui.vocabulary import Look

LANE = "sync-centre"
RECEIPTS = 8


@dataclass(frozen=True, slots=True)
class Read:
    """What the store says: what waits, the conflicts with their order's name, those that can be joined, the removals asked
    about, and what was acknowledged."""

    items: Sequence[OutboxItem] = ()
    conflicts: Sequence[tuple[Conflict, str]] = ()
    joinable: frozenset[str] = frozenset()
    removals: int = 0
    receipts: Sequence[Receipt] = ()
    taken: Sequence[TakenAway] = ()
    anyway: frozenset[str] = frozenset()
    """Orders whose files go over any line."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What the server has of an order, in words."""

    order_id: str
    order: str
    words: str
    when: str
    whole: bool
    archived: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One order's waiting work. `share` 0…1 of its bytes that have arrived; `kept` says how much waits for a line that is not
    paid by volume, empty when nothing does."""

    order_id: str
    title: str
    number: str
    look: Look
    what: str
    size: str
    share: float
    reason: str
    next_try: str
    can_retry: bool
    kept: str = ""


@dataclass(frozen=True, slots=True)
class SyncCentreState:
    """The whole page. `removals`: orders that the server takes away at once, if the person agrees."""

    head: Look
    detail: str = ""
    running: bool = False
    paused: bool = False
    needs_login: bool = False
    share: float | None = None
    queue: tuple[QueueLine, ...] = ()
    conflicts: tuple[ConflictLine, ...] = ()
    report: tuple[tuple[str, str], ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    removals: int = 0
    taken: tuple[TakenLine, ...] = ()
    loaded: bool = False
    notice: Notice | None = None


def queue_line(item: OutboxItem, now: datetime, running: bool, kept: int = 0, label_of: Callable[[str], str] = str) -> QueueLine:
    """One item in words. `kept`: bytes of its files that wait for another line."""
    parked = next((op for op in item.ops if op.state is OpState.PARKED), None)
    later = [op.not_before for op in item.ops if op.not_before and op.not_before > now]
    whole = item.payload_size + item.bytes_total
    return QueueLine(
        order_id=item.order_id,
        title=item.title,
        number=item.number,
        look=_queue_look(item, parked is not None, running, kept > 0),
        what=_what(item),
        size=timewords.size(whole),
        share=item.bytes_done / item.bytes_total if item.bytes_total else 0.0,
        reason=explain_problem(parked.problem or {}, label_of) if parked else "",
        next_try=tr("{at} 再试", at=timewords.moment(min(later), now)) if later else "",
        can_retry=parked is not None,
        kept=timewords.size(kept) if kept else "",
    )


def _queue_look(item: OutboxItem, parked: bool, running: bool, kept: bool) -> Look:
    if parked:
        return Look(tr("被退回"), "warning", Tone.DANGER)
    if kept:
        return Look(tr("等不计费的网络"), "clock", Tone.NEUTRAL)
    if any(op.attempts for op in item.ops):
        return Look(tr("重试中"), "sync", Tone.WARNING) if not running else Look(tr("发送中"), "upload", Tone.ACCENT)
    if item.bytes_done and item.bytes_done < item.bytes_total:
        return Look(tr("上传中"), "upload", Tone.ACCENT)
    return Look(tr("等待发送"), "clock", Tone.NEUTRAL)


def _what(item: OutboxItem) -> str:
    kinds = {op.kind for op in item.ops}
    if OpKind.CREATE in kinds:
        first = tr("现场新建的工单")
    elif OpKind.LATE_REPORT in kinds:
        first = tr("补报（已改派或取消）")
    elif kinds:
        first = tr("填写内容与步骤")
    else:
        first = ""
    files = tr("文件 {done}/{total}", done=item.blobs_done, total=item.blobs_total) if item.blobs_total else ""
    return " · ".join(part for part in (first, files) if part)


def receipt_line(receipt: Receipt, now: datetime) -> ReceiptLine:
    """Only what the server has confirmed: the words, how many files, the sealed PDF by its name."""
    whole = receipt.files_done == receipt.files_total
    files = tr("文件 {done}/{total}", done=receipt.files_done, total=receipt.files_total) if receipt.files_total else ""
    archived = tr("已归档 {name}", name=receipt.archived) if receipt.archived else ""
    words = " · ".join(part for part in (tr("内容已收到"), files) if part)
    order = aside(receipt.title, receipt.number) if receipt.title else receipt.number
    return ReceiptLine(receipt.order_id, order, words, timewords.moment(receipt.at, now), whole, archived)


def report_lines(report: SyncReport | None, now: datetime) -> tuple[tuple[str, str], ...]:
    """The last run as pairs of name and value."""
    if report is None:
        return ()
    seconds = (report.finished_at - report.started_at).total_seconds()
    result = {
        "done": tr("完成"),
        "offline": tr("离线"),
        "auth": tr("需要重新登录"),
        "paused": tr("已暂停"),
        "wrong_server": tr("不是原来的服务器"),
        "attention": tr("需要处理"),
        "cancelled": tr("已取消"),
    }.get(str(report.outcome), str(report.outcome))
    if report.problem == "net.busy":
        result = tr("服务器正忙")
    if report.held_back:
        result = aside(result, tr("{n} 个文件等不计费的网络", n=len(report.held_back)))
    lines = [
        (tr("结果"), result),
        (tr("时间"), aside(timewords.moment(report.started_at, now), tr("{n} 秒", n=f"{seconds:.1f}"))),
        (tr("收到工单"), str(report.pulled)),
        (tr("送出修改"), str(report.pushed)),
        (tr("送出文件"), str(report.blobs)),
        (tr("冲突 / 退回"), f"{report.conflicts} / {report.parked}"),
        (tr("流量"), tr("发 {up}，收 {down}", up=timewords.size(report.bytes_sent), down=timewords.size(report.bytes_received))),
    ]
    if report.unreadable:
        lines.append((tr("读不懂的记录"), tr("{n} 条先放一边，其余照常；请告诉管理员", n=report.unreadable)))
    return tuple(lines)


def head_detail(state: SyncState, now: datetime) -> str:
    """One line under the head: why, and what happens next."""
    parts: list[str] = []
    if state.line.portal and state.phase in (SyncPhase.OFFLINE, SyncPhase.IDLE, SyncPhase.NEVER):
        parts.append(explain_code("net.captive-portal").line)
    elif state.problem and state.phase is not SyncPhase.RUNNING:
        # nobody typed a password: what the server refused is the login of before
        ended = state.phase is SyncPhase.LOGIN and state.problem == "auth.refused"
        parts.append(explain_code("auth.expired" if ended else state.problem).line)
    elif state.phase is SyncPhase.OFFLINE:
        parts.append(tr("工作可以离线继续，内容已保存在本机。"))
    held = state.report.held_back if state.report and state.line.metered else ()
    if held:
        size = timewords.size(sum(file.size for file in held))
        parts.append(tr("现在的网络按流量计费，{n} 个文件（{size}）等到不计费的网络再发送。", n=len(held), size=size))
    if state.last_ok_at:
        parts.append(tr("上次完成：{when}。", when=timewords.moment(state.last_ok_at, now)))
    if state.next_at and state.phase is not SyncPhase.RUNNING and state.next_at > now:
        seconds = (state.next_at - now).total_seconds()
        again = state.phase is SyncPhase.OFFLINE or state.problem is not None
        if seconds < timewords.MINUTE:
            parts.append(tr("1 分钟内再试。") if again else tr("1 分钟内自动同步。"))
        else:
            span = timewords.span(seconds)
            parts.append(tr("{span}后再试。", span=span) if again else tr("{span}后自动同步。", span=span))
    return sentences(parts)


class SyncCentreViewModel(ViewModel[SyncCentreState]):
    """Joins the runner's state with what the store says is waiting. `label_of` names a field or `field.column`,
    `words_of` says a value of it as the form does (None: unknown)."""

    def __init__(
        self,
        runner: SyncRunner,
        queries: Queries,
        sync: SyncService,
        jobs: Jobs,
        clock: Clock,
        *,
        label_of: Callable[[str], str] = lambda field: field,
        words_of: Callable[[str, JSON], str | None] = lambda _field, _value: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(SyncCentreState(pill(runner.state)), parent)
        self._runner, self._queries, self._sync, self._jobs, self._clock = runner, queries, sync, jobs, clock
        self._label_of, self._words_of = label_of, words_of
        self._held = Read()
        self._loaded = False
        self._notice: Notice | None = None
        runner.changed.connect(self._runner_changed)
        runner.finished.connect(self._run_finished)

    @Slot()
    def refresh(self) -> None:
        """Read what is waiting."""
        self._jobs.submit(self._read, self._show_read, self._failed, lane=LANE)

    def sync_now(self) -> None:
        self._runner.run_now()

    def pause(self) -> None:
        self._runner.pause()

    def resume(self) -> None:
        self._runner.resume()

    def cancel(self) -> None:
        self._runner.cancel()

    def retry(self, order_id: str) -> None:
        """Try a returned item again."""
        self._jobs.submit(lambda: self._sync.retry(order_id), lambda _: self._written(), self._failed, lane=LANE)

    def send_anyway(self, order_id: str) -> None:
        """Send an order's files although the line is paid by volume."""

        def done(_: None) -> None:
            self._notice = None
            self.refresh()
            self._runner.run_now()

        self._jobs.submit(lambda: self._sync.send_anyway(order_id), done, self._failed, lane=LANE)

    def settle(self, conflict_id: str, choice: str) -> None:
        """`mine`, `theirs` or `both`."""
        self._jobs.submit(lambda: self._sync.settle(conflict_id, choice), lambda _: self._written(), self._failed, lane=LANE)

    def acknowledge(self, order_ids: Sequence[str]) -> None:
        """The person has read what was taken away."""
        self._jobs.submit(lambda: self._sync.acknowledge(order_ids), lambda _: self.refresh(), self._failed, lane=LANE)

    def allow_removals(self) -> None:
        """The desk does want that many orders back."""

        def done(_: None) -> None:
            self._notice, self._held = None, replace(self._held, removals=0)
            self._runner.run_now()

        self._jobs.submit(self._sync.allow_removals, done, self._failed, lane=LANE)

    def login(self, user_name: str, password: str) -> None:
        """Renew the login and go on."""

        def done(_: None) -> None:
            self._notice = self.notice(Tone.SUCCESS, Words(tr("登录成功。")))
            self._runner.resume()

        self._jobs.submit(lambda: self._sync.login(user_name, password), done, self._failed, lane=LANE)

    def _read(self) -> Read:
        conflicts = self._queries.conflicts()
        ids = tuple({conflict.order_id for conflict in conflicts})
        names = {row.id: aside(row.title, row.number) for row in self._queries.order_rows(ids)}
        names |= {row.id: aside(row.title, row.number) for row in self._queries.records(ids)}
        named = tuple((conflict, names.get(conflict.order_id, "")) for conflict in conflicts)
        return Read(
            self._queries.outbox_items(),
            named,
            self._sync.joinable(conflicts),
            self._sync.removals_asked(),
            self._queries.receipts(),
            self._queries.taken_away(),
            self._sync.sent_anyway(),
        )

    def _show_read(self, read: Read) -> None:
        self._held, self._loaded = read, True
        self._derive()

    def _written(self) -> None:
        self._notice = None
        self.refresh()
        self._runner.local_change()

    def _failed(self, error: Exception) -> None:
        self._notice = self.failure(error)
        self._derive()

    @Slot(object)
    def _runner_changed(self, _state: SyncState) -> None:
        self._derive()

    @Slot(object)
    def _run_finished(self, _report: SyncReport) -> None:
        self.refresh()

    def _conflict_line(self, conflict: Conflict, order: str, now: datetime) -> ConflictLine:
        place = f"{conflict.field}.{conflict.column}" if conflict.column else conflict.field
        line = conflict_line(conflict, order, self._label_of(place), now, lambda value: self._words_of(place, value))
        return replace(line, joinable=conflict.id in self._held.joinable)

    def _kept(self, sync: SyncState, order_id: str) -> int:
        """Bytes of the order's files that wait for a line that is not paid by volume."""
        if sync.report is None or not sync.line.metered or order_id in self._held.anyway:
            return 0
        return sum(file.size for file in sync.report.held_back if order_id in file.orders)

    def _derive(self) -> None:
        sync, now = self._runner.state, self._clock.now()
        running = sync.phase is SyncPhase.RUNNING
        state = SyncCentreState(
            head=pill(sync),
            detail=head_detail(sync, now),
            running=running,
            paused=sync.phase is SyncPhase.PAUSED,
            needs_login=sync.phase is SyncPhase.LOGIN,
            share=(sync.done / sync.total if sync.total else None) if running else None,
            queue=tuple(
                queue_line(one, now, running, self._kept(sync, one.order_id), self._label_of) for one in self._held.items
            ),
            conflicts=tuple(self._conflict_line(item, order, now) for item, order in self._held.conflicts),
            report=report_lines(sync.report, now),
            receipts=tuple(receipt_line(item, now) for item in self._held.receipts[:RECEIPTS]),
            removals=self._held.removals,
            taken=tuple(taken_line(one, now) for one in self._held.taken),
            loaded=self._loaded,
            notice=self._notice,
        )
        self.show(state)
