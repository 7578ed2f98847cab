"""Return visits of a month, documents with their verdict, tables for office programs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from fieldapp.commands import itsm as commands
from fieldapp.itsm import return_visits
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.listing import Listing
from tests.integration.desk_page.conftest import Record
from tests.integration.desk_page.test_desk_orders import act, id_of, moved, number_of, work
from tests.support.desk_page import Page, Visitor
from tests.support.itsm_server import Api, EndpointProcess


@pytest.fixture
def engineer(server: EndpointProcess) -> Iterator[Api]:
    with server.login() as api:
        yield api


@pytest.fixture
def closed(desk: Visitor, engineer: Api, record: Record) -> Page:
    """The page of an order that was worked on and closed."""
    page = act(desk, record(nature="request", customer_unit="=cmd|'/c calc'!A0"), "dispatch", to="eng-001")
    work(engineer, id_of(page), ("accepted", {}), moved("DISPATCHED", "IN_PROGRESS"), moved("IN_PROGRESS", "RESOLVED"))
    return act(desk, desk.get(f"/desk/orders/{id_of(page)}"), "close")


def this_month(office: Endpoint) -> str:
    return datetime.now(UTC).astimezone(office.office).strftime("%Y-%m")


def test_a_visit_is_recorded_once(desk: Visitor, closed: Page, office: Endpoint) -> None:
    month = this_month(office)
    rows = desk.get("/desk/returns", params={"month": month})
    assert number_of(closed) in rows.text
    path = f"/desk/returns/{id_of(closed)}"
    gaps = desk.send(desk.get(path), path, outcome="reached", comment="还行")
    assert gaps.status == 422
    assert "请填写“总体满意度”" in gaps.text
    assert gaps.form(path).fields["comment"] == "还行"
    assert "继续登记" in desk.get("/desk/returns", params={"month": month}).text
    done = desk.send(gaps, path, solved="yes", satisfaction="very_satisfied")
    assert "回访已登记" in done.text
    visit = return_visits.find(office, id_of(closed))
    assert visit is not None
    assert (visit.doc["state"], visit.doc["answers"]["satisfaction"], visit.doc["number"][:3]) == (
        "DONE",
        "very_satisfied",
        "HF-",
    )
    assert visit.doc["answers"]["links"][0]["_id"] == id_of(closed)
    first, edited, moved_on = visit.doc["events"]
    assert (first["kind"], edited["kind"], moved_on["kind"]) == ("created", "edited", "transition")
    assert edited["actor"] == first["actor"]
    assert sorted(edited["data"]["fields"]) == ["satisfaction", "solved"], "what was added the second time, and by whom"
    again = desk.get(path)
    assert "很满意" in again.text
    assert path not in again.actions()
    assert desk.post(path, {**gaps.form(path).fields, "satisfaction": "neutral", "solved": "no"}).status_code in (303, 422)
    assert return_visits.find(office, id_of(closed)).doc["answers"]["satisfaction"] == "very_satisfied"  # type: ignore[union-attr]


def test_an_open_order_is_not_visited(desk: Visitor, record: Record) -> None:
    page = record()
    assert desk.get(f"/desk/returns/{id_of(page)}").status == 404


def test_tables(desk: Visitor, closed: Page, record: Record, office: Endpoint) -> None:
    month, other = this_month(office), record()
    answer = desk.raw("GET", "/desk/exports/table", params={"name": "consultations", "month": month, "format": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["序号", "单号", "受理时间"]
    numbers = [row[1] for row in rows[1:]]
    assert number_of(closed) in numbers
    assert number_of(other) not in numbers
    line = rows[1 + numbers.index(number_of(closed))]
    assert line[3] == "'=cmd|'/c calc'!A0"
    assert line[11] == "关闭"
    book = load_workbook(io.BytesIO(desk.raw("GET", "/desk/exports/table", params={"name": "desk-log", "month": month}).content))
    sheet = book["服务台记录表"]
    cells = {str(row[1].value): row for row in sheet.iter_rows(min_row=2)}
    assert cells[number_of(closed)][4].value == "=cmd|'/c calc'!A0"
    assert cells[number_of(closed)][4].data_type != "f"
    assert cells[number_of(closed)][2].is_date
    assert desk.raw("GET", "/desk/exports/table", params={"name": "nothing"}).status_code == 404
    english = desk.raw(
        "GET", "/desk/exports/table", params={"name": "desk-log", "month": "1999-13"}, headers={"Accept-Language": "en"}
    )
    assert english.status_code == 200


def test_the_command_makes_the_same_table(
    server: EndpointProcess, closed: Page, office: Endpoint, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    out = tmp_path / "log.csv"
    arguments = argparse.Namespace(
        data=server.data_dir, db="", table="desk-log", month=this_month(office), format="csv", lang="zh", out=out
    )
    assert commands.export(arguments) == 0
    assert number_of(closed) in out.read_text(encoding="utf-8-sig")
    assert str(out) in capsys.readouterr().out


def test_the_sample_is_the_same_for_everybody(office: Endpoint) -> None:
    terms = office.profile.return_visits
    ids = [f"order-{index}" for index in range(200)]
    first = return_visits.drawn("2026-10", ids, terms)
    assert first == return_visits.drawn("2026-10", reversed(ids), terms)
    assert first != return_visits.drawn("2026-11", ids, terms)
    assert len(first) == 20
    assert [return_visits.size_of(total, terms) for total in (0, 3, 5, 49, 51, 101)] == [0, 3, 5, 5, 6, 11]
    often = [one for month in range(1, 200) for one in return_visits.drawn(f"m{month}", ids, terms)]
    counts = [often.count(one) for one in ids]
    assert min(counts) > 3
    assert max(counts) < 45


def test_the_lists_follow_what_was_written(office: Endpoint, closed: Page) -> None:
    listing = Listing(office)
    listing.refresh()
    assert listing.refresh() == 0
    found, total = return_visits.sample(office, listing, "x", datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    assert total >= len(found) > 0


def test_a_month_of_documents_is_empty_but_whole(desk: Visitor) -> None:
    answer = desk.raw("GET", "/desk/documents/month.zip", params={"month": "2020-02"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == ["register.csv"]
        assert packed.testzip() is None
