"""Twilio as a carrier: verifies, translates, sends and fetches, each by the part that knows how."""

from collections.abc import AsyncGenerator
from datetime import datetime

from rise_tui.domain.clock import Clock
from rise_tui.relay.carriers.base import (
    Absent,
    CannotTell,
    Form,
    Found,
    Inbound,
    Listed,
    MediaRef,
    OutboundText,
    Signed,
    StatusReport,
)
from rise_tui.relay.carriers.twilio_asking import TwilioAsking
from rise_tui.relay.carriers.twilio_media import TwilioMedia
from rise_tui.relay.carriers.twilio_sending import LEAST_READ_S, READ_S, TwilioSending
from rise_tui.relay.carriers.twilio_signature import Signature
from rise_tui.relay.carriers.twilio_words import inbound_of, status_of
from rise_tui.relay.settings import Settings


class Twilio:
    """One account at Twilio, or at whatever speaks like it."""

    name = "twilio"
    signature_header = b"x-twilio-signature"
    repeatable = False
    answers_stop = True

    def __init__(self, settings: Settings, clock: Clock) -> None:
        token = settings.twilio_auth_token.get_secret_value()
        account = settings.twilio_account_sid
        self._signature = Signature(settings.public_url, token)
        self._media = TwilioMedia(settings.twilio_api, account, token, settings.twilio_media_hosts)
        self._asking = TwilioAsking(settings.twilio_api, account, token)
        answer_by = min(READ_S, max(LEAST_READ_S, settings.lease_seconds / 2))
        self._sending = TwilioSending(settings.twilio_api, account, token, clock, read_s=answer_by)

    def verify(self, request: Signed) -> None:
        """Was this signed by Twilio for us? Raises BadSignature, also when the signature is missing."""
        self._signature.verify(request)

    def parse_inbound(self, form: Form) -> Inbound:
        """The text in a webhook; never fails."""
        return inbound_of(form)

    def parse_status(self, form: Form) -> StatusReport:
        """The status in a webhook. Raises BadForm."""
        return status_of(form)

    async def send(self, text: OutboundText, callback: str) -> str:
        """Hand a text over; returns Twilio's sid. Raises Refused, TryLater, Unknown, AccountStopped."""
        return await self._sending.send(text, callback)

    async def find(self, text: OutboundText, since: datetime) -> Found | Absent | CannotTell:
        """Look for a text that may have been handed over since then."""
        return await self._sending.find(text, since)

    def fetch(self, media: MediaRef) -> AsyncGenerator[bytes, None]:
        """The bytes of a photo or file, as they come. Raises MediaRefused, MediaUnready."""
        return self._media.fetch(media)

    def received(self, e164: str, since: datetime) -> AsyncGenerator[list[Listed], None]:
        """What came to this number of ours since then, newest first, in pages. Raises NotTold, AccountStopped."""
        return self._asking.received(e164, since)

    async def attached(self, carrier_id: str) -> tuple[MediaRef, ...]:
        """Where the photos and files of a text that came are. Raises NotTold, AccountStopped."""
        return await self._asking.attached(carrier_id)

    async def standing(self, carrier_id: str) -> StatusReport | None:
        """How a text of ours stands there; None: it is not there any more. Raises NotTold, AccountStopped."""
        return await self._asking.standing(carrier_id)

    async def close(self) -> None:
        """Give up all connections."""
        await self._asking.close()
        await self._media.close()
        await self._sending.close()
