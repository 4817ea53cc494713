"""The addresses at which a carrier fetches the photos and files that we send: signed, and good for four hours."""

import hashlib
import hmac
from dataclasses import dataclass, field

from rise_tui.wire.routes import SENT_MEDIA

LIFE_S = 4 * 3600


@dataclass(frozen=True)
class MediaLinks:
    """Makes and checks the addresses of one carrier below one public URL; `secret` is the relay's own."""

    public_url: str
    carrier: str
    secret: str = field(repr=False)

    def address(self, message_id: str, index: int, now: float) -> str:
        """The address of one photo of one message, good for four hours after `now` (Unix seconds)."""
        until = int(now) + LIFE_S
        path = SENT_MEDIA.format(carrier=self.carrier, message_id=message_id, index=index)
        return f"{self.public_url}{path}?until={until}&signature={self.signature(message_id, index, until)}"

    def is_good(self, message_id: str, index: int, until: str, signature: str, now: float) -> bool:
        """Was this address made here, and is it not over? Compares in constant time."""
        if not (until.isascii() and until.isdigit() and len(until) < 16):
            return False
        expected = self.signature(message_id, index, int(until))
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")) and now <= int(until)

    def signature(self, message_id: str, index: int, until: int) -> str:
        """Hex HMAC-SHA256 over what the address gives access to, and until when."""
        return hmac.digest(self.secret.encode(), f"{message_id}/{index}/{until}".encode(), hashlib.sha256).hex()
