"""What the carrier makes of a request to send: a text, or a refusal in Twilio's codes."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from rise_tui.domain.clock import now_ms
from rise_tui.simulator.switch import Switch, new_sid, segments_of
from rise_tui.simulator.texts import OUTBOUND, Medium, Text
from rise_tui.simulator.words import TRIES, Wishes

LONGEST = 1600
MOST_MEDIA = 10
LONGEST_VALIDITY = 36000
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class Refused(Exception):
    """The carrier does not take this text: HTTP status, Twilio's code, Twilio's sentence."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def understand(switch: Switch, form: Sequence[tuple[str, str]]) -> tuple[Text, list[Medium]]:
    """The text that a form asks for, with its attachments. Raises Refused."""
    fields = dict(form)
    urls = [value for name, value in form if name == "MediaUrl" and value]
    receiver, sender, body = fields.get("To", ""), fields.get("From", ""), fields.get("Body", "")
    callback = fields.get("StatusCallback", "")
    _check(receiver, sender, body, urls, callback)
    validity = _validity(fields.get("ValidityPeriod", ""))
    message_id = urlsplit(callback).path.rpartition("/")[2]
    _check_wishes(switch, Wishes.of(body), message_id)
    if (sender, receiver) in switch.blocks:
        raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
    segments = segments_of(body)
    if not switch.bucket.take(segments):
        raise Refused(429, 20429, "Too Many Requests")
    sid = new_sid("MM" if urls else "SM")
    text = Text(
        sid=sid,
        direction=OUTBOUND,
        sender=sender,
        receiver=receiver,
        body=body,
        status="queued",
        at=now_ms(switch.clock),
        segments=segments,
        media=len(urls),
        callback=callback,
        message_id=message_id,
        validity=validity,
    )
    return text, [Medium(new_sid("ME"), sid, position, "", url=url) for position, url in enumerate(urls)]


def is_unanswered(text: Text) -> bool:
    """Does the text ask to be accepted without an answer (`sim:timeout`)?"""
    return Wishes.of(text.body).wants("timeout")


def _check(receiver: str, sender: str, body: str, urls: list[str], callback: str) -> None:
    if not receiver:
        raise Refused(400, 21604, "A 'To' phone number is required.")
    if not sender:
        raise Refused(400, 21603, "A 'From' phone number is required.")
    if not body and not urls:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > LONGEST:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if not _E164.fullmatch(receiver):
        raise Refused(400, 21211, "Invalid 'To' Phone Number")
    if not _E164.fullmatch(sender):
        raise Refused(400, 21212, "Invalid From Number")
    if len(urls) > MOST_MEDIA:
        raise Refused(400, 21623, "Number of media files exceeds allowed limit.")
    host = urlsplit(callback).hostname
    if callback and (urlsplit(callback).scheme not in ("http", "https") or not host or "_" in host):
        raise Refused(400, 21609, "The 'StatusCallback' URL is not a valid URL.")


def _validity(asked: str) -> int:
    if not asked:
        return LONGEST_VALIDITY
    if not asked.isdecimal() or not 1 <= int(asked) <= LONGEST_VALIDITY:
        raise Refused(400, 20001, "ValidityPeriod is not a number from 1 to 36000.")
    return int(asked)


def _check_wishes(switch: Switch, wishes: Wishes, message_id: str) -> None:
    if code := wishes.refusal:
        raise Refused(400, code, f"Refused with {code}, as the text asks.")
    for word, tries in TRIES.items():
        if wishes.wants(word) and switch.tries[f"{word} {message_id}"] < tries:
            switch.tries[f"{word} {message_id}"] += 1
            code = {"429": 20429, "500": 20500}[word]
            raise Refused(int(word), code, "As the text asks.")
