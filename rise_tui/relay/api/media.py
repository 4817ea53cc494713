"""Photos and files over HTTP: a caseworker brings what a text will carry, and fetches what they may see."""

import asyncio
import errno
from collections.abc import AsyncIterator
from pathlib import Path as FilePath
from typing import Annotated, Protocol

from fastapi import FastAPI, Header, Path, Request
from starlette.responses import FileResponse, Response

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import reader_of
from rise_tui.relay.api.documentation import ANSWER, troubles
from rise_tui.relay.api.refusals import disk_full, too_large
from rise_tui.relay.api.wishes import answered
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder, Part, TooLarge
from rise_tui.relay.store.media_access import media_type
from rise_tui.relay.store.sniffing import Sniffed, sniff
from rise_tui.relay.wishes.granting import grant_once
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_found, not_yours, present_seq
from rise_tui.wire.routes import IDEMPOTENCY_KEY, MEDIA
from rise_tui.wire.shapes import Sha256, Uuid, Wish


class MediaSettings(Protocol):
    """Where photos and files are kept, and how many bytes one may have."""

    @property
    def media(self) -> FilePath:
        """The folder."""
        ...

    @property
    def media_limit(self) -> int:
        """Bytes of one file."""
        ...


def add_media(app: FastAPI, hub: Hub, settings: MediaSettings) -> None:
    """Mount the PUT and the GET of photos and files."""
    folder = MediaFolder(settings.media)

    async def put_media(
        request: Request,
        sha256: Annotated[Sha256, Path()],
        idempotency_key: Annotated[Uuid, Header(alias=IDEMPOTENCY_KEY)],
        content_type: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        reader = reader_of(request)
        if not reader.reads_texts:
            raise not_yours()
        found, size = await _take(folder, request.stream(), sha256, content_type, settings.media_limit)
        wished = Wished(idempotency_key, reader, now_ms(hub.clock), {"sha256": sha256}, Wish())

        def keep(tx: Tx, wish: Wished) -> Accepted:
            is_new = tx.insert(
                "upload",
                or_ignore=True,
                office_id=wish.office_id,
                sha256=sha256,
                caseworker_id=reader.caseworker_id,
                type=found.type,
                bytes=size,
                at=wish.at,
            )
            return Accepted(sha256, present_seq(tx, wish), is_new=is_new)

        granted = await hub.write(lambda tx: grant_once(tx, wished, MEDIA.format(sha256=sha256), keep, "media"))
        hub.fail.at("api_after_commit")
        return answered(granted)

    async def get_media(request: Request, sha256: Annotated[Sha256, Path()]) -> Response:
        reader = reader_of(request)
        type_ = hub.read(lambda tx: media_type(tx, reader, sha256))
        path = None if type_ is None else folder.path(sha256, type_)
        if path is None or not path.exists():
            raise not_found("photo or file")
        return FileResponse(
            path,
            media_type=type_,
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": "attachment",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )

    app.add_api_route(
        MEDIA,
        put_media,
        methods=["PUT"],
        operation_id="put_media",
        summary="The bytes of a photo or file that a text will carry.",
        response_model=None,
        responses={
            200: {"description": "It is here already.", "content": ANSWER},
            201: {"description": "It is kept.", "content": ANSWER},
            **troubles(401, 403, 413, 422, 429, 503, 507),
        },
        openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
    )
    app.add_api_route(
        MEDIA,
        get_media,
        methods=["GET"],
        operation_id="get_media",
        summary="The bytes of a photo or file that one may see.",
        response_model=None,
        responses={
            200: {"description": "The file.", "content": {"application/octet-stream": {}}},
            **troubles(401, 404, 422, 429, 503),
        },
    )


async def _take(
    folder: MediaFolder, body: AsyncIterator[bytes], sha256: str, declared: str, limit: int
) -> tuple[Sniffed, int]:
    """Stream the bytes to disk and keep them, whole and fsynced, under their digest. Raises Refusal."""
    try:
        with folder.begin(limit) as part:
            async for chunk in body:
                part.add(chunk)
            if part.sha256 != sha256 or not part.bytes:
                raise invalid("/path/sha256", "The bytes that came are not those of this SHA-256.", next_step="Again.")
            return await asyncio.to_thread(_keep, part, declared), part.bytes
    except TooLarge as error:
        raise too_large(limit) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full() from error
        raise


def _keep(part: Part, declared: str) -> Sniffed:
    part.flush()
    found = sniff(part.path, declared)
    part.keep(found.type)
    return found
