"""Records at the endpoint: who records what, who hears of it, who moves it; and a database from before there were any."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from fieldapp.domain import links
from fieldapp.domain.records import Document
from fieldapp.errors import Fault
from fieldapp.itsm import desk, orders, records
from fieldapp.itsm.accounts import add_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.database import read_meta
from fieldapp.itsm.desk import CONSOLE
from fieldapp.itsm.seed import ENGINEER
from tests.integration.itsm.conftest import ANSWERS, Dispatch
from tests.support.itsm_server import Api, op_id

TITLE = {"title": "同型号摄像机反复断线", "reason_kind": "repeated"}


def a_problem(api: Api, **changes: Any) -> Document:
    return {
        "id": str(uuid.uuid4()),
        "number": None,
        "kind": "problem",
        "schema": 1,
        "form": {"id": "problem-record", "version": 1},
        "assignee": None,
        "state": "SUBMITTED",
        "created_at": "2026-11-23T10:00:00.000+08:00",
        "answers": dict(TITLE),
        "events": [api.event("created")],
        "attachments": [],
        **changes,
    }


def a_change(api: Api, **changes: Any) -> Document:
    answers = {"title": "更换主板", "change_kind": "normal"}
    return a_problem(api, kind="change", form={"id": "change-request", "version": 1}, answers=answers, **changes)


def send(api: Api, doc: Document) -> Any:
    return api.send("POST", "/orders", json={"op_id": op_id(), "device_seq": api.next_seq(), "doc": doc})


def moved(api: Api, from_: str, to: str, **said: str) -> dict[str, Any]:
    return {"events": [api.event("transition", {"from": from_, "to": to, **said})]}


def error(result: Any) -> str:
    problem = result.get("problem", result)
    return str(problem["errors"][0]["code"]) if problem.get("errors") else str(problem["type"])


def test_it_goes_to_its_author_and_the_desk(api: Api, other: Api, desk_api: Api) -> None:
    doc = a_change(api)
    answer = send(api, doc)
    assert answer.status_code == 201, answer.text
    assert answer.json()["number"].startswith("BG-")
    for hearer in (api, desk_api):
        assert hearer.everything()[0][doc["id"]]["doc"]["kind"] == "change"
    assert doc["id"] not in other.everything()[0]
    assert other.send("GET", f"/orders/{doc['id']}").status_code == 404
    assert other.batch(other.op(doc["id"], answer.json()["etag"], {"answers": {"symptom": "x"}}))[0]["status"] == "refused"


def test_the_number_of_the_device_stays_when_it_fits(api: Api) -> None:
    wished = f"WT-20261123-{uuid.uuid4().hex[:6].upper()}"
    assert send(api, a_problem(api, number=wished)).json()["number"] == wished
    assert send(api, a_problem(api, number=wished)).json()["number"] != wished
    assert send(api, a_problem(api, number=f"WX-{wished}")).json()["number"].startswith("WT-")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"kind": "nonsense"}, 422, "kind.unknown"),
        ({"kind": 7}, 422, "kind.unknown"),
        ({"state": "CLOSED"}, 422, "state.refused"),
        ({"state": "DISPATCHED"}, 422, "order.invalid"),
        ({"events": []}, 422, "kind.refused"),
        ({"form": {"id": "maintenance-work-order", "version": 1}, "answers": {}}, 422, "kind.refused"),
        ({"answers": {"title": 7}}, 422, "answer.type"),
    ],
)
def test_what_is_not_recorded(api: Api, change: dict[str, Any], status: int, code: str) -> None:
    answer = send(api, a_problem(api, **change))
    assert (answer.status_code, error(answer.json())) == (status, code)


def test_nobody_records_in_anothers_name(api: Api, other: Api) -> None:
    assert error(send(api, a_problem(api, events=[other.event("created")])).json()) in {"kind.refused", "event-author"}


def test_moves_are_the_desks_and_the_author_hears(api: Api, desk_api: Api) -> None:
    made = send(api, a_problem(api)).json()
    record, etag = made["id"], made["etag"]
    (refused,) = api.batch(api.op(record, etag, moved(api, "SUBMITTED", "INVESTIGATING")))
    assert (refused["status"], error(refused)) == ("refused", "state.refused")
    (foreign,) = api.batch(api.op(record, etag, {"answers": {"measure": "x"}}))
    assert error(foreign) == "field-owner"
    (silent,) = desk_api.batch(desk_api.op(record, etag, moved(desk_api, "SUBMITTED", "REJECTED")))
    assert silent["problem"]["errors"][0]["missing"] == ["reason"]
    (done,) = desk_api.batch(desk_api.op(record, etag, moved(desk_api, "SUBMITTED", "REJECTED", reason="不是问题")))
    assert done["status"] == "applied", done
    assert api.everything()[0][record]["doc"]["state"] == "REJECTED"
    (locked,) = api.batch(api.op(record, done["etag"], {"answers": {"symptom": "x"}}))
    assert (locked["status"], error(locked)) == ("refused", "record.locked")
    (noted,) = api.batch(api.op(record, done["etag"], {"events": [api.event("note", {"text": "知道了"})]}))
    assert noted["status"] == "applied"


def test_one_who_is_given_it_hears_until_it_is_taken_away(api: Api, other: Api, desk_api: Api) -> None:
    made = send(api, a_change(api)).json()
    etag = made["etag"]
    for assignee in ("eng-002", None):
        given = {"events": [desk_api.event("assigned", {"assignee": assignee, "name": "王岩"})]}
        (done,) = desk_api.batch(desk_api.op(made["id"], etag, given))
        etag = done["etag"]
        heard = other.everything()[0][made["id"]]
        assert heard.get("removed") == (None if assignee else "reassigned")
    assert api.everything()[0][made["id"]]["etag"] == etag


def test_what_everyone_holds(api: Api, other: Api, desk_api: Api, office: Endpoint) -> None:
    """One entry in the feed for all engineers, in the order of commit between their own; the desk hears once."""
    hearers = [(hearer, hearer.everything()[1]) for hearer in (api, other, desk_api)]
    before = desk.dispatch(office, {"answers": ANSWERS}, "liming").id
    made = records.create(office, "problem", TITLE, CONSOLE).id
    after = desk.dispatch(office, {"answers": ANSWERS}, "liming").id
    heard = [[item["id"] for item in hearer.changes(cursor)[0]] for hearer, cursor in hearers]
    assert heard == [[before, made, after], [made], [before, made, after]]
    one, place = api.changes(hearers[0][1], limit=2)
    assert [item["id"] for item in one] == [before, made]
    assert [item["id"] for item in api.changes(place["next"])[0]] == [after]


def test_the_desks_own_side(office: Endpoint, api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    record = records.create(office, "problem", TITLE, CONSOLE, [order.id])
    assert records.create(office, "problem", TITLE, CONSOLE, record_id=record.id) == record
    with office.database.reading() as connection:
        assert [one.id for one in orders.linking_to(connection, order.id)] == [record.id]
        assert record.id in [one.id for one in orders.of_kind(connection, "problem", ["SUBMITTED"])]
        assert orders.of_kind(connection, "problem", ["CLOSED"]) == []
    changed = records.change(office, record.id, {"measure": "换型号", "symptom": ""}, CONSOLE)
    assert changed.doc["answers"]["measure"] == "换型号"
    assert records.move(office, record.id, "INVESTIGATING", CONSOLE).doc["state"] == "INVESTIGATING"
    assert records.note(office, record.id, "在查", CONSOLE).doc["events"][-1]["data"]["text"] == "在查"
    for wrong in (
        lambda: records.move(office, record.id, "SUBMITTED", CONSOLE),
        lambda: records.move(office, order.id, "CLOSED", CONSOLE),
        lambda: records.create(office, "problem", TITLE, CONSOLE, [str(uuid.uuid4())]),
        lambda: desk.reassign(office, record.doc["number"], "liming"),
        lambda: desk.cancel(office, record.doc["number"]),
        lambda: desk.dispatch(office, {**a_problem(api), "number": None}),
    ):
        with pytest.raises(Fault):
            wrong()
    assert desk.look(office, record.doc["number"])["state"] == "INVESTIGATING"


def test_a_link_taken_out_is_gone(office: Endpoint, desk_api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    record = records.create(office, "problem", TITLE, CONSOLE, [order.id])
    (done,) = desk_api.batch(desk_api.op(record.id, record.etag, {"rows": {links.LINKS: {"drop": [order.id]}}}))
    assert done["status"] == "applied"
    with office.database.reading() as connection:
        assert orders.linking_to(connection, order.id) == []


def test_records_are_not_cancelled(office: Endpoint, desk_api: Api) -> None:
    record = records.create(office, "problem", TITLE, CONSOLE)
    assert desk_api.send("POST", f"/orders/{record.id}/cancellation", json={"reason": ""}).status_code == 422


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_database_from_before_comes_along(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("cluster").new_database() if database == "postgres" else ""
    config = EndpointConfig(tmp_path / "endpoint", url)
    endpoint = open_endpoint(config)
    add_user(endpoint.database, ENGINEER, "a password")
    wanted = desk.dispatch(endpoint, {"answers": ANSWERS}, "liming")
    before = (
        "DROP INDEX orders_by_kind",
        "ALTER TABLE orders DROP COLUMN kind",
        "ALTER TABLE orders DROP COLUMN state",
        "DROP TABLE links",
        "DROP TABLE lookups",
        "UPDATE meta SET value = '1' WHERE name = 'layout'",
    )
    endpoint.database.run_writing(lambda connection: [connection.execute(text(one)) for one in before])
    endpoint.close()
    endpoint = open_endpoint(config)
    assert read_meta(endpoint.database, "layout") == "2"
    with endpoint.database.reading() as connection:
        assert wanted in orders.of_kind(connection, "order", ["DISPATCHED"])
    records.create(endpoint, "problem", TITLE, CONSOLE, [wanted.id])
    endpoint.close()
