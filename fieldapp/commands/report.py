"""`fieldapp report --quarter 2026Q3 --out DIR`: the quarterly service report (§4.6, §6.2.11) as PDF, spreadsheet and JSON."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.clock import SystemClock, from_wire
from fieldapp.errors import InputFault

if TYPE_CHECKING:
    from fieldapp.report.collector import Order
    from fieldapp.report.content import Report
    from fieldapp.report.quarter import Quarter

Compile = Callable[["Quarter", datetime, str], "Report"]


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("report", help="the quarterly service report")
    parser.add_argument("--quarter", default="", metavar="2026Q3", help="default: the last one that is over")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files go")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--from", dest="endpoint", type=Path, metavar="DIR", help="an endpoint's data folder (the default, if there)"
    )
    source.add_argument("--url", help="a running endpoint, through a desk login (FIELDAPP_ITSM_PASSWORD, or it is asked for)")
    source.add_argument("--device", type=Path, metavar="DIR", help="a device's data folder: what that engineer has")
    parser.add_argument("--db", default="", metavar="URL", help="with --from: the endpoint's database, if not SQLite")
    parser.add_argument("--user", default="desk", help="with --url: the login name (default desk)")
    parser.add_argument("--customer", default="", metavar="NAME", help="only this customer's orders, named as on them")
    parser.add_argument(
        "--as-of", default="", metavar="TIME", help="as it stood then, e.g. 2026-10-05T09:00+08:00 (default: now)"
    )
    parser.add_argument("--issuer", default="", metavar="COMPANY", help="under the title of the PDF")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of PDF and spreadsheet (default zh)")
    parser.set_defaults(handler=report)


def report(arguments: argparse.Namespace) -> int:
    from fieldapp.report.output import write
    from fieldapp.report.quarter import Quarter
    from fieldapp.services.shipped import shipped_profile

    as_of = _moment(arguments.as_of) if arguments.as_of else SystemClock().now()
    last = Quarter.of(as_of, shipped_profile().zone).shifted(-1)
    quarter = Quarter.parse(arguments.quarter) if arguments.quarter else last
    made = _compiler(arguments)(quarter, as_of, arguments.customer)
    for line in _summary(made, arguments.lang):
        print(line)
    for path in write(made, arguments.out, arguments.lang, arguments.issuer):
        print(path)
    return 0


def _moment(text: str) -> datetime:
    try:
        return from_wire(text)
    except ValueError as error:
        raise InputFault("usage", f"--as-of: {text!r} is no time with an offset, like 2026-10-05T09:00+08:00") from error


def _compiler(arguments: argparse.Namespace) -> Compile:
    from fieldapp import paths

    if arguments.url:
        return lambda *what: _of_remote(arguments, *what)
    default = paths.default_data_dir() / "endpoint"
    if arguments.device is None and (arguments.endpoint or arguments.db or default.is_dir()):
        folder: Path = arguments.endpoint or default
        return lambda *what: _of_endpoint(folder, arguments.db, *what)
    return lambda *what: _of_device(arguments.device or paths.default_data_dir(), *what)


def _of_endpoint(folder: Path, db: str, quarter: Quarter, as_of: datetime, customer: str) -> Report:
    from fieldapp.itsm import report_source
    from fieldapp.itsm.config import EndpointConfig
    from fieldapp.itsm.context import open_endpoint

    config = EndpointConfig(folder, db)
    if not folder.is_dir() or not (db or (folder / "endpoint.db").is_file()):
        raise InputFault("endpoint.folder", f"there is no endpoint in {folder}")
    endpoint = open_endpoint(config)
    try:
        return report_source.report(endpoint, endpoint.profile, quarter, as_of, customer=customer)
    finally:
        endpoint.close()


def _of_remote(arguments: argparse.Namespace, quarter: Quarter, as_of: datetime, customer: str) -> Report:
    from fieldapp.commands.itsm import asked_password
    from fieldapp.itsm.remote import RemoteDesk
    from fieldapp.report.collector import compile_report
    from fieldapp.report.content import Source
    from fieldapp.services.shipped import FORM, shipped_catalog, shipped_profile

    desk = RemoteDesk(arguments.url, arguments.user, asked_password(None))

    def orders() -> Iterator[Order]:
        for doc in desk.documents():
            yield doc, False

    form = shipped_catalog().latest(FORM)
    return compile_report(orders(), shipped_profile(), form, quarter, as_of, Source.REMOTE, customer=customer)


def _of_device(folder: Path, quarter: Quarter, as_of: datetime, customer: str) -> Report:
    """The store as it lies there; a window may be open on it."""
    from fieldapp.bootstrap.doctor.cases import case_of_folder
    from fieldapp.commands.doctor import passphrase
    from fieldapp.services.reports import Reports

    with case_of_folder(folder, SystemClock(), passphrase) as case:
        if case.no_store is not None:
            raise case.no_store
        if case.context is None:
            raise InputFault("report.nothing", f"neither an endpoint nor a device has its data in {folder}", path=str(folder))
        return Reports(case.context).quarter(quarter, as_of, customer=customer)


def _summary(made: Report, lang: str) -> Iterator[str]:
    from fieldapp.report.notes import scope
    from fieldapp.report.tables import Tables
    from fieldapp.report.words import words

    said = words(lang)
    yield f"{said('title')} {made.quarter}"
    yield from scope(made, said)
    for name, now, *_ in Tables(made, said).summary().rows:
        yield f"  {name.text}{said('colon')}{now.text}"
