"""A client's card: all that the office keeps of somebody, and each of its fields changed, with a way back."""

from dataclasses import dataclass, replace

from rise_tui.casework.amending import change, the_client
from rise_tui.casework.consenting import Said, evidence, is_by_hand, stands
from rise_tui.casework.counted_stops import counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.keeping_whole import Hold, hold_in
from rise_tui.casework.reminding import Wants, part_words, wants_in
from rise_tui.casework.wishing import must_be_known
from rise_tui.domain.client_words import language_words, status_words, zone_words
from rise_tui.domain.clients import STATUS_REASONS, Client, ClientStatus, Holding
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.errors import BadInput, BadTime, NotFound, Unchanged
from rise_tui.domain.hours import echo
from rise_tui.domain.safe_hours import are_within, hours_words, read_hours
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.appointments import Appointment
from rise_tui.store.groups import Group
from rise_tui.store.office import Office

LONGEST_NAME = 200
LONGEST_ID = 100
"""Characters that the office takes."""


@dataclass(frozen=True)
class Card:
    """What is known of a client. Names are as they were written, not yet safe for a terminal.

    `seen`: the seq of what stands here, for edits made on the sight of it; `consents` by number; `wants`: whether they
    get reminders and group texts, `part` how it is with each, if not alike; `by_hand`: the numbers that a colleague has
    closed; `is_counted`: they are closed because nobody decided in time what they wrote; `kept`: of each text to them
    that is held why it is; `hold`: that nothing of theirs may be purged.
    """

    client: Client
    seen: int
    caseworker: str
    is_mine: bool
    numbers: tuple[Holding, ...]
    consents: dict[str, ConsentState]
    evidence: tuple[Said, ...]
    groups: tuple[Group, ...]
    appointments: tuple[Appointment, ...]
    office: Office | None
    is_here_only: bool
    wants: Wants | None = None
    kept: tuple[str, ...] = ()
    hold: Hold | None = None
    by_hand: frozenset[str] = frozenset()
    part: tuple[str, ...] = ()
    is_counted: bool = False

    @property
    def name(self) -> str:
        """Safe for a terminal."""
        return one_line(self.client.name, 80)

    @property
    def held(self) -> tuple[Holding, ...]:
        """The numbers that they have now."""
        return tuple(holding for holding in self.numbers if holding.until_at is None)


def card(desk: Desk, client_id: str) -> Card | None:
    """The card; None for a number that is nobody's, and for somebody who is no longer this caseworker's."""
    store = desk.store
    with store.reading() as session:
        client = store.clients.get(session, client_id)
        if client is None:
            return None
        numbers = tuple(store.numbers.list(session, client_id))
        owner = None if client.caseworker_id is None else store.office.caseworker(session, client.caseworker_id)
        found = Card(
            client,
            store.pending.seen(session, "client", client_id),
            "" if owner is None else one_line(owner.name, 60),
            client.caseworker_id == desk.caseworker_id,
            numbers,
            {},
            (),
            tuple(store.groups.of_client(session, client_id)),
            tuple(one for one in store.appointments.list(session, client_id) if to_ms(one.starts_at) >= _today(desk)),
            store.office.get(session),
            store.outbox.making(session, client_id) is not None,
            wants_in(desk, session, client_id),
            store.held_texts.standing(session, client_id).whys,
            hold_in(desk, session, client_id),
        )
    consents = {str(one.e164): stands(desk, client_id, one.e164) for one in found.held}
    with store.reading() as session:
        out = [e164 for e164, state in consents.items() if state is ConsentState.OPTED_OUT]
        by_hand = frozenset(e164 for e164 in out if is_by_hand(desk, session, client_id, e164))
        part = part_words(desk, session, client_id) if found.wants is Wants.PART else ()
        is_counted = bool(out) and counted(desk, session, client_id) is not None
    said = tuple(evidence(desk, client_id))
    return replace(found, consents=consents, by_hand=by_hand, evidence=said, part=part, is_counted=is_counted)


def _today(desk: Desk) -> int:
    """Midnight here, in milliseconds."""
    local = desk.clock.now().astimezone(zone_of(desk.zone))
    return to_ms(local.replace(hour=0, minute=0, second=0, microsecond=0))


def name_typed(written: str, first_words: int = 0) -> tuple[str, str]:
    """First and last name of what was typed: the last word is the last name, but for so many words of a first name.

    Raises BadInput for what is no name.
    """
    words = written.split()
    if not any(character.isalpha() for character in written):
        raise BadInput(say("A name has letters in it"), "", say("Type the first and the last name."))
    count = first_words or max(1, len(words) - 1)
    first, last = " ".join(words[:count]), " ".join(words[count:])
    if len(first) > LONGEST_NAME or len(last) > LONGEST_NAME:
        raise BadInput(say("That name is too long"), "", say("At most {most} letters.", most=LONGEST_NAME))
    return first, last


def rename(desk: Desk, client_id: str, written: str, seen: int | None = None) -> str:
    """Call them what was typed. Returns what was done, in words; it can be taken back. Raises BadInput, Unchanged.

    Of a name of as many words as before the first name keeps as many as it had: *Ana* *Lopez Garcia* stays so.
    """
    with desk.store.reading() as session:
        present = desk.store.clients.get(session, client_id)
    if present is not None and written == one_line(present.name, 80):
        raise Unchanged(say("It stands so already"))
    is_as_long = present is not None and len(written.split()) == len(present.name.split())
    first, last = name_typed(written, len(present.first_name.split()) if present is not None and is_as_long else 0)
    label = say("Now called {name}", name=one_line(f"{first} {last}".strip(), 60))
    return change(desk, the_client(client_id), {"first_name": first, "last_name": last}, label, seen)


