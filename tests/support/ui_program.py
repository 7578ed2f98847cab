"""The real window over the real use cases of a bench: only gate and sync are fakes, so that no endpoint is needed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from fieldapp.archive.trust import TrustFolder
from fieldapp.bootstrap.documents import SettingsSigner
from fieldapp.bootstrap.window_context import category_codes, category_label
from fieldapp.services.intake import Intake
from fieldapp.services.knowledge import Knowledge
from fieldapp.services.reports import Reports
from fieldapp.services.upkeep import Upkeep
from fieldapp.settings import Settings
from fieldapp.sync.timestamps import authority_stamper
from fieldapp.ui.app import AppContext, Desk, build
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.order_pages import order_pages
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.stages import Stage
from tests.support import ui_fakes as fakes
from tests.support.signing_pdf import company
from tests.support.ui_orders import Bench

PIN = "4826"


def documents_of(bench: Bench) -> DocumentTools:
    """What 归档与验证 needs, in the bench's own folder, trusting the company of the tests."""
    trust = TrustFolder(bench.context.store.folder)
    trust.keep_enrolled([company().root_pem])
    settings = fakes.FakeSettings(Settings())
    return DocumentTools(trust, settings, bench.clock, "李旻@归档室", authority_stamper, SettingsSigner(settings))


def window_over(bench: Bench, stage: Stage = Stage.READY, language: str = "zh") -> MainWindow:
    """The window, with the gate already open or at another `stage`; needs a QApplication. Close it before the bench."""
    bench.access.set_pin(PIN)
    settings = fakes.FakeSettings(Settings(server_url="", sync_paused=True, language=language))
    bundle = fakes.services(
        orders=bench.orders,
        filling=bench.filling,
        intake=Intake(bench.context),
        attachments=bench.attachments,
        signing=bench.signing,
        check_pin=bench.access.check_pin,
        queries=bench.context.store.queries,
        settings=settings,
        clock=bench.clock,
        documents=documents_of(bench),
        reports=Reports(bench.context),
        major=bench.major,
        records=bench.records,
        knowledge=Knowledge(bench.context),
        upkeep=Upkeep(bench.context),
    )
    gate = fakes.FakeGate(at=stage, services=bundle)
    return build(AppContext(gate, settings, bench.clock, "0", order_pages, category_of=category_label, categories=category_codes))


def let_in(desk: Desk) -> None:
    """Where the gate is passed, the turns until the pages are in view."""
    while desk.opening:
        QApplication.processEvents()
