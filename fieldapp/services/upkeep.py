"""What 设置 shows of this device, and a backup on demand."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldapp import __version__
from fieldapp.forms.signing.keys import describe
from fieldapp.services.context import Context
from fieldapp.services.overview import CertificateInfo, UpkeepView
from fieldapp.services.shipped import FORM


class Upkeep:
    """Storage, backup, certificate."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def view(self) -> UpkeepView:
        context = self.context
        folder, form = context.store.folder, context.catalog.latest(FORM)
        with context.store.reading() as work:
            pem = work.meta.get("certificate")
        return UpkeepView(
            data_dir=str(folder.parent),
            data_size=size_of(folder),
            free_bytes=shutil.disk_usage(folder).free,
            backups=context.store.backup_count(),
            last_backup_at=context.store.newest_backup_at(),
            certificate=certificate_info(pem.encode()) if pem else None,
            form_title=form.title,
            form_version=form.version,
            profile_name=context.profile.title,
            profile_version=str(context.profile.version),
            user_name=context.session.actor.name,
            device_name=context.session.device_name,
            device_id=context.session.device_id,
            program_version=__version__,
        )

    def backup_now(self) -> None:
        """Make a backup and prove that it opens. Raises EnvironmentFault `disk.full|store.*`."""
        self.context.store.backup()

    def backup_if_due(self) -> bool:
        """The daily backup; True when one was made."""
        if not self.context.store.backup_due():
            return False
        self.context.store.backup()
        return True


def certificate_info(pem: bytes) -> CertificateInfo:
    info = describe(pem)
    return CertificateInfo(info.common_name, info.fingerprint, info.not_before, info.not_after)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; files that vanish meanwhile do not count."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
