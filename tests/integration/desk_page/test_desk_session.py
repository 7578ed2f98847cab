"""Who gets in, how long, and what a foreign site can do: nothing."""

from __future__ import annotations

import pytest

from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.tables import desk_sessions
from tests.support.desk_page import Visitor
from tests.support.itsm_server import PASSWORD, EndpointProcess

COOKIE = "fieldapp_desk"


def test_nobody_sees_a_page_without_logging_in(anybody: Visitor) -> None:
    for path in (
        "/desk/",
        "/desk/intake",
        "/desk/orders/0",
        "/desk/documents",
        "/desk/exports",
        "/desk/returns",
        "/desk/records",
    ):
        answer = anybody.raw("GET", path)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/desk/login"), path
    assert anybody.raw("POST", "/desk/intake", data={"do": "record"}).status_code == 303
    assert anybody.raw("GET", "/desk").headers["Location"] == "/desk/"


def test_every_answer_tells_the_browser_what_it_may_do(desk: Visitor) -> None:
    for path in ("/desk/", "/desk/login", "/desk/nothing", "/desk/static/desk.css"):
        headers = desk.raw("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert headers["Referrer-Policy"] == "same-origin"
    assert desk.raw("GET", "/desk/").headers["Cache-Control"] == "no-store"
    assert "immutable" in desk.raw("GET", "/desk/static/desk.css").headers["Cache-Control"]
    assert desk.raw("GET", "/desk/static/../words.toml").status_code in (404, 422)
    assert desk.raw("GET", "/desk/static/words.toml").status_code == 404


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: EndpointProcess, anybody: Visitor) -> None:
    sheet = anybody.get("/desk/login").form("/desk/login")
    answer = anybody.post("/desk/login", {**sheet.fields, "name": "desk", "password": PASSWORD})
    said = next(line for line in answer.headers["Set-Cookie"].split(", ") if line.startswith(COOKIE))
    assert "HttpOnly" in said
    assert "SameSite=strict" in said
    assert "Path=/desk" in said
    assert "Secure" not in said
    secure = anybody.raw("GET", "/desk/login", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in secure.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in secure.headers


def test_a_login_gets_a_new_word_and_ends_the_old_one(desk: Visitor) -> None:
    first = desk.session.cookies.get(COOKIE)
    desk.log_in()
    second = desk.session.cookies.get(COOKIE)
    assert first != second
    desk.session.cookies.set(COOKIE, first or "", domain="127.0.0.1", path="/desk")
    assert desk.raw("GET", "/desk/", cookies={COOKIE: first or ""}).status_code == 303


def test_a_word_somebody_planted_is_no_session(server: EndpointProcess) -> None:
    with Visitor(server.url) as victim:
        victim.session.cookies.set(COOKIE, "planted", domain="127.0.0.1", path="/desk")
        victim.log_in()
        assert victim.raw("GET", "/desk/").status_code == 200
        assert "planted" not in [cookie.value for cookie in victim.session.cookies]
    with Visitor(server.url) as attacker:
        assert attacker.raw("GET", "/desk/", cookies={COOKIE: "planted"}).status_code == 303


def test_logging_out_ends_it_at_the_endpoint(desk: Visitor, office: Endpoint) -> None:
    word = desk.session.cookies.get(COOKIE)
    desk.send(desk.get("/desk/"), "/desk/logout")
    assert desk.raw("GET", "/desk/", cookies={COOKIE: word or ""}).status_code == 303


def test_the_database_does_not_hold_what_the_browser_holds(desk: Visitor, office: Endpoint) -> None:
    word = desk.session.cookies.get(COOKIE)
    with office.database.reading() as connection:
        kept = {value for row in connection.execute(desk_sessions.select()) for value in row}
    assert kept
    assert word not in kept


def test_guessing_pauses_the_account_and_says_so(server: EndpointProcess, anybody: Visitor) -> None:
    page = anybody.get("/desk/login")
    for _ in range(10):
        wrong = anybody.send(page, "/desk/login", name="caimima", password="guess")
        assert (wrong.status, wrong.form("/desk/login").fields["name"]) == (401, "caimima")
        page = wrong
    paused = anybody.send(page, "/desk/login", name="caimima", password=PASSWORD)
    assert paused.status == 429
    assert "Retry-After" in paused.response.headers
    assert "暂停" in paused.text
    assert anybody.post("/sync/v1/token", {}).status_code != 200
    refused = anybody.raw(
        "POST",
        "/sync/v1/token",
        data={
            "grant_type": "password",
            "username": "caimima",
            "password": PASSWORD,
            "device_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
        },
    )
    assert refused.status_code == 429


def test_a_foreign_site_cannot_send_a_form(desk: Visitor) -> None:
    fields = desk.get("/desk/").form("/desk/logout").fields
    for origin in ("http://evil.example", "null", None):
        assert desk.post("/desk/logout", fields, origin=origin).status_code == 403, origin
    assert desk.post("/desk/logout", {**fields, "csrf": "x"}).status_code == 403
    assert desk.post("/desk/logout", {"a": "b"}).status_code == 403
    assert desk.raw("POST", "/desk/logout", json=fields, headers={"Origin": desk.url}).status_code == 415
    assert desk.get("/desk/").status == 200


def test_a_word_of_another_session_does_not_count(desk: Visitor, anybody: Visitor) -> None:
    anybody.log_in()
    other = anybody.get("/desk/").form("/desk/logout").fields["csrf"]
    assert desk.post("/desk/logout", {"csrf": other}).status_code == 403


def test_nobody_is_logged_in_from_another_site(anybody: Visitor) -> None:
    fields = {**anybody.get("/desk/login").form("/desk/login").fields, "name": "desk", "password": PASSWORD}
    assert anybody.post("/desk/login", fields, origin="http://evil.example").status_code == 403
    assert anybody.post("/desk/login", {**fields, "csrf": "x"}).status_code == 403
    assert COOKIE not in anybody.session.cookies


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "/desk/../evil", "/desk/\\evil", "/other", "/desk//evil"]
)
def test_the_login_leads_to_our_own_pages_only(anybody: Visitor, next_: str) -> None:
    page = anybody.get("/desk/login", params={"next": next_})
    answer = anybody.post("/desk/login", {**page.form("/desk/login").fields, "name": "desk", "password": PASSWORD, "next": next_})
    assert answer.headers["Location"] in ("/desk/", "/desk/../evil")


