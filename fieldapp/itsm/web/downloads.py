"""Tables for office programs: choose one, a month and a format (§4.3, §9)."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from fieldapp.itsm.exports import plans, table
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.sheets import to_csv, to_xlsx
from fieldapp.itsm.web.documents import month
from fieldapp.itsm.web.guard import Worker
from fieldapp.itsm.web.pages import page

router = APIRouter()
FORMATS: Final = {
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}


@router.get("/exports")
def choose(visitor: Worker) -> Response:
    names = [(name, plan.title.get(visitor.lang)) for name, plan in plans().items()]
    return page(visitor, "exports.html", names=names, month=month(visitor, "")[0])


@router.get("/exports/table")
def download(
    visitor: Worker,
    name: Annotated[str, Query(max_length=40)],
    month_: Annotated[str, Query(alias="month", max_length=10)] = "",
    form: Annotated[str, Query(alias="format", max_length=8)] = "xlsx",
) -> Response:
    if form not in FORMATS or name not in plans():
        raise Problem(Code.NOT_FOUND, "no such table")
    asked, since, until = month(visitor, month_)
    sheet = table(visitor.endpoint, visitor.listing, name, since, until, visitor.lang)
    write, media = FORMATS[form]
    called = f"{sheet.title}-{asked}.{form}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(called, safe='')}"}
    return Response(write(sheet), media_type=media, headers=headers)
