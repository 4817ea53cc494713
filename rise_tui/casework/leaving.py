"""What stands around a draft: whether it may be written at all, when it leaves, and what it costs."""

from dataclasses import dataclass

from rise_tui.casework.consenting import is_by_hand
from rise_tui.casework.counted_stops import counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.forecasting import Around, Kept, around, kept_in
from rise_tui.domain.clock import from_ms
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadTime
from rise_tui.domain.hours import is_quiet
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.engine import Session

NIGHT = (21 * 60, 8 * 60)
"""Minutes of the day between which a person sleeps, where the office has set no quiet hours of its own."""


@dataclass(frozen=True)
class Standing:
    """How a draft to somebody stands. `closed`: why no text may go to them and what is still possible, or nothing.

    `leaves`: when it leaves if it is sent now; `is_night`: it is night there; `kept`: it would be held, and why.
    `price_micros` for each segment; `called`: the first name, where there is one; `is_gone`: they are no client of ours
    any more.
    """

    name: str
    closed: str
    leaves: str
    is_night: bool
    price_micros: int
    kept: Kept | None = None
    called: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class Hours:
    """The zone that somebody lives in, and between which minutes of the day no text should come."""

    zone: str
    quiet_from: int
    quiet_to: int


def standing(desk: Desk, client_id: str) -> Standing:
    """How a draft to that client, or to that unknown number (`tel:+1…`), stands at this moment."""
    with desk.store.reading() as session:
        known = around(desk, session, client_id)
        client, office = known.client, known.office
        name = name_of(desk, session, client_id) if client is None else one_line(client.name, 80)
        closed = _closed(desk, session, client_id, name, known)
        kept = None if closed else kept_in(desk, session, client_id, known=known)
    hours = _hours(desk, known)
    local = from_ms(desk.now).astimezone(zone_of(hours.zone))
    is_night = is_quiet(local.hour * 60 + local.minute, hours.quiet_from, hours.quiet_to)
    leaves = say("leaves now")
    if is_night:
        leaves = say("leaves now: it is {time} there", time=f"{local.hour}:{local.minute:02d}")
    if kept is not None:
        leaves = say("held until {time}", time=kept.until) if kept.until else say("held")
    if closed:
        leaves = say("does not leave")
    price = office.price_micros if office is not None else 0
    called = one_line(client.first_name if client is not None else "", 30) or name
    is_gone = _is_gone(client_id, known)
    return Standing(name, closed, leaves, is_night or kept is not None, price, kept, called, is_gone)


def hours_of(desk: Desk, client_id: str) -> Hours:
    """Where they live and when no text should come: their safe hours, else the office's quiet hours, else the night.

    A zone that is not known, or none, is the office's.
    """
    with desk.store.reading() as session:
        return _hours(desk, around(desk, session, client_id))


def _hours(desk: Desk, known: Around) -> Hours:
    client, office = known.client, known.office
    quiet = (office.quiet_from, office.quiet_to) if office is not None else (None, None)
    if client is not None and client.safe_from is not None and client.safe_to is not None:
        quiet = (client.safe_to, client.safe_from)
    night = NIGHT if quiet[0] is None or quiet[1] is None else (quiet[0], quiet[1])
    return Hours(_zone(desk, client.zone if client is not None else None), *night)


def _is_gone(client_id: str, known: Around) -> bool:
    return known.client is None and not client_id.startswith("tel:")


def _zone(desk: Desk, zone: str | None) -> str:
    try:
        return zone_of(zone or desk.zone).key
    except BadTime:
        return desk.zone


def _closed(desk: Desk, session: Session, client_id: str, name: str, known: Around) -> str:
    store, number = desk.store, known.number
    if number is None and _is_gone(client_id, known):
        return say("They are not one of your clients any more.")
    if number is None:
        return say("{name} has no number that can be texted. The card (i) takes one.", name=name)
    said = store.consents.state(session, client_id, number, Purpose.CONVERSATION)
    if said is not ConsentState.OPTED_OUT and not store.numbers.is_blocked(session, number):
        return ""
    if is_by_hand(desk, session, client_id, number):
        return say(
            "{name} wants no texts. They can still be called, {number}, or visited; m writes that down."
            " If they want texts again, the card takes it: i.",
            name=name,
            number=pretty(number),
        )
    text = counted(desk, session, client_id)
    if text is not None:
        return say(
            "{name} wrote “{words}”; nobody decided in time, so it counts as STOP and no text may go to them."
            " Was it no stop? - says so and why. They can be called, {number}, or visited; m writes that down.",
            name=name,
            words=text.words,
            number=pretty(number),
        )
    return say(
        "{name} said STOP, so no text may go to them. They can still be called, {number}, or visited; m writes that"
        " down. START, texted from their phone, opens it again.",
        name=name,
        number=pretty(number),
    )
