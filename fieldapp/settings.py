"""What a person or an administrator may choose; kept as `settings.json` in the data folder, never holding a secret."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from fieldapp.errors import InputFault
from fieldapp.files import write_atomically

FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices with their defaults. `theme`: light | dark | contrast; `language`: zh | en; `scale` in per cent.

    `signer`: device | pkcs12 | pkcs11; `signer_file` the PKCS#12 file, `signer_module` the token's driver, `signer_token` and
    `signer_certificate` names on it where there are several, `signer_issuers` a PEM file with the certificates above it and,
    where there are any, revocation lists. Its password or PIN is in the vault, never here.
    """

    server_url: str = ""
    user_name: str = ""
    language: str = "zh"
    theme: str = "light"
    scale: int = 100
    sync_every_s: int = 120
    sync_paused: bool = False
    files_on_metered: bool = False
    """Photos and PDFs also go over a line that is paid by volume, without being asked for."""
    lock_after_min: int = 10
    """So many minutes of the laptop's sleep, and the PIN is asked for again; 0: never."""
    backups_kept: int = 7
    ca_file: str = ""
    server_pins: list[str] = field(default_factory=list)
    """The keys that the endpoint may have, current and next (`sync/pins.py`); empty: any that is trusted."""
    signer: str = "device"
    signer_file: str = ""
    signer_module: str = ""
    signer_token: str = ""
    signer_certificate: str = ""
    signer_issuers: str = ""
    archive_folder: str = ""
    archive_tsa: str = ""
    """The timestamp authority (RFC 3161 over HTTP) that the archive asks."""
    archive_lists: str = "nobody"
    """Whom the archive may ask for revocation lists: nobody | public | anywhere (`downloads.Reach`)."""
    release_key: str = ""
    """Public key that releases are signed with (base64); a key that was built into the program comes before it."""
    release_told: str = ""
    """The newer version that the person does not want to hear of on 今日 any more."""
    saved_views: list[dict[str, Any]] = field(default_factory=list)
    """Views of the order list that the person has saved (`ui/viewmodels/saved_views.py`)."""

    @property
    def trust(self) -> tuple[str, tuple[str, ...]]:
        """Whom TLS believes: a company's CA file, and the pinned keys of the endpoint."""
        return self.ca_file, tuple(self.server_pins)

    def changed(self, **values: Any) -> Settings:
        """A copy with some values replaced."""
        return replace(self, **values)


def load_settings(data_dir: Path) -> Settings:
    """Read the file, or the defaults where there is none.

    Raises InputFault `settings.broken` when the file is not readable as settings; it is never overwritten in that case.
    """
    path = data_dir / FILE_NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise InputFault("settings.broken", f"cannot read {path}: {error}", path=str(path)) from error
    known = {one.name: one for one in fields(Settings)}
    if not isinstance(raw, dict):
        raise InputFault("settings.broken", f"{path}: an object is expected", path=str(path))
    values = {name: value for name, value in raw.items() if name in known}
    for name, value in values.items():
        expected = type(getattr(Settings(), name))
        if type(value) is not expected:
            raise InputFault("settings.broken", f"{path}: {name} must be {expected.__name__}", path=str(path))
    return Settings(**values)


def save_settings(data_dir: Path, settings: Settings) -> None:
    """Write the file so that a power cut leaves either the old or the new one."""
    write_atomically(data_dir / FILE_NAME, json.dumps(asdict(settings), ensure_ascii=False, indent=2).encode() + b"\n")