def test_duties_say_who_sees_what(server: EndpointProcess, anybody: Visitor) -> None:
    engineer = anybody.log_in("liming")
    assert engineer.status == 403
    assert "工程师" in engineer.text
    assert anybody.raw("GET", "/desk/").status_code == 303
    with Visitor(server.url) as archivist:
        assert archivist.log_in("dangan").response.url.endswith("/desk/documents")
        for path in ("/desk/", "/desk/intake", "/desk/exports", "/desk/returns", "/desk/records"):
            assert archivist.get(path).status == 403, path
        assert archivist.get("/desk/documents").status == 200
    refused = anybody.raw(
        "POST",
        "/sync/v1/token",
        data={
            "grant_type": "password",
            "username": "dangan",
            "password": PASSWORD,
            "device_id": "0" * 8 + "-0000-4000-8000-" + "1" * 12,
        },
    )
    told = anybody.raw(
        "GET",
        "/sync/v1/hello",
        headers={
            "Authorization": f"Bearer {refused.json().get('access_token')}",
            "X-Device-Id": "0" * 8 + "-0000-4000-8000-" + "1" * 12,
            "X-Client-Version": "0.1.0",
        },
    )
    assert told.status_code == 403


def test_both_languages(anybody: Visitor, server: EndpointProcess) -> None:
    assert "登录服务台" in anybody.get("/desk/login").text
    english = anybody.get("/desk/language/en?back=/desk/login")
    assert "Log in to the service desk" in english.text
    assert 'lang="en"' in english.response.text
    with Visitor(server.url, lang="en-GB,en") as visitor:
        assert "Log in to the service desk" in visitor.get("/desk/login").text
