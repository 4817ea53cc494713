"""What went to many in the demo's history: who got it, whom it did not reach, and what came back."""

from rise_tui.demo.acts import Hears, Judges, Reminds, Says
from rise_tui.demo.composition import FOUNDED_MS, Composition
from rise_tui.demo.days import DAY, HOUR, MINUTE, pause
from rise_tui.demo.founding import ME
from rise_tui.demo.meetings import ANSWERS, ASIDE, Meeting, meetings
from rise_tui.demo.people import Person
from rise_tui.demo.telling import LOST

READ_LATE = 5 * DAY
"""Within which everything that came has been read: a long weekend, and a day."""
MOST_TO_MANY = 0.4
"""Of all texts, so many at most are of the office's texts to many."""


def meet(making: Composition, texts: int) -> None:
    """What went to many, and what came back; as far as there is room for it, the newest first."""
    room = texts * MOST_TO_MANY
    for meeting in meetings(making.chance, making.days):
        people = [p for p in making.members.get((meeting.group, meeting.term), ()) if making.is_here(p, meeting.at)]
        if not people or meeting.at < making.days.now - FOUNDED_MS:
            continue
        room -= 1.3 * len(people)
        if room < 0:
            return
        _remind(making, meeting, people)


def _remind(making: Composition, meeting: Meeting, people: list[Person]) -> None:
    words = tuple(
        (p.place, (meeting.spanish if p.language == "es" else meeting.english).replace("{first_name}", p.first))
        for p in people
    )
    out = tuple(
        (p.place, making.reasons[p.place])
        for p in making.members[meeting.group, meeting.term]
        if p.place in making.silent and making.since(p) + HOUR < meeting.at and making.silent[p.place] <= meeting.at
    )
    is_old = meeting.at < making.days.now - 5 * DAY
    lost = {p.place: making.chance.choice(LOST) for p in people if is_old and making.chance.random() < 0.012}
    making.add(Reminds(meeting.at, ME, meeting.name, meeting.english, words, out, tuple(lost.items())))
    making.texts += len(words)
    for person in people:
        may_answer = person.place not in lost and meeting.at < making.until(person) - (
            READ_LATE if person.place in making.endings else 0
        )
        share = 0.5 if meeting.is_asking else 0.1
        if may_answer and making.chance.random() < share * person.talks:
            _answer(making, meeting, person)


def _answer(making: Composition, meeting: Meeting, person: Person) -> None:
    """Somebody answers what went to many; it is read, and now and then answered, the same day."""
    ways, back = making.chance.choice((ANSWERS if meeting.is_asking else ASIDE)[person.language])
    said = making.chance.choice(ways)
    at = making.days.awake(meeting.at + pause(making.chance, 3, 9, 20, 45, 90, 200, 500))
    read = making.days.at_work(at + pause(making.chance, 10, 30, 90))
    if read >= min(making.days.now - 10 * MINUTE, making.silent.get(person.place, making.days.now)):
        return
    making.add(Hears(at, person.place, person.number, said))
    if back and making.chance.random() < (0.3 if len(ways) > 4 else 1.0):
        making.add(Says(read, ME, person.place, making.chance.choice(back)))
    read += 2 * MINUTE
    making.add(Judges(read, ME, person.place, "done"))
