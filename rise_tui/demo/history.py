"""Eight months of an invented office, composed from its people, their talk and its meetings; one seed, one history."""

import random
from collections.abc import Iterator

from rise_tui.demo.acts import Act
from rise_tui.demo.arriving import arrive, say_no
from rise_tui.demo.coming import coming_up
from rise_tui.demo.composition import PAPERS, Composition
from rise_tui.demo.days import HOUR, Days
from rise_tui.demo.ending import end
from rise_tui.demo.founding import ME, ZONE
from rise_tui.demo.people import Person, people, phone_numbers
from rise_tui.demo.reminding import meet
from rise_tui.demo.replies import ENDINGS
from rise_tui.demo.talk import Thread, threads
from rise_tui.demo.telling import Teller

OTHERS = 12
"""Clients of each of the two colleagues."""


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
    making = Composition(chance, days, crew, by, dict(enumerate(ENDINGS)), spare=spare)
    arrive(making)
    say_no(making)
    end(making)
    meet(making, texts)
    making.add(*coming_up(chance, days, crew[:clients], making.silent))
    _talk(making, texts)
    making.acts.sort(key=lambda act: act.at)
    return list(map(making.as_it_was, making.acts))


def _talk(making: Composition, texts: int) -> None:
    """Threads of talk with everybody, one after the other, until there are enough texts."""
    room = texts - making.texts
    weights = [
        (0.3 if by else 1.0) * person.talks * person.since for person, by in zip(making.crew, making.by, strict=True)
    ]
    total = sum(weights)
    for person, weight in zip(making.crew, weights, strict=True):
        making.add(*_life(making, person, room * weight / total))


def _life(making: Composition, person: Person, share: float) -> Iterator[Act]:
    """About so many texts with one person, from their coming on until now or until they fell silent."""
    begins, ends = making.since(person) + HOUR, making.until(person)
    ends = min(ends, making.silent.get(person.place, ends))
    teller = Teller(making.chance, making.days, making.by[person.place], making.paper)
    told = list(_choose(making, person, share))
    for place, thread in enumerate(told):
        span = max(0, ends - begins) // len(told)
        at = begins if place == 0 else begins + place * span + int(making.chance.random() * span * 0.5)
        yield from teller.happen(thread, person, at, min(ends, begins + (place + 1) * span))


def _choose(making: Composition, person: Person, share: float) -> Iterator[Thread]:
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
