"""The quarterly report (§4.6, §6.2.11) for managers: its tables as a page, the files of it as downloads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from fieldapp.errors import InputFault
from fieldapp.itsm import report_source
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web.guard import Reporter, Visitor
from fieldapp.itsm.web.pages import page
from fieldapp.report.cells import Table
from fieldapp.report.content import Dimension, Report
from fieldapp.report.notes import notes
from fieldapp.report.output import Format, file_name, render
from fieldapp.report.quarter import Quarter
from fieldapp.report.tables import Tables
from fieldapp.report.words import words

router = APIRouter()
FRESH: Final = timedelta(minutes=5)
KEPT: Final = 8
BACK: Final = 12
"""Quarters that the page offers."""
_MEDIA: Final = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


class Reports:
    """Reports made a moment ago: page and files of one look say the same."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._made: OrderedDict[Quarter, tuple[datetime, Report]] = OrderedDict()
        self._lock = Lock()

    def of(self, quarter: Quarter) -> Report:
        """Reads every order when it is not fresh: never call it from the event loop. One at a time."""
        with self._lock:
            now = self._endpoint.clock.now()
            made = self._made.get(quarter)
            if made is None or now - made[0] >= FRESH:
                made = (now, report_source.report(self._endpoint, self._endpoint.profile, quarter, now))
                self._made[quarter] = made
                self._made.move_to_end(quarter)
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            return made[1]


@router.get("/report")
def show(request: Request, visitor: Reporter, quarter: Annotated[str, Query(max_length=8)] = "") -> Response:
    this = Quarter.of(visitor.now, visitor.endpoint.office)
    asked = _asked(quarter, this.shifted(-1))
    made = _reports(request).of(asked)
    values: dict[str, Any] = {
        "quarter": str(asked),
        "quarters": [str(this.shifted(-back)) for back in range(BACK)],
        "tables": [table.on_page() for table in _tables(made, visitor)],
        "notes": list(notes(made, words(visitor.lang))),
        "formats": [kind.value for kind in Format],
        "as_of": made.as_of,
    }
    return page(visitor, "report.html", **values)


@router.get("/report/file")
def download(
    request: Request,
    visitor: Reporter,
    quarter: Annotated[str, Query(max_length=8)],
    form: Annotated[str, Query(alias="format", max_length=8)] = "pdf",
) -> Response:
    if form not in set(Format):
        raise Problem(Code.NOT_FOUND, "no such format")
    this = Quarter.of(visitor.now, visitor.endpoint.office)
    made, kind = _reports(request).of(_asked(quarter, this.shifted(-1))), Format(form)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(made, kind)}"'}
    return Response(render(made, kind, visitor.lang), media_type=_MEDIA[kind], headers=headers)


def _asked(text: str, usual: Quarter) -> Quarter:
    try:
        return Quarter.parse(text) if text else usual
    except InputFault as fault:
        raise Problem(Code.NOT_FOUND, str(fault)) from fault


def _reports(request: Request) -> Reports:
    found: Reports = request.app.state.reports
    return found


def _tables(made: Report, visitor: Visitor) -> Iterator[Table]:
    tables = Tables(made, words(visitor.lang))
    yield tables.summary()
    yield tables.trend()
    yield tables.flow()
    yield tables.times()
    for dimension in Dimension:
        yield tables.breakdown(dimension)
    yield tables.quality()
    yield tables.satisfaction()
