"""Colleagues as lines: who covers for whom, what happened while one was away, and the machines that are signed in."""

from collections.abc import Iterator

from rise_tui.casework import being_away, colleagues, covering, left_behind, signed_in_devices, taken_over
from rise_tui.casework.covering import Covering, Summary
from rise_tui.casework.desk import Desk
from rise_tui.casework.signed_in_devices import Machine
from rise_tui.domain.clock import from_ms
from rise_tui.domain.hours import echo
from rise_tui.domain.say import say, say_many
from rise_tui.widgets.card_view import CardRow

USED_LATELY_MS = 25 * 3600_000
"""Milliseconds: the office puts off the end of a sign-in once a day, and notes the use with that."""


def rows(desk: Desk) -> tuple[CardRow, ...]:
    """All of it, a line each; names are safe for a terminal."""
    return (*_left_behind(desk), *_came(desk), *_covers(desk), *_summaries(desk), *_people(desk), *_machines(desk))


def _left_behind(desk: Desk) -> Iterator[CardRow]:
    told, refused = left_behind.left_behind(desk), left_behind.not_taken(desk)
    if not told and not refused:
        return
    yield CardRow("left", say("Not sent, not saved: they are not your clients any more"), is_heading=True)
    for one in told:
        key = f"{'typed' if one.is_note else 'left'}:{one.client_id}"
        yield CardRow(key, _day(desk, one.at), one.words, "bad" if one.why else "text", key)
    for one in refused:
        key = f"note:{one.write_id}"
        yield CardRow(key, _day(desk, one.at), one.words, "bad", key)
    yield CardRow("blank-left")


def _came(desk: Desk) -> Iterator[CardRow]:
    told = taken_over.came_to_me(desk)
    if not told:
        return
    yield CardRow("came", say("Came to you"), is_heading=True)
    for one in told:
        words = say("from {name}, {day}", name=one.from_name, day=_day(desk, one.at))
        words = f"{words}: {one.note}" if one.note else words
        yield CardRow(f"came:{one.client_id}", one.name, words, "text", f"came:{one.client_id}")
    yield CardRow("blank-0")


def _covers(desk: Desk) -> Iterator[CardRow]:
    yield CardRow("covers", say("Cover"), is_heading=True)
    for one in covering.covers(desk):
        role = "text" if one.has_begun or one.from_at <= desk.now else "dim"
        yield CardRow(f"cover:{one.cover_id}", _who(one), _cover_words(desk, one), role, f"cover:{one.cover_id}")
        if one.note:
            yield CardRow(f"cover:{one.cover_id}:note", " ", one.note, "dim")
    if not colleagues.is_administrator(desk):
        yield CardRow("new-cover", "", say("+ somebody covers while one is away"), "dim", "new-cover")
    yield CardRow("blank-1")


def _who(one: Covering) -> str:
    return say("You") if one.is_by_me else one.by_name


def _cover_words(desk: Desk, one: Covering) -> str:
    of = one.of_name
    words = say("for {name}", name=of)
    if one.group:
        words = say("for {name}, {group} only", name=of, group=one.group)
    until = echo(from_ms(one.until_at), desk.zone, desk.clock.now())
    if one.has_begun or one.from_at <= desk.now:
        return say("{words}, until {until}", words=words, until=until)
    begins = echo(from_ms(one.from_at), desk.zone, desk.clock.now())
    return say("{words}, from {begins} until {until}", words=words, begins=begins, until=until)


def _summaries(desk: Desk) -> Iterator[CardRow]:
    told = covering.summaries(desk)
    if not told:
        return
    yield CardRow("summaries", say("While you were covered"), is_heading=True)
    for one in told:
        key = f"summary:{one.cover_id}"
        role = "text" if one.is_read else "accent"
        yield CardRow(key, one.by_name, summary_words(desk, one), role, key)
    yield CardRow("blank-2")


def summary_words(desk: Desk, one: Summary) -> str:
    """What happened in a cover, in a line: how many still wait, how much came and was answered, until when."""
    until = echo(from_ms(one.ended_at), desk.zone, desk.clock.now())
    came = say_many("{count} text came", "{count} texts came", one.received) if one.received else say("no text came")
    written = say("{count} written", count=one.written)
    wait = say_many("{count} waits", "{count} wait", len(one.waiting)) if one.waiting else say("nobody waits")
    return say("{wait}: {came}, {written} until {until}", wait=wait, came=came, written=written, until=until)


def _people(desk: Desk) -> Iterator[CardRow]:
    yield CardRow("people", say("Who works here"), is_heading=True)
    everybody = colleagues.everybody(desk)
    for one in everybody:
        what = {
            colleagues.SUPERVISOR: say("supervisor"),
            colleagues.ADMINISTRATOR: say("keeps people, numbers and rules; reads no texts"),
        }.get(one.role, say("caseworker"))
        words = say("{what}, you", what=what) if one.is_me else what
        away = being_away.away_words(desk, one.caseworker_id)
        words = say("{who}, {away}", who=words, away=away) if away else words
        yield CardRow(f"person:{one.caseworker_id}", one.name, words, "text" if away else "dim")
    if not everybody:
        yield CardRow("nobody", "", say("They stand here once the office has been reached."), "dim")
    yield CardRow("blank-3")


def _machines(desk: Desk) -> Iterator[CardRow]:
    yield CardRow("machines", say("Signed in"), is_heading=True)
    found = signed_in_devices.machines(desk)
    for one in found:
        name = one.name or say("a machine")
        words, role = machine_words(desk, one)
        if not one.is_mine:
            words = say("{whose}: {words}", whose=one.whose, words=words)
        yield CardRow(f"machine:{one.device_id}", name, words, role, f"machine:{one.device_id}")
    if not found:
        yield CardRow("no-machine", "", say("The machines stand here once the office has been reached."), "dim")


def machine_words(desk: Desk, one: Machine) -> tuple[str, str]:
    """How a machine stands, in a line, and its role."""
    if one.state == "wiped":
        if one.wiped_at is None:
            return say("is to delete everything, and has not said so yet"), "accent"
        return say("has deleted everything, {at}", at=_time(desk, one.wiped_at)), "dim"
    if one.state == "revoked":
        return say("locked: nothing can be read there"), "bad"
    here = say("this one, ") if one.is_this else ""
    used = _used_words(desk, one)
    if one.state == "expired":
        return f"{here}{used}, {say('must sign in again')}", "dim"
    if one.expires_at is None:
        return f"{here}{used}", "text"
    return f"{here}{used}, {say('good until {day}', day=_day(desk, one.expires_at))}", "text"


def _used_words(desk: Desk, one: Machine) -> str:
    """When it was last used, as far as it is known: the office writes it down once a day, not with every use."""
    if one.is_this:
        return say("in use now")
    used_at = one.seen_at or one.created_at
    if desk.now - used_at <= USED_LATELY_MS:
        return say("used within the last day")
    return say("last used {day}", day=_day(desk, used_at))


def _time(desk: Desk, at: int) -> str:
    return " ".join(desk.day_and_time(at))


def _day(desk: Desk, at: int) -> str:
    return desk.day_and_time(at)[0]