def set_language(desk: Desk, client_id: str, language: str, seen: int | None = None) -> str:
    """`en` or `es`. Returns what was done, in words; it can be taken back."""
    label = say("{name}: {language}", name=_name(desk, client_id), language=language_words(language))
    return change(desk, the_client(client_id), {"language": language}, label, seen)


def set_zone(desk: Desk, client_id: str, written: str, seen: int | None = None) -> str:
    """The time zone where they live; nothing: the office's. It can be taken back. Raises BadInput for what is none."""
    zone = None
    if written.strip():
        zone = _zone(written)
    label = say("{name}: {zone}", name=_name(desk, client_id), zone=zone_words(zone) or say("the office's time"))
    return change(desk, the_client(client_id), {"zone": zone}, label, seen)


def set_external_id(desk: Desk, client_id: str, written: str, seen: int | None = None) -> str:
    """Their id in the office's own system; nothing: none. It can be taken back. Raises BadInput."""
    kept = " ".join(written.split())
    if len(kept) > LONGEST_ID:
        raise BadInput(say("That is too long"), "", say("At most {most} letters.", most=LONGEST_ID))
    if kept:
        with desk.store.reading() as session:
            others = [one for one in desk.store.clients.of_external_id(session, kept) if one.client_id != client_id]
        if others:
            name = one_line(others[0].name, 60)
            raise BadInput(say("That is {name}'s", name=name), "", say("Two people cannot have one id."))
    label = say("{name}: id in the file", name=_name(desk, client_id))
    return change(desk, the_client(client_id), {"external_id": kept or None}, label, seen)


def set_discreet(desk: Desk, client_id: str, is_discreet: bool, seen: int | None = None) -> str:
    """Do others read this phone? Then broadcasts need neutral words. It can be taken back."""
    name = _name(desk, client_id)
    label = say("{name}: others read this phone", name=name)
    if not is_discreet:
        label = say("{name}: nobody else reads this phone", name=name)
    return change(desk, the_client(client_id), {"is_discreet": int(is_discreet)}, label, seen)


def set_hours(desk: Desk, client_id: str, written: str, seen: int | None = None) -> str:
    """Between which hours of their day group texts and reminders may come; nothing: the office's hours.

    It can be taken back. Raises BadTime for what is not understood, BadInput for hours in which the office sends none.
    """
    first, last = read_hours(written) if written.strip() else (None, None)
    name = _name(desk, client_id)
    label = say("{name}: the office's hours", name=name)
    if first is not None and last is not None:
        with desk.store.reading() as session:
            office = desk.store.office.get(session)
        if office is not None and not are_within((first, last), office.quiet_from, office.quiet_to):
            raise BadInput(say("The office sends no group texts in those hours"), "", say("Type others."))
        label = say("{name}: group texts {hours}", name=name, hours=hours_words((first, last)))
    return change(desk, the_client(client_id), {"safe_from": first, "safe_to": last}, label, seen)


def set_status(
    desk: Desk,
    client_id: str,
    status: ClientStatus,
    reason: str | None = None,
    until_at: int | None = None,
    seen: int | None = None,
) -> str:
    """Open, paused (why, and until when in milliseconds; None: until told) or closed (why). It can be taken back.

    Raises BadInput for a reason that does not go with it, or a time that is past.
    """
    if reason is not None and reason not in STATUS_REASONS[status]:
        raise BadInput(say("That is no reason for it"))
    if until_at is not None and (status is not ClientStatus.PAUSED or until_at <= desk.now):
        raise BadInput(say("That time is past"), "", say("Type a time that is still ahead."))
    words = status_words(status.value, reason)
    label = say("{name}: {status}", name=_name(desk, client_id), status=words)
    if until_at is not None:
        until = echo(from_ms(until_at), desk.zone, desk.clock.now())
        label = say("{name}: {status} until {until}", name=_name(desk, client_id), status=words, until=until)
    columns = {"status": status.value, "status_reason": reason, "status_until_at": until_at}
    return change(desk, the_client(client_id), columns, label, seen)


_ZONES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Puerto_Rico",
    "puerto rico": "America/Puerto_Rico",
}
"""Zones as people in the United States say them."""


def _zone(written: str) -> str:
    """The zone of a name (`America/New_York`, `New York`, `Pacific`). Raises BadInput."""
    from zoneinfo import available_timezones

    plain = " ".join(written.replace("_", " ").split()).lower().removesuffix(" time")
    if plain in _ZONES:
        return _ZONES[plain]
    every = sorted(available_timezones())
    exact = next((name for name in every if name.replace("_", " ").lower() == plain), None)
    city = [name for name in every if "/" in name and name.rsplit("/", 1)[1].replace("_", " ").lower() == plain]
    found = exact or next((name for name in city if name.startswith("America/")), city[0] if city else None)
    if found is None:
        raise BadInput(say("That is no time zone"), "", say("Type a city or a zone: New York, Chicago, Pacific."))
    try:
        zone_of(found)
    except BadTime as error:
        raise BadInput(error.title, error.detail, error.next_step) from error
    return found


def _name(desk: Desk, client_id: str) -> str:
    with desk.store.reading() as session:
        must_be_known(desk, session, client_id)
        client = desk.store.clients.get(session, client_id)
    if client is None:
        raise NotFound(say("This client is not here any more"))
    return one_line(client.name, 60)
