"""One relay process, and everything that the world may post to it: repeated, forged, hostile, endless, out of order."""

import base64
import itertools
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from rise_tui.domain.ids import new_id
from tests.journeys.ledger import rows
from tests.journeys.office import ACCOUNT_SID, AUTH_TOKEN, NUMBER, Office, Options

MIB = 1 << 20
LIMIT = 48 * MIB
"""More than a photo may cost of memory: one that is held whole is noticed."""
PHONES = (f"+1{215 + n // 100}55501{n % 100:02d}" for n in itertools.count(10))
"""A phone that nobody has used yet."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    options = Options(relay_env={"RISE_RELAY_MEDIA_LIMIT": str(LIMIT)})
    with Office(tmp_path_factory.mktemp("office"), options) as office:
        yield office


def texts_of(office: Office, phone: str) -> list[Any]:
    """What is stored of one phone."""
    return [*rows(office.database, "SELECT * FROM message WHERE e164 = :e164 ORDER BY seq", e164=phone)]


def told_of(office: Office, message_id: str) -> list[str]:
    """The log's types of events about one text."""
    return [row["type"] for row in rows(office.database, "SELECT type FROM event WHERE ref_id = :id", id=message_id)]


def post(office: Office, path: str, fields: dict[str, str], signature: str | None) -> int:
    """Post a form with this signature, or without one."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if signature is not None:
        headers["X-Twilio-Signature"] = signature
    return office.api().post(path, content=urlencode(fields), headers=headers).status_code


def signed(office: Office, path: str, fields: dict[str, str]) -> str:
    """As the phone company's own library signs it."""
    return str(RequestValidator(AUTH_TOKEN).compute_signature(office.relay_url + path, fields))


def test_twenty_posts_of_one_text_at_once_and_later_ones_are_one_row_and_one_event(office: Office) -> None:
    """Also with other words under its id, and replayed when it is long known. [fault 11] [fault 12] [fault 26]"""
    phone = next(PHONES)
    first = office.client_texts(phone, "I am on my way", copies=20)
    assert first["statuses"] == [204] * 20
    assert office.client_texts(phone, sid=first["sid"])["status"] == 204
    assert office.client_texts(phone, "edited", sid=first["sid"], copies=3)["statuses"] == [204] * 3
    [text] = texts_of(office, phone)
    assert text["body"] == "I am on my way"
    assert told_of(office, text["id"]) == ["MessageReceived"]
    assert "came again with other content" in office.relay.errors
    assert "edited" not in office.relay.errors, "never with what"


def test_a_text_without_a_good_signature_is_a_403_and_stores_nothing(office: Office) -> None:
    """Missing, wrong, of another token, of another address, of other fields. [fault 25]"""
    phone, path = next(PHONES), "/carriers/twilio/inbound"
    fields = {"MessageSid": "SM1", "From": phone, "To": NUMBER, "Body": "let me in", "AccountSid": ACCOUNT_SID}
    good = signed(office, path, fields)
    forged = [
        None,
        "",
        good[:-4],
        RequestValidator("another").compute_signature(office.relay_url + path, fields),
        signed(office, path + "?x=1", fields),
        signed(office, path, {**fields, "Body": "other words"}),
    ]
    assert {post(office, path, fields, signature) for signature in forged} == {403}
    status = f"/carriers/twilio/status/{new_id()}"
    assert post(office, status, {"MessageStatus": "delivered", "MessageSid": "SM1"}, None) == 403
    assert texts_of(office, phone) == []
    assert post(office, path, fields, good) == 204
    assert len(texts_of(office, phone)) == 1


def test_bytes_that_are_no_text_are_kept_as_they_came(office: Office) -> None:
    """Malformed UTF-8, a lone surrogate, NUL, UTF-16BE as some gateways send it. [D5] [fault 23]"""
    phone = next(PHONES)
    spanish = "Hola, ¿mañana?".encode("utf-16-be")
    raw = [b"caf\xe9 \xff\xfe", b"\xed\xa0\x80 alone", b"a\x00b", spanish, b"\"quoted\" 'it's'"]
    for one in raw:
        assert office.client_texts(phone, body_base64=base64.b64encode(one).decode())["status"] == 204
    kept = texts_of(office, phone)
    assert [text["raw"] if text["raw"] is not None else text["body"].encode() for text in kept] == raw
    assert kept[3]["body"] == "Hola, ¿mañana?"
    events = [event["data"]["body"] for event in office.events() if event["data"].get("e164") == phone]
    assert events == [text["body"] for text in kept], "every reader gets them"


