"""Twilio's forms in our words: a text that came, a status of one of ours."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from rise_tui.domain.messages import MAX_MEDIA
from rise_tui.relay.carriers.base import BadForm, Form, Inbound, Listed, MediaRef, StatusReport

NOBODY = "anonymous"
"""Who wrote a text that names no sender; it is kept all the same."""
_ODD = re.compile(r"[^A-Za-z0-9+.:_-]")
_MOST_MEDIA = MAX_MEDIA * 2
"""More than ten have not been seen; a form that lists thousands must not make thousands of fetches."""


def inbound_of(form: Form) -> Inbound:
    """The text in a form. Never fails: whatever is missing, a signed text is worth keeping.

    The id is the MessageSid, never the MessagingServiceSid, which all texts of a service share. Without one, the
    digest of the form stands in, so that a repetition is still the same text.
    """
    body, raw = decoded(form.raw(b"Body"))
    return Inbound(
        carrier_id=_sid(form) or "form:" + hashlib.sha256(form.joined()).hexdigest(),
        e164=_plain(form.text(b"From")) or NOBODY,
        to_e164=_plain(form.text(b"To")),
        body=body,
        raw=raw,
        media=_media(form),
        opt_out_type=form.text(b"OptOutType") or None,
    )


def listed_of(entry: Mapping[str, Any]) -> Listed:
    """The text in an entry of Twilio's list. Raises KeyError, TypeError, ValueError for what is none.

    A list has the words as JSON, so bytes that were no text are lost there; a webhook has them.
    """
    body, raw = decoded(str(entry.get("body") or "").encode("utf-8", "surrogatepass"))
    sid, came_at = str(entry["sid"]), time_of(str(entry.get("date_sent") or entry["date_created"]))
    return Listed(
        Inbound(
            carrier_id=sid[:64],
            e164=_plain(str(entry.get("from") or "")) or NOBODY,
            to_e164=_plain(str(entry.get("to") or "")),
            body=body,
            raw=raw,
            came_at=came_at,
        ),
        came_at,
        int(entry.get("num_media") or 0),
    )


def time_of(text: str) -> datetime:
    """The moment in a time as Twilio writes it: `Mon, 23 Nov 2026 17:00:00 +0000`. Raises ValueError."""
    at = parsedate_to_datetime(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def status_of(form: Form) -> StatusReport:
    """The status in a form; `SmsStatus` repeats `MessageStatus` and sometimes stands alone. Raises BadForm."""
    word = (form.text(b"MessageStatus") or form.text(b"SmsStatus")).strip().lower()[:40]
    if not word:
        raise BadForm("no status")
    code = form.text(b"ErrorCode").strip()
    return StatusReport(
        carrier_id=_sid(form),
        word=word,
        error_code=int(code) if code.isascii() and code.isdigit() and len(code) < 10 and int(code) else None,
        price_micros=price_of(form.text(b"Price")),
    )


def price_of(text: str) -> int | None:
    """Micro-dollars of Twilio's price, which counts what we pay as negative: `-0.00750` is 7500. None if unreadable."""
    try:
        return abs(round(float(text) * 1_000_000)) if text.strip() and abs(float(text)) < 1_000 else None
    except ValueError:
        return None


def decoded(body: bytes) -> tuple[str, bytes | None]:
    """What a person can read, and the bytes where that is not exactly their UTF-8.

    What cannot be read, and NUL, becomes U+FFFD. Some gateways pass on UTF-16BE as it is: with a NUL before nearly
    every letter it is read as such.
    """
    if b"\x00" not in body:
        try:
            return body.decode("utf-8"), None
        except UnicodeDecodeError:
            return body.decode("utf-8", "replace"), body
    if len(body) % 2 == 0 and body[::2].count(0) * 2 > len(body[::2]):
        return body.decode("utf-16-be", "replace").replace("\x00", "\ufffd"), body
    return body.decode("utf-8", "replace").replace("\x00", "\ufffd"), body


def _sid(form: Form) -> str | None:
    return (form.text(b"MessageSid") or form.text(b"SmsSid") or form.text(b"SmsMessageSid")).strip()[:64] or None


def _plain(number: str) -> str:
    """The number as it can stand in an address; who writes may be a short code or a name."""
    return _ODD.sub("_", number.strip()[:64])


def _media(form: Form) -> tuple[MediaRef, ...]:
    if form.raw(b"NumMedia") in (b"", b"0") and not form.raw(b"MediaUrl0"):
        return ()
    said = form.text(b"NumMedia").strip()
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    refs = [
        MediaRef(form.text(b"MediaUrl%d" % index), form.text(b"MediaContentType%d" % index)[:100])
        for index in range(min(max(count, MAX_MEDIA), _MOST_MEDIA))
    ]
    while refs and not refs[-1].url:
        refs.pop()
    return tuple(refs)
