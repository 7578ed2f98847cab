"""Kinds of records that travel as orders do: which states one has, who moves it, who reads it (docs/decisions/0019).

A work order has no `kind`; its machine is `states.py`. Every other document names its kind, and `resources/kinds/<kind>.toml`
says what that is. Rights go by hats: a person wears his role, and of one record may be its author, assignee or a member too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final, NoReturn

from fieldapp.domain.records import ORDER, Document, EventKind, Label, Role
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.paths import resource

EVERYONE: Final = "everyone"
AUTHOR: Final = "author"
ASSIGNEE: Final = "assignee"
MEMBER: Final = "member"
REASON: Final = "reason"
LEAD: Final = "lead"
TONES: Final = ("neutral", "accent", "warning", "danger", "success")
COLUMNS: Final = ("title", "customer", "site", "contact", "category", "priority", "due", "since")
"""Columns of a list that a kind may fill from an answer."""

_ROLES: Final = frozenset({Role.DESK.value, Role.ENGINEER.value})
_HATS: Final = _ROLES | {AUTHOR, ASSIGNEE, MEMBER, LEAD}


@dataclass(frozen=True, slots=True)
class RecordState:
    """`edit`: hats of those who may change answers in this state; `final`: nothing is left to do; `void`: as if it had never been
    made."""

    code: str
    label: Label
    tone: str
    final: bool
    edit: frozenset[str]
    void: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One step from state to state. `needs`: texts that have to be said with it, name → how it is asked; `complete`: only when
    the form's required answers are there."""

    from_: str
    to: str
    hats: frozenset[str]
    label: Label
    needs: Mapping[str, Label]
    complete: bool


@dataclass(frozen=True, slots=True)
class FromOrder:
    """How a record is made from a work order. `when`: the order asks for it, `suggest`: it may want it (conditions of its form),
    `repeated`: so it may where a device failed again and again. `take`: answer here → answers of the order, the first that is
    given counts; `says`: what its empty answers say from then on; `number_to`, `reason_to`: its empty answers that take number
    and reason.
    `choose`: answers here by the first of its conditions that holds (`repeated`: that rule). `rows`: one record for the rows of
    that table that none has yet, as its `rows_to`; without it there is one for an order.
    """

    label: Label
    when: str
    suggest: str
    repeated: bool
    take: Mapping[str, tuple[str, ...]]
    says: Mapping[str, Any]
    choose: tuple[Mapping[str, str], ...]
    number_to: str
    reason_to: str
    rows: str
    rows_to: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A record of another kind that the endpoint makes once when one gets into the state `on`: answers copied (`take`: there →
    here) and answers given (`given`)."""

    on: str
    kind: str
    take: Mapping[str, str]
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `many`: what several of them are called; `read`: hats of those who hold it (the desk always does, `everyone`
    is all engineers); `members`: the answers that list user ids, `leads` those of them that list who leads; `columns`: list
    column → answer; `keys`: answers that it is looked up by; `entries`: kind of log entry → the hats that write it;
    `follow_up`: the record that comes of it by itself; `issues`: state → section of which getting there issues a version."""

    code: str
    label: Label
    many: Label
    prefix: str
    form: str
    read: frozenset[str]
    create: frozenset[str]
    members: tuple[str, ...]
    leads: tuple[str, ...]
    states: Mapping[str, RecordState]
    initial: tuple[str, ...]
    moves: tuple[Move, ...]
    columns: Mapping[str, str]
    keys: tuple[str, ...] = ()
    from_order: FromOrder | None = None
    entries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    issues: Mapping[str, str] = field(default_factory=dict)
    follow_up: FollowUp | None = None

    def allowed(self, state: str, hats: Iterable[str]) -> tuple[Move, ...]:
        """The moves from a state for somebody who wears these hats, in the order of the file."""
        worn = frozenset(hats)
        return tuple(move for move in self.moves if move.from_ == state and move.hats & worn)

    def check(self, doc: Document, to: str, user_id: str, role: Role, data: Mapping[str, Any]) -> None:
        """Let a move pass or raise RefusedFault `state.refused` (details as in `states.check`)."""
        now = doc["state"]
        possible = self.allowed(now, hats(doc, user_id, role))
        move = next((move for move in possible if move.to == to), None)
        missing = [] if move is None else [name for name in move.needs if not _is_said(data.get(name))]
        if move is not None and not missing:
            return
        names = [one.to for one in possible]
        text = f"{now} to {to} needs {', '.join(missing)}" if missing else _not_for(now, to, role, names)
        details = {"from_state": now, "to_state": to, "role": role.value, "allowed": names, "missing": missing}
        raise RefusedFault("state.refused", text, **details)

    def may_edit(self, doc: Document, user_id: str, role: Role) -> bool:
        """Whether this person may change answers of the record as it stands."""
        return bool(self.states[doc["state"]].edit & hats(doc, user_id, role))

    def may_write(self, doc: Document, entry: str, user_id: str, role: Role) -> bool:
        """Whether this person may write such an entry into the log; kinds of entry that are not named are anybody's."""
        wanted = self.entries.get(entry)
        return wanted is None or bool(wanted & hats(doc, user_id, role))


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose devices hold a document, besides the desk's."""

    people: frozenset[str]
    everyone: bool = False

    def holds(self, user_id: str) -> bool:
        return self.everyone or user_id in self.people


