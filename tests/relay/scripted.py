"""A carrier that answers as a test tells it, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

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

Script = Callable[[OutboundText], BaseException | None]


@dataclass
class ScriptedCarrier:
    """Takes every text unless `on_send` gives an error; with `gate` cleared it thinks until the gate is set."""

    name: str = "twilio"
    signature_header: bytes = b"x-twilio-signature"
    repeatable: bool = False
    answers_stop: bool = True
    on_send: Script = field(default=lambda text: None)
    on_find: Callable[[OutboundText], Found | Absent | CannotTell] = field(default=lambda text: Absent())
    on_standing: Callable[[str], StatusReport | None] = field(default=lambda carrier_id: None)
    on_list: Callable[[str, datetime], list[list[Listed]]] = field(default=lambda e164, since: [])
    on_attached: Callable[[str], tuple[MediaRef, ...]] = field(default=lambda carrier_id: ())
    sent: list[OutboundText] = field(default_factory=list)
    callbacks: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def send(self, text: OutboundText, callback: str) -> str:
        """Take the text, or what the script says."""
        self.sent.append(text)
        self.callbacks.append(callback)
        await self.gate.wait()
        trouble = self.on_send(text)
        if trouble is not None:
            raise trouble
        self.taken.append(text.message_id)
        return f"SM{len(self.taken):032x}"

    async def find(self, text: OutboundText, since: datetime) -> Found | Absent | CannotTell:
        """What the script says."""
        self.looked_up.append(text.message_id)
        return self.on_find(text)

    async def received(self, e164: str, since: datetime) -> AsyncIterator[list[Listed]]:
        """The pages that the script says."""
        for page in self.on_list(e164, since):
            yield page

    async def attached(self, carrier_id: str) -> tuple[MediaRef, ...]:
        """What the script says."""
        return self.on_attached(carrier_id)

    async def standing(self, carrier_id: str) -> StatusReport | None:
        """What the script says."""
        return self.on_standing(carrier_id)

    def verify(self, request: Signed) -> None:
        """Everything is signed."""

    def parse_inbound(self, form: Form) -> Inbound:
        """Nothing comes in here."""
        raise NotImplementedError

    def parse_status(self, form: Form) -> StatusReport:
        """Nothing comes in here."""
        raise NotImplementedError

    def fetch(self, media: MediaRef) -> AsyncIterator[bytes]:
        """Nothing comes in here."""
        raise NotImplementedError

    async def close(self) -> None:
        """There is nothing to give up."""
