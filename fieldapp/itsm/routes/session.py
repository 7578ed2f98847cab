"""Login, refresh, and the first words of every sync."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import bindparam, exists, select

from fieldapp import clock, ids
from fieldapp.itsm.accounts import Grant
from fieldapp.itsm.changes import has_news
from fieldapp.itsm.http import answer, body_reader, endpoint_of
from fieldapp.itsm.missing import asked_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.routes.access import AnyVersion
from fieldapp.itsm.tables import devices, missing

router = APIRouter()
SCHEMA = {"min": 1, "max": 1}
_DEVICE = select(devices.c.last_seq, exists().select_from(missing).label("lost")).where(devices.c.id == bindparam("device"))
"""What this device has sent, and whether any file is missing at all: most times none is."""

_form = body_reader(lambda _endpoint: 16 * 1024)


@router.post("/token")
def token(request: Request, body: Annotated[bytes, Depends(_form)]) -> Response:
    form = _fields(body)
    accounts = endpoint_of(request).accounts
    device_id = form.get("device_id", "")
    if not ids.is_id(device_id):
        raise Problem(Code.INVALID, "device_id must be a UUID")
    match form.get("grant_type"):
        case "password":
            grant = accounts.log_in(
                form.get("username", ""), form.get("password", ""), device_id, form.get("device_name", "")[:120]
            )
        case "refresh_token":
            grant = accounts.refresh(form.get("refresh_token", ""), device_id)
        case _:
            raise Problem(Code.INVALID, "grant_type must be password or refresh_token")
    return answer(request, _grant(grant))


@router.get("/hello")
def hello(request: Request, caller: AnyVersion, cursor: str = "") -> Response:
    """`news` for a device that names its cursor: whether it need ask for changes at all."""
    endpoint = endpoint_of(request)
    with endpoint.database.reading() as connection:
        device = connection.execute(_DEVICE, {"device": caller.device_id}).first()
    asked = asked_of(endpoint, caller) if device is not None and device.lost else []
    return answer(
        request,
        {
            **({"missing": asked} if asked else {}),
            "instance": endpoint.instance,
            "epoch": endpoint.watch.epoch(),
            "device_seq": device.last_seq if device is not None else 0,
            "schema": SCHEMA,
            "min_client": endpoint.config.min_client,
            "server_time": clock.to_wire(endpoint.clock.now()),
            "name": endpoint.config.name,
            **({"news": has_news(endpoint, caller, cursor)} if cursor else {}),
        },
    )


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise Problem(Code.INVALID, "not a form (application/x-www-form-urlencoded)") from error
    return {name: value.replace("\x00", "") for name, value in pairs}


def _grant(grant: Grant) -> dict[str, object]:
    user = grant.user
    return {
        "access_token": grant.access_token,
        "token_type": "Bearer",
        "expires_in": grant.expires_in,
        "refresh_token": grant.refresh_token,
        "user": {"id": user.id, "name": user.full_name, "role": user.role.value},
    }
