"""`fieldapp bridge`: tickets of another product become orders, what engineers do goes back to the tickets."""

from __future__ import annotations

import argparse
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldapp.sync.bridge.run import Bridge, BridgeReport
    from fieldapp.sync.connectors.check import Finding
    from fieldapp.sync.connectors.logins import Login

TOKEN_VARIABLE = "FIELDAPP_PRODUCT_TOKEN"  # noqa: S105  # the name of a variable
USER_VARIABLE, CLIENT_VARIABLE = "FIELDAPP_PRODUCT_USER", "FIELDAPP_PRODUCT_CLIENT"
CLIENT_SECRET_VARIABLE = "FIELDAPP_PRODUCT_CLIENT_SECRET"  # noqa: S105
PASSWORD_VARIABLE = "FIELDAPP_ITSM_PASSWORD"  # noqa: S105
DEVICE_NAME = "bridge"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("bridge", help="between the endpoint and another ITSM product")
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="which field and state is which (TOML)")
    parser.add_argument("--product", required=True, metavar="URL", help=f"the product; its token is taken from {TOKEN_VARIABLE}")
    parser.add_argument("--endpoint", metavar="URL", help="our endpoint")
    parser.add_argument("--user", default="desk", help=f"desk user at our endpoint (default desk); password: {PASSWORD_VARIABLE}")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the bridge remembers how far it read")
    parser.add_argument("--ca", default="", metavar="FILE", help="a company's own CA (PEM)")
    parser.add_argument("--every", type=float, default=30.0, metavar="SECONDS", help="pause between runs (default 30)")
    parser.add_argument("--once", action="store_true", help="one run; exit code 1 when something needs a person or is left")
    parser.add_argument("--check", action="store_true", help="only say what holds at this product; reads, changes nothing")
    parser.add_argument(
        "--write-test-ticket", action="store_true", help="with --check: also try writing, on a ticket made for it"
    )
    parser.set_defaults(handler=bridge, usage_error=parser.error)


def bridge(arguments: argparse.Namespace) -> int:
    if arguments.check:
        return _check(arguments)
    if arguments.write_test_ticket or not (arguments.endpoint and arguments.data):
        arguments.usage_error("--endpoint and --data are needed, or --check (and --write-test-ticket only with it)")
    from fieldapp.sync.bridge.ledger import Ledger
    from fieldapp.sync.connectors.mapping import load_mapping

    mapping = load_mapping(arguments.mapping)
    ledger = Ledger(arguments.data, mapping.instance)
    try:
        made = _open(arguments, mapping, ledger)
        for words in made.probe():
            print(f"weaker than our own endpoint: {words}", flush=True)
        if arguments.once:
            report = made.run_once()
            _show(report)
            return 0 if report.outcome == "done" and not report.waiting else 1
        _keep_running(made, arguments.every)
    finally:
        ledger.close()
    return 0


def _open(arguments: argparse.Namespace, mapping: Any, ledger: Any) -> Bridge:
    from fieldapp.clock import SystemClock
    from fieldapp.sync.bridge.run import Bridge
    from fieldapp.sync.connectors.native import log_in
    from fieldapp.sync.connectors.opening import open_product
    from fieldapp.sync.transport import Transport

    clock = SystemClock()
    endpoint = log_in(Transport(arguments.endpoint, arguments.ca), arguments.user, _secret(PASSWORD_VARIABLE), DEVICE_NAME, clock)
    product = open_product(mapping, Transport(arguments.product, arguments.ca), _login())
    return Bridge(endpoint, product, mapping, ledger, clock)


def _check(arguments: argparse.Namespace) -> int:
    """Exit code 1 where something does not hold."""
    from fieldapp.sync.connectors.lossy import LossyTransport
    from fieldapp.sync.connectors.mapping import load_mapping
    from fieldapp.sync.connectors.opening import open_product

    line = LossyTransport(arguments.product, arguments.ca)
    product = open_product(load_mapping(arguments.mapping), line, _login())
    held = True
    for finding in _findings(product, load_mapping(arguments.mapping), line, writing=arguments.write_test_ticket):
        print(f"{SIGNS[finding.held]} {finding.what}" + (f": {finding.words}" if finding.words else ""), flush=True)
        held = held and finding.held is not False
    print("everything tried holds" if held else "not everything holds: see the lines with NO", flush=True)
    return 0 if held else 1


def _findings(product: Any, mapping: Any, line: Any, *, writing: bool) -> Iterator[Finding]:
    from fieldapp.sync.connectors.check import Check
    from fieldapp.sync.connectors.check_writing import WritingCheck

    check = Check(product, mapping)
    yield from check.reading()
    if writing and check.cursor is not None:
        yield from WritingCheck(check, line).writing()


SIGNS = {True: "ok", False: "NO", None: "--"}


def _login() -> Login:
    """Who the bridge is at the product: a key alone, or with a user, or with a registered application."""
    from fieldapp.sync.connectors.logins import Login

    user, client = os.environ.get(USER_VARIABLE, ""), os.environ.get(CLIENT_VARIABLE, "")
    secret = os.environ.get(CLIENT_SECRET_VARIABLE, "")
    # an application that logs in as itself has no token of its own
    token = os.environ.get(TOKEN_VARIABLE, "") if secret and not user else _secret(TOKEN_VARIABLE)
    return Login(token, user, client, secret)


def _secret(variable: str) -> str:
    """Only from the environment: an argument would be in the list of processes."""
    value = os.environ.get(variable, "")
    if not value:
        raise InputFault("password.missing", f"{variable} is not set")
    return value


def _keep_running(made: Bridge, pause_s: float) -> None:
    stop = threading.Event()
    while True:
        report = made.run_once()
        _show(report)
        stop.wait(max(pause_s, report.wait_s))


def _show(report: BridgeReport) -> None:
    done = report.counts
    parts = (
        f"{done.dispatched} dispatched",
        f"{done.opened} tickets opened",
        f"{done.to_orders} changes to orders",
        f"{done.to_tickets} to tickets",
        f"{done.notes} notes",
        f"{done.files} files",
        f"{report.waiting} waiting",
    )
    print(f"{report.outcome}: {', '.join(parts)}" + (f"; {report.problem}" if report.problem else ""), flush=True)
    for order_id, reason in report.attention:
        print(f"  {order_id}: {reason}", flush=True)