def of(doc: Mapping[str, Any]) -> Kind | None:
    """The kind of a record; None for a work order. Raises InputFault `kind.unknown`."""
    code = doc.get("kind")
    return None if code is None else get(code)


def is_record(doc: Mapping[str, Any]) -> bool:
    """True for anything but a work order."""
    return doc.get("kind") is not None


def get(code: object) -> Kind:
    """One kind. Raises InputFault `kind.unknown`."""
    found = every().get(code) if isinstance(code, str) else None
    if found is None:
        raise InputFault("kind.unknown", f"there is no kind of record {code!r}"[:120], kind=str(code)[:60])
    return found


@cache
def every() -> Mapping[str, Kind]:
    """All kinds that come with the program, by code; read when the first record is met."""
    files = sorted(resource("kinds").glob("*.toml"))
    found = [parse(path.read_text(encoding="utf-8"), path.name) for path in files]
    return {kind.code: kind for kind in found}


def author(doc: Mapping[str, Any]) -> str | None:
    """Who recorded it: the first `created` entry's actor."""
    created = (entry for entry in doc.get("events", ()) if entry.get("kind") == EventKind.CREATED)
    entry = next(created, None)
    return None if entry is None else str(entry["actor"]["id"])


def hats(doc: Document, user_id: str, role: Role) -> frozenset[str]:
    """What this person is to this record."""
    worn = {role.value}
    if author(doc) == user_id:
        worn.add(AUTHOR)
    if doc.get("assignee") == user_id:
        worn.add(ASSIGNEE)
    kind = of(doc)
    if kind is not None and user_id in listed(doc, kind.members):
        worn.add(MEMBER)
    if kind is not None and user_id in listed(doc, kind.leads):
        worn.add(LEAD)
    return frozenset(worn)


def audience(doc: Document) -> Audience:
    """Who holds a document: an order its assignee, a record those whom its kind names."""
    kind, assignee = of(doc), doc.get("assignee")
    if kind is None:
        return Audience(frozenset() if assignee is None else frozenset({assignee}))
    people = {
        *([author(doc)] if AUTHOR in kind.read else ()),
        *([assignee] if ASSIGNEE in kind.read else ()),
        *(listed(doc, kind.members) if MEMBER in kind.read else ()),
    }
    return Audience(frozenset(person for person in people if person), EVERYONE in kind.read)


def listed(doc: Document, names: Iterable[str]) -> frozenset[str]:
    """The user ids in these answers: texts, or rows with `user`."""
    answers = doc.get("answers", {})
    values = [answers.get(name) for name in names]
    items = [item for value in values if isinstance(value, list) for item in value]
    return frozenset(str(item.get("user") or "") if isinstance(item, dict) else str(item) for item in items) - {""}


