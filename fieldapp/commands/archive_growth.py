"""`fieldapp archive stamp|renew|countersign`: what time asks of an archive. Each writes new files and lines, none is changed."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.clock import SystemClock
from fieldapp.commands import archive_report as report
from fieldapp.errors import Fault, InputFault
from fieldapp.forms.signing.report import read_file

if TYPE_CHECKING:
    from fieldapp.archive.growth import Grow, Proofs
    from fieldapp.archive.intake import Intake
    from fieldapp.forms.signing.extend import Stamper

PASSWORD = "FIELDAPP_P12_PASSWORD"  # noqa: S105 - the name of an environment variable
ENDPOINT_PASSWORD = "FIELDAPP_ITSM_PASSWORD"  # noqa: S105


def register(actions: Any, action: Callable[[Any, str, str, Any], argparse.ArgumentParser]) -> None:
    stamping = action(actions, "stamp", "timestamps for files that have none", stamp)
    renewing = action(actions, "renew", "another timestamp before the last one's certificate ends", renew)
    renewing.add_argument("--within", type=_days, default=_days("90"), metavar="DAYS", help="ends within (default 90 days)")
    for parser in (stamping, renewing):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--tsa", metavar="URL", help="the timestamp authority (RFC 3161 over HTTP)")
        source.add_argument("--endpoint", metavar="URL", help=f"our endpoint gives the time; password: {ENDPOINT_PASSWORD}")
        parser.add_argument("--user", default="desk", help="user at our endpoint (default desk)")
        parser.add_argument("--tsa-ca", default="", metavar="FILE", help="CA of the https address (default: the system's)")
        parser.add_argument(
            "--crl", type=Path, action="append", default=[], metavar="FILE", help="revocation lists to keep inside"
        )
        parser.add_argument(
            "--fetch-crl",
            choices=("public", "anywhere"),
            help="also fetch the lists that certificates name: from the internet only, or from the own network, too",
        )
        parser.add_argument("--certificate", type=Path, action="append", default=[], metavar="FILE", help="certificates to keep")
    signing = action(actions, "countersign", "the back office's signature for files that have only the engineer's", countersign)
    signing.add_argument("--identity", type=Path, required=True, metavar="FILE.p12", help="key and certificate (PKCS#12)")
    signing.add_argument("--issuers", type=Path, metavar="FILE", help="certificates of its issuers, where the file lacks them")
    signing.add_argument(
        "--password-file", type=Path, metavar="FILE", help=f"its password (default: ${PASSWORD}, else asked for)"
    )
    signing.add_argument("--reason", default="归档复核", metavar="TEXT", help="what the signature is for (default 归档复核)")
    for parser in (stamping, renewing, signing):
        parser.add_argument("--trust", type=Path, action="append", required=True, metavar="CA.pem", help="trusted roots (PEM)")
        parser.add_argument("--time-trust", type=Path, action="append", metavar="TSA.pem", help="roots of timestamp authorities")
        parser.add_argument("--number", action="append", default=[], help="only this order (may be repeated)")
        parser.add_argument("--who", default="", metavar="NAME", help="who does it (default: the account and the machine)")


def stamp(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.growth import stamping

    intake = _intake(arguments)
    with _stamper(arguments) as stamper, _proofs(arguments) as proofs:
        return _run(arguments, intake, stamping(stamper, proofs, intake.judge))


def renew(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.growth import renewing

    intake = _intake(arguments)
    with _stamper(arguments) as stamper, _proofs(arguments) as proofs:
        return _run(arguments, intake, renewing(stamper, proofs, intake.judge, SystemClock().now(), arguments.within))


def countersign(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.growth import countersigning
    from fieldapp.forms.signing.pkcs12 import open_file

    intake = _intake(arguments)
    issuers = read_file(arguments.issuers) if arguments.issuers else b""
    identity = open_file(read_file(arguments.identity), _password(arguments), issuers)
    return _run(arguments, intake, countersigning(identity, arguments.reason, SystemClock().now))


def _intake(arguments: argparse.Namespace) -> Intake:
    from fieldapp.archive.identity import account
    from fieldapp.archive.intake import Intake
    from fieldapp.archive.opening import need

    need(arguments.archive)
    trust = [read_file(path) for path in arguments.trust]
    times = [read_file(path) for path in arguments.time_trust] if arguments.time_trust else None
    return Intake(arguments.archive, trust, SystemClock(), arguments.who or account(), timestamp_trust=times)


def _run(arguments: argparse.Namespace, intake: Intake, grow: Grow) -> int:
    from fieldapp.archive import growth

    talk = report.ImportReport(arguments.archive, arguments.lang, arguments.json)
    try:
        for result in growth.run(arguments.archive, intake, grow, numbers=arguments.number):
            talk.add(result)
    except (Fault, KeyboardInterrupt):
        talk.close(stopped=len(talk.results))
        raise
    return talk.close()


@contextmanager
def _stamper(arguments: argparse.Namespace) -> Iterator[Stamper]:
    if arguments.tsa:
        from fieldapp.sync.timestamps import authority_stamper

        yield authority_stamper(arguments.tsa, arguments.tsa_ca)
        return
    from fieldapp.bootstrap.endpoint_time import endpoint_time

    password = os.environ.get(ENDPOINT_PASSWORD)
    if not password:
        raise InputFault("password.missing", f"{ENDPOINT_PASSWORD} is not set")
    with endpoint_time(arguments.endpoint, arguments.user, password, arguments.tsa_ca) as stamper:
        yield stamper


@contextmanager
def _proofs(arguments: argparse.Namespace) -> Iterator[Proofs]:
    """At the end it is said which lists were not to be had."""
    from fieldapp.archive.growth import Proofs
    from fieldapp.archive.list_fetch import ListFetcher
    from fieldapp.downloads import Reach

    certificates, lists = (tuple(read_file(path) for path in paths) for paths in (arguments.certificate, arguments.crl))
    if arguments.fetch_crl is None:
        yield Proofs(certificates, lists)
        return
    fetcher = ListFetcher(Reach(arguments.fetch_crl))
    yield Proofs(certificates, lists, fetcher)
    for address, fault in fetcher.missed.items():
        print(f"{address}: {fault}", file=sys.stderr)


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_file:
        return read_file(arguments.password_file).decode("utf-8", "replace").rstrip("\r\n")
    if (given := os.environ.get(PASSWORD)) is not None:
        return given
    try:
        return getpass.getpass("PKCS#12: ")
    except EOFError as error:
        raise InputFault("password.missing", "a password is needed") from error


def _days(text: str) -> timedelta:
    if not (text.isascii() and text.isdigit() and int(text) <= 36_500):
        raise argparse.ArgumentTypeError("a number of days is expected")
    return timedelta(days=int(text))
