"""Logging in, staying logged in, and being thrown out."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from fieldapp.itsm.tables import tokens, users
from tests.support.itsm_server import PASSWORD, Api, EndpointProcess


def problem(response: object) -> str:
    return str(response.json()["type"]).removeprefix("urn:fieldapp:problem:")  # type: ignore[attr-defined]


def test_hello_says_who_answers_and_how_far_this_device_got(fresh: Api, server: EndpointProcess) -> None:
    answer = fresh.send("GET", "/hello")
    assert answer.status_code == 200
    body = answer.json()
    assert body["instance"] == answer.headers["X-Instance-Id"] == server.child.instance
    assert body["device_seq"] == 0
    assert body["schema"] == {"min": 1, "max": 1}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": ""}, 401, "unauthorised"),
        ({"Authorization": "Basic eA=="}, 401, "unauthorised"),
        ({"Authorization": "Bearer nonsense"}, 401, "unauthorised"),
        ({"X-Device-Id": ""}, 400, "invalid"),
        ({"X-Device-Id": "../../etc"}, 400, "invalid"),
        ({"X-Device-Id": str(uuid.uuid4())}, 401, "unauthorised"),
        ({"X-Client-Version": ""}, 400, "invalid"),
        ({"X-Client-Version": "latest"}, 400, "invalid"),
        ({"X-Client-Version": "0.0.9"}, 426, "client-too-old"),
    ],
)
def test_a_request_must_say_who_it_is(api: Api, headers: dict[str, str], status: int, code: str) -> None:
    answer = api.send("GET", "/changes", headers=headers)
    assert (answer.status_code, problem(answer)) == (status, code)


def test_hello_answers_a_program_that_is_too_old(api: Api) -> None:
    assert api.send("GET", "/hello", headers={"X-Client-Version": "0.0.1"}).json()["min_client"] == "0.1.0"


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"grant_type": "password", "username": "liming", "password": "wrong"}, 401, "unauthorised"),
        ({"grant_type": "password", "username": "nobody", "password": PASSWORD}, 401, "unauthorised"),
        ({"grant_type": "password", "username": "li\x00ming", "password": "\x00"}, 401, "unauthorised"),
        ({"grant_type": "refresh_token", "refresh_token": "made-up"}, 401, "unauthorised"),
        ({"grant_type": "device_code"}, 400, "invalid"),
        ({}, 400, "invalid"),
    ],
)
def test_bad_logins(api: Api, form: dict[str, str], status: int, code: str) -> None:
    answer = api.send("POST", "/token", data={**form, "device_id": api.device_id})
    assert (answer.status_code, problem(answer)) == (status, code)


def test_a_lost_reply_to_a_refresh_does_not_lock_out(fresh: Api) -> None:
    first = dict(fresh.tokens)
    assert fresh.refresh().status_code == 200  # this reply is taken for lost
    assert fresh.refresh(first["refresh_token"]).status_code == 200
    assert fresh.send("GET", "/hello").status_code == 200


def test_a_refresh_token_that_was_superseded_ends_the_login(fresh: Api) -> None:
    stolen = fresh.tokens["refresh_token"]
    assert fresh.refresh().status_code == 200
    assert fresh.send("GET", "/hello").status_code == 200  # the new pair is in use now
    legitimate = dict(fresh.tokens)
    assert fresh.refresh(stolen).status_code == 401
    fresh.tokens = legitimate
    assert fresh.send("GET", "/hello").status_code == 401
    assert fresh.refresh(legitimate["refresh_token"]).status_code == 401


def test_a_refresh_token_belongs_to_its_device(fresh: Api, server: EndpointProcess) -> None:
    with server.login() as elsewhere:
        assert elsewhere.refresh(fresh.tokens["refresh_token"]).status_code == 401
    assert fresh.refresh().status_code == 200


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(fresh: Api) -> None:
    assert fresh.refresh(fresh.tokens["access_token"]).status_code == 401
    swapped = {"Authorization": f"Bearer {fresh.tokens['refresh_token']}"}
    assert fresh.send("GET", "/hello", headers=swapped).status_code == 401


def test_secrets_are_stored_only_as_hashes(api: Api, server: EndpointProcess) -> None:
    with server.opened() as endpoint, endpoint.database.reading() as connection:
        stored = set(connection.execute(select(tokens.c.hash)).scalars())
        hashes = list(connection.execute(select(users.c.password_hash)).scalars())
    assert not stored & {api.tokens["access_token"], api.tokens["refresh_token"]}
    assert all(item.startswith("$argon2id$") for item in hashes)


def test_an_endpoint_without_a_list_of_people_says_so(api: Api) -> None:
    """Where `itsm serve` was not given one; devices show roles then and offer no sending."""
    assert api.send("GET", "/contacts").json() == {"people": [], "sends": False}
    assert api.send("GET", "/contacts", headers={"Authorization": ""}).status_code == 401
