"""Photos: behind the account's password, by a redirect valid four hours; and what the sender attached is fetched."""

import base64
import hashlib
import io

import httpx
import pypdfium2  # type: ignore[import-untyped] # it ships no types
import pytest
from PIL import Image

from rise_tui.simulator import pictures
from rise_tui.simulator.media import VALID_FOR, signed_path
from tests.simulator.conftest import ACCOUNT, TOKEN, Carrier
from tests.simulator.test_sending import Start


def links(carrier: Carrier, *media: dict[str, object]) -> list[str]:
    """The addresses under which the attachments of a new text are offered."""
    carrier.texts_in("here", media=list(media))
    form = carrier.listener.inbound()[-1].form
    return [form[f"MediaUrl{index}"] for index in range(int(form["NumMedia"]))]


def test_a_photo_is_behind_the_password_and_then_a_redirect(carrier: Carrier) -> None:
    (link,) = links(carrier, {"fixture": "photo"})
    assert link.startswith(f"{carrier.process.url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM")
    assert httpx.get(link, trust_env=False).status_code == 401
    redirect = carrier.client.get(link)
    assert redirect.status_code == 307
    photo = httpx.get(carrier.process.url + redirect.headers["location"], trust_env=False)
    assert (photo.content, photo.headers["content-type"]) == (pictures.photo(), "image/jpeg")
    assert carrier.state()["leaks"] == 0


def test_a_signed_address_opens_one_photo_for_four_hours(carrier: Carrier) -> None:
    (one, other) = links(carrier, {"fixture": "photo"}, {"fixture": "paystub"})
    sid, other_sid = one.rpartition("/")[2], other.rpartition("/")[2]
    good = signed_path(sid, TOKEN)
    late = signed_path(sid, TOKEN, at=-VALID_FOR)
    stolen = good.replace(sid, other_sid)
    statuses = [carrier.client.get(path, auth=None).status_code for path in (good, late, stolen, f"/media/{sid}")]
    assert statuses == [200, 403, 403, 403]


def test_the_password_carried_to_a_signed_address_is_noticed(carrier: Carrier) -> None:
    links(carrier, {"fixture": "photo"})
    carrier.client.get("/media/ME1")
    assert carrier.state()["leaks"] == 1


def test_attachments_are_what_was_asked_for(start_carrier: Start) -> None:
    carrier = start_carrier("--direct-media")
    hello = base64.b64encode(b"hello").decode()
    offered = links(carrier, {"base64": hello, "type": "text/plain"}, {"zeros": 9}, {"url": "http://169.254.169.254/"})
    answers = [carrier.client.get(link) for link in offered[:2]]
    assert [(answer.content, answer.headers["content-type"].split(";")[0]) for answer in answers] == [
        (b"hello", "text/plain"),
        (bytes(9), "image/jpeg"),
    ]
    assert offered[2] == "http://169.254.169.254/"


def test_a_photo_can_break_off_or_be_a_web_page_or_gone(start_carrier: Start) -> None:
    carrier = start_carrier("--direct-media")
    (link,) = links(carrier, {"fixture": "paystub"})
    carrier.fault(kind="cut", share=0.7)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        carrier.client.get(link)
    carrier.fault(kind="wrong-type")
    assert carrier.client.get(link).headers["content-type"].startswith("text/html")
    carrier.fault(kind="answer", on="media", status=404)
    assert carrier.client.get(link).status_code == 404
    assert carrier.client.get(link).content == pictures.paystub()


def test_a_photo_can_have_no_end(start_carrier: Start) -> None:
    carrier = start_carrier("--direct-media")
    (link,) = links(carrier, {"fixture": "photo"})
    carrier.fault(kind="endless")
    seen = 0
    with carrier.client.stream("GET", link) as answer:
        for part in answer.iter_bytes():
            seen += len(part)
            if seen > 20_000_000:
                break
    assert seen > 20_000_000
    assert carrier.client.get(link).content == pictures.photo()


def test_what_the_sender_attached_is_fetched_and_its_digest_kept(carrier: Carrier) -> None:
    url = f"{carrier.listener.url}/picture?until=1&signature=abc"
    assert carrier.send("a map", "m1", MediaUrl=url).json()["num_media"] == "1"
    carrier.settle()
    (medium,) = carrier.state()["media"]
    assert (medium["message_id"], medium["type"], medium["error"]) == ("m1", "image/jpeg", "")
    assert medium["sha256"] == hashlib.sha256(b"\xff\xd8\xff picture").hexdigest()
    assert carrier.listener.statuses("m1")[-1] == "delivered"


@pytest.mark.parametrize("path", ["/gone", ":1/"])
def test_a_text_whose_attachment_cannot_be_fetched_fails(carrier: Carrier, path: str) -> None:
    carrier.send("a map", "m1", MediaUrl=carrier.listener.url + path if path == "/gone" else f"http://127.0.0.1{path}")
    carrier.settle()
    assert carrier.listener.statuses("m1") == ["failed"]
    assert carrier.listener.hooks[-1].form["ErrorCode"] == "11200"


def test_drawn_files_are_what_they_say() -> None:
    for draw, form in ((pictures.paystub, "PNG"), (pictures.photo, "JPEG")):
        with Image.open(io.BytesIO(draw())) as image:
            image.load()
            assert image.format == form
    assert pictures.paystub(seed=1) != pictures.paystub(seed=2)
    document = pypdfium2.PdfDocument(pictures.letter())
    page = document[0]
    text = page.get_textpage()
    assert "class was completed" in text.get_text_range()
    for part in (text, page, document):
        part.close()
    assert pictures.card().startswith(b"BEGIN:VCARD\r\n")
