"""What one may see as of one number of the log, a page at a time; and who one is."""

from typing import Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import reader_of
from rise_tui.relay.api.documentation import json_of, troubles
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import epoch_of, instance_of
from rise_tui.relay.store.snapshot_reading import BadPage, Place, read_snapshot
from rise_tui.relay.wishes.wished import invalid, not_found
from rise_tui.version import __version__
from rise_tui.wire.codec import to_json
from rise_tui.wire.events import Me, Snapshot
from rise_tui.wire.routes import ME, SNAPSHOT


def add_snapshot(app: FastAPI, hub: Hub) -> None:
    """Mount the snapshot and `me`."""

    async def snapshot(
        request: Request, page: Annotated[str | None, Query(max_length=200, description="from the page before")] = None
    ) -> Response:
        reader = reader_of(request)
        if page is None:
            await hub.write(lambda tx: _note(tx, reader, now_ms(hub.clock)))
        return Response(hub.read(lambda tx: _leaf(tx, reader, page)), media_type="application/json")

    async def me(request: Request) -> Response:
        reader = reader_of(request)
        return Response(hub.read(lambda tx: _me(tx, reader)), media_type="application/json")

    app.add_api_route(
        SNAPSHOT,
        snapshot,
        methods=["GET"],
        operation_id="snapshot",
        summary="What one may see now, newest conversations first; then follow the log after its `seq`.",
        response_model=None,
        responses={**json_of(Snapshot, "A page; without `page` the last."), **troubles(401, 422, 429, 503, 507)},
    )
    app.add_api_route(
        ME,
        me,
        methods=["GET"],
        operation_id="me",
        summary="Who the token belongs to, and which relay this is.",
        response_model=None,
        responses={**json_of(Me, "You."), **troubles(401, 429, 503)},
    )


def _note(tx: Tx, reader: Reader, at: int) -> None:
    """That a device takes a copy of all that its caseworker may see stands in the audit log before it gets any."""
    record(tx, reader.office_id, reader.caseworker_id, "took_copy", at=at, device=reader.token_id or None)


def _leaf(tx: Tx, reader: Reader, page: str | None) -> str:
    try:
        place = None if page is None else Place.of(page)
    except BadPage as error:
        raise invalid("/query/page", "No snapshot gave out this page.", next_step="Begin anew.") from error
    leaf = read_snapshot(tx, reader, place)
    follows = {} if leaf.follows is None else {"page": leaf.follows.token()}
    return to_json({"epoch": epoch_of(tx), "seq": leaf.seq, "events": leaf.events, **follows})


def _me(tx: Tx, reader: Reader) -> str:
    row = tx.one(
        "SELECT o.name AS office, o.zone, c.name, c.role, t.expires_at FROM office o"
        " JOIN caseworker c ON c.office_id = o.office_id AND c.id = :me"
        " LEFT JOIN token t ON t.office_id = o.office_id AND t.id = :token WHERE o.office_id = :office_id",
        me=reader.caseworker_id,
        token=reader.token_id,
        office_id=reader.office_id,
    )
    if row is None:
        raise not_found("caseworker")
    relay = instance_of(tx)
    me = Me(
        office_id=reader.office_id,
        office=row["office"],
        caseworker_id=reader.caseworker_id,
        name=row["name"],
        role=row["role"],
        zone=row["zone"],
        instance_id=relay["instance_id"],
        epoch=relay["epoch"],
        version=__version__,
        device_id=reader.token_id,
        token_expires_at=row["expires_at"],
    )
    return me.model_dump_json()
