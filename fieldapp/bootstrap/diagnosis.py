"""`doctor`, its bundle and the full backup for the window, on the application that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import logs
from fieldapp.bootstrap.application import Application
from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.crashes import Crashes
from fieldapp.ui.services import BundlePart

if TYPE_CHECKING:
    from fieldapp.services.findings import Finding
    from fieldapp.services.full_backup import Made


class WindowDiagnosis:
    """Bound to one open application."""

    def __init__(self, application: Application, folder: Path, watch: CrashWatch | None) -> None:
        self._application, self._folder, self._watch = application, folder, watch

    def examine(self, told: Callable[[Finding], None]) -> tuple[Finding, ...]:
        from fieldapp.bootstrap.doctor.cases import case_of
        from fieldapp.bootstrap.doctor.examination import examine

        return examine(case_of(self._application, self._folder), told)

    def parts(self, findings: Sequence[Finding]) -> tuple[BundlePart, ...]:
        from fieldapp.bootstrap.doctor import bundle
        from fieldapp.bootstrap.doctor.cases import case_of

        return bundle.collect(case_of(self._application, self._folder), findings)

    def save_bundle(self, parts: Sequence[BundlePart], path: Path) -> None:
        from fieldapp.bootstrap.doctor import bundle

        bundle.save([bundle.Part(part.key, part.name, part.data) for part in parts], path)

    def full_backup(self, to: Path, passphrase: str, told: Callable[[int, int], None]) -> Made:
        from fieldapp.services.full_backup import back_up

        return back_up(self._application.context, to, passphrase, told)

    def logs_folder(self) -> Path:
        return self._folder / logs.FOLDER

    def crashes_untold(self) -> int:
        return self._reports().unseen()

    def crashes_fresh(self) -> int:
        return self._reports().fresh

    def crashes_told(self) -> None:
        self._reports().mark_seen()

    def _reports(self) -> Crashes:
        return self._watch.reports if self._watch is not None else Crashes(self._folder)
