"""A carrier in our words: what it is asked, what it answers, and the few errors it may raise."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol
from urllib.parse import unquote_to_bytes


class BadSignature(Exception):
    """The webhook was not signed by the carrier; nothing of it may be used."""


class BadForm(Exception):
    """The webhook is signed, but what a text cannot do without is missing from it."""


class Refused(Exception):
    """The carrier said no to a text, for good; `code` is the carrier's own number, None if it gave none."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"refused with {code}")
        self.code = code


class TryLater(Exception):
    """The text was certainly not taken; it may be sent again after `retry_after` seconds (None: the sender decides).

    `is_storm`: the carrier said that we are too fast, so everybody must wait, not this text alone.
    """

    def __init__(self, retry_after: float | None = None, *, is_storm: bool = False) -> None:
        super().__init__("try later")
        self.retry_after = retry_after
        self.is_storm = is_storm


class Unknown(Exception):
    """Nobody can tell whether the carrier took the text; it must be looked up before it is sent again."""


class AccountStopped(Exception):
    """The carrier does not take our account any more; no text can leave until a person has looked at it."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the account is stopped with {code}")
        self.code = code


class NotTold(Exception):
    """The carrier could not be asked, or what it said makes no sense; ask again. The words are for the log."""


class MediaRefused(Exception):
    """The address of a photo is not one that may be asked, or the carrier says that it is not to be had."""


class MediaUnready(Exception):
    """The photo did not come whole this time; it may be asked for again.

    `is_outage`: the carrier could not be asked at all, which says nothing about the photo.
    """

    def __init__(self, *, is_outage: bool = False) -> None:
        super().__init__("not whole")
        self.is_outage = is_outage


_PERCENT = ord("%")
"""As a number: to look for a byte costs a fifth of looking for bytes."""


def _field(piece: bytes) -> tuple[bytes, bytes]:
    name, _, value = piece.partition(b"=")
    if _PERCENT in value:
        value = unquote_to_bytes(value)
    return unquote_to_bytes(name) if _PERCENT in name else name, value


_SHORT = 40
"""Fields shorter than this are mostly the same in every webhook: our numbers, what the carrier says of the country."""
_short_field = lru_cache(maxsize=1024)(_field)


class Form:
    """The fields of a webhook, byte for byte; a name may stand more than once."""

    __slots__ = ("_first", "_pairs")

    def __init__(self, pairs: Sequence[tuple[bytes, bytes]]) -> None:
        self._pairs = pairs
        self._first = dict(reversed(pairs))

    @classmethod
    def parse(cls, body: bytes) -> "Form":
        """Read `application/x-www-form-urlencoded`, empty values too. Never fails: what is odd stays odd."""
        pieces = body.replace(b"+", b" ").split(b"&")
        return cls([_short_field(p) if len(p) < _SHORT else _field(p) for p in pieces if p])

    def raw(self, name: bytes) -> bytes:
        """The bytes of the first field of that name; empty if there is none."""
        return self._first.get(name, b"")

    def text(self, name: bytes) -> str:
        """The same as text; what is no UTF-8 becomes U+FFFD."""
        return self._first.get(name, b"").decode("utf-8", "replace")

    def joined(self) -> bytes:
        """All names and values, one after the other: sorted, and each different value of a name once."""
        first = self._first
        if len(first) == len(self._pairs):
            return b"".join([name + first[name] for name in sorted(first)])
        return b"".join([name + value for name, value in sorted(set(self._pairs))])


class Signed(NamedTuple):
    """A webhook as it came in: path and query exactly as they were asked for, the body, and the signature header."""

    path: str
    query: str
    content_type: str
    body: bytes
    signature: str | None
    form: Form


@dataclass(frozen=True)
class MediaRef:
    """Where the carrier keeps a photo or file, and what it says that it is."""

    url: str = field(repr=False)
    declared_type: str = ""


@dataclass(slots=True)
class Inbound:
    """A text that somebody sent us. `raw`: the body's bytes where they are not plainly its UTF-8.

    `came_at`: when it came to the carrier, for one that no webhook brought; None: just now.
    """

    carrier_id: str
    e164: str = field(repr=False)
    to_e164: str = field(repr=False)
    body: str = field(repr=False)
    raw: bytes | None = field(default=None, repr=False)
    media: tuple[MediaRef, ...] = ()
    opt_out_type: str | None = None
    came_at: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """A text as the carrier's list has it, still without its photos: `media` is how many hang on it."""

    text: Inbound
    came_at: datetime
    media: int


