"""The carrier's side: texts and statuses come in, and the carrier fetches what we send; plain Starlette, no JSON."""

import logging
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from rise_tui.domain.clock import now_ms
from rise_tui.domain.ids import is_id
from rise_tui.domain.office_words import NONE, OfficeWords
from rise_tui.relay.automatic.answering import SILENT, Answering
from rise_tui.relay.carriers.base import BadForm, BadSignature, Carrier, Form, Signed
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.hub import Busy, DiskFull, Hub, Shut, Together
from rise_tui.relay.intake import Accepted, Arrival, NoOffice, accept_many
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder
from rise_tui.wire.codec import from_json
from rise_tui.wire.routes import INBOUND, SENT_MEDIA, STATUS, at_carrier

log = logging.getLogger(__name__)

LARGEST_FORM = 256 * 1024
_TRY_AGAIN = (Busy, DiskFull, Shut, NoOffice, ArmedFailure, sqlite3.Error)
"""What keeps a webhook from being stored: the carrier is asked to post it again."""


class TooMuch(Exception):
    """The body is larger than a webhook may be."""


@dataclass(frozen=True)
class _Door:
    """Where one kind of webhook comes in, as a plain ASGI application: its answer is a status without a body."""

    answer: Callable[[Scope, Receive], Awaitable[int]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(_STARTS[await self.answer(scope, receive)])
        await send(_END)


_NOTHING = [(b"content-length", b"0")]
_HEADERS: dict[int, list[tuple[bytes, bytes]]] = {
    204: [],
    400: _NOTHING,
    403: _NOTHING,
    413: [*_NOTHING, (b"connection", b"close")],
    503: _NOTHING,
}
_STARTS = {
    status: {"type": "http.response.start", "status": status, "headers": headers}
    for status, headers in _HEADERS.items()
}
_END = {"type": "http.response.body", "body": b""}


@dataclass(frozen=True)
class Webhooks:
    """The routes of one carrier. `on_media` is called when a text with photos was stored.

    `urgent`: the office's own words for what somebody should look at now; `answering`: who answers HELP and STOP.
    """

    hub: Hub
    carrier: Carrier
    folder: MediaFolder
    links: MediaLinks
    on_media: Callable[[], None]
    urgent: OfficeWords = NONE
    answering: Answering = SILENT

    @cached_property
    def _texts(self) -> Together[Arrival, Accepted]:
        return Together(self._accept)

    def posted(self) -> list[Route]:
        """Where the carrier posts; the endpoints are ASGI applications, for a `Front`."""
        return [
            Route(at_carrier(INBOUND, self.carrier.name), _Door(self.receive), methods=["POST"]),
            Route(at_carrier(STATUS, self.carrier.name), _Door(self.report), methods=["POST"]),
        ]

    def routes(self) -> list[Route]:
        """Where the carrier comes in."""
        return [*self.posted(), Route(at_carrier(SENT_MEDIA, self.carrier.name), self.give, methods=["GET"])]

    def receive(self, scope: Scope, receive: Receive) -> Awaitable[int]:
        """A text that somebody sent us: 204 only once it is durable, whether it is new or a repetition."""
        return self._answered(scope, receive, self._store_text)

    def report(self, scope: Scope, receive: Receive) -> Awaitable[int]:
        """A status of a text of ours, found by our id in the path; 204 once it is durable, also for an unknown id."""
        return self._answered(scope, receive, self._store_status)

    async def give(self, request: Request) -> Response:
        """The bytes of a photo that we send, for whoever has its signed address; 403 for any other."""
        message_id, index = request.path_params["message_id"], request.path_params["index"]
        until, signature = request.query_params.get("until", ""), request.query_params.get("signature", "")
        if not index.isascii() or not index.isdigit() or len(index) > 3:
            return Response(status_code=403)
        now = self.hub.clock.now().timestamp()
        if not self.links.is_good(message_id, int(index), until, signature, now):
            return Response(status_code=403)
        found = self.hub.read(lambda tx: _sent_file(tx, self.folder, message_id, int(index)))
        if found is None or not found[0].exists():
            return Response(status_code=404)
        path, type_ = found
        return FileResponse(
            path, media_type=type_, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        )

    async def _answered(self, scope: Scope, receive: Receive, store: Callable[[Scope, Form], Awaitable[None]]) -> int:
        """The status to answer with, once what is posted was looked at and `store` has made it durable."""
        try:
            signed = await _signed(scope, receive, self.carrier.signature_header)
            self.carrier.verify(signed)
            await store(scope, signed.form)
        except BadSignature:
            return 403
        except TooMuch:
            return 413
        except ClientDisconnect:
            return 400
        except BadForm:
            log.warning("a signed webhook without what it is about was dropped")
        except _TRY_AGAIN as error:
            log.error("a webhook could not be stored: %s", type(error).__name__)
            return 503
        except Exception as error:  # noqa: BLE001 - whatever it is: post it again, and no traceback shows what was said
            log.critical("a webhook met a fault of ours: %s", where(error))
            return 503
        return 204

    async def _store_text(self, _: Scope, form: Form) -> None:
        arrival = Arrival(self.carrier.parse_inbound(form), now_ms(self.hub.clock))
        accepted = await self.hub.write_with(self._texts, arrival)
        self.hub.fail.at("inbound_after_commit")
        if accepted.is_new and accepted.has_media:
            self.on_media()

    def _accept(self, tx: Tx, arrivals: Sequence[Arrival]) -> list[Accepted]:
        accepted = accept_many(tx, arrivals, carrier=self.carrier.name, urgent=self.urgent, answering=self.answering)
        for _ in arrivals:
            self.hub.fail.at("inbound_before_commit")
        return accepted

    async def _store_status(self, scope: Scope, form: Form) -> None:
        report = self.carrier.parse_status(form)
        message_id = scope["path"].rpartition("/")[2]
        at = now_ms(self.hub.clock)

        def act(tx: Tx) -> bool:
            is_ours = accept_status(tx, message_id, report, carrier=self.carrier.name, at=at)
            self.hub.fail.at("status_before_commit")
            return is_ours

        if not is_id(message_id) or not await self.hub.write(act, may_wait=True):
            log.warning("the carrier reported on a text that is not here")


def where(error: BaseException) -> str:
    """What went wrong and in which line; never with what, for that may be a client's words or number."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" in {Path(frame.filename).name}:{frame.lineno}" for frame in last)


async def _signed(scope: Scope, receive: Receive, signature_header: bytes) -> Signed:
    """The request as it was signed. Raises TooMuch before more than a webhook's worth was read."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    signature = headers.get(signature_header)
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    body, is_whole = b"", False
    while not is_whole:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            raise TooMuch
        is_whole = not message.get("more_body", False)
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    return Signed(
        path=raw_path.partition(b"?")[0].decode("ascii", "surrogateescape"),
        query=scope["query_string"].decode("ascii", "surrogateescape"),
        content_type=content_type,
        body=body,
        signature=None if signature is None else signature.decode("latin-1"),
        form=_json_form(body) if "json" in content_type else Form.parse(body),
    )


def _json_form(body: bytes) -> Form:
    """The fields of a JSON object; what is no plain value is left out, and what is no object has none."""
    try:
        fields: Any = from_json(body)
    except (ValueError, RecursionError):
        return Form(())
    if not isinstance(fields, dict):
        return Form(())
    plain = [(name, value) for name, value in fields.items() if isinstance(value, (str, int, float))]
    return Form(tuple((name.encode(errors="replace"), str(value).encode(errors="replace")) for name, value in plain))


def _sent_file(tx: Tx, folder: MediaFolder, message_id: str, index: int) -> tuple[Path, str] | None:
    """Where the photo stands that a text of ours carries at this place, and its type."""
    row = tx.one(
        "SELECT m.media ->> :place AS sha256, m.office_id FROM message m"
        " WHERE m.office_id IN (SELECT office_id FROM office) AND m.id = :id AND m.direction = 'outbound'",
        place=f"$[{index}]",
        id=message_id,
    )
    if row is None or row["sha256"] is None:
        return None
    for table in ("upload", "medium"):
        known = tx.one(
            f"SELECT type FROM {table} WHERE office_id = :office_id AND sha256 = :sha256 AND type IS NOT NULL",
            office_id=row["office_id"],
            sha256=row["sha256"],
        )
        if known is not None:
            return folder.path(row["sha256"], known["type"]), known["type"]
    return None
