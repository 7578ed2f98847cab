"""归档与验证 by hand: PDFs are dropped and judged, an archive is started, filled and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import DOCUMENTS
from fieldapp.ui.pilot.hand import Hand
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.archive_state import Depth, Work
from fieldapp.ui.views.documents_page import ARCHIVE, VERIFY, DocumentsPage

Picture = Callable[[str], None]


def look_at_documents(hand: Hand, shell: Shell, picture: Picture, inbox: Path, archive: Path) -> None:
    """`inbox` holds PDFs of all kinds, `archive` is where an archive is started."""
    hand.click(shell.rail.buttons[DOCUMENTS])
    hand.rest(0.6)
    page = shell.page(DOCUMENTS)
    assert isinstance(page, DocumentsPage)
    verify(hand, page, picture, inbox)
    page.tabs.setCurrentIndex(ARCHIVE)
    hand.rest()
    picture("archive-none")
    fill_archive(hand, page, picture, inbox, archive)
    page.tabs.setCurrentIndex(VERIFY)


def verify(hand: Hand, page: DocumentsPage, picture: Picture, inbox: Path) -> None:
    model = page.verifying
    hand.wait(lambda: model.state.roots is not None, "the trusted roots")
    picture("verify-empty")
    hand.drop(page, inbox)
    hand.wait(lambda: model.state.total > 0 and not model.state.running, "the verdicts")
    judged = [checked.verdict is not None and checked.verdict.valid for checked in model.model.records]
    for valid, name in ((True, "verify-valid"), (False, "verify-not-valid")):
        if valid in judged:
            page.verify.list.selectRow(judged.index(valid))
            hand.rest(0.2)
            picture(name)


def fill_archive(hand: Hand, page: DocumentsPage, picture: Picture, inbox: Path, archive: Path) -> None:
    model = page.archiving
    archive.mkdir(parents=True, exist_ok=True)
    hand.drop(page, archive)
    hand.wait(lambda: bool(model.state.offered), "the offer to start an archive")
    hand.click_words(page, tr("在这里新建档案"))
    hand.wait(lambda: model.state.open and model.state.task is None, "the new archive")
    hand.drop(page, inbox)
    hand.wait(lambda: bool(model.state.outcomes) and model.state.task is None, "the import")
    hand.rest(0.3)
    picture("archive-import")
    page.archive.list.selectRow(0)
    model.check(Depth.SEALS)
    hand.wait(lambda: model.state.check is not None and model.state.task is None, "the check")
    hand.rest(0.2)
    picture("archive-check")
    model.ask_growth(Work.COUNTERSIGN)
    hand.rest(0.2)
    picture("archive-grow")
