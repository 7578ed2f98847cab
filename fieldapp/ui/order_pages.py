"""The pages of one order or record, for the composition root: `AppContext(pages=order_pages)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import CUSTOMER, ORDER, PDF, RECORD, Navigator, PageEntry
from fieldapp.ui.services import UiServices

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.orders import Orders


def due_first(services: UiServices, orders: Orders) -> OrderDetail | None:
    """The order at the top of the list. For a job."""
    from fieldapp.store.records import OrderFilter, Sort

    rows = services.queries.first_rows(OrderFilter(), Sort.DUE, 1, lambda: False)
    return orders.detail(rows[0].id) if rows else None


def order_page(services: UiServices, jobs: Jobs, navigator: Navigator, *, in_steps: bool = False) -> QWidget:
    """At once, or still empty, to be built in steps."""
    from fieldapp.ui.viewmodels.order_page import OrderPageModel
    from fieldapp.ui.views.order_page import OrderPage

    orders = cast("Orders", services.orders)
    model = OrderPageModel(
        orders,
        services.filling,
        services.attachments,
        services.signing.seal,
        services.hand_out,
        jobs,
        services.clock,
        services.handoffs,
    )
    if not in_steps:
        return OrderPage(model, navigator)
    from fieldapp.ui.views.order_ahead import built_ahead

    ahead = partial(built_ahead, form_of=orders.form, an_order=lambda: due_first(services, orders), jobs=jobs)
    return OrderPage(model, navigator, in_steps=True, ahead=ahead)


def order_pages(services: UiServices, jobs: Jobs) -> Sequence[PageEntry]:
    """Order, customer confirmation and PDF; each is imported and built when it is first shown; the order's before that."""

    def customer(navigator: Navigator) -> QWidget:
        from fieldapp.ui.viewmodels.customer_view import CustomerModel
        from fieldapp.ui.views.customer_page import CustomerPage

        model = CustomerModel(
            services.signing,
            services.filling,
            services.attachments,
            services.check_pin,
            jobs,
            services.clock,
            services.reset_pin,
        )
        return CustomerPage(model, navigator)

    def pdf(navigator: Navigator) -> QWidget:
        from fieldapp.ui.viewmodels.pdf_preview import PdfModel
        from fieldapp.ui.views.pdf_page import PdfPage

        return PdfPage(PdfModel(services.signing, jobs), navigator, jobs)

    def record(navigator: Navigator) -> QWidget:
        from fieldapp.ui.viewmodels.record_page import RecordPageModel
        from fieldapp.ui.views.record_page import RecordPage

        assert services.records is not None
        model = RecordPageModel(services.records, services.attachments, services.hand_out, jobs, services.clock)
        return RecordPage(model, navigator)

    records = (PageEntry(RECORD, lambda: tr("记录"), record),) if services.records is not None else ()
    return (
        PageEntry(
            ORDER,
            lambda: tr("派工单", "one"),
            partial(order_page, services, jobs),
            begin=partial(order_page, services, jobs, in_steps=True),
        ),
        PageEntry(CUSTOMER, lambda: tr("客户确认"), customer, chrome=False),
        PageEntry(PDF, lambda: tr("PDF"), pdf),
        *records,
    )
