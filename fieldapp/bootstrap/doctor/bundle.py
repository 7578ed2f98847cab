"""The diagnostics bundle: one zip of plain text for whoever helps, with nothing personal in it.

Every part is built from numbers, codes and versions by name; nothing is copied and then cleaned. Before it is saved the person
sees the parts and may read each of them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fieldapp import crashes, logs
from fieldapp.bootstrap.doctor.case import Case
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.files import write_atomically
from fieldapp.services.findings import Finding
from fieldapp.services.shipped import FORM, shipped_catalog, shipped_profile

SHOWN_SETTINGS = ("language", "theme", "scale", "sync_every_s", "sync_paused", "backups_kept", "signer")
"""Choices that name nobody and no place; of the others only whether they are set."""

SET_OR_NOT = (
    "user_name",
    "ca_file",
    "server_pins",
    "signer_file",
    "signer_module",
    "signer_issuers",
    "archive_folder",
    "saved_views",
)
LOG_LINES = 5000


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the bundle. `key` names it for the words: doctor | versions | settings | sync | log | crash."""

    key: str
    name: str
    data: bytes


def collect(case: Case, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Everything that goes in, as it goes in."""
    return (
        Part("doctor", "doctor.json", as_json([asdict(finding) for finding in findings])),
        Part("versions", "versions.json", as_json(versions(case))),
        Part("settings", "settings.json", as_json(settings(case))),
        Part("sync", "sync.json", as_json(sync_state(case))),
        Part("log", "program.log", "".join(f"{line}\n" for line in logs.tail(case.folder, LOG_LINES)).encode()),
        *(
            Part("crash", f"crashes/{note.path.name}", note.path.read_bytes())
            for note in crashes.Crashes(case.folder).notes()
            if note.path.is_file()
        ),
    )


def save(parts: Sequence[Part], path: Path) -> None:
    """Write the zip, whole or not at all. Raises EnvironmentFault `bundle.unwritable`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in parts:
            bundle.writestr(part.name, part.data)
    try:
        write_atomically(path, out.getvalue())
    except OSError as error:
        raise EnvironmentFault("bundle.unwritable", f"cannot write {path}: {error.strerror}", path=str(path)) from error


def versions(case: Case) -> dict[str, Any]:
    """Program, libraries below it, store, form and process."""
    schema = ""
    if case.store is not None:
        try:
            schema = case.store.schema()
        except Fault as fault:
            schema = fault.code
    form = shipped_catalog().latest(FORM)
    return {
        **crashes.versions(),
        "store_schema": schema,
        "form": f"{form.id} v{form.version}",
        "profile": str(shipped_profile().version),
    }


def settings(case: Case) -> dict[str, Any]:
    """What is chosen, without names, addresses and paths."""
    found = {name: getattr(case.settings, name) for name in SHOWN_SETTINGS}
    found |= {f"{name}_set": bool(getattr(case.settings, name)) for name in SET_OR_NOT}
    try:
        scheme = urlsplit(case.settings.server_url).scheme
    except ValueError:
        scheme = "unreadable"
    return found | {"server": scheme if scheme in {"", "http", "https"} else "other"}


def sync_state(case: Case) -> dict[str, Any]:
    """How much waits and why, by code."""
    if case.context is None:
        return {"read": False, "reason": case.no_store.code if case.no_store else None}
    with case.context.store.reading() as work:
        unreadable = Counter(str(logs.code(entry.get("code"))) for entry in (work.meta.get("unreadable") or {}).values())
        facts = {name: work.meta.get(name) for name in ("not_before", "clock", "trust_at")}
        connected = {name: work.meta.get(name) is not None for name in ("instance", "cursor", "certificate", "removals_asked")}
    counts = case.context.store.queries.counts()
    ops = [op for item in case.context.store.queries.outbox_items() for op in item.ops]
    problems = Counter(str(logs.code(str((op.problem or {}).get("code")))) for op in ops if op.problem)
    return {
        "read": True,
        "orders": counts.orders,
        "by_state": {state.value: n for state, n in counts.by_state.items()},
        "unsent": counts.unsent,
        "parked": counts.parked,
        "conflicts": counts.conflicts,
        "blobs_waiting": counts.blobs_waiting,
        "operations": Counter(f"{op.kind.value} {op.state.value}" for op in ops),
        "attempts": sum(op.attempts for op in ops),
        "problems": problems,
        "unreadable": unreadable,
        **facts,
        **connected,
    }


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
