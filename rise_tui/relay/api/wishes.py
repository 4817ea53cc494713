"""Every PUT with a JSON body: one route a resource, made from wire/routes and the rules of relay/wishes."""

from collections.abc import Awaitable, Callable
from inspect import Parameter, Signature
from string import Formatter
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Request
from starlette.responses import Response

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import reader_of
from rise_tui.relay.api.documentation import ANSWER, troubles
from rise_tui.relay.api.refusals import written_problem
from rise_tui.relay.hub import Hub
from rise_tui.relay.wishes.granting import Granted, grant_once
from rise_tui.relay.wishes.rules import RULES
from rise_tui.relay.wishes.wished import Wished, invalid
from rise_tui.wire.codec import to_json
from rise_tui.wire.routes import IDEMPOTENCY_KEY, IF_MATCH, RESOURCES, V1, Resource
from rise_tui.wire.shapes import E164, ConversationKey, Uuid, Wish

_EDITED = {"client", "number", "group", "template", "document", "appointment", "cover"}
_LARGEST = 2**62

_OVERTAKEN = frozenset({"resolution", "release"})
"""What can be decided already, without being an edit."""


def add_wishes(app: FastAPI, hub: Hub) -> None:
    """Mount a route for every resource."""
    for resource in RESOURCES.values():
        is_edited = resource.kind in _EDITED
        app.add_api_route(
            V1 + resource.template,
            _endpoint(hub, resource),
            methods=["PUT"],
            operation_id=f"put_{resource.kind}",
            summary=(resource.body.__doc__ or "").partition("\n")[0],
            response_model=None,
            responses={
                200: {"description": "It stands, or stood already.", "content": ANSWER},
                201: {"description": "It stands, and is new.", "content": ANSWER},
                **troubles(401, 403, 404, 409, *([412] if is_edited or resource.kind in _OVERTAKEN else [])),
                **troubles(413, 422, 429, 503, 507),
            },
        )


def answered(granted: Granted) -> Response:
    """What a wish got, as an answer."""
    if granted.is_problem:
        return written_problem(granted.status, granted.answer)
    return Response(to_json(granted.answer), granted.status, media_type="application/json")


def seen_seq(if_match: str | None) -> int | None:
    """The number in `If-Match`, with or without quotes. Raises Refusal."""
    if if_match is None:
        return None
    text = if_match.strip().strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST):
        raise invalid("/header/If-Match", "It is the number of an event.")
    return int(text)


def _endpoint(hub: Hub, resource: Resource) -> Callable[..., Awaitable[Response]]:
    rule = RULES[resource.kind]

    async def put(
        request: Request, wish: Wish, idempotency_key: str, if_match: str | None = None, **ids: str
    ) -> Response:
        wished = Wished(idempotency_key, reader_of(request), now_ms(hub.clock), ids, wish, seen_seq(if_match))
        path = resource.path(**ids)
        granted = await hub.write(lambda tx: grant_once(tx, wished, path, rule, resource.kind))
        hub.fail.at("api_after_commit")
        return answered(granted)

    put.__signature__ = _signature(resource)  # type: ignore[attr-defined] # how FastAPI learns what the path names
    return put


def _signature(resource: Resource) -> Signature:
    """The parameters as FastAPI reads them: the ids of the path, the body's model, the two headers."""
    names = [name for _, name, _, _ in Formatter().parse(resource.template) if name]
    ids = [_parameter(name, Annotated[_id_type(resource, name), Path()]) for name in names]
    described = Header(alias=IDEMPOTENCY_KEY, description="The wish's own id: repeated, it gets the same answer.")
    rest = [
        _parameter("request", Request),
        _parameter("wish", resource.body),
        _parameter("idempotency_key", Annotated[Uuid, described]),
    ]
    if resource.kind in _EDITED:
        described = Header(
            alias=IF_MATCH, description="The number of the last event seen; needed for what stands already."
        )
        rest.append(_parameter("if_match", Annotated[str | None, described], None))
    return Signature(ids + rest, return_annotation=Response)


def _parameter(name: str, kind: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def _id_type(resource: Resource, name: str) -> Any:
    if name == "e164":
        return E164
    return ConversationKey if resource.kind == "conversation" else Uuid
