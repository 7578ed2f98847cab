"""How one reference endpoint is set up. A value object: it travels to worker processes as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

MEGABYTE = 1024 * 1024
DATABASE = "endpoint.db"


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """Folder, database and limits of an endpoint. Sizes in bytes, times in seconds.

    `db_url` empty means SQLite in `data_dir/endpoint.db`; otherwise an SQLAlchemy URL (`postgresql+psycopg://…`).
    """

    data_dir: Path
    db_url: str = ""
    name: str = "fieldapp reference endpoint"
    access_ttl_s: int = 3600
    refresh_ttl_s: int = 90 * 86400
    min_client: str = "0.1.0"
    max_batch_ops: int = 100
    max_batch_bytes: int = MEGABYTE
    max_body_bytes: int = 4 * MEGABYTE
    max_blob_bytes: int = 64 * MEGABYTE
    page_items: int = 500
    page_bytes: int = 4 * MEGABYTE
    login_attempts: int = 10
    login_pause_s: int = 30
    desk_idle_s: int = 30 * 60
    """The desk page logs out whoever has not asked for anything this long …"""
    desk_session_s: int = 12 * 3600
    """… and everybody after this."""
    tsa_url: str = ""
    """A foreign timestamp authority (RFC 3161 over HTTP); empty: the endpoint's own."""
    tsa_roots: str = ""
    """PEM of the roots that its timestamps lead to."""
    messages: str = ""
    """The file that says who is told and how (docs/messages.md); empty: the timetable is not kept here and nothing is sent."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_dir", Path(self.data_dir).resolve())

    @property
    def url(self) -> str:
        """The database to open."""
        return self.db_url or f"sqlite+pysqlite:///{(self.data_dir / DATABASE).as_posix()}"

    @property
    def blobs(self) -> Path:
        """The folder with the files that documents name."""
        return self.data_dir / "blobs"

    def changed(self, **values: object) -> EndpointConfig:
        """A copy with some values replaced."""
        return replace(self, **values)  # type: ignore[arg-type]

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "data_dir": str(self.data_dir)})

    @classmethod
    def from_json(cls, text: str) -> EndpointConfig:
        return cls(**json.loads(text))
