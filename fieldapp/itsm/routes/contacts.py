"""Whom the notices of the escalation timetable reach (§6.1.4), for the devices."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fieldapp.domain.contacts import Contacts
from fieldapp.itsm.http import answer, endpoint_of
from fieldapp.itsm.routes.access import Current

router = APIRouter()


@router.get("/contacts")
def contacts(request: Request, _caller: Current) -> Response:
    settings = endpoint_of(request).messages
    return answer(request, (settings.contacts if settings is not None else Contacts()).to_wire())
