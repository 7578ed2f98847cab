"""What 设置 shows of this device, and a backup on demand."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from fieldapp import __version__
from fieldapp.services.certificates import certificate_info, in_force
from fieldapp.services.context import Context
from fieldapp.services.identities import Identities
from fieldapp.services.overview import UpkeepView
from fieldapp.services.shipped import FORM
from fieldapp.services.tailoring import tailoring_view

log = logging.getLogger(__name__)
STEPS = 4
"""A few milliseconds each."""


class Upkeep:
    """Storage, backup, certificate."""

    def __init__(self, context: Context, identities: Identities | None = None) -> None:
        self.context = context
        self.identities = identities or Identities(context)

    def view(self) -> UpkeepView:
        context = self.context
        folder, form = context.store.folder, context.catalog.latest(FORM)
        held = in_force(context)
        return UpkeepView(
            data_dir=str(folder.parent),
            data_size=size_of(folder),
            free_bytes=shutil.disk_usage(folder).free,
            backups=context.store.backup_count(),
            last_backup_at=context.store.newest_backup_at(),
            certificate=certificate_info(context, held) if held else None,
            signer_unlocked=self.identities.unlocked(),
            form_title=form.title,
            form_version=form.version,
            profile_name=context.profile.title,
            profile_version=context.profile.version,
            user_name=context.session.actor.name,
            device_name=context.session.device_name,
            device_id=context.session.device_id,
            program_version=__version__,
            tailoring=tailoring_view(context),
        )

    def backup_now(self) -> None:
        """Make a backup and prove that it opens. Raises EnvironmentFault `disk.full|store.*`."""
        self.context.store.backup()

    def catch_up(self) -> bool:
        """A few steps of what saving and sync left to be done for the search; True while there is more."""
        return all(self.context.store.catch_up() for _ in range(STEPS))

    def backup_if_due(self) -> bool:
        """The daily backup and tidying; True when a backup was made."""
        self.context.store.discard()
        if not self.context.store.backup_due():
            return False
        self.context.store.backup()
        log.info("backup made, %d kept; %d files no longer needed", self.context.store.backup_count(), self.context.store.tidy())
        return True


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; files that vanish meanwhile do not count."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
