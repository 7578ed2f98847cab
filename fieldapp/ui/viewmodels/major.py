"""The view model of 重大事件: the board, one incident by tabs, and every step of it; reads in jobs, counts down by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import JSON
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels import major_overview, major_tabs
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.major_lines import Block
from fieldapp.ui.viewmodels.timeline import Entry, tell
from fieldapp.ui.vocabulary import Look, record_state_look

if TYPE_CHECKING:
    from fieldapp.forms.schema import FormDefinition
    from fieldapp.services.major import Major
    from fieldapp.services.major_view import MajorDetail, MajorRow
    from fieldapp.store.records import OrderRow

TICK_MS = 20_000
LANE = "major"
MOST_MINUTES = 7 * 24 * 60
TABS = ("overview", "recovery", "communication", "reviews", "versions", "log")


@dataclass(frozen=True, slots=True)
class MajorState:
    """`detail` None: the board. `tabs`: the cards of each tab."""

    loaded: bool = False
    board: tuple[Block, ...] = ()
    detail: MajorDetail | None = None
    title: str = ""
    caption: str = ""
    look: Look | None = None
    tabs: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    log: tuple[Entry, ...] = ()
    busy: bool = False
    notice: Notice | None = None


class MajorViewModel(ViewModel[MajorState]):
    """`changed_something` is called after each step that was written."""

    def __init__(
        self,
        major: Major,
        jobs: Jobs,
        *,
        form: Callable[[], FormDefinition],
        changed_something: Callable[[], object] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(MajorState(), parent)
        self._major, self._jobs, self._form, self._changed = major, jobs, form, changed_something
        self._open = ""
        self._asked = 0
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)

    def start(self) -> None:
        """The page is in view."""
        self._tick.start()
        self.refresh()

    def stop(self) -> None:
        self._tick.stop()

    def open(self, record_id: str) -> None:
        """One incident; the board for none."""
        self._open = record_id
        self.show(replace(self.state, detail=None, loaded=False) if record_id else replace(self.state, detail=None))
        self.refresh()

    def refresh(self) -> None:
        """Read anew; an answer that a later question has overtaken is not shown."""
        self._asked += 1
        asked, record_id, major = self._asked, self._open, self._major
        if record_id:
            self._jobs.submit(
                lambda: major.detail(record_id), lambda found: self._show_one(found, asked), self._failed, lane=LANE
            )
        else:
            self._jobs.submit(
                lambda: (major.board(), major.declarable(), major.context.now()),
                lambda found: self._show_board(found, asked),
                self._failed,
                lane=LANE,
            )

    def declare(self, order_id: str, reason: str, manager: Mapping[str, str]) -> None:
        """`manager`: name, user, phone."""
        from fieldapp.services.major import Manager

        who = Manager(**manager)

        def done(record_id: object) -> None:
            self._open = str(record_id)

        self._run(lambda: self._major.declare(order_id, reason, who), tr("已启动重大事件"), done)

    def tell_manager(self, name: str, result: str) -> None:
        record_id = self._open
        self._run(lambda: self._major.tell_manager(record_id, name, result), tr("已记录：告知重大事件经理"))

    def issue(self, plan: str, note: str) -> None:
        record_id = self._open
        self._run(lambda: self._major.issue(record_id, plan, note), tr("新版已发布，同步后组员都能看到"))

    def approve(self, key: str, text: str, approver: str) -> None:
        record_id = self._open
        self._run(lambda: self._major.approve(record_id, key, text, approver), tr("已同意通报内容"))

    def send(self, key: str, result: str) -> None:
        record_id = self._open
        self._run(lambda: self._major.send(record_id, key, result), tr("已记录：通报发出"))

    def hold_review(self, given: dict[str, JSON], next_in: object) -> None:
        """`next_in`: minutes from the meeting to the next one; anything but a number: not set."""
        record_id, held_at = self._open, from_wire(str(given["held_at"]))
        usable = isinstance(next_in, int | float) and 0 < next_in <= MOST_MINUTES
        next_at = to_wire(held_at + timedelta(minutes=next_in)) if usable and isinstance(next_in, int | float) else None
        self._run(lambda: self._major.hold_review(record_id, given, next_at), tr("会议已记录"))

    def move(self, to: str, said: dict[str, str]) -> None:
        record_id = self._open
        self._run(lambda: self._major.records.move(record_id, to, **said), tr("状态已更新"))

    def _run(self, work: Callable[[], object], words: str, then: Callable[[object], None] = lambda _result: None) -> None:
        if self.state.busy:
            return
        self.show(replace(self.state, busy=True))

        def done(result: object) -> None:
            then(result)
            self.show(replace(self.state, busy=False, notice=self.notice(Tone.SUCCESS, Words(words))))
            self.refresh()
            self._changed()

        def failed(error: Exception) -> None:
            self._failed(error)
            self.refresh()

        self._jobs.submit(work, done, failed, lane=LANE)

    def _show_board(self, found: tuple[Sequence[MajorRow], Sequence[OrderRow], datetime], asked: int) -> None:
        if asked != self._asked:
            return
        rows, declarable, now = found
        blocks = major_overview.board_blocks(rows, declarable, self._form(), now, language())
        self.show(replace(self.state, loaded=True, board=blocks, detail=None))

    def _show_one(self, detail: MajorDetail, asked: int) -> None:
        if asked != self._asked:
            return
        lang, record = language(), detail.record
        tabs = {
            "overview": major_overview.overview(detail, lang),
            "recovery": major_tabs.recovery(detail, lang),
            "communication": major_tabs.communication(detail, lang),
            "reviews": major_tabs.meetings(detail, lang),
            "versions": major_tabs.versions(detail),
        }
        title = str(record.doc["answers"].get("title") or record.number)
        caption = f"{record.kind.label.get(lang)} · {record.number}"
        entries = tell(record.events, record.definition, lang, detail.at.tzinfo, record.kind)
        look = record_state_look(record.state, lang)
        self.show(
            replace(self.state, loaded=True, detail=detail, title=title, caption=caption, look=look, tabs=tabs, log=entries)
        )

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, loaded=True, busy=False, notice=self.failure(error)))
