"""How one simulated carrier is set up: whom it calls back, how fast it is, how well-mannered its phones are."""

from dataclasses import dataclass, field
from pathlib import Path

ANSWERS = ("none", "thanks")
"""What a phone answers to a text without a `sim:` word: nothing, or a polite thank-you."""


@dataclass(frozen=True)
class Options:
    """Everything that is settled when the simulator starts. Times are seconds, rates are segments a second."""

    file: Path
    """The witness: an SQLite file of its own."""
    webhook: str
    """Where texts from phones are posted, exactly as the receiver knows its own public address."""
    account: str
    token: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    """0 means any free one."""
    public_url: str = ""
    """The address that media links carry, when a proxy stands in front; empty means the bound address."""
    latency: float = 0.0
    """Between durable acceptance and the answer."""
    status_delay: float = 0.05
    """Before each of `sending`, `sent` and `delivered`."""
    reply_delay: float = 0.3
    """Between `sent` and the client's answer."""
    answers: str = "none"
    rate: float = 0.0
    """A hard token bucket in segments a second; 0 means none."""
    burst: float = 0.0
    """How many segments the bucket holds; 0 means a tenth of a second's worth, at least 5."""
    retries: int = 0
    """How often a webhook is posted again when it was not answered or was answered 5xx."""
    retry_delay: float = 0.2
    webhook_timeout: float = 15.0
    """Twilio's own limit for a webhook, connection included."""
    receipts: tuple[str, ...] = ("sending", "sent", "delivered")
    """Which statuses are called back; the final one of a failed text always is, unless this is empty."""
    direct_media: bool = False
    """Give media bytes at once instead of by a redirect to a signed address."""
    largest_page: int = 1000
    """How many texts one page of the list has at most, whatever is asked for."""
    unfetched_media: bool = False
    """Take the sender's media addresses on trust instead of fetching them."""

    @property
    def bucket(self) -> float:
        """The capacity of the token bucket, in segments."""
        return self.burst or max(5.0, self.rate / 10)
