"""How the bridge logs in at a product: what an administrator hands over, and sessions or tokens that last a while."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.sync.connectors.http import Http, checked, decoded, expected_shape
from fieldapp.sync.faults import AuthFault
from fieldapp.sync.transport import Answer, Transport


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """`token`: API key, or the password where `user` is given. `client`, `client_secret`: a registered application's."""

    token: str
    user: str = ""
    client: str = ""
    client_secret: str = ""


def key_login(transport: Transport, header: str, value: str) -> Http:
    """A key that goes with every request."""
    return Http(transport, {header: value})


def servicenow_login(transport: Transport, login: Login) -> Http:
    """With an application: OAuth. With a user alone: basic. Else the token as it is."""
    if login.client:
        return Http(transport, {}, lambda: _oauth(transport, login))
    if login.user:
        return Http(transport, {"Authorization": _basic(login.user, login.token)})
    return Http(transport, {"Authorization": f"Bearer {login.token}"})


def glpi_login(transport: Transport, login: Login) -> Http:
    """A session of GLPI; `login.client` is its App-Token, where one is needed."""
    return Http(transport, {}, lambda: _glpi_session(transport, login))


def _taken(answer: Answer) -> Answer:
    """A login is refused with 400 as well as with 401: what is wrong is the login, not what it was wanted for."""
    try:
        return checked(answer)
    except RefusedFault as fault:
        raise AuthFault("auth.refused", fault.text, status=answer.status) from fault


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def _oauth(transport: Transport, login: Login) -> Mapping[str, str]:
    """With a user the password grant, without the one of the application itself."""
    form = {"client_id": login.client, "client_secret": login.client_secret}
    if login.user:
        form |= {"grant_type": "password", "username": login.user, "password": login.token}
    else:
        form |= {"grant_type": "client_credentials"}
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    answer = transport.send("POST", "/oauth_token.do", headers=headers, body=urlencode(form).encode("ascii"))
    found = decoded(_taken(answer))
    with expected_shape():
        return {"Authorization": f"Bearer {found['access_token']}"}


def _glpi_session(transport: Transport, login: Login) -> Mapping[str, str]:
    app = {"App-Token": login.client} if login.client else {}
    who = _basic(login.user, login.token) if login.user else f"user_token {login.token}"
    headers = {"Accept": "application/json", "Authorization": who, **app}
    answer = transport.send("GET", "/initSession", headers=headers)
    if answer.status == 400 and b"ERROR_WRONG_APP_TOKEN_PARAMETER" in answer.body:
        raise InputFault("mapping.invalid", "GLPI does not know this App-Token, or not from this address")
    found = decoded(_taken(answer))
    with expected_shape():
        return {"Session-Token": str(found["session_token"]), **app}
