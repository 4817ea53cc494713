"""The last days of the demo's history: what the known people wrote, and what came from numbers that nobody has."""

from rise_tui.demo.acts import Hears, Judges, Notes, Says
from rise_tui.demo.composition import Composition
from rise_tui.demo.days import DAY, MINUTE
from rise_tui.demo.founding import ME
from rise_tui.demo.people import Person
from rise_tui.demo.replies import STRANGERS, Ending
from rise_tui.domain.triage import UNTIL_THEY_REPLY


def end(making: Composition) -> None:
    """The known people's last words, and what came from numbers that nobody has."""
    now, days = making.days.now, making.days
    for place, ending in making.endings.items():
        person = making.crew[place]
        _finish(making, person, ending)
        if ending.note:
            making.add(Notes(making.since(person) + 3 * DAY, ME, place, ending.note))
        until = {"tomorrow": days.at(days.next_workday(), 9), "monday": days.at(days.next_workday(3), 9)}
        last = now - ending.words[-1].ago * MINUTE
        if ending.snoozed:
            read = last + 40 * MINUTE
            making.add(Judges(read, ME, place, "needs_reply", until.get(ending.snoozed, UNTIL_THEY_REPLY)))
        elif ending.words[-1].is_theirs and ending.words[-1].ago > 3 * 24 * 60:
            making.add(Judges(last + 30 * MINUTE, ME, place, "done"))
        if ending.is_flagged:
            making.add(Judges(now - 8 * DAY, ME, place, is_flagged=True))
    for words in STRANGERS:
        number = making.spare.pop()
        making.add(*(Hears(now - word.ago * MINUTE, None, number, word.text) for word in words))


def _finish(making: Composition, person: Person, ending: Ending) -> None:
    """The last words: ours were said at work, and what needed no answer was read before the next came."""
    days, before = making.days, 0
    for place, word in enumerate(ending.words):
        at = days.now - word.ago * MINUTE - making.chance.randrange(MINUTE)
        if not word.is_theirs:
            at = days.before_at_work(at)
            at = at if at > before else days.at_work(before + 5 * MINUTE)
            making.add(Says(at, ME, person.place, word.text, word.error))
        else:
            paper = making.paper(word.paper, person, at) if word.paper else None
            making.add(Hears(at, person.place, person.number, word.text, paper))
            if any(one.is_theirs for one in ending.words[place + 1 : place + 2]):
                making.add(Judges(at + 20 * MINUTE, ME, person.place, "done"))
        before = at
