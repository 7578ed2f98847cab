"""Everything the endpoint's parts share, put together once per process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from pathlib import Path

from cryptography import x509

from fieldapp.clock import Clock, SystemClock
from fieldapp.domain.profile import Profile
from fieldapp.forms.catalog import Catalog
from fieldapp.itsm.accounts import Accounts
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.blobs import BlobStore
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database, open_database, read_meta
from fieldapp.itsm.messages.settings import MessageSettings, load_settings
from fieldapp.itsm.seen import SharedPosition
from fieldapp.itsm.starts import Watch, note_start
from fieldapp.itsm.tailoring import published
from fieldapp.itsm.time_authority import TimeAuthority
from fieldapp.itsm.time_certificates import stands
from fieldapp.itsm.time_keys import certificate_in_use, open_time_authority
from fieldapp.tailoring.in_force import Terms, office_day, terms
from fieldapp.tailoring.published import Published


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint: `instance` tells it from every other one, whatever address it is reached by."""

    config: EndpointConfig
    clock: Clock
    database: Database
    accounts: Accounts
    blobs: BlobStore
    terms: Terms
    """The profile and the forms in force since this start (§6.1.5)."""
    tailoring: tuple[Published, ...]
    """Every approved file that was known at this start: what is handed to devices is known here."""
    instance: str
    watch: Watch
    messages: MessageSettings | None = None
    """None: the endpoint keeps no timetable and sends nothing."""

    @property
    def catalog(self) -> Catalog:
        return self.terms.catalog

    @property
    def profile(self) -> Profile:
        return self.terms.profile

    @property
    def office(self) -> tzinfo:
        """The clock on the wall at the desk (China: UTC+8, no summer time); order numbers carry its day."""
        return timezone(timedelta(hours=8))

    def authority(self) -> Authority:
        """Opened when it is needed: most requests never do."""
        return Authority(self.config.data_dir / "authority", self.clock)

    def time_authority(self) -> TimeAuthority:
        """Its own; where a foreign one is configured it is not used."""
        return open_time_authority(self.config.data_dir / "authority", self.authority(), self.clock, self._time_stands)

    def note_time_certificate(self) -> None:
        """The certificate in use, among those that were issued: an earlier version of the endpoint did not note it."""
        certificate = certificate_in_use(self.config.data_dir / "authority")
        if certificate is not None:
            self._time_stands(certificate)

    def _time_stands(self, certificate: x509.Certificate) -> bool:
        return stands(self.database, certificate, self.clock.now())

    def close(self) -> None:
        self.watch.close()
        self.database.close()


def open_endpoint(config: EndpointConfig, clock: Clock | None = None) -> Endpoint:
    """Open (or make) the data folder. Raises EnvironmentFault `endpoint.database|endpoint.layout|endpoint.folder`."""
    used_clock = clock or SystemClock()
    database = open_database(config)
    note_start(database)
    database.watch = watch = Watch(database, SharedPosition(config.data_dir / "feed-seen"))
    watch.begin()
    tailoring = published(database)
    return Endpoint(
        config=config,
        clock=used_clock,
        database=database,
        accounts=Accounts(config, database, used_clock),
        blobs=BlobStore(config.blobs, config.max_blob_bytes),
        terms=terms(tailoring, office_day(used_clock.now())),
        tailoring=tailoring,
        instance=read_meta(database, "instance"),
        watch=watch,
        messages=load_settings(Path(config.messages)) if config.messages else None,
    )
