"""Certificates: an engineer's device is enrolled, everybody may ask whom to trust."""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection, insert

from fieldapp import clock
from fieldapp.domain.records import Role
from fieldapp.itsm.http import answer, body_reader, endpoint_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.revocation import current_lists, is_revoked_key
from fieldapp.itsm.routes.access import Current
from fieldapp.itsm.tables import certificates
from fieldapp.itsm.wire import Enrolment, decode

router = APIRouter()
_body = body_reader(lambda _endpoint: 64 * 1024)


@router.post("/enrol")
def enrol(request: Request, caller: Current, body: Annotated[bytes, Depends(_body)]) -> Response:
    if caller.user.role is not Role.ENGINEER:
        raise Problem(Code.FORBIDDEN, "certificates are for engineers")
    endpoint = endpoint_of(request)
    issued = endpoint.authority().enrol(decode(body, Enrolment).csr, caller)
    row = {
        "serial": issued.serial,
        "user_id": caller.user.id,
        "device_id": caller.device_id,
        "pem": issued.certificate,
        "issued_at": clock.to_wire(endpoint.clock.now()),
    }

    def work(connection: Connection) -> None:
        if is_revoked_key(connection, issued.certificate):
            text = "a certificate for this key was revoked; a new key is needed"
            raise Problem(Code.REFUSED, text, errors=[{"code": "key-revoked"}])
        connection.execute(insert(certificates).values(**row))

    endpoint.database.run_writing(work)
    return answer(request, {"certificate": issued.certificate, "chain": list(issued.chain)})


@router.get("/trust")
def trust(request: Request, _caller: Current) -> Response:
    endpoint = endpoint_of(request)
    lists = [base64.b64encode(item).decode() for item in current_lists(endpoint)]
    times = [endpoint.config.tsa_roots] if endpoint.config.tsa_roots else []
    return answer(request, {"roots": [endpoint.authority().root_pem], "crls": lists, "timestamp_roots": times})
