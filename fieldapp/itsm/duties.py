"""What the people of the desk may do (docs/decisions/0020). The role says on which side of the process somebody stands; duties
say which part of the desk's work is theirs. One account may have several."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from fieldapp.domain.records import Role


class Duty(StrEnum):
    """AGENT 服务台坐席, MANAGER 过程负责人或项目经理, ARCHIVIST 档案管理员."""

    AGENT = "agent"
    MANAGER = "manager"
    ARCHIVIST = "archivist"


class Right(StrEnum):
    """What a page, or a request of sync/v1, asks for."""

    WORK = "work"
    """See and change orders, record incidents, dispatch, confirm, return visits, export."""
    CANCEL = "cancel"
    REPORT = "report"
    REVIEW = "review"
    """Decide what goes into the knowledge base."""
    DOCUMENTS = "documents"
    """Sealed work orders: list, verdict, download."""


_RIGHTS: Final = {
    Duty.AGENT: frozenset({Right.WORK, Right.DOCUMENTS}),
    Duty.MANAGER: frozenset(Right),
    Duty.ARCHIVIST: frozenset({Right.DOCUMENTS}),
}


def rights(duties: Iterable[Duty]) -> frozenset[Right]:
    """Everything that somebody with these duties may do."""
    return frozenset[Right]().union(*(_RIGHTS[duty] for duty in duties))


def usual(role: Role) -> frozenset[Duty]:
    """What a new account gets unless it is said otherwise."""
    return frozenset({Duty.AGENT}) if role is Role.DESK else frozenset()


BEFORE_DUTIES: Final = frozenset({Duty.AGENT, Duty.MANAGER})
"""Desk accounts of a database that knew no duties could do everything there was; they keep it."""


def to_text(duties: Collection[Duty]) -> str:
    """As stored: names in the order above."""
    return " ".join(duty.value for duty in Duty if duty in duties)


def from_text(text: str | None) -> frozenset[Duty]:
    """The reverse; a name of a newer program gives nothing."""
    known = {duty.value: duty for duty in Duty}
    return frozenset(known[name] for name in (text or "").split() if name in known)
