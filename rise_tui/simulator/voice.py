"""The carrier's own voice: webhooks, signed as Twilio signs them, to the relay and about each text."""

import base64
import hmac
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.simulator import texts
from rise_tui.simulator.options import Options
from rise_tui.simulator.poster import NoAnswer, Poster
from rise_tui.simulator.texts import Medium, Text
from rise_tui.simulator.waits import Waits
from rise_tui.simulator.witness import Witness

API_VERSION = "2010-04-01"


def sign(url: str, form: Mapping[str, str], token: str) -> str:
    """The X-Twilio-Signature of a form: base64 of HMAC-SHA1 over the URL and each name and value, sorted by name."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode("utf-8", "surrogateescape"), "sha1")).decode()


class Voice:
    """Posts webhooks and writes into the witness what was answered."""

    def __init__(self, options: Options, witness: Witness, waits: Waits, clock: Clock) -> None:
        self._options = options
        self._witness = witness
        self._waits = waits
        self._clock = clock
        self._poster = Poster()

    async def close(self) -> None:
        """Hang up."""
        await self._poster.close()

    async def tell_inbound(
        self, text: Text, media: list[Medium], extra: Mapping[str, str], media_url: str
    ) -> int | None:
        """Post a received text to the relay's webhook; the HTTP status of the last attempt, None for no answer."""
        return await self._tell(
            self._options.webhook, self.inbound_form(text, media, media_url) | dict(extra), text, "inbound"
        )

    async def tell_status(self, text: Text, status: str, error_code: int | None) -> int | None:
        """Post a text's new status to the address that came with it; as `tell_inbound`."""
        return await self._tell(text.callback, self.status_form(text, status, error_code), text, status)

    def inbound_form(self, text: Text, media: list[Medium], media_url: str) -> dict[str, str]:
        """All fields of a received text; `media_url` is the address that attachments hang below."""
        form = {
            "ToCountry": "US",
            "ToState": "PA",
            "SmsMessageSid": text.sid,
            "NumMedia": str(text.media),
            "ToCity": "PHILADELPHIA",
            "FromZip": "19107",
            "SmsSid": text.sid,
            "FromState": "PA",
            "SmsStatus": "received",
            "FromCity": "PHILADELPHIA",
            "Body": text.body,
            "FromCountry": "US",
            "To": text.receiver,
            "ToZip": "",
            "NumSegments": str(text.segments),
            "MessageSid": text.sid,
            "AccountSid": self._options.account,
            "From": text.sender,
            "ApiVersion": API_VERSION,
        }
        if text.opt_word:
            form["OptOutType"] = text.opt_word
        for medium in media:
            form[f"MediaUrl{medium.position}"] = medium.url or f"{media_url}/Media/{medium.sid}"
            form[f"MediaContentType{medium.position}"] = medium.type
        return form

    def status_form(self, text: Text, status: str, error_code: int | None) -> dict[str, str]:
        """The fields of a status callback."""
        form = {
            "ApiVersion": API_VERSION,
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": text.receiver,
            "From": text.sender,
            "AccountSid": self._options.account,
        }
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        if status in texts.FINAL:
            form["RawDlrDoneDate"] = f"{from_ms(now_ms(self._clock)):%y%m%d%H%M}"
        return form

    async def _tell(self, address: str, form: Mapping[str, str], text: Text, kind: str) -> int | None:
        url = address.partition("#")[0]
        headers = {
            "X-Twilio-Signature": sign(url, form, self._options.token),
            "I-Twilio-Idempotency-Token": text.sid,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        body = urlencode(form, errors="surrogateescape").encode()
        answer: int | None = None
        for attempt in range(self._options.retries + 1):
            if attempt:
                await self._waits.pause(self._options.retry_delay)
            try:
                answer = await self._poster.post(url, headers, body, self._options.webhook_timeout)
            except NoAnswer:
                answer = None
            await self._witness.run(_logged(text.sid, kind, answer, now_ms(self._clock)))
            if answer is not None and answer < 500:
                break
        return answer


def _logged(sid: str, kind: str, answer: int | None, at: int) -> Callable[..., None]:
    return lambda db: texts.log_webhook(db, sid, kind, answer, at)
