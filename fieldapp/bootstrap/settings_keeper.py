"""Settings of one data folder, for the screens and for whoever opens the folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.settings import Settings, load_settings, save_settings


@dataclass(frozen=True, slots=True)
class SettingsKeeper:
    """Reads and writes the folder's `settings.json`."""

    folder: Path

    def load(self) -> Settings:
        return load_settings(self.folder)

    def save(self, settings: Settings) -> None:
        save_settings(self.folder, settings)
