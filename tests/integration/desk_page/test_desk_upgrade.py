"""An endpoint that is older than the desk page: everybody can still do what he could, and its orders are in the lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from fieldapp.domain.records import ORDER, Role
from fieldapp.itsm.accounts import User, add_user, find_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.duties import Duty, Right, from_text, rights, to_text
from fieldapp.itsm.listing import BATCH, Listing, Wanted
from fieldapp.itsm.seed import seed
from fieldapp.itsm.tables import listed, orders
from tests.support.itsm_server import PASSWORD

NEW = ("duties", "desk_sessions", "listed")


def documents(endpoint: Endpoint) -> int:
    with endpoint.database.reading() as connection:
        return len(connection.execute(select(orders.c.id)).all())


def test_older_accounts_keep_what_they_could(tmp_path: Path) -> None:
    config = EndpointConfig(tmp_path)
    endpoint = open_endpoint(config)
    for user in (User("d1", "older", "旧", Role.DESK), User("e1", "eng", "工", Role.ENGINEER)):
        add_user(endpoint.database, user, PASSWORD)
    seed(endpoint, PASSWORD)
    count = documents(endpoint)
    with endpoint.database.engine.connect() as connection:
        for table in NEW:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.commit()
    endpoint.close()
    endpoint = open_endpoint(config)
    add_user(endpoint.database, User("d2", "newer", "新", Role.DESK), PASSWORD)
    with endpoint.database.reading() as connection:
        held = {name: find_user(connection, name=name).duties for name in ("older", "eng", "newer")}  # type: ignore[union-attr]
    assert held == {"older": {Duty.AGENT, Duty.MANAGER}, "eng": frozenset(), "newer": {Duty.AGENT}}
    listing = Listing(endpoint)
    assert listing.refresh() == count
    with endpoint.database.reading() as connection:
        kinds = list(connection.execute(select(orders.c.kind)).scalars())
    assert len(listing.lines(Wanted(), endpoint.clock.now())) == kinds.count(ORDER) > 20
    assert open_endpoint(config).database is not None
    endpoint.close()


def test_what_a_duty_allows() -> None:
    assert rights([]) == frozenset()
    assert rights([Duty.ARCHIVIST]) == {Right.DOCUMENTS}
    assert Right.CANCEL not in rights([Duty.AGENT, Duty.ARCHIVIST])
    assert rights([Duty.MANAGER]) == frozenset(Right)


@pytest.mark.parametrize("duties", [(), (Duty.AGENT,), (Duty.ARCHIVIST, Duty.MANAGER)])
def test_duties_read_back(duties: tuple[Duty, ...]) -> None:
    assert from_text(to_text(duties)) == frozenset(duties)
    assert from_text("agent something-newer") == {Duty.AGENT}
    assert from_text(None) == frozenset()


def test_a_list_that_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = open_endpoint(EndpointConfig(tmp_path))
    seed(endpoint, PASSWORD)
    count = documents(endpoint)
    monkeypatch.setattr("fieldapp.itsm.listing.BATCH", 7)
    listing = Listing(endpoint)
    written = listing._take_over()
    assert written == 7 < BATCH
    with endpoint.database.reading() as connection:
        assert len(connection.execute(select(listed.c.order_id)).all()) == 7
    assert Listing(endpoint).refresh() == count - 7
    endpoint.close()
