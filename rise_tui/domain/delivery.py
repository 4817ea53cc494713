"""How far a text has come: the ladder that statuses climb, the carrier's words for it, and ours for people."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.say import say


class Status(StrEnum):
    """Where a text is. `sent`: the carrier has it. `unknown`: perhaps it has. `received`: an inbound text."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    READ = "read"
    RECEIVED = "received"


class Reason(StrEnum):
    """Why a text did not arrive, or why nobody can tell whether it did (`no_receipt`)."""

    OPTED_OUT = "opted_out"
    BAD_NUMBER = "bad_number"
    LANDLINE = "landline"
    UNREACHABLE = "unreachable"
    FILTERED = "filtered"
    TOO_LONG = "too_long"
    MEDIA_REFUSED = "media_refused"
    ACCOUNT = "account"
    EXPIRED = "expired"
    CONSENT_UNKNOWN = "consent_unknown"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    WRONG_PERSON = "wrong_person"
    NOT_WANTED = "not_wanted"
    DISCREET = "discreet"
    NO_RECEIPT = "no_receipt"
    OTHER = "other"


_RANK: Mapping[Status, int] = MappingProxyType(
    {
        Status.HELD: 0,
        Status.QUEUED: 0,
        Status.SENDING: 1,
        Status.UNKNOWN: 2,
        Status.SENT: 3,
        Status.DELIVERED: 4,
        Status.UNDELIVERED: 4,
        Status.FAILED: 4,
        Status.CANCELLED: 4,
        Status.EXPIRED: 4,
        Status.READ: 5,
        Status.RECEIVED: 6,
    }
)

_CARRIER_WORDS: Mapping[str, Status] = MappingProxyType(
    {
        "accepted": Status.SENT,
        "scheduled": Status.SENT,
        "queued": Status.SENT,
        "sending": Status.SENT,
        "sent": Status.SENT,
        "partially_delivered": Status.SENT,
        "delivered": Status.DELIVERED,
        "undelivered": Status.UNDELIVERED,
        "failed": Status.FAILED,
        "canceled": Status.CANCELLED,
        "read": Status.READ,
        "receiving": Status.RECEIVED,
        "received": Status.RECEIVED,
    }
)
"""The 13 words of Twilio's `message_enum_status`. All its early ones say the same to us: it has the text."""

_REASONS: Mapping[int, Reason] = MappingProxyType(
    {
        20003: Reason.ACCOUNT,  # credentials refused
        21211: Reason.BAD_NUMBER,
        21408: Reason.ACCOUNT,  # the account may not text that region
        21610: Reason.OPTED_OUT,
        21612: Reason.UNREACHABLE,
        21614: Reason.LANDLINE,  # not a mobile number
        21617: Reason.TOO_LONG,
        21620: Reason.MEDIA_REFUSED,  # an address of a photo that it cannot use
        21623: Reason.MEDIA_REFUSED,  # too many photos
        30002: Reason.ACCOUNT,  # suspended
        30003: Reason.UNREACHABLE,  # off or out of coverage; a later try may work
        30004: Reason.FILTERED,  # blocked for this number
        30005: Reason.BAD_NUMBER,  # nobody has this number
        30006: Reason.LANDLINE,
        30007: Reason.FILTERED,
        30011: Reason.MEDIA_REFUSED,
        30019: Reason.MEDIA_REFUSED,  # larger than the phone's company takes
        30032: Reason.ACCOUNT,  # toll-free sender not verified
        30034: Reason.ACCOUNT,  # sender not registered
        30036: Reason.EXPIRED,
    }
)
"""The carrier's error codes (its error pages, and systems that list what they met). Codes not here are `other`."""


def rank(status: Status) -> int:
    """The rung of a status: a text goes from a lower to a higher one, never back."""
    return _RANK[status]


def advance(current: Status, new: Status) -> Status:
    """The status after a report, whatever order reports come in.

    `held` and `queued` share the lowest rung and may alternate; above it a text only climbs; of the final ones the
    first stays, only `read` is above them. An inbound text stays `received`, an outbound one never becomes it.
    """
    if Status.RECEIVED in (current, new):
        return current
    return new if _RANK[new] > _RANK[current] or _RANK[new] == 0 == _RANK[current] else current


def is_final(status: Status) -> bool:
    """Will nothing more happen to it (but that somebody reads it)?"""
    return _RANK[status] >= _RANK[Status.DELIVERED]


def from_carrier(word: str) -> Status | None:
    """What a status word of the carrier means to us; None for a word that it did not have when this was written.

    Even its `queued` is our `sent`: any word about our text proves that the carrier has it.
    """
    return _CARRIER_WORDS.get(word.strip().lower())


def reason_of(code: int | None) -> Reason | None:
    """Why, from the carrier's error code: None when there is none, `other` for a code that is not in the table."""
    return None if not code else _REASONS.get(code, Reason.OTHER)


def words(status: Status, reason: Reason | None = None) -> str:
    """The status as one says it to a caseworker: `delivered`, `sent, no receipt yet`, `not delivered: …`."""
    match status:
        case Status.HELD:
            return say("waiting to go")
        case Status.QUEUED:
            return say("in line to go")
        case Status.SENDING:
            return say("going out")
        case Status.UNKNOWN:
            return say("perhaps sent: the phone company did not answer")
        case Status.SENT:
            return say("sent, no receipt") if reason is Reason.NO_RECEIPT else say("sent, no receipt yet")
        case Status.DELIVERED:
            return say("delivered")
        case Status.READ:
            return say("read")
        case Status.CANCELLED:
            return say("taken back") if reason is None else say("not sent: {why}", why=why(reason))
        case Status.EXPIRED:
            return say("not sent: it would have been too late")
        case Status.RECEIVED:
            return say("received")
        case Status.UNDELIVERED:
            return say("not delivered: {why}", why=why(reason))
        case Status.FAILED:
            return say("not sent: {why}", why=why(reason))


def why(reason: Reason | None) -> str:
    """The reason as one says it: `they said STOP`, `the phone is off or out of reach`."""
    match reason:
        case Reason.OPTED_OUT:
            return say("they said STOP")
        case Reason.BAD_NUMBER:
            return say("nobody has this number")
        case Reason.LANDLINE:
            return say("this is a landline")
        case Reason.UNREACHABLE:
            return say("the phone is off or out of reach")
        case Reason.FILTERED:
            return say("the phone company blocked it")
        case Reason.TOO_LONG:
            return say("it is too long")
        case Reason.MEDIA_REFUSED:
            return say("their phone does not take this photo")
        case Reason.ACCOUNT:
            return say("the phone company refused the office; tell your administrator")
        case Reason.EXPIRED:
            return say("it would have been too late")
        case Reason.CONSENT_UNKNOWN:
            return say("they have not agreed to group texts")
        case Reason.CLOSED:
            return say("their file is closed")
        case Reason.DUPLICATE:
            return say("they got the same words a short while ago")
        case Reason.WRONG_PERSON:
            return say("somebody else has this number")
        case Reason.NOT_WANTED:
            return say("they want no such texts")
        case Reason.DISCREET:
            return say("others read their phone now, and it was not worded for that")
        case Reason.NO_RECEIPT:
            return say("the phone company never said whether it arrived")
        case Reason.OTHER | None:
            return say("the phone company did not say why")
