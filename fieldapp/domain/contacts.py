"""Who 项目经理, 部门总监 and 公司领导 are (§6.1.4): the people a notice reaches, with their numbers; given by the endpoint."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from fieldapp.domain.profile import AUDIENCES, Profile
from fieldapp.domain.records import Document
from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault

SIDES: Final = ("handling", "desk", "company")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 -]{2,28}[0-9]")
_MAIL: Final = re.compile(r"[^@\s<>,;\x00-\x1f]{1,64}@[^@\s<>,;\x00-\x1f]{1,190}")


@dataclass(frozen=True, slots=True)
class Contact:
    """One person. `side`: of the handling department, of the desk, or of the company. `groups`: the support groups he answers
    for, `contracts`: the contracts; empty: all."""

    id: str
    name: str
    audience: str
    side: str = "company"
    groups: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    phone: str = ""
    mail: str = ""

    @property
    def number(self) -> str:
        """The number as it is dialled."""
        return re.sub(r"[ -]", "", self.phone)


@dataclass(frozen=True, slots=True)
class Contacts:
    """The people, and whether the endpoint can send texts (`sends`)."""

    people: tuple[Contact, ...] = ()
    sends: bool = False

    def of(self, audience: str, doc: Document, profile: Profile) -> tuple[Contact, ...]:
        """Whom an order's notice to an audience reaches: those of its contract where there are any, else everybody who answers
        for its support group. Nobody: the notice is to a role, and a person has to know whom that means."""
        answers = doc.get("answers", {})
        contract = str(answers.get("contract") or "").strip()
        terms = profile.for_contract(contract)
        category = terms.categories.get(str(answers.get("final_category") or answers.get("category") or ""))
        group = category.group if category else ""
        mine = [one for one in self.people if one.audience == audience and (not one.contracts or contract in one.contracts)]
        own = [one for one in mine if one.contracts]
        return tuple(one for one in own or mine if not group or not one.groups or group in one.groups)

    def to_wire(self) -> dict[str, Any]:
        people = [{**asdict(one), "groups": list(one.groups), "contracts": list(one.contracts)} for one in self.people]
        return {"people": people, "sends": self.sends}


def from_wire(value: object) -> Contacts:
    """What an endpoint sent, maybe a newer one: keys and people that this version does not understand are passed over.

    Raises InputFault `contacts.invalid` when it is no list of people at all.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("people"), list):
        raise InputFault("contacts.invalid", "contacts are an object with `people`")
    known = {one.name for one in fields(Contact)}
    people: list[Contact] = []
    for row in value["people"]:
        with contextlib.suppress(InputFault):
            people += read([{name: row[name] for name in known & set(row)}] if isinstance(row, dict) else [], "contacts")
    return Contacts(tuple(people), value.get("sends") is True)


def read(rows: list[Any], source: str) -> tuple[Contact, ...]:
    """People from a list of tables. Raises InputFault `contacts.invalid` that names the source and the key."""
    if not all(isinstance(row, dict) for row in rows):
        raise InputFault("contacts.invalid", f"{source}: people: must be a list of tables", source=source, key="people")
    people = tuple(_person(Table(row, source, f"people[{place}]", "contacts.invalid")) for place, row in enumerate(rows))
    if len({one.id for one in people}) != len(people):
        raise InputFault("contacts.invalid", f"{source}: people: the same id twice", source=source, key="people")
    return people


def _person(table: Table) -> Contact:
    person = Contact(
        id=table.text("id"),
        name=table.text("name"),
        audience=table.one_of("audience", AUDIENCES),
        side=table.one_of("side", SIDES) if "side" in table else "company",
        groups=table.texts("groups") if "groups" in table else (),
        contracts=table.texts("contracts") if "contracts" in table else (),
        phone=_matching(table, "phone", _NUMBER, "a telephone number"),
        mail=_matching(table, "mail", _MAIL, "a mail address"),
    )
    table.done()
    return person


def _matching(table: Table, key: str, pattern: re.Pattern[str], words: str) -> str:
    """An optional text of a shape: numbers and addresses go into requests to a gateway."""
    if key not in table:
        return ""
    value = table.line(key)
    if value and not pattern.fullmatch(value):
        raise table.fault(key, f"{value!r} is not {words}")
    return value
