"""Who is told of what is urgent while nobody sits at it: from when until when, and how soon the supervisors are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rise_tui.casework.colleagues import colleagues, keeps_people, name_of_colleague, named
from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish, withdraw
from rise_tui.domain.clock import from_ms, from_wire, to_wire
from rise_tui.domain.errors import BadInput, BadTime, Refused, Unchanged
from rise_tui.domain.hours import echo
from rise_tui.domain.office_rules import MOST_URGENT_MINUTES, OfficeRules
from rise_tui.domain.say import say, say_many
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

ON_CALL_BACK = "on_call_back"


@dataclass(frozen=True)
class OnCall:
    """Who is on call, in milliseconds from when (None: already) until when (None: until told); `name` empty: nobody."""

    caseworker_id: str
    name: str
    from_at: int | None
    until_at: int | None
    minutes: int

    def words(self, desk: Desk) -> str:
        """In a sentence: who, from when, until when."""
        if not self.caseworker_id or (self.until_at is not None and self.until_at <= desk.now):
            return say("Nobody is on call")
        begins = self.from_at is not None and self.from_at > desk.now
        start = "" if self.from_at is None else echo(from_ms(self.from_at), desk.zone, desk.clock.now())
        end = "" if self.until_at is None else echo(from_ms(self.until_at), desk.zone, desk.clock.now())
        me = self.caseworker_id == desk.caseworker_id
        if begins and end:
            said = say("On call from {start} until {end}: {name}", start=start, end=end, name=self.name)
        elif begins:
            said = say("On call from {start}: {name}", start=start, name=self.name)
        elif end:
            said = say("You are on call until {end}", end=end) if me else ""
            said = said or say("{name} is on call until {end}", name=self.name, end=end)
        else:
            said = say("You are on call") if me else say("{name} is on call", name=self.name)
        return said

    def how(self, desk: Desk) -> str:
        """By which ways they are told, in a sentence."""
        if not self.caseworker_id:
            return say("Whoever sees the client is told, as they set it with E.")
        if self.caseworker_id == desk.caseworker_id:
            return say("You are told as you set it with E.")
        return say("They are told as they set it with E.")

    @property
    def after(self) -> str:
        """When the supervisors are told, in a sentence."""
        return say_many(
            "What nobody answers for {count} minute is told to the supervisors",
            "What nobody answers for {count} minutes is told to the supervisors",
            self.minutes,
        )


def on_call(desk: Desk) -> OnCall:
    """As it is decided now."""
    with desk.store.reading() as session:
        return _now(desk, session)


def typed_name(desk: Desk, caseworker_id: str) -> str:
    """How one types that colleague; empty for nobody, and for who works here no longer."""
    found = [one.name for one in colleagues(desk, with_me=True) if one.caseworker_id == caseworker_id]
    return found[0] if found else ""


def may_decide(desk: Desk) -> bool:
    """Is one a supervisor or an administrator?"""
    with desk.store.reading() as session:
        return keeps_people(desk, session)


def planned(desk: Desk, who: str, from_at: int | None, until_at: int | None, minutes: str) -> OnCall:
    """What was typed, as it would be. `who` is a name or its beginning; nothing: nobody.

    Raises NotFound for a name that fits nobody or several, BadTime for an end before the beginning or past, BadInput
    for what is no number of minutes.
    """
    person = named(desk, who, with_me=True) if who.strip() else None
    count = _minutes(minutes)
    if person is None:
        return OnCall("", "", None, None, count)
    if until_at is not None and until_at <= max(desk.now, from_at or 0):
        raise BadTime(say("It would end before it begins"), "", say("Give a later end."))
    begins = None if from_at is None or from_at <= desk.now else from_at
    with desk.store.reading() as session:
        name = name_of_colleague(desk, session, person.caseworker_id)
    return OnCall(person.caseworker_id, name, begins, until_at, count)


def with_minutes(known: OnCall, minutes: str) -> OnCall:
    """The same, but for how soon the supervisors are told. Raises BadInput for what is no number of minutes."""
    return replace(known, minutes=_minutes(minutes))


def decide(desk: Desk, new: OnCall) -> str:
    """Let it be so; what was done, in words. It can be taken back. Raises Refused, and Unchanged where it was so."""
    if not may_decide(desk):
        raise Refused(say("That is not yours to decide"), "", say("A supervisor says who is on call."))
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        before = _now(desk, session)
        if _body(before) == _body(new):
            raise Unchanged(say("It stands so already"))
        label = new.words(desk) if _body(before) != {**_body(new), "urgent_minutes": before.minutes} else new.after
        write_id = _wish(desk, session, _body(new))
        inverse = {"act": ON_CALL_BACK, "write_id": write_id, "before": _body(before)}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def on_call_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take it back: without a trace if it never left, else as it was before, but for an end that has passed."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    if not withdraw(desk, session, inverse["write_id"]):
        before = dict(inverse["before"])
        until = before["until_at"]
        if until is not None and from_wire(until) <= desk.now:
            before |= {"caseworker_id": None, "from_at": None, "until_at": None}
        _wish(desk, session, before)
    return say("Taken back: on call is who was before")


def _minutes(typed: str) -> int:
    written = typed.strip()
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= MOST_URGENT_MINUTES):
        raise BadInput(say("How many minutes?"), "", say("From 1 to {most}, such as 15.", most=MOST_URGENT_MINUTES))
    return int(written)


def _now(desk: Desk, session: Session) -> OnCall:
    office = desk.store.office.get(session)
    rules = OfficeRules.of(None if office is None else office.rules)
    name = name_of_colleague(desk, session, rules.on_call) if rules.on_call else ""
    times = [from_wire(written) if written else None for written in (rules.on_call_from, rules.on_call_until)]
    return OnCall(rules.on_call, name, times[0], times[1], rules.urgent_minutes)


def _body(one: OnCall) -> dict[str, Any]:
    """As the wire has it."""
    return {
        "caseworker_id": one.caseworker_id or None,
        "from_at": None if one.from_at is None else to_wire(one.from_at),
        "until_at": None if one.until_at is None else to_wire(one.until_at),
        "urgent_minutes": one.minutes,
    }


def _wish(desk: Desk, session: Session, body: Mapping[str, Any]) -> str:
    office = desk.store.office.get(session)
    rules = {
        **({} if office is None else office.rules),
        "on_call": body["caseworker_id"] or "",
        "on_call_from": body["from_at"] or "",
        "on_call_until": body["until_at"] or "",
        "urgent_minutes": body["urgent_minutes"],
    }
    shows = None if office is None else ("office", office.office_id, {"rules": rules})
    return wish(desk, session, "on_call", lane="on_call", ids={}, body=body, shows=shows)
