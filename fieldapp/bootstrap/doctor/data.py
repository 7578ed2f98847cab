"""The data: is the database sound, would a backup really come back, does the certificate last, were there crashes."""

from __future__ import annotations

from fieldapp.bootstrap.doctor.case import Case
from fieldapp.crashes import Crashes
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.services.certificates import CERTIFICATE_DAYS, certificate_days, in_force
from fieldapp.services.findings import Finding, Outcome, fail, ok, warn

OLD_BACKUP_H = 48.0
ENDPOINT_FOLDER = "endpoint"
"""Where `fieldapp itsm` keeps its data below this account's own, unless told."""

_DAMAGED = {"store.damaged", "store.missing"}


def database(case: Case) -> Finding:
    """Every page is authenticated and the structure checked (the whole file is read)."""
    if case.store is None:
        return _not_read("database", case)
    found = case.store.check()
    return fail("database.damaged", n=len(found)) if found else ok("database.ok", schema=case.store.schema())


def backups(case: Case) -> Finding:
    """The newest backup is restored into a folder of its own, opened there and thrown away again."""
    if case.store is None:
        return _not_read("backups", case)
    try:
        tried = case.store.rehearse()
    except EnvironmentFault as fault:
        return fail("backups.unreadable", reason=fault.code)
    if tried is None:
        return warn("backups.none")
    age = None if tried.made_at is None else (case.clock.now() - tried.made_at).total_seconds() / 3600
    values = {"orders": tried.orders, "hours": None if age is None else round(age, 1), "n": case.store.backup_count()}
    if tried.problems:
        return fail("backups.unreadable", reason="store.damaged")
    if tried.missing_files:
        return warn("backups.files", missing=tried.missing_files, **values)
    if age is None or not -1 < age < OLD_BACKUP_H:
        return warn("backups.old", **values)
    return ok("backups.ok", **values)


def certificate(case: Case) -> Finding:
    """The certificate that seals: there, in time, not revoked as far as is known."""
    if case.context is None:
        return _not_read("certificate", case)
    held = in_force(case.context)
    days = certificate_days(case.context, held)
    if held is None or days is None:
        return warn("certificate.none")
    if held.standing.revoked:
        return fail("certificate.revoked")
    if days < 0 or held.info.not_before > case.clock.now():
        return fail("certificate.expired", days=int(days))
    return warn("certificate.soon", days=int(days)) if days <= CERTIFICATE_DAYS else ok("certificate.ok", days=int(days))


def files(case: Case) -> tuple[Finding, ...]:
    """Where an endpoint's data lie here: are the files that its database names. On a device there is nothing to say."""
    from fieldapp.itsm.config import DATABASE, EndpointConfig
    from fieldapp.itsm.missing import count

    beside = (case.folder, case.folder / ENDPOINT_FOLDER)
    folder = case.folder if case.endpoint_db else next((one for one in beside if (one / DATABASE).is_file()), None)
    if folder is None:
        return ()
    found = count(EndpointConfig(folder, case.endpoint_db))
    if found.missing:
        return (fail("files.missing", missing=found.missing, n=found.looked),)
    return (ok("files.ok", n=found.looked),)


def crashes(case: Case) -> Finding:
    """Reports of crashes that are kept here."""
    found = len(Crashes(case.folder).notes())
    return warn("crashes.some", n=found) if found else ok("crashes.none")


def _not_read(check: str, case: Case) -> Finding:
    """Why a check of the store could not be made."""
    fault: Fault | None = case.no_store
    if fault is None:
        return ok(f"{check}.nothing-yet")
    if check == "database" and fault.code in {*_DAMAGED, "store.wrong-key", "store.newer"}:
        return fail(f"database.{fault.code.removeprefix('store.')}")
    return Finding(f"{check}.not-read", Outcome.WARN, {"reason": fault.code})
