"""What is to be known before a group text goes: who gets other words, who hears more, and what is kept back."""

from dataclasses import dataclass

from rise_tui.casework import guarding
from rise_tui.casework.desk import Desk
from rise_tui.casework.introducing_us import introduced
from rise_tui.casework.keeping_back import Held
from rise_tui.casework.previewing import Preview, last_moment_of
from rise_tui.domain.broadcast_words import version_words
from rise_tui.domain.client_words import language_words
from rise_tui.domain.clock import from_ms
from rise_tui.domain.held_words import why_words
from rise_tui.domain.pricing import dollars
from rise_tui.domain.say import say, say_many
from rise_tui.domain.waiting_hours import WhyHeld
from rise_tui.domain.zone_words import soon, zone_words


@dataclass(frozen=True)
class Told:
    """A sentence about what would come of it, in a role, and the key that shows more."""

    words: str
    role: str = "text"
    hint: str = ""
    names: tuple[str, ...] = ()
    """those of people that stand in it"""


def foretold(desk: Desk, ready: Preview) -> tuple[Told, ...]:
    """All of it, what most wants to be looked at last."""
    return (*_unwritten(ready), *_introduced(ready), *_seen(desk, ready), *_waits(desk, ready))


def _unwritten(ready: Preview) -> list[Told]:
    """Which language's text is still missing, and what those get who read it."""
    if not ready.weights:
        return []
    told = []
    for version, places in ready.unwritten.items():
        words = say_many(
            "{version} is not written: {count} person would get the {language} text.",
            "{version} is not written: {count} people would get the {language} text.",
            len(places),
            version=version_words(version),
            language=language_words(ready.recipients[places[0]].version.language),
        )
        told.append(Told(words, "accent"))
    return told


def _introduced(ready: Preview) -> list[Told]:
    """Who hears first who the office is, and what that costs."""
    found = introduced(ready)
    if found is None or not ready.weights:
        return []
    words = say_many(
        "{count} person is told first who the office is: {texts} more, {price}.",
        "{count} people are told first who the office is: {texts} more, {price}.",
        found.people,
        texts=say_many("{count} text", "{count} texts", found.segments),
        price=dollars(found.price_micros),
    )
    return [Told(words, "dim")]


def _seen(desk: Desk, ready: Preview) -> list[Told]:
    """What one should look at again before so many read it."""
    seen = dict.fromkeys(guarding.seen_by_many(desk, body) for body in ready.words.written.values())
    return [Told(say("{seen}: look again.", seen=words), "bad") for words in seen if words]


def _waits(desk: Desk, ready: Preview) -> list[Told]:
    """What keeps texts back: also a line that is down."""
    told = kept_back(desk, ready)
    if not desk.line().is_up:
        words = say("Offline: it waits on this machine.")
        told.append(Told(words, "accent", say("if the line is not back in 30 minutes, it comes back here")))
    return told


def kept_back(desk: Desk, ready: Preview) -> list[Told]:
    """What the office keeps back of it, and why: the hour, enough for a day, the same words twice, perhaps a STOP."""
    told = []
    for held in ready.held:
        told.append(_would_wait(desk, ready, held))
    if ready.waits_for_tomorrow:
        words = say_many(
            "The phone company takes {count} text a day from the office: the rest waits for tomorrow.",
            "The phone company takes {count} texts a day from the office: the rest waits for tomorrow.",
            ready.most_a_day,
        )
        if ready.used:
            words = say_many(
                "The phone company takes {count} text a day from the office, {used} left today: the rest waits.",
                "The phone company takes {count} texts a day from the office, {used} left today: the rest waits.",
                ready.most_a_day,
                used=ready.used,
            )
        told.append(Told(words, "accent"))
    if ready.had_already:
        names = ready.names_of(ready.had_already)
        words = say("The same words went to {names} a short while ago, and do not go again.", names=names)
        told.append(Told(words, "bad", say("word it anew"), ready.first_names_of(ready.had_already)))
    if ready.undecided:
        names = ready.names_of(ready.undecided)
        words = say("Held for {names}: their last words sound like STOP.", names=names)
        names_in_it = ready.first_names_of(ready.undecided)
        told.append(Told(words, "accent", say("decide in the inbox"), names_in_it))
    return told


def _would_wait(desk: Desk, ready: Preview, held: Held) -> Told:
    """`41 would wait until Tue 8:00 (quiet hours)`."""
    why = why_words(held.why)
    if held.why is WhyHeld.NO_HOUR:
        names, shown = ready.names_of(held.client_ids), ready.first_names_of(held.client_ids)
        words = say("No hour is open for {names}: their hours and the office's never meet.", names=names)
        return Told(words, "bad", say("change their hours: the card, i"), shown)
    if held.until_at is None:
        return Told(say("{count} would wait: {why}", count=held.people, why=why), "accent")
    until = soon(from_ms(held.until_at), held.zone, desk.clock.now())
    if held.until_at > last_moment_of(desk, ready):
        words = say("{count} would not get it: not before {until} ({why})", count=held.people, until=until, why=why)
        return Told(words, "bad", say("too long to wait: choose a later time"))
    words = say("{count} would wait until {until} ({why})", count=held.people, until=until, why=why)
    return Told(words, "accent", zone_words(held.zone))
