"""What the page of a record shows: header, steps, form, what it belongs to and what happened. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain import kinds
from fieldapp.domain.records import JSON, ORDER
from fieldapp.forms.schema import Step
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words
from fieldapp.ui.viewmodels.autosave import SaveState
from fieldapp.ui.viewmodels.form_state import Filled, FormState, derive_filled
from fieldapp.ui.viewmodels.order_state import Message, Phase, SaveLine, save_line
from fieldapp.ui.viewmodels.timeline import Entry, tell
from fieldapp.ui.vocabulary import Look, record_look, record_state_look

if TYPE_CHECKING:
    from fieldapp.services.records import RecordDetail


@dataclass(frozen=True, slots=True)
class MoveButton:
    """One step. `needs`: what has to be said with it, name → question; `gaps` > 0: so many answers are missing for it."""

    to: str
    words: str
    needs: Mapping[str, str]
    gaps: int


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An order or record at the other end of a link; `id` is empty where it is not on this device."""

    id: str
    is_order: bool
    words: str
    caption: str


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """The top of the page."""

    number: str
    kind: str
    title: str
    state: Look


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything the page of a record shows, as one value. The first move is the primary one."""

    phase: Phase
    record_id: str = ""
    failure: Words | None = None
    detail: RecordDetail | None = None
    header: RecordHeader | None = None
    form: FormState | None = None
    timeline: tuple[Entry, ...] = ()
    moves: tuple[MoveButton, ...] = ()
    links: tuple[LinkLine, ...] = ()
    saved: SaveLine = field(default_factory=lambda: save_line(SaveState()))
    locked: Words | None = None
    message: Message | None = None
    busy: str = ""
    undoable: tuple[bool, bool] = (False, False)
    """Whether there is something to undo, and to do again."""

    @property
    def read_only(self) -> bool:
        return self.locked is not None


def derive_record(
    detail: RecordDetail,
    unsaved: Mapping[str, JSON],
    save: SaveState,
    now: datetime,
    lang: str,
    *,
    message: Message | None,
    busy: str,
    undoable: tuple[bool, bool] = (False, False),
) -> RecordState:
    """The page of one record at `now`."""
    doc, kind = detail.doc, detail.kind
    filled = Filled(detail.definition, doc["answers"], detail.drafts, doc["state"], None, detail.desk_too, {})
    form = derive_filled(filled, unsaved, Step.CONFIRM if detail.editable else None, now, lang)
    title = str(form.values.get(kind.columns.get("title", "")) or "").strip()
    return RecordState(
        phase=Phase.READY,
        record_id=detail.id,
        detail=detail,
        header=RecordHeader(detail.number, kind.label.get(lang), title or tr("（未填）"), record_state_look(detail.state, lang)),
        form=form,
        timeline=tell(detail.events, detail.definition, lang, detail.read_at.tzinfo, kind),
        moves=tuple(
            MoveButton(
                move.to,
                move.label.get(lang),
                {name: label.get(lang) for name, label in move.needs.items()},
                len(form.missing) if move.complete else 0,
            )
            for move in detail.moves
        ),
        links=link_lines(detail, lang),
        saved=save_line(save),
        locked=lock_words(detail),
        message=message,
        busy=busy,
        undoable=undoable,
    )


def link_lines(detail: RecordDetail, lang: str) -> tuple[LinkLine, ...]:
    """What it belongs to first, then what belongs to it."""
    lines = []
    for link in detail.links:
        is_order = link.kind == ORDER
        found = None if is_order else kinds.every().get(link.kind)
        caption = tr("派工单", "one") if is_order else found.label.get(lang) if found is not None else link.kind
        lines.append(LinkLine(link.id if link.held else "", is_order, link.number or tr("（无编号）"), caption))
    for row in detail.linked_from:
        kind, look = record_look(row, lang)
        lines.append(LinkLine(row.id, False, row.title or row.number, f"{kind} · {look.word}"))
    return tuple(lines)


def lock_words(detail: RecordDetail) -> Words | None:
    """Why nothing can be typed."""
    if detail.frozen:
        return Words(tr("这条记录已不由您负责，只能查看。"), tr("您做过的工作会作为补报送达服务台。"))
    if not detail.editable and not detail.state.final:
        return Words(tr("这条记录由服务台填写，只能查看。"), "", tr("需要补充时请写备注。"))
    if not detail.editable:
        return Words(tr("这条记录已定稿，只能查看。"), "", tr("需要补充时请写备注。"))
    return None
