"""新建现场派工单: what has been answered, which level follows from it, what is still needed before it can be recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Priority
from fieldapp.forms.schema import Field, Section, Width
from fieldapp.services.intake import Group, Intake, IntakeForm, Override
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, listed, tr
from fieldapp.ui.messages import Words
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.viewmodels.form_state import Filled, RowProblems, derive_filled
from fieldapp.ui.viewmodels.scanning import Scanner

LANE = "intake"
KEEP_MS = 700
NAME_MS = 200


@dataclass(frozen=True, slots=True)
class IntakeState:
    """The whole screen. `visible`: fields that show; `missing`: (field id, label) without which nothing can be recorded;
    `proposed`: the level that the answers propose, `level`: the one that counts; `customers`: known ones to choose from;
    `serial`: what came of looking a serial number up, in words; `thrown`: what was typed can be brought back."""

    sections: tuple[Section, ...] = ()
    values: Mapping[str, JSON] = field(default_factory=dict)
    visible: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    row_problems: Mapping[str, RowProblems] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()
    proposed: Priority | None = None
    level: Priority | None = None
    target: str = ""
    reason: str = ""
    unfolded: bool = False
    customers: tuple[str, ...] = ()
    serial: str = ""
    thrown: bool = False
    busy: bool = False
    notice: Notice | None = None

    @property
    def overridden(self) -> bool:
        """True when a person chose another level, so that a reason is needed."""
        return self.level is not None and self.level is not self.proposed

    @property
    def ready(self) -> bool:
        return bool(self.sections) and not self.missing and not self.problems and (bool(self.reason) or not self.overridden)


def sections_of(form: IntakeForm) -> tuple[Section, ...]:
    """The groups as cards of the form, numbered."""
    return tuple(
        Section(f"intake-{place}", str(place), group.label, tuple(_field(form, group, name) for name in group.fields))
        for place, group in enumerate(form.layout.groups, 1)
    )


def _field(form: IntakeForm, group: Group, name: str) -> Field:
    found = form.definition.field(name)
    return replace(found, width=Width.FULL) if group.wide else found


class IntakeViewModel(ViewModel[IntakeState]):
    """Judges on the spot, reads and writes in jobs; what is typed is kept a moment later. `recorded` gets the order's id."""

    def __init__(
        self,
        intake: Intake,
        jobs: Jobs,
        clock: Clock,
        *,
        changed_something: Callable[[], object] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(IntakeState(), parent)
        self._intake, self._jobs, self._clock, self._changed = intake, jobs, clock, changed_something
        self.scanner = Scanner(jobs)
        self._form: IntakeForm | None = None
        self._values: dict[str, JSON] = {}
        self._chosen: Priority | None = None
        self._reason, self._serial = "", ""
        self._unfolded = self._busy = False
        self._customers: tuple[str, ...] = ()
        self._thrown: tuple[dict[str, JSON], Priority | None, str] | None = None
        self._notice: Notice | None = None
        self._keep = _timer(self, KEEP_MS, self._keep_now)
        self._names = _timer(self, NAME_MS, self._look_for_customers)

    def now(self) -> datetime:
        """The program's time."""
        return self._clock.now()

    def begin(self) -> None:
        """The page is in view: go on with what was typed, or begin."""
        if self._form is None:
            self._jobs.submit(self._intake.begin, self._begun, self._failed, lane=LANE)

    def edit(self, name: str, value: JSON) -> None:
        """A person changed an answer."""
        self._values[name] = value
        self._thrown = None
        self._keep.start()
        if name == "customer_unit":
            self._names.start()
        self._derive()

    def choose_level(self, level: Priority) -> None:
        """Another level than the proposed one, or back to it."""
        proposed = self.state.proposed
        self._chosen = None if level is proposed else level
        self._keep.start()
        self._derive()

    def give_reason(self, reason: str) -> None:
        self._reason = reason.strip()
        self._keep.start()
        self._derive()

    def unfold(self) -> None:
        """Show what is asked only sometimes."""
        self._unfolded = True
        self._derive()

    def take_customer(self, name: str) -> None:
        """A known customer: his name, and what his last order says of him; what was typed stays."""
        self._jobs.submit(lambda: self._intake.known(name), self._take, self._failed, lane=LANE)

    def look_up(self, serial: str) -> None:
        """A device by its serial number: whose it is, and its row."""
        if serial.strip():
            self._jobs.submit(lambda: self._intake.by_serial(serial.strip()), self._found, self._failed, lane=LANE)

    def record(self, recorded: Callable[[str], object]) -> None:
        """登记: one order, once, however often it is pressed."""
        if self._busy or not self.state.ready:
            self._say_what_is_missing()
            return
        given, level = dict(self._values), self.state.level
        override = Override(level, self._reason) if self.state.overridden and level is not None else None
        self._busy = True
        self._keep.stop()
        self._derive()

        def done(order_id: str) -> None:
            self._forget()
            self._changed()
            recorded(order_id)

        self._jobs.submit(lambda: self._intake.record(given, override), done, self._failed, lane=LANE)

    def start_over(self) -> None:
        """Throw away what was typed; until something else is typed it can be brought back."""
        thrown = self._values, self._chosen, self._reason
        self._forget()
        self._thrown = thrown
        self._jobs.submit(self._intake.discard, lambda _: self.begin(), self._failed, lane=LANE)

    def bring_back(self) -> None:
        """What was thrown away."""
        if self._thrown is not None:
            (self._values, self._chosen, self._reason), self._thrown = self._thrown, None
            self._keep.start()
            self._derive()

    def leave(self) -> None:
        """Keep at once what is on the screen."""
        if self._keep.isActive():
            self._keep.stop()
            self._keep_now()

    def _begun(self, form: IntakeForm) -> None:
        self._form, self._values = form, dict(form.begun)
        self._chosen, self._reason, self._customers = form.level, form.reason, form.customers
        self._derive()

    def _take(self, known: dict[str, JSON]) -> None:
        """The name always, the rest only where nothing is typed."""
        for name, value in known.items():
            if name == "customer_unit" or self._values.get(name) in (None, "", []):
                self._values[name] = value
        self._keep.start()
        self._derive()

    def _found(self, known: dict[str, JSON]) -> None:
        self._serial = tr("本机没有这个序列号的记录。") if not known else ""
        if known:
            rows: list[dict[str, JSON]] = next((value for value in known.values() if isinstance(value, list) and value), [{}])
            self._serial = tr("已找到：{name}", name=rows[0].get("name") or known.get("customer_unit") or "")
        self._take(known)

    def _say_what_is_missing(self) -> None:
        state = self.state
        if self._busy or not state.sections:
            return
        labels = [label for _, label in state.missing]
        if state.overridden and not self._reason:
            labels.append(tr("改动级别的理由"))
        if labels:
            self._notice = self.notice(Tone.WARNING, Words(tr("还差：{what}", what=listed(labels))))
        elif state.problems:
            self._notice = self.notice(Tone.WARNING, Words(tr("有填错的地方，已在该处标出。")))
        self._derive()

    def _keep_now(self) -> None:
        given, chosen, reason = dict(self._values), self._chosen, self._reason
        if self._form is not None and not self._busy:
            self._jobs.submit(lambda: self._intake.keep(given, chosen, reason), None, self._failed, lane=LANE)

    def _look_for_customers(self) -> None:
        text = str(self._values.get("customer_unit") or "")
        self._jobs.submit(lambda: self._intake.customers(text), self._show_customers, self._failed)

    def _show_customers(self, names: tuple[str, ...]) -> None:
        self._customers = names
        self._derive()

    def _forget(self) -> None:
        self._form, self._values, self._chosen = None, {}, None
        self._reason = self._serial = ""
        self._unfolded = self._busy = False
        self._notice, self._thrown = None, None
        self._keep.stop()
        self.show(IntakeState())

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._notice = self.failure(error)
        self._derive()

    def _derive(self) -> None:
        if self._form is None:
            return
        self.show(self._derived(self._form))

    def _derived(self, form: IntakeForm) -> IntakeState:
        values, definition, lang = self._values, form.definition, language()
        filled = Filled(definition, {}, {}, "DISPATCHED", form.proposed(values), True, {})
        judged = derive_filled(filled, values, None, self._clock.now(), lang)
        asked = frozenset(
            name
            for group in form.layout.groups
            if group.applies(values) and (not group.folded or self._unfolded)
            for name in group.fields
        )
        proposed = form.proposed(values)
        level = self._chosen or proposed
        missing = tuple((name, definition.field(name).label.get(lang)) for name in form.missing(values))
        return IntakeState(
            sections=self.state.sections or sections_of(form),
            values=dict(values),
            visible=asked & judged.visible,
            required=frozenset(form.layout.required),
            problems={name: words for name, words in judged.problems.items() if name in asked and not _is_bare(values, name)},
            row_problems=judged.row_problems,
            missing=missing,
            proposed=proposed,
            level=level,
            target=self._target(form, level),
            reason=self._reason,
            unfolded=self._unfolded,
            customers=tuple(name for name in self._customers if name != values.get("customer_unit")),
            serial=self._serial,
            thrown=self._thrown is not None,
            busy=self._busy,
            notice=self._notice,
        )

    def _target(self, form: IntakeForm, level: Priority | None) -> str:
        if level is None:
            return ""
        terms = form.profile.for_contract(self._values.get("contract"))
        return tr("{span}内恢复", span=timewords.span(terms.levels[level].target.total_seconds()))


def _is_bare(values: Mapping[str, JSON], name: str) -> bool:
    return values.get(name) in (None, "", [])


def _timer(parent: QObject, interval_ms: int, run: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(run)
    return timer
