"""The pages of the rail, bound to their view models. Imported after the window's first paint."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldapp.domain.records import JSON
from fieldapp.settings import Settings
from fieldapp.ui.background.escalation_clock import EscalationClock
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.sync_runner import SyncRunner
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.navigation import (
    DOCUMENTS,
    INTAKE,
    KNOWLEDGE,
    MAJOR,
    ORDERS,
    RECORDS,
    REPORT,
    SETTINGS,
    SYNC,
    TODAY,
    Navigator,
    PageEntry,
)
from fieldapp.ui.services import UiServices
from fieldapp.ui.viewmodels.diagnosis import DiagnosisViewModel
from fieldapp.ui.viewmodels.full_backup import FullBackupViewModel
from fieldapp.ui.viewmodels.orders_list import OrdersListViewModel
from fieldapp.ui.viewmodels.preferences import PreferencesViewModel
from fieldapp.ui.viewmodels.sync_centre import SyncCentreViewModel
from fieldapp.ui.viewmodels.today import TodayViewModel
from fieldapp.ui.viewmodels.updating import UpdateViewModel
from fieldapp.ui.views.diagnosis_card import DiagnosisCard
from fieldapp.ui.views.full_backup_form import FullBackupForm
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.preferences import MoreCards, PreferencesView
from fieldapp.ui.views.sync_centre import SyncView
from fieldapp.ui.views.today import TodayView
from fieldapp.ui.views.update_card import UpdateCard

if TYPE_CHECKING:
    from fieldapp.ui.views.documents_page import DocumentsPage
    from fieldapp.ui.views.intake import IntakeView
    from fieldapp.ui.views.knowledge import KnowledgePage
    from fieldapp.ui.views.major import MajorPage
    from fieldapp.ui.views.records import RecordsView
    from fieldapp.ui.views.report_page import ReportPage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RailPages:
    """What the pages are made from; `parent` owns the view models. `applied` is told of changed settings."""

    services: UiServices
    jobs: Jobs
    runner: SyncRunner
    timetable: EscalationClock
    parent: QObject
    user_name: str
    label_of: Callable[[str], str]
    words_of: Callable[[str, JSON], str | None]
    category_of: Callable[[str], str]
    categories: Callable[[], Sequence[str]]
    applied: Callable[[Settings], None]
    version: str

    def entries(self) -> tuple[PageEntry, ...]:
        """In the order of the rail."""
        records = PageEntry(RECORDS, lambda: tr("记录与台账"), self.records, "database", "Ctrl+6")
        major = PageEntry(MAJOR, lambda: tr("重大事件"), self.major, "critical", "Ctrl+7", short=lambda: tr("重大事件", "rail"))
        documents = PageEntry(DOCUMENTS, lambda: tr("归档与验证"), self.documents, "archive", "Ctrl+4")
        report = PageEntry(REPORT, lambda: tr("报表"), self.report, "chart", "Ctrl+5")
        knowledge = PageEntry(KNOWLEDGE, lambda: tr("知识库"), self.knowledge, "sparkle", "Ctrl+8")
        return (
            PageEntry(TODAY, lambda: tr("今日"), self.today, "today", "Ctrl+1"),
            PageEntry(ORDERS, lambda: tr("派工单"), self.orders, "orders", "Ctrl+2", begin=partial(self.orders, in_steps=True)),
            PageEntry(INTAKE, lambda: tr("新建现场工单"), self.intake),
            *((knowledge,) if self.services.knowledge is not None else ()),
            PageEntry(SYNC, lambda: tr("同步"), self.sync, "sync", "Ctrl+3"),
            *((major,) if self.services.major is not None else ()),
            *((records,) if self.services.records is not None else ()),
            *((documents,) if self.services.documents is not None else ()),
            *((report,) if self.services.reports is not None else ()),
            PageEntry(SETTINGS, lambda: tr("设置"), self.preferences, "settings", "Ctrl+,", at_end=True),
        )

    def today(self, navigator: Navigator) -> TodayView:
        model = TodayViewModel(
            self.services.orders,
            self.jobs,
            self.services.clock,
            recovery=self.services.recovery,
            changed_something=self.runner.local_change,
            seen=self.services.sync.acknowledge,
            parent=self.parent,
        )
        self.runner.changed.connect(model.show_sync)
        self.timetable.looked.connect(lambda _watch: model.refresh())
        model.show_sync(self.runner.state)
        return TodayView(model, navigator, self.runner.run_now)

    def log_recovered(self) -> None:
        """Where half-typed text was brought back, the order's own log says so. The text is safe whether or not this is logged."""
        recovery, filling = self.services.recovery, self.services.filling
        for order in recovery.orders if recovery is not None else ():
            if order.drafts:
                self.jobs.submit(
                    partial(filling.note_recovered, order.order_id, order.drafts),
                    None,
                    lambda error: log.warning("recovery not logged: %s", error),
                    lane=f"order:{order.order_id}",
                )

    def orders(self, navigator: Navigator, *, in_steps: bool = False) -> OrdersView:
        services = self.services
        model = OrdersListViewModel(services.queries, self.jobs, services.clock, settings=services.settings, parent=self.parent)
        self.runner.finished.connect(lambda _report: model.refresh())
        return OrdersView(
            model, navigator, services.clock, category_of=self.category_of, categories=self.categories(), in_steps=in_steps
        )

    def intake(self, navigator: Navigator) -> IntakeView:
        """Imported at its first showing: it brings the form's widgets with it."""
        from fieldapp.ui.viewmodels.intake import IntakeViewModel
        from fieldapp.ui.views.intake import IntakeView

        services = self.services
        changed = self.runner.local_change
        model = IntakeViewModel(services.intake, self.jobs, services.clock, changed_something=changed, parent=self.parent)
        return IntakeView(model, navigator)

    def sync(self, navigator: Navigator) -> SyncView:
        services = self.services
        model = SyncCentreViewModel(
            self.runner,
            services.queries,
            services.sync,
            self.jobs,
            services.clock,
            label_of=self.label_of,
            words_of=self.words_of,
            parent=self.parent,
        )
        return SyncView(model, navigator, user_name=self.user_name)

    def records(self, navigator: Navigator) -> RecordsView:
        """Imported at its first showing."""
        from fieldapp.ui.viewmodels.records_list import RecordsListViewModel
        from fieldapp.ui.views.records import RecordsView

        assert self.services.records is not None
        model = RecordsListViewModel(self.services.records, self.jobs, self.parent)
        self.runner.finished.connect(lambda _report: model.refresh())
        return RecordsView(model, navigator)

    def major(self, navigator: Navigator) -> MajorPage:
        """Imported at its first showing: it brings the form's widgets with it."""
        from fieldapp.ui.viewmodels.major import MajorViewModel
        from fieldapp.ui.views.major import MajorPage
        from fieldapp.ui.widgets.fields import FieldContext

        services = self.services
        assert services.major is not None
        context = services.major.context
        model = MajorViewModel(
            services.major,
            self.jobs,
            form=lambda: context.catalog.latest("major-incident"),
            changed_something=self.runner.local_change,
            parent=self.parent,
        )
        self.runner.finished.connect(lambda _report: model.refresh())
        return MajorPage(model, navigator, FieldContext(lang=language(), now=context.now))

    def knowledge(self, navigator: Navigator) -> KnowledgePage:
        """Imported at its first showing, like the archive."""
        from fieldapp.ui.viewmodels.knowledge import KnowledgeViewModel
        from fieldapp.ui.views.knowledge import KnowledgePage

        services = self.services
        assert services.knowledge is not None
        assert services.records is not None
        model = KnowledgeViewModel(
            services.knowledge,
            services.records,
            self.jobs,
            category_of=self.category_of,
            changed_something=self.runner.local_change,
            parent=self.parent,
        )
        return KnowledgePage(model, navigator)

    def documents(self, _navigator: Navigator) -> DocumentsPage:
        """Imported at its first showing: it brings the archive with it."""
        from fieldapp.ui.documents_pages import documents_page

        assert self.services.documents is not None
        page = documents_page(self.services.documents, self.jobs)
        self.jobs.stopping.connect(page.stop)
        return page

    def report(self, _navigator: Navigator) -> ReportPage:
        """Imported at its first showing, like the archive."""
        from fieldapp.ui.viewmodels.report_page import ReportViewModel
        from fieldapp.ui.views.report_page import ReportPage

        assert self.services.reports is not None
        return ReportPage(ReportViewModel(self.services.reports, self.jobs))

    def preferences(self, _navigator: Navigator) -> PreferencesView:
        services = self.services
        model = PreferencesViewModel(
            services.settings,
            services.upkeep,
            services.signer,
            self.jobs,
            services.clock,
            applied=self.applied,
            parent=self.parent,
        )
        return PreferencesView(model, self._more_cards())

    def _more_cards(self) -> MoreCards:
        """Checks, bundle, full backup and updates, where there is somebody who makes them."""
        left: tuple[QWidget, ...] = ()
        right: tuple[UpdateCard, ...] = ()
        storage: tuple[QWidget, ...] = ()
        if self.services.updates is not None:
            right = (UpdateCard(UpdateViewModel(self.services.updates, self.jobs, self.version, parent=self.parent)),)
        if self.services.diagnosis is not None:
            checks = DiagnosisCard(DiagnosisViewModel(self.services.diagnosis, self.jobs, parent=self.parent))
            for update in right:
                checks.bundle.asking.connect(update.step_back)
            left = (checks,)
            whole = FullBackupViewModel(self.services.diagnosis, self.jobs, parent=self.parent)
            self.jobs.stopping.connect(whole.stop)
            storage = (FullBackupForm(whole),)
        return MoreCards(left, right, storage)
