"""Photos and files over `/v1`: only what one may see, only what the digest says, never as something to run."""

import hashlib
import struct
import zlib
from pathlib import Path

from rise_tui.domain.ids import new_id
from rise_tui.relay.store.media import MediaFolder
from tests.relay.api.callers import ANA, Caller, Relay, problem


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
DIGEST = hashlib.sha256(PNG).hexdigest()


async def bring(caller: Caller, content: bytes, digest: str = "", type_: str = "image/png") -> int:
    digest = digest or hashlib.sha256(content).hexdigest()
    headers = {
        "Authorization": f"Bearer {caller.token}",
        "Idempotency-Key": new_id(),
        "Content-Type": type_,
    }
    answer = await caller.http.put(f"/v1/media/{digest}", content=content, headers=headers)
    return answer.status_code


async def arrive(relay: Relay, e164: str, folder: Path) -> None:
    """A client's photo, stored."""
    await relay.receives(e164, "Here is my paystub")
    message_id = relay.ask("SELECT id FROM message ORDER BY seq DESC LIMIT 1")[0]["id"]
    with MediaFolder(folder).begin(4096) as part:
        part.add(PNG)
        part.keep("image/png")
    await relay.act(
        lambda tx: tx.insert(
            "medium",
            office_id=relay.office_id,
            message_id=message_id,
            position=0,
            url="",
            declared_type="image/png",
            state="stored",
            sha256=DIGEST,
            type="image/png",
            bytes=len(PNG),
            attempts=1,
            next_try_at=0,
        )
    )


async def test_a_file_is_kept_once_and_comes_back_as_its_sniffed_type(relay: Relay) -> None:
    assert await bring(relay.dana, PNG, type_="text/html") == 201
    assert await bring(relay.dana, PNG) == 200
    got = await relay.dana.get(f"/media/{DIGEST}")
    assert got.content == PNG
    assert got.headers["content-type"] == "image/png"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"] == "attachment"


async def test_bytes_that_are_not_those_of_the_digest_are_not_kept(relay: Relay, tmp_path: Path) -> None:
    assert await bring(relay.dana, PNG, digest="0" * 64) == 422
    assert await bring(relay.dana, b"x" * 5000) == 413
    assert await bring(relay.dana, b"") == 422
    assert await bring(relay.ada, PNG) == 403
    assert relay.ask("SELECT 1 FROM upload") == []
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_a_clients_photo_is_for_whoever_sees_the_client(relay: Relay, tmp_path: Path) -> None:
    client_id = await relay.dana.new_client(ANA)
    await arrive(relay, ANA, tmp_path / "media")
    for caller, status in ((relay.dana, 200), (relay.sam, 200), (relay.luis, 404), (relay.ada, 404)):
        assert (await caller.get(f"/media/{DIGEST}")).status_code == status
    filing = {"client_id": client_id, "sha256": DIGEST, "kind": "paystub"}
    document = f"/documents/{new_id()}"
    assert (await relay.dana.put(document, filing)).status_code == 201
    assert problem(await relay.luis.put(f"/documents/{new_id()}", filing)) == "not-yours"
    other = await relay.luis.new_client(name="Ben")
    stolen = {**filing, "client_id": other}
    assert problem(await relay.luis.put(f"/documents/{new_id()}", stolen)) == "not-found"
    sent = relay.text(other, media=[DIGEST])
    assert problem(await relay.luis.put(f"/messages/{new_id()}", sent)) == "invalid"


async def test_what_is_filed_for_a_client_is_for_whoever_sees_that_client(relay: Relay, tmp_path: Path) -> None:
    await relay.dana.new_client(ANA)
    await arrive(relay, ANA, tmp_path / "media")
    sister = await relay.dana.new_client(name="Her sister")
    filing = {"client_id": sister, "sha256": DIGEST, "kind": "letter"}
    assert (await relay.dana.put(f"/documents/{new_id()}", filing)).status_code == 201
    assert (await relay.luis.get(f"/media/{DIGEST}")).status_code == 404
    seq = relay.ask("SELECT seq FROM client WHERE id = :id", id=sister)[0]["seq"]
    handed = {"caseworker_id": relay.luis.caseworker_id}
    assert (await relay.dana.put(f"/clients/{sister}", handed, if_match=seq)).status_code == 200
    assert (await relay.luis.get(f"/media/{DIGEST}")).content == PNG


async def test_what_a_colleague_put_can_be_sent_and_then_seen_by_who_sees_the_client(relay: Relay) -> None:
    client_id = await relay.luis.new_client(ANA)
    assert await bring(relay.dana, PNG) == 201
    assert (await relay.luis.get(f"/media/{DIGEST}")).status_code == 404
    assert await bring(relay.luis, PNG) == 200
    sent = await relay.luis.put(f"/messages/{new_id()}", relay.text(client_id, media=[DIGEST]))
    assert sent.status_code == 201
    assert (await relay.luis.get(f"/media/{DIGEST}")).content == PNG


async def test_a_path_is_never_made_from_what_somebody_wrote(relay: Relay) -> None:
    """[fault 28]"""
    for name in ("..%2f..%2fetc%2fpasswd", "0" * 63, "G" * 64, "0" * 64 + ".png"):
        assert (await relay.dana.get(f"/media/{name}")).status_code in (404, 422)