def _not_for(now: str, to: str, role: Role, names: list[str]) -> str:
    return f"{now} to {to} is not for the {role}; allowed: {', '.join(names) or 'nothing'}"


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def parse(text: str, source: str) -> Kind:
    """Read one kind's file. Raises InputFault `kind.invalid` naming file and key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputFault("kind.invalid", f"{source}: {error}", source=source, key="") from error
    return _Reader(table, source).kind()


class _Reader:
    """Checks as it reads: a kind that loads is sound."""

    def __init__(self, table: Mapping[str, Any], source: str) -> None:
        self._table = table
        self._source = source

    def kind(self) -> Kind:
        states = {code: self._state(code, entry) for code, entry in self._dict("states").items()}
        initial = self._names("initial", states)
        if not initial:
            self._fail("initial", "at least one state is expected")
        code = self._text("code")
        if self._source.endswith(".toml") and self._source != f"{code}.toml":
            self._fail("code", f"the file of {code} is called {code}.toml")
        if code == ORDER:
            self._fail("code", "a work order has no kind")
        columns = self._dict("columns")
        if unknown := sorted(set(columns) - set(COLUMNS)):
            self._fail("columns", f"there is no column {', '.join(unknown)}; there are {', '.join(COLUMNS)}")
        return Kind(
            code=code,
            label=self._label(self._table.get("label"), "label"),
            many=self._label(self._table.get("many", self._table.get("label")), "many"),
            prefix=self._text("prefix"),
            form=self._text("form"),
            read=frozenset(self._names("read", {EVERYONE, AUTHOR, ASSIGNEE, MEMBER})),
            create=frozenset(self._names("create", _ROLES)),
            members=self._answers("members"),
            leads=self._answers("leads"),
            states=states,
            initial=initial,
            moves=tuple(
                move for index, entry in enumerate(self._table.get("moves", [])) for move in self._moves(index, entry, states)
            ),
            columns=columns,
            keys=tuple(str(name) for name in self._table.get("keys", ())),
            from_order=self._from_order(),
            entries={
                name: frozenset(self._listed(hats, f"entries.{name}", _HATS)) for name, hats in self._dict("entries").items()
            },
            follow_up=self._follow_up(states),
            issues=self._issues(states),
        )

    def _issues(self, states: Mapping[str, RecordState]) -> dict[str, str]:
        found = {str(state): str(section) for state, section in self._dict("issues").items()}
        if unknown := sorted(set(found) - set(states)):
            self._fail("issues", f"there is no state {', '.join(unknown)}")
        return found

    def _from_order(self) -> FromOrder | None:
        if "from_order" not in self._table:
            return None
        table = self._dict("from_order")
        known = {one.name for one in fields(FromOrder)}
        if unknown := sorted(set(table) - known):
            self._fail("from_order", f"there is no {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        if not _is_said(table.get("when")):
            self._fail("from_order.when", "a condition of the order's form is expected")
        words = {name: str(table.get(name, "")) for name in ("when", "suggest", "number_to", "reason_to", "rows", "rows_to")}
        label = self._label(table.get("label"), "from_order.label")
        choose = tuple(table.get("choose", ()))
        if any(set(one) != {"answer", "value", "when"} for one in choose):
            self._fail("from_order.choose", "answer, value and when are expected")
        named = {here: (there,) if isinstance(there, str) else tuple(there) for here, there in table.get("take", {}).items()}
        repeated, says = table.get("repeated") is True, table.get("says", {})
        return FromOrder(label=label, repeated=repeated, take=named, says=says, choose=choose, **words)

    def _answers(self, key: str) -> tuple[str, ...]:
        """Names of answers; which there are is the form's to say."""
        value = self._table.get(key, [])
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(_is_said(name) for name in names):
            self._fail(key, "the names of answers are expected")
        return tuple(names)

    def _follow_up(self, states: Mapping[str, RecordState]) -> FollowUp | None:
        entry = self._dict("follow_up")
        if not entry:
            return None
        take, given = entry.get("take", {}), entry.get("given", {})
        tables = isinstance(take, dict) and isinstance(given, dict)
        if entry.get("on") not in states or not _is_said(entry.get("kind")) or not tables:
            self._fail("follow_up", "on = a state, kind = another kind, take and given = tables of answers are expected")
        return FollowUp(entry["on"], entry["kind"], take, given)

    def _state(self, code: str, entry: Any) -> RecordState:
        key = f"states.{code}"
        tone = entry.get("tone", "neutral") if isinstance(entry, dict) else ""
        if tone not in TONES:
            self._fail(key, f"one of {', '.join(TONES)} is expected")
        edit = frozenset(self._listed(entry.get("edit", sorted(_ROLES)), f"{key}.edit", _HATS))
        return RecordState(code, self._label(entry, key), tone, entry.get("final") is True, edit, entry.get("void") is True)

    def _moves(self, index: int, entry: Any, states: Mapping[str, RecordState]) -> list[Move]:
        key = f"moves[{index}]"
        if not isinstance(entry, dict) or entry.get("to") not in states:
            self._fail(key, "from, to, hats and label of known states are expected")
        from_ = entry.get("from")
        starts = self._listed([from_] if isinstance(from_, str) else from_, f"{key}.from", states)
        worn = frozenset(self._listed(entry.get("hats"), f"{key}.hats", _HATS))
        needs = dict(self._need(one, f"{key}.needs") for one in entry.get("needs", ()))
        label = self._label(entry.get("label"), f"{key}.label")
        return [Move(start, entry["to"], worn, label, needs, entry.get("complete") is True) for start in starts]

    def _need(self, entry: Any, key: str) -> tuple[str, Label]:
        if entry == REASON:
            return REASON, Label("原因", "Reason")
        if not isinstance(entry, dict) or not _is_said(entry.get("name")):
            self._fail(key, f'"{REASON}", or a name with words in zh and en, is expected')
        return str(entry["name"]), self._label(entry, key)

    def _text(self, key: str) -> str:
        value = self._table.get(key)
        if not isinstance(value, str) or not value:
            self._fail(key, "text is expected")
        return value

    def _dict(self, key: str) -> Mapping[str, Any]:
        value = self._table.get(key, {})
        if not isinstance(value, dict):
            self._fail(key, "a table is expected")
        return value

    def _names(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        return self._listed(self._table.get(key, []), key, known)

    def _listed(self, value: Any, key: str, known: Iterable[str]) -> tuple[str, ...]:
        possible = sorted(known)
        if not isinstance(value, list) or any(name not in possible for name in value):
            self._fail(key, f"a list of {', '.join(possible)} is expected")
        return tuple(value)

    def _label(self, value: Any, key: str) -> Label:
        if not isinstance(value, dict) or not all(_is_said(value.get(lang)) for lang in ("zh", "en")):
            self._fail(key, "words in zh and en are expected")
        return Label(value["zh"], value["en"])

    def _fail(self, key: str, reason: str) -> NoReturn:
        raise InputFault("kind.invalid", f"{self._source}: {key}: {reason}", source=self._source, key=key)
