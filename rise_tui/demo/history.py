"""Eight months of an invented office, composed from its people, their talk and its meetings; one seed, one history."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rise_tui.demo.acts import Act, Changes, Comes, Hears, Joins, Judges, Leaves, Moves, Notes, Paper, Reminds, Says
from rise_tui.demo.coming import coming_up
from rise_tui.demo.days import DAY, HOUR, MINUTE, Days, pause
from rise_tui.demo.founding import EVENING, EVERYONE, HOUSING, JOB_FAIR, ME, MORNING, RESUME, ZONE
from rise_tui.demo.meetings import ANSWERS, ASIDE, PRESENT, TERM, TERMS, Meeting, meetings
from rise_tui.demo.people import Person, people, phone_numbers
from rise_tui.demo.replies import ENDINGS, STRANGERS, Ending
from rise_tui.demo.talk import Thread, threads
from rise_tui.demo.telling import LOST, Teller
from rise_tui.domain.triage import UNTIL_THEY_REPLY

FOUNDED_MS = 240 * DAY
"""How long the office has been there."""
OTHERS = 12
"""Clients of each of the two colleagues."""
PAPERS = 60
"""Photos of papers; each is drawn."""
SHARES = {MORNING: (0.18, 60), EVENING: (0.2, 60), RESUME: (0.14, 40), JOB_FAIR: (0.25, 300), HOUSING: (0.2, 300)}
"""Of a hundred clients, how many are in a group, and how many it holds at most."""
READ_LATE = 5 * DAY
"""Within which everything that came has been read: a long weekend, and a day."""
MOST_TO_MANY = 0.4
"""Of all texts, so many at most are of the office's texts to many."""


@dataclass
class _Making:
    """The history while it is composed."""

    chance: random.Random
    days: Days
    crew: list[Person]
    by: list[int]
    """whose client each is"""
    endings: dict[int, Ending]
    members: dict[tuple[int, int], list[Person]] = field(default_factory=dict)
    """by group and term"""
    silent: dict[int, int] = field(default_factory=dict)
    """who said STOP, or signed nothing, or is away; from when on nothing is written to them"""
    spare: list[str] = field(default_factory=list)
    """numbers that nobody has"""
    moved: dict[int, tuple[int, str]] = field(default_factory=dict)
    """who has another number now: since when, and the one before"""
    papers: set[Paper] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)
    texts: int = 0

    def add(self, *acts: Act) -> None:
        """It happened."""
        self.acts += acts
        self.texts += sum(isinstance(act, Says | Hears) for act in acts)

    def since(self, person: Person) -> int:
        """When they came."""
        return self.days.before_at_work(self.days.now - person.since * DAY)

    def until(self, person: Person) -> int:
        """When what is known of them for itself begins; now, for most."""
        ending = self.endings.get(person.place)
        if ending is None:
            return self.days.now
        return self.days.now - max(3 * DAY, ending.words[0].ago * MINUTE + HOUR)

    def is_here(self, person: Person, at: int) -> bool:
        """May they be written to then?"""
        return self.since(person) + HOUR < at < self.silent.get(person.place, at + 1)

    def as_it_was(self, act: Act) -> Act:
        """With the number that they had then."""
        if isinstance(act, Comes | Hears) and act.client in self.moved and act.at < self.moved[act.client][0]:
            return act._replace(number=self.moved[act.client][1])
        return act

    def paper(self, kind: str, person: Person, at: int) -> Paper | None:
        """That paper of theirs; None once there are enough."""
        detail = f"{self.days.local(at):%m/%Y}" if kind == "paystub" else ""
        paper = Paper(kind, person.name, detail)
        if paper not in self.papers and len(self.papers) >= PAPERS:
            return None
        self.papers.add(paper)
        return paper


