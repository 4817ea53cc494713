"""Is the relay there, and is it the one it says: the proof for whoever is about to send it a token."""

import sqlite3
from typing import Annotated

from fastapi import FastAPI, Query
from starlette.responses import Response

from rise_tui.relay.api.documentation import troubles
from rise_tui.relay.api.refusals import busy
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.log_reading import instance_of
from rise_tui.wire.codec import proof_of, to_json
from rise_tui.wire.routes import HEALTH

LONGEST = 256


def add_health(app: FastAPI, hub: Hub) -> None:
    """Mount `/healthz`."""

    async def healthz(
        challenge: Annotated[str | None, Query(max_length=LONGEST, description="anything that was never used")] = None,
    ) -> Response:
        try:
            instance_id = hub.read(instance_of)["instance_id"]
        except (sqlite3.Error, LookupError) as error:
            raise busy("Its database cannot be read.") from error
        proof = {} if challenge is None else {"proof": proof_of(challenge, instance_id)}
        return Response(to_json({"status": "ok", **proof}), media_type="application/json")

    app.add_api_route(
        HEALTH,
        healthz,
        methods=["GET"],
        operation_id="healthz",
        summary="Hex HMAC-SHA256 of the challenge under the relay's secret instance id proves who it is.",
        response_model=None,
        responses={200: {"description": "It is there.", "content": {"application/json": {}}}, **troubles(422, 503)},
    )
