"""知识库 (§6.2.3, §6.2.9): articles found offline, and named by the order that they helped to solve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.clock import to_wire
from fieldapp.domain import events, links, versions
from fieldapp.domain.records import JSON, Document, State
from fieldapp.domain.status import Signing
from fieldapp.domain.versions import Version
from fieldapp.forms.answers import visible
from fieldapp.forms.expressions import Scope, is_empty
from fieldapp.forms.schema import FormDefinition
from fieldapp.ids import named_id
from fieldapp.services.changes import Loaded, Patch, change, load
from fieldapp.services.context import Context

KIND: Final = "knowledge-article"
PART: Final = "article"
COUNT: Final = "solved_count"
REFERENCES: Final = "knowledge_refs"
READABLE: Final = frozenset({"PUBLISHED", "REVISION", "SUBMITTED"})
UNFINISHED: Final = frozenset({"DRAFT", "SUBMITTED", "REVISION", "RETIRED"})
REWORKED: Final = READABLE - {"PUBLISHED"}
"""States in which somebody works on the text: what was published before is read until it is published again."""


@dataclass(frozen=True, slots=True)
class Article:
    """One line of the list. `solved`: orders that named it and were solved, as the desk last counted."""

    id: str
    number: str
    title: str
    state: str
    category: str
    keywords: str
    symptom: str
    solved: int
    used: bool
    """The order it is looked up for names it already."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One article: its line, what `forms.presentation.blocks` lays out (the version in force), and all versions, oldest first."""

    article: Article
    definition: FormDefinition
    content: dict[str, JSON]
    versions: tuple[Version, ...] = ()


class Knowledge:
    """Use cases of the knowledge base."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def search(self, text: str = "", *, unfinished: bool = False, order_id: str = "") -> tuple[Article, ...]:
        """Articles with a published version that hold all words of the text, those that solved most first; or those that are
        not finished. Raises RefusedFault `order.unknown`."""
        rows = self.context.store.queries.record_rows(KIND, text, states=UNFINISHED if unfinished else READABLE)
        with self.context.store.reading() as work:
            named = set(links.targets(load(self.context, work, order_id).doc)) if order_id else set()
            stored = [held.doc for held in (work.orders.get(row.id) for row in rows) if held is not None]
        found = [article(doc, used=doc["id"] in named) for doc in stored if unfinished or is_published(doc)]
        return tuple(sorted(found, key=lambda one: -one.solved))

    def read(self, article_id: str) -> Reading:
        """The article as it is read. Raises RefusedFault `order.unknown`."""
        with self.context.store.reading() as work:
            loaded = load(self.context, work, article_id)
        doc, known = loaded.doc, versions.history(events.log(loaded.doc), PART)
        last = known[-1] if known and known[-1].sound else None
        given = last.content if last is not None and last.content is not None and doc["state"] in REWORKED else doc["answers"]
        return Reading(article(doc), loaded.definition, content_of(loaded.definition, given, self.context.now()), known)

    def use(self, order_id: str, article_id: str) -> None:
        """The order names the article, and says so in the form; doing it twice changes nothing. On an order that the customer
        has signed only the link is made: what was signed stays. Raises RefusedFault `order.unknown`, `order.frozen`."""
        with self.context.store.reading() as work:
            target = load(self.context, work, article_id).doc

        def build(loaded: Loaded) -> Patch:
            if article_id in links.targets(loaded.doc):
                return {}
            rows = {links.LINKS: {"put": [links.row(target)]}}
            if open_for_answers(loaded) and not named(loaded.doc, target["number"]):
                rows[REFERENCES] = {"put": [reference(loaded.doc, target)]}
            return {"rows": rows}

        change(self.context, order_id, build)

    def leave(self, order_id: str, article_id: str) -> None:
        """It did not help after all: link and row go. Raises RefusedFault `order.unknown`, `order.frozen`."""
        with self.context.store.reading() as work:
            number = load(self.context, work, article_id).doc["number"]

        def build(loaded: Loaded) -> Patch:
            rows = {links.LINKS: {"drop": [article_id]}} if article_id in links.targets(loaded.doc) else {}
            gone = named(loaded.doc, number) if open_for_answers(loaded) else []
            if gone:
                rows[REFERENCES] = {"drop": gone}
            return {"rows": rows} if rows else {}

        change(self.context, order_id, build)


def content_of(definition: FormDefinition, given: Mapping[str, JSON], now: datetime) -> dict[str, JSON]:
    """The answers of an article, or of a version of it, as `forms.presentation.blocks` lays them out; what is empty is left
    out."""
    seen = visible(definition, Scope(given, "", None, now))
    told = {name: value for name, value in given.items() if name in seen and name != COUNT and not is_empty(value)}
    return {"answers": told, "state": "", "priority": None, "frozen_at": to_wire(now)}


def article(doc: Document, *, used: bool = False) -> Article:
    given = doc["answers"]
    count = given.get(COUNT)
    return Article(
        id=doc["id"],
        number=doc["number"] or "",
        title=str(given.get("title") or ""),
        state=doc["state"],
        category=str(given.get("category") or ""),
        keywords=str(given.get("keywords") or ""),
        symptom=str(given.get("symptom") or ""),
        solved=count if isinstance(count, int) else 0,
        used=used,
    )


def is_published(doc: Document) -> bool:
    return doc["state"] not in REWORKED or bool(versions.history(events.log(doc), PART))


def open_for_answers(loaded: Loaded) -> bool:
    status = loaded.status
    return REFERENCES in loaded.definition and status.signing is Signing.UNSIGNED and status.state is not State.CLOSED


def named(order: Document, number: str) -> list[str]:
    """The rows of the order's form that name an article."""
    return [row["_id"] for row in order["answers"].get(REFERENCES) or () if row.get("article") == number]


def reference(order: Document, target: Document) -> dict[str, object]:
    """The same row on every device that names the same article."""
    row_id = named_id(order["id"], REFERENCES, target["id"])
    return {"_id": row_id, "article": target["number"], "title": target["answers"].get("title") or target["number"]}
