"""The carrier's side: texts and statuses come in, and the carrier fetches what we send; plain Starlette, no JSON."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from rise_tui.domain.clock import now_ms
from rise_tui.domain.ids import is_id
from rise_tui.domain.office_words import NONE, OfficeWords
from rise_tui.relay.acts import Busy, DiskFull, Shut, Together, where
from rise_tui.relay.api.doors import Door, Posted, Respond
from rise_tui.relay.automatic.answering import SILENT, Answering
from rise_tui.relay.carriers.base import BadForm, BadSignature, Carrier, Form, Signed
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import Accepted, Arrival, NoOffice, accept_many
from rise_tui.relay.receipts import accept_status
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder
from rise_tui.wire.codec import from_json
from rise_tui.wire.routes import INBOUND, SENT_MEDIA, STATUS, at_carrier

log = logging.getLogger(__name__)

_STORED = 204
_TRY_AGAIN = (Busy, DiskFull, Shut, NoOffice, ArmedFailure, sqlite3.Error)
"""What keeps a webhook from being stored: the carrier is asked to post it again."""


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

    def doors(self) -> dict[str, Door]:
        """Where the carrier posts.

        A text that somebody sent us is answered 204 only once it is durable, whether it is new or a repetition; so is a
        status of a text of ours, found by our id in the path, also for an unknown id.
        """
        return {
            at_carrier(INBOUND, self.carrier.name): Door(partial(self._begin, self._store_text)),
            at_carrier(STATUS, self.carrier.name): Door(partial(self._begin, self._store_status)),
        }

    def routes(self) -> list[Route]:
        """Where the carrier comes in."""
        doors = [Route(path, door, methods=["POST"]) for path, door in self.doors().items()]
        return [*doors, Route(at_carrier(SENT_MEDIA, self.carrier.name), self.give, methods=["GET"])]

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

    def _begin(self, store: Callable[[Signed, Respond], None], posted: Posted, respond: Respond) -> None:
        """See to it that it becomes durable, and is answered then; or answer what is wrong with it."""
        try:
            signed = _signed(posted, self.carrier.signature_header)
            self.carrier.verify(signed)
            store(signed, respond)
        except Exception as error:  # noqa: BLE001 - what it was becomes the answer
            respond(_answer_to(error))

    def _store_text(self, signed: Signed, respond: Respond) -> None:
        arrival = Arrival(self.carrier.parse_inbound(signed.form), now_ms(self.hub.clock))
        self.hub.write_with(self._texts, arrival, _Stored(self._text_ended, respond))

    def _text_ended(self, accepted: Accepted) -> None:
        self.hub.fail.at("inbound_after_commit")
        if accepted.is_new and accepted.has_media:
            self.on_media()

    def _accept(self, tx: Tx, arrivals: Sequence[Arrival]) -> list[Accepted]:
        accepted = accept_many(tx, arrivals, carrier=self.carrier.name, urgent=self.urgent, answering=self.answering)
        for _ in arrivals:
            self.hub.fail.at("inbound_before_commit")
        return accepted

    def _store_status(self, signed: Signed, respond: Respond) -> None:
        report = self.carrier.parse_status(signed.form)
        message_id = signed.path.rpartition("/")[2]
        at = now_ms(self.hub.clock)

        def act(tx: Tx) -> bool:
            is_ours = accept_status(tx, message_id, report, carrier=self.carrier.name, at=at)
            self.hub.fail.at("status_before_commit")
            return is_ours

        if not is_id(message_id):
            _look(is_ours=False)
            respond(_STORED)
            return
        written = self.hub.write(act, may_wait=True)
        written.add_done_callback(partial(_respond_with, respond))


class _Stored:
    """A text that waits for its commit: what is done when it is durable, and who is answered then."""

    __slots__ = ("_ended", "_is_done", "_respond")

    def __init__(self, ended: Callable[[Accepted], None], respond: Respond) -> None:
        self._ended = ended
        self._respond = respond
        self._is_done = False

    def done(self) -> bool:
        """Was it answered?"""
        return self._is_done

    def set_result(self, accepted: Accepted) -> None:
        """It is durable."""
        self._is_done = True
        status = _STORED
        try:
            self._ended(accepted)
        except Exception as error:  # noqa: BLE001 - what it was becomes the answer
            status = _answer_to(error)
        self._respond(status)

    def set_exception(self, error: BaseException) -> None:
        """It is not."""
        self._is_done = True
        self._respond(_answer_to(error))


def _respond_with(respond: Respond, outcome: "asyncio.Future[bool]") -> None:
    """Answer a status by what became of it."""
    try:
        _look(is_ours=outcome.result())
    except Exception as error:  # noqa: BLE001 - what it was becomes the answer
        respond(_answer_to(error))
    else:
        respond(_STORED)


def _answer_to(error: BaseException) -> int:
    """The status for what kept a webhook from being stored; nobody is told more."""
    if isinstance(error, BadSignature):
        return 403
    if isinstance(error, BadForm):
        log.warning("a signed webhook without what it is about was dropped")
        return _STORED
    if isinstance(error, _TRY_AGAIN):
        log.error("a webhook could not be stored: %s", type(error).__name__)
    else:  # post it again, and no traceback shows what was said
        log.critical("a webhook met a fault of ours: %s", where(error))
    return 503


def _look(*, is_ours: bool) -> None:
    """Say so when the status was of no text of ours."""
    if not is_ours:
        log.warning("the carrier reported on a text that is not here")


def _signed(posted: Posted, signature_header: bytes) -> Signed:
    """The request as it was signed."""
    path, query, headers, body = posted
    signature = headers.get(signature_header)
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    form = _json_form(body) if "json" in content_type else Form.parse(body)
    return Signed(path, query, content_type, body, None if signature is None else signature.decode("latin-1"), form)


def _json_form(body: bytes) -> Form:
    """The fields of a JSON object; what is no plain value is left out, and what is no object has none."""
    try:
        fields: Any = from_json(body)
    except (ValueError, RecursionError):
        return Form(())
    if not isinstance(fields, dict):
        return Form(())
    plain = [(name, value) for name, value in fields.items() if isinstance(value, (str, int, float))]
    return Form([(name.encode(errors="replace"), str(value).encode(errors="replace")) for name, value in plain])


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
