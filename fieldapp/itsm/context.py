"""Everything the endpoint's parts share, put together once per process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo

from fieldapp.clock import Clock, SystemClock
from fieldapp.forms.catalog import Catalog
from fieldapp.itsm.accounts import Accounts
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.blobs import BlobStore
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database, open_database, read_meta
from fieldapp.itsm.starts import note_start
from fieldapp.itsm.time_authority import TimeAuthority
from fieldapp.itsm.time_keys import open_time_authority
from fieldapp.paths import resource


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint: `instance` tells it from every other one, whatever address it is reached by."""

    config: EndpointConfig
    clock: Clock
    database: Database
    accounts: Accounts
    blobs: BlobStore
    catalog: Catalog
    instance: str

    @property
    def office(self) -> tzinfo:
        """The clock on the wall at the desk (China: UTC+8, no summer time); order numbers carry its day."""
        return timezone(timedelta(hours=8))

    def epoch(self) -> str:
        """Read each time: an administrator may renew it while the endpoint runs."""
        return read_meta(self.database, "epoch")

    def authority(self) -> Authority:
        """Opened when it is needed: most requests never do."""
        return Authority(self.config.data_dir / "authority", self.clock)

    def time_authority(self) -> TimeAuthority:
        """Its own; where a foreign one is configured it is not used."""
        return open_time_authority(self.config.data_dir / "authority", self.authority(), self.clock)

    def close(self) -> None:
        self.database.close()


def open_endpoint(config: EndpointConfig, clock: Clock | None = None) -> Endpoint:
    """Open (or make) the data folder. Raises EnvironmentFault `endpoint.database|endpoint.layout|endpoint.folder`."""
    used_clock = clock or SystemClock()
    database = open_database(config)
    note_start(database)
    return Endpoint(
        config=config,
        clock=used_clock,
        database=database,
        accounts=Accounts(config, database, used_clock),
        blobs=BlobStore(config.data_dir / "blobs", config.max_blob_bytes),
        catalog=Catalog([resource("forms")]),
        instance=read_meta(database, "instance"),
    )
