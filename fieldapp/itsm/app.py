"""The FastAPI application of one endpoint."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import yaml
from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import open_endpoint
from fieldapp.itsm.http import StampInstance, answer, install_problem_handlers
from fieldapp.itsm.messages.service import Messages
from fieldapp.itsm.missing import Looking
from fieldapp.itsm.routes import blobs, contacts, orders, release, session, tailoring, timestamps, trust
from fieldapp.itsm.web.site import ROOT, desk_site
from fieldapp.paths import resource

PREFIX = "/sync/v1"
CONTRACT = "openapi/sync-v1.yaml"


def create_app(config: EndpointConfig, clock: Clock | None = None) -> FastAPI:
    """Open the data folder and build the application. Raises the faults of `context.open_endpoint`."""
    endpoint = open_endpoint(config, clock)
    endpoint.authority()
    endpoint.blobs.sweep()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        messages = Messages(endpoint, endpoint.messages) if endpoint.messages is not None else None
        looking = Looking(endpoint)
        looking.start()
        if messages is not None:
            messages.start()
        yield
        looking.stop()
        if messages is not None:
            messages.stop()
        endpoint.close()

    # the contract is the hand-written document in resources; FastAPI's generated one would know nothing of the bodies
    app = FastAPI(
        title=config.name,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.endpoint = endpoint
    install_problem_handlers(app)
    app.add_middleware(StampInstance, instance=endpoint.instance)
    for part in (session, orders, blobs, trust, timestamps, contacts, tailoring, release):
        app.include_router(part.router, prefix=PREFIX)
    app.mount(ROOT, desk_site(endpoint))

    @app.get(ROOT, include_in_schema=False)
    def to_the_desk() -> Response:
        return RedirectResponse(f"{ROOT}/")

    @app.get(f"{PREFIX}/openapi.json")
    def contract(request: Request) -> Response:
        return answer(request, published_contract())

    return app


@cache
def published_contract() -> JSON:
    """Read once: anybody may ask for it, and reading YAML takes a hundred times as long as answering."""
    return yaml.safe_load(resource(CONTRACT).read_text(encoding="utf-8"))
