"""知识库: what is looked for, what was found, and the article that is being read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.domain import kinds
from fieldapp.forms.presentation import Block, blocks
from fieldapp.services.knowledge import KIND, REWORKED
from fieldapp.ui import timewords
from fieldapp.ui.background.jobs import Job, Jobs
from fieldapp.ui.i18n import aside, dotted, language, tr
from fieldapp.ui.models.records_model import RecordRow, RecordsModel
from fieldapp.ui.viewmodels.base import Notice, ViewModel
from fieldapp.ui.vocabulary import record_state_look

if TYPE_CHECKING:
    from fieldapp.domain.versions import Version
    from fieldapp.services.knowledge import Article, Knowledge, Reading
    from fieldapp.services.records import Records

SEARCH_DELAY_MS = 120
LANE = "knowledge"


@dataclass(frozen=True, slots=True)
class KnowledgeState:
    """`order_id`: the order for which an article is looked up. `total` None: the first answer is awaited."""

    text: str = ""
    unfinished: bool = False
    order_id: str = ""
    total: int | None = None
    article: Article | None = None
    blocks: tuple[Block, ...] = ()
    editions: tuple[str, ...] = ()
    chosen: int = 0
    busy: bool = False
    notice: Notice | None = None


def edition(version: Version) -> str:
    """Number, day, who published it."""
    day = f"{timewords.local(version.at):%Y-%m-%d}"
    return tr("第 {number} 版 · {day} · {by}", number=version.number, day=day, by=version.by)


def standing(reading: Reading) -> str:
    """What is read now: the version in force, or a text that nobody has published yet."""
    if not reading.versions:
        return tr("尚未发布")
    words = edition(reading.versions[-1])
    return aside(words, tr("正在修订")) if reading.article.state in REWORKED else words


class KnowledgeViewModel(ViewModel[KnowledgeState]):
    """Every question runs in a job; an answer that is no longer wanted is dropped. `written`: a new article has this id."""

    written = Signal(str)

    def __init__(
        self,
        knowledge: Knowledge,
        records: Records,
        jobs: Jobs,
        *,
        category_of: Callable[[str], str] = str,
        changed_something: Callable[[], object] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(KnowledgeState(), parent)
        self._knowledge, self._records, self._jobs = knowledge, records, jobs
        self._category_of, self._changed_something = category_of, changed_something
        self.model: RecordsModel[Article] = RecordsModel(self.describe, self)
        self._running: Job[tuple[Article, ...]] | None = None
        self._reading: Reading | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(self.refresh)

    def begin(self, order_id: str) -> None:
        """The page is shown, for an order or for itself."""
        self.show(replace(self.state, order_id=order_id, notice=None))
        self.refresh()

    def search(self, text: str) -> None:
        """Look for a text a moment after the last key."""
        self.show(replace(self.state, text=text))
        self._delay.start()

    def show_unfinished(self, on: bool) -> None:
        """Drafts and what waits for its review instead of what is published."""
        self.show(replace(self.state, unfinished=on, article=None, blocks=()))
        self.refresh()

    def refresh(self) -> None:
        if self._running is not None:
            self._running.cancel()
        asked = self.state
        self._running = self._jobs.submit(
            lambda: self._knowledge.search(asked.text, unfinished=asked.unfinished, order_id=asked.order_id),
            self._found,
            self._failed,
        )

    def choose(self, article_id: str) -> None:
        """Read an article."""
        self._jobs.submit(lambda: self._knowledge.read(article_id), self._read, self._failed, lane=LANE)

    def use(self, article_id: str) -> None:
        """The order names it from now on."""
        self._do(lambda: self._knowledge.use(self.state.order_id, article_id))

    def leave_out(self, article_id: str) -> None:
        """It did not help."""
        self._do(lambda: self._knowledge.leave(self.state.order_id, article_id))

    def write(self) -> None:
        """Begin a new article; it is a draft until it is submitted."""
        self._jobs.submit(lambda: self._records.create(KIND), self._on_written, self._failed, lane=LANE)

    def describe(self, article: Article) -> RecordRow:
        solved = tr("已解决 {n} 次", n=article.solved) if article.solved else ""
        return RecordRow(
            look=record_state_look(kinds.get(KIND).states[article.state], language()),
            title=article.title or article.number,
            second=article.symptom.replace("\n", " "),
            third=dotted((article.number, self._category_of(article.category), article.keywords, solved)),
            side=tr("已用于本单") if article.used else "",
        )

    def _do(self, work: Callable[[], None]) -> None:
        self.show(replace(self.state, busy=True, notice=None))
        self._jobs.submit(work, self._on_done, self._failed, lane=LANE)

    def _on_done(self, _result: None) -> None:
        self.show(replace(self.state, busy=False))
        self._changed_something()
        self.refresh()

    def _on_written(self, article_id: str) -> None:
        self._changed_something()
        self.written.emit(article_id)

    def _found(self, found: tuple[Article, ...]) -> None:
        self.model.show(found, self.state.text)
        now = self.state
        ids = [one.id for one in found]
        reading = now.article is not None and now.article.id in ids
        kept = next((one for one in found if now.article is not None and one.id == now.article.id), None)
        self.show(replace(now, total=len(found), article=kept, blocks=now.blocks if reading else (), busy=False))
        if kept is None and found:
            self.choose(found[0].id)

    def _read(self, reading: Reading) -> None:
        shown = next((one for one in self.model.records if one.id == reading.article.id), None)
        if shown is not None:
            self._reading = reading
            older = tuple(edition(version) for version in reversed(reading.versions[:-1]))
            self.show(
                replace(self.state, article=shown, editions=(standing(reading), *older), chosen=0, blocks=self._laid_out(0))
            )

    def choose_edition(self, index: int) -> None:
        """Read an older version; 0 is the one in force."""
        self.show(replace(self.state, chosen=index, blocks=self._laid_out(index)))

    def _laid_out(self, index: int) -> tuple[Block, ...]:
        reading = self._reading
        if reading is None:
            return ()
        content = reading.content
        if index:
            content = content | {"answers": reading.versions[-1 - index].content or {}}
        return blocks(reading.definition, content, language(), "print")

    def _failed(self, error: Exception) -> None:
        self.show(replace(self.state, busy=False, notice=self.failure(error)))