@dataclass(frozen=True)
class StatusReport:
    """What the carrier says about a text of ours. `word` is the carrier's own; money is micro-dollars."""

    carrier_id: str | None
    word: str
    error_code: int | None = None
    price_micros: int | None = None


@dataclass(frozen=True)
class OutboundText:
    """A text as it leaves. `media_urls`: where the carrier gets our photos; `valid_for_s`: seconds it may wait there.

    `taken`: ids of the carrier that already belong to other texts, so that a look-up never adopts one twice. `is_any`:
    a look-up whether they were sent anything at all that did not fail, whatever its words.
    `begin_by`: monotonic seconds by which its first byte must leave us, or else it is given back; so it is when
    `may_begin`, asked at that moment, says no.
    """

    message_id: str
    e164: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    media_urls: tuple[str, ...] = field(default=(), repr=False)
    valid_for_s: int | None = None
    segments: int = 1
    taken: frozenset[str] = frozenset()
    is_any: bool = False
    begin_by: float | None = None
    may_begin: Callable[[], bool] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Found:
    """The carrier has the text under this id, in this state (the carrier's own word)."""

    carrier_id: str
    word: str
    error_code: int | None = None


@dataclass(frozen=True)
class Absent:
    """The carrier certainly does not have the text."""


@dataclass(frozen=True)
class CannotTell:
    """The carrier could not be asked, or its answer fits more than one text. `why`: a word for the log."""

    why: str = ""


class Carrier(Protocol):
    """A carrier, in our words: it verifies, translates, sends and fetches; it never touches a database."""

    name: str
    """How its texts are marked in the database, and what stands in the addresses of its webhooks."""
    signature_header: bytes
    """The header of a webhook, in small letters, in which its signature comes."""
    repeatable: bool
    """The carrier dedupes our id: in doubt, just send again."""
    answers_stop: bool
    """The carrier itself answers STOP and HELP."""

    def verify(self, request: Signed) -> None:
        """Was this signed by the carrier for us? Raises BadSignature, also when the signature is missing."""
        ...

    def parse_inbound(self, form: Form) -> Inbound:
        """The text in a webhook. Raises BadForm."""
        ...

    def parse_status(self, form: Form) -> StatusReport:
        """The status in a webhook. Raises BadForm."""
        ...

    async def send(self, text: OutboundText, callback: str) -> str:
        """Hand a text over; returns the carrier's id. Raises Refused, TryLater, Unknown, AccountStopped."""
        ...

    async def find(self, text: OutboundText, since: datetime) -> Found | Absent | CannotTell:
        """Look for a text that may have been handed over since then."""
        ...

    def fetch(self, media: MediaRef) -> AsyncGenerator[bytes, None]:
        """The bytes of a photo or file, as they come. Raises MediaRefused, MediaUnready."""
        ...

    def received(self, e164: str, since: datetime) -> AsyncGenerator[list[Listed], None]:
        """What came to this number of ours since then, newest first, in pages. Raises NotTold, AccountStopped."""
        ...

    async def attached(self, carrier_id: str) -> tuple[MediaRef, ...]:
        """Where the photos and files of a text that came are. Raises NotTold, AccountStopped."""
        ...

    async def standing(self, carrier_id: str) -> StatusReport | None:
        """How a text of ours stands there; None: it is not there any more. Raises NotTold, AccountStopped."""
        ...

    async def close(self) -> None:
        """Give up all connections."""
        ...