def test_reports_in_any_order_twice_and_after_the_end_never_take_a_status_down(office: Office) -> None:
    """[D14] [D15] [fault 13]"""
    client = office.add_client("Marcus Bell", next(PHONES))
    message_id = office.text(client, "sim:shuffle sim:twice See you at nine")
    office.wait_until(lambda: "delivered" in states(office, message_id), what="delivered")
    office.settle()
    path = f"/carriers/twilio/status/{message_id}"
    [sid] = [text["sid"] for text in office.accepted()[message_id]]
    for word in ("sent", "queued", "failed", "a new word", "sending", "read", "delivered"):
        fields = {"MessageStatus": word, "MessageSid": sid, "ErrorCode": "30003" if word == "failed" else ""}
        assert post(office, path, fields, signed(office, path, fields)) == 204
    [row] = rows(office.database, "SELECT status, reason FROM message WHERE id = :id", id=message_id)
    assert tuple(row) == ("read", None)
    said = "SELECT carrier_status FROM message_status WHERE message_id = :id ORDER BY rowid"
    words = [row[0] for row in rows(office.database, said, id=message_id)]
    assert len(words) >= 7 + 3
    assert words[-7:] == ["sent", "queued", "failed", "a new word", "sending", "read", "delivered"]
    office.ledger([message_id]).raise_if_bad()


def states(office: Office, message_id: str) -> list[str]:
    """The statuses that the log has told."""
    question = "SELECT data ->> 'status' FROM event WHERE type = 'MessageStatusChanged' AND ref_id = :id ORDER BY seq"
    return [row[0] for row in rows(office.database, question, id=message_id)]


def test_a_photo_without_an_end_is_given_up_at_the_limit_and_costs_no_memory(office: Office) -> None:
    """[fault 22]"""
    phone = next(PHONES)
    office.client_texts(phone, "", [{"fixture": "paystub"}])
    office.wait_until(lambda: media(office, phone) == [("stored", None)], what="a photo, so that all is loaded")
    before = most_memory(office)
    office.fault(kind="endless", on="media")
    office.client_texts(phone, "", [{"fixture": "photo"}])
    office.wait_until(lambda: media(office, phone)[-1] == ("failed", "too_large"), 30, "given up")
    assert most_memory(office) - before < 20 * MIB
    assert list((office.folder / "media" / "incoming").iterdir()) == []


def most_memory(office: Office) -> int:
    """The most bytes of memory that the relay has had at any time."""
    told = Path(f"/proc/{office.relay.pid}/status").read_text()
    [peak] = [line.split()[1] for line in told.splitlines() if line.startswith("VmHWM:")]
    return int(peak) * 1024


def media(office: Office, phone: str) -> list[tuple[str, str | None]]:
    """How the photos of a phone stand, in order."""
    question = (
        "SELECT d.state, d.reason FROM medium d JOIN message m ON m.id = d.message_id"
        " WHERE m.e164 = :e164 ORDER BY m.seq, d.position"
    )
    return [(row[0], row[1]) for row in rows(office.database, question, e164=phone)]


def test_no_request_leaves_for_an_address_that_a_text_chose(office: Office) -> None:
    """[fault 27]"""
    phone = next(PHONES)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        simulator = office.simulator.url.rpartition(":")[2]
        urls = [
            f"http://127.0.0.1:{port}/x",
            f"http://localhost:{simulator}/x",
            f"http://me:you@127.0.0.1:{simulator}/x",
            f"https://127.0.0.1:{port}/x",
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            f"http://[::1]:{port}/",
            "//example.org/x",
        ]
        office.client_texts(phone, "look", [{"url": url} for url in urls])
        office.wait_until(lambda: {state for state, _ in media(office, phone)} == {"failed"}, what="all refused")
        assert media(office, phone) == [("failed", "refused")] * len(urls)
        canary.settimeout(0)
        with pytest.raises(BlockingIOError):
            canary.accept()


def test_no_name_from_outside_is_part_of_a_path(office: Office) -> None:
    """A photo's declared type, its text's id and a client's name are only ever words. [fault 28]"""
    phone = next(PHONES)
    wicked = "image/../../../../tmp/x\r\nX-Evil: 1"
    fields = {"MediaContentType0": wicked, "MessageSid": "../../" + "x" * 5000, "FileName0": "../../a.sh"}
    office.client_texts(phone, "", [{"fixture": "paystub"}], fields=fields)
    office.wait_until(lambda: media(office, phone) == [("stored", None)], what="the photo")
    client = office.add_client("../../../etc/passwd\r\n " + "x" * 60, next(PHONES))
    assert any(event["data"].get("client_id") == client for event in office.events())
    kept = [path for path in (office.folder / "media").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert path.resolve().is_relative_to((office.folder / "media").resolve())
        assert len(path.stem) == 64
        assert path.suffix in {".png", ".jpg"}


def test_a_crowd_of_forged_and_odd_posts_keeps_nobody_waiting_and_breaks_nothing(office: Office) -> None:
    """After all of it the relay answers as before, and has not logged one word of it. [fault 25]"""
    path, phone = "/carriers/twilio/inbound", next(PHONES)

    def knock(n: int) -> int:
        body = {"MessageSid": f"SM{n}", "From": phone, "Body": "secret words"}
        return post(office, path, body, "AAAA" if n % 2 else None)

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(knock, range(24))) == {403}
    assert office.api().post(path, content=b"x" * (300 * 1024)).status_code == 413
    assert office.client_texts(phone, "let me in")["status"] == 204
    assert [text["body"] for text in texts_of(office, phone)] == ["let me in"]
    assert "secret words" not in office.relay.errors
    assert phone not in office.relay.errors
