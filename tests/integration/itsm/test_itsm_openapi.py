"""The published contract and what the program serves are one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from openapi_spec_validator import validate

from fieldapp.itsm import wire
from fieldapp.itsm.app import PREFIX, create_app
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.problems import TYPE_PREFIX, Code
from tests.support.itsm_contract import Contract
from tests.support.itsm_server import Api


def test_the_document_is_valid_openapi(contract: Contract) -> None:
    assert contract.document["openapi"].startswith("3.1")
    validate(contract.document)


def test_every_route_is_in_the_document_and_the_other_way_round(contract: Contract, tmp_path: Path) -> None:
    app = create_app(EndpointConfig(tmp_path))
    try:
        paths = app.openapi()["paths"]
    finally:
        app.state.endpoint.close()
    served = {(method.upper(), path.removeprefix(PREFIX)) for path, methods in paths.items() for method in methods}
    assert served == contract.operations()
    assert len(served) > 10


def test_the_endpoint_serves_the_document(api: Api, contract: Contract) -> None:
    assert api.send("GET", "/openapi.json", headers={"Authorization": ""}).json() == contract.document


def test_every_problem_code_is_published(contract: Contract) -> None:
    published = contract.document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert published == [TYPE_PREFIX + code.value for code in Code]


@pytest.mark.parametrize(
    "kind", [wire.Op, wire.Batch, wire.PatchBody, wire.NewOrder, wire.LateReport, wire.Cancellation, wire.Enrolment]
)
def test_requests_are_read_as_published(contract: Contract, kind: type[msgspec.Struct]) -> None:
    schema = contract.document["components"]["schemas"][kind.__name__]
    fields = msgspec.structs.fields(kind)
    assert set(schema["properties"]) == {field.name for field in fields}
    assert set(schema["required"]) == {field.name for field in fields if field.required}
