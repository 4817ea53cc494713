"""What `/openapi.json` says beyond the routes: the problems, the answers, the token."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from rise_tui.wire.events import Answer, Cursor, Me, Page, Snapshot
from rise_tui.wire.routes import EVENT_STREAM, PROBLEM_JSON
from rise_tui.wire.shapes import Problem

_MODELS: tuple[type[BaseModel], ...] = (Problem, Answer, Page, Snapshot, Me, Cursor)
_WORDS = {
    401: "token-expired, token-revoked or device-wiped",
    403: "not-yours",
    404: "not-found",
    409: "id-taken: other content stands under this id",
    412: "changed-meanwhile, with the present values",
    413: "too-large",
    422: "invalid, or opted-out",
    429: "slow-down",
    503: "busy: ask again",
    507: "disk-full",
}

Described = dict[int | str, dict[str, Any]]


def _of(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}


ANSWER = {"application/json": _of(Answer)}
"""How a PUT that came true is answered."""


def json_of(model: type[BaseModel], description: str) -> Described:
    """A 200 with this model."""
    return {200: {"description": description, "content": {"application/json": _of(model)}}}


def log_of(description: str) -> Described:
    """A 200 that is a page or, by `Accept`, a stream of events."""
    stream = {"schema": {"type": "string", "description": "id: seq, event: type, data: the event as JSON"}}
    content = {"application/json": _of(Page), EVENT_STREAM: stream}
    return {200: {"description": description, "content": content}}


def troubles(*statuses: int) -> Described:
    """These errors, as problems."""
    return {status: {"description": _WORDS[status], "content": {PROBLEM_JSON: _of(Problem)}} for status in statuses}


def describe(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI description, 3.1; made once."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=app.description, routes=app.routes
    )
    _, shapes = models_json_schema(
        [(model, "serialization") for model in _MODELS], ref_template="#/components/schemas/{model}"
    )
    components = made.setdefault("components", {})
    components.setdefault("schemas", {}).update(shapes["$defs"])
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in made["paths"].items():
        if path.startswith("/v1/"):
            for operation in operations.values():
                operation["security"] = [{"token": []}]
    app.openapi_schema = made
    return made
