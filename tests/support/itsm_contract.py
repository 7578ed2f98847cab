"""Holds every answer of a real endpoint against the published contract (resources/openapi/sync-v1.yaml)."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import requests
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from fieldapp.paths import resource

PREFIX = "/sync/v1"


class Contract:
    """`watch(response)` fails the test when an answer is not what the document promises; counts what it has seen."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = yaml.safe_load(resource("openapi/sync-v1.yaml").read_text(encoding="utf-8"))
        self._registry: Registry[Any] = Registry().with_resource("urn:contract", Resource(self.document, DRAFT202012))
        self.seen: set[tuple[str, str, int]] = set()

    def operations(self) -> set[tuple[str, str]]:
        """Every (METHOD, path template) of the document."""
        methods = ("get", "put", "post", "patch", "head", "delete")
        return {(method.upper(), path) for path, item in self.document["paths"].items() for method in item if method in methods}

    def check(self, value: Any, schema: str) -> None:
        """`schema` is a name below components/schemas."""
        self._check(value, {"$ref": f"urn:contract#/components/schemas/{schema}"})

    def watch(self, response: requests.Response) -> None:
        assert response.request.method is not None
        assert re.fullmatch(r"[0-9a-f-]{36}", response.headers.get("X-Instance-Id", "")), "every answer carries X-Instance-Id"
        found = self._find(response.request.method, str(response.request.url))
        if found is None:
            self._check_problem(response)
            return
        method, template = found
        self.seen.add((method, template, response.status_code))
        promised = self.document["paths"][template][method.lower()]["responses"]
        assert str(response.status_code) in promised, (
            f"{method} {template} answered {response.status_code}: {response.text[:300]}"
        )
        self._check_answer(response, self._resolve(promised[str(response.status_code)]))

    def _check_answer(self, response: requests.Response, promised: dict[str, Any]) -> None:
        for name in promised.get("headers", {}):
            assert name in response.headers, name
        content = promised.get("content")
        if content is None:
            assert response.content == b""
            return
        media_type = response.headers["Content-Type"].split(";")[0]
        assert media_type in content, media_type
        if media_type.endswith("json") and media_type != "application/x-ndjson":
            schema = content[media_type]["schema"]
            self._check(response.json(), {"$ref": "urn:contract" + schema["$ref"]} if "$ref" in schema else schema)
        if media_type == "application/x-ndjson":
            *items, end = [json.loads(line) for line in response.content.splitlines()]
            for item in items:
                self.check(item, "Change")
            self.check(end, "PageEnd")

    def _check_problem(self, response: requests.Response) -> None:
        assert response.headers["Content-Type"] == "application/problem+json"
        if response.request.method != "HEAD":
            self.check(response.json(), "Problem")

    def _find(self, method: str, url: str) -> tuple[str, str] | None:
        path = urlsplit(url).path.removeprefix(PREFIX)
        for known_method, template in self.operations():
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
            if known_method == method and re.fullmatch(pattern, path):
                return known_method, template
        return None

    def _resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return node
        found: Any = self.document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        assert isinstance(found, dict)
        return found

    def _check(self, value: Any, schema: dict[str, Any]) -> None:
        Draft202012Validator(schema, registry=self._registry).validate(value)