def history(seed: int, now: int, clients: int, texts: int) -> list[Act]:
    """All that happened in the office until `now` (milliseconds), in its order.

    `clients`: how many the one who is signed in has. `texts`: about how many there are in all.
    """
    chance = random.Random(seed)
    days = Days(now, ZONE)
    known = [(ending.first, ending.last, ending.language) for ending in ENDINGS]
    crew = people(chance, known, clients + 2 * OTHERS)
    by = [ME if person.place < clients else 1 + (person.place - clients) // OTHERS for person in crew]
    taken = {person.number for person in crew}
    spare = [number for number in phone_numbers(chance, len(crew)) if number not in taken]
    making = _Making(chance, days, crew, by, dict(enumerate(ENDINGS)), spare=spare)
    _arrive(making)
    _say_no(making)
    _end(making)
    _meet(making, texts)
    making.add(*coming_up(chance, days, crew[:clients], making.silent))
    _talk(making, texts)
    making.acts.sort(key=lambda act: act.at)
    return list(map(making.as_it_was, making.acts))


def _arrive(making: _Making) -> None:
    """Everybody comes, signs, and is put into groups."""
    mine = [person for person, by in zip(making.crew, making.by, strict=True) if by == ME]
    chosen = {group: {p.place for p in mine if group in _groups(making, p)} for group in SHARES}
    for group, (share, most) in SHARES.items():
        free = [p.place for p in mine if p.place not in making.endings]
        chosen[group] |= set(making.chance.sample(free, min(len(free), most, round(share * len(mine)))))
    chosen[EVERYONE] = {p.place for p in mine}
    for person, by in zip(making.crew, making.by, strict=True):
        at = making.since(person)
        is_unknown = person.place not in making.endings and making.chance.random() < 0.03
        if is_unknown:
            making.silent[person.place] = 0
        wording = "in person, signed form" if person.language == "en" else "en persona, formulario firmado"
        name = (person.first, person.last, person.language)
        state = "unknown" if is_unknown else "opted_in"
        making.add(Comes(at, by, person.place, *name, person.number, state, wording))
        groups = [group for group in sorted(chosen) if person.place in chosen[group]]
        making.add(*(Joins(at + (1 + group) * MINUTE, by, person.place, group) for group in groups))
    for group, places in chosen.items():
        making.members[group, 0] = [person for person in mine if person.place in places]
    _teach(making, mine)


def _teach(making: _Making, mine: Sequence[Person]) -> None:
    """The classes' earlier terms: who was in them came, and was taken out of the group when the term was over."""
    for group, (share, most) in ((group, SHARES[group]) for group in (MORNING, EVENING)):
        taught = {person.place for person in making.members[group, 0]}
        for term in range(1, TERMS):
            ended = making.days.at_work(making.days.now - (PRESENT + (term - 1) * TERM) * 7 * DAY)
            begun = ended - TERM * 7 * DAY + DAY
            could = [p for p in mine if p.place not in taught and making.is_here(p, begun) and making.is_here(p, ended)]
            came = making.chance.sample(could, min(len(could), most, round(share * len(mine))))
            making.members[group, term] = came
            taught |= {person.place for person in came}
            for person in came:
                begins, leaves = max(begun, making.since(person) + HOUR), ended + 4 * DAY
                making.add(Joins(begins, ME, person.place, group), Leaves(leaves, ME, person.place, group))


def _groups(making: _Making, person: Person) -> Sequence[int]:
    ending = making.endings.get(person.place)
    return () if ending is None else ending.groups


def _say_no(making: _Making) -> None:
    """Some said STOP in these months, some are away, some have another number now."""
    free = [p for p in making.crew if p.place not in making.endings and p.place not in making.silent]
    for place, person in enumerate(making.chance.sample(free, max(9, len(free) // 14))):
        at = making.since(person) + int(making.chance.uniform(0.3, 0.9) * (making.days.now - making.since(person)))
        at = making.days.at_work(min(at, making.days.now - 4 * DAY))
        by = making.by[person.place]
        if place % 3 == 0:
            making.add(Hears(at, person.place, person.number, making.chance.choice(("STOP", "Stop", "stop"))))
            making.add(Judges(at + pause(making.chance, 20, 60), by, person.place, "done"))
        elif place % 3 == 1:
            status, reason, until = making.chance.choice(
                (("paused", "in custody", None), ("paused", "in hospital", making.days.now + 9 * DAY),
                 ("closed", "finished", None), ("closed", "moved", None))
            )  # fmt: skip
            making.add(Changes(at, by, person.place, status, reason, until))
        else:
            old = making.spare.pop()
            making.moved[person.place] = (at, old)
            making.add(Moves(at, by, person.place, old, person.number, "in person"))
            making.add(Notes(at + MINUTE, by, person.place, "New phone. Old number goes to somebody else."))
            continue
        making.silent[person.place] = at


def _end(making: _Making) -> None:
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


def _finish(making: _Making, person: Person, ending: Ending) -> None:
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


def _meet(making: _Making, texts: int) -> None:
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


def _remind(making: _Making, meeting: Meeting, people: list[Person]) -> None:
    words = tuple(
        (p.place, (meeting.spanish if p.language == "es" else meeting.english).replace("{first_name}", p.first))
        for p in people
    )
    out = tuple(
        (p.place, "consent_unknown" if making.silent[p.place] == 0 else "opted_out")
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


def _answer(making: _Making, meeting: Meeting, person: Person) -> None:
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


def _talk(making: _Making, texts: int) -> None:
    """Threads of talk with everybody, one after the other, until there are enough texts."""
    room = texts - making.texts
    weights = [
        (0.3 if by else 1.0) * person.talks * person.since for person, by in zip(making.crew, making.by, strict=True)
    ]
    total = sum(weights)
    for person, weight in zip(making.crew, weights, strict=True):
        making.add(*_life(making, person, room * weight / total))


def _life(making: _Making, person: Person, share: float) -> Iterator[Act]:
    """About so many texts with one person, from their coming on until now or until they fell silent."""
    begins, ends = making.since(person) + HOUR, making.until(person)
    ends = min(ends, making.silent.get(person.place, ends))
    teller = Teller(making.chance, making.days, making.by[person.place], making.paper)
    told = list(_choose(making, person, share))
    for place, thread in enumerate(told):
        span = max(0, ends - begins) // len(told)
        at = begins if place == 0 else begins + place * span + int(making.chance.random() * span * 0.5)
        yield from teller.happen(thread, person, at, min(ends, begins + (place + 1) * span))


def _choose(making: _Making, person: Person, share: float) -> Iterator[Thread]:
    """Threads in the person's language, all of them once before one comes again."""
    known = threads(person.language)
    yield known[0]
    left, pool = share - known[0].texts, list[Thread]()
    has_papers = person.place < 2 * PAPERS
    told = {known[0].name}
    while left > 1:
        if not pool:
            pool = [t for t in known if not (t.is_once and t.name in told) and (has_papers or not t.has_paper)]
            making.chance.shuffle(pool)
        thread = pool.pop()
        told.add(thread.name)
        left -= thread.texts
        yield thread
