"""Who is calling: what every route but the login depends on."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Request

from fieldapp import ids
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.http import endpoint_of
from fieldapp.itsm.problems import Code, Problem

_VERSION = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})(?:\.([0-9]{1,6}))?")


def device_of(request: Request) -> str:
    """The X-Device-Id header. Raises Problem `invalid`."""
    device_id = request.headers.get("x-device-id", "")
    if not ids.is_id(device_id):
        raise Problem(Code.INVALID, "X-Device-Id must be a UUID")
    return device_id


def any_version(request: Request, device_id: Annotated[str, Depends(device_of)]) -> Caller:
    """The caller, however old the program: `hello` tells it that it is too old."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(Code.UNAUTHORISED, "a bearer token is required", headers={"WWW-Authenticate": "Bearer"})
    return endpoint_of(request).accounts.identify(token.strip(), device_id)


def current(request: Request, caller: Annotated[Caller, Depends(any_version)]) -> Caller:
    """The caller, whose program is new enough. Raises Problem `client-too-old`."""
    needed = endpoint_of(request).config.min_client
    if version_of(request.headers.get("x-client-version", "")) < version_of(needed):
        raise Problem(Code.CLIENT_TOO_OLD, f"version {needed} or newer is needed")
    return caller


def version_of(text: str) -> tuple[int, int, int]:
    """`1.2.3` as numbers, anything after them ignored. Raises Problem `invalid`."""
    match = _VERSION.match(text)
    if match is None:
        raise Problem(Code.INVALID, "X-Client-Version must look like 1.2.3")
    return int(match[1]), int(match[2]), int(match[3] or 0)


AnyVersion = Annotated[Caller, Depends(any_version)]
Current = Annotated[Caller, Depends(current)]
