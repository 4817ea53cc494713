"""People come to the demo's office, are put into groups and classes, and some say STOP, go away, or get a new phone."""

from collections.abc import Sequence

from rise_tui.demo.acts import Changes, Comes, Hears, Joins, Judges, Leaves, Moves, Notes
from rise_tui.demo.composition import Composition
from rise_tui.demo.days import DAY, HOUR, MINUTE, pause
from rise_tui.demo.founding import EVENING, EVERYONE, HOUSING, JOB_FAIR, ME, MORNING, RESUME
from rise_tui.demo.meetings import PRESENT, TERM, TERMS
from rise_tui.demo.people import Person

SHARES = {MORNING: (0.18, 60), EVENING: (0.2, 60), RESUME: (0.14, 40), JOB_FAIR: (0.25, 300), HOUSING: (0.2, 300)}
"""Of a hundred clients, how many are in a group, and how many it holds at most."""


def arrive(making: Composition) -> None:
    """Everybody comes, signs, and is put into groups."""
    mine = [person for person, by in zip(making.crew, making.by, strict=True) if by == ME]
    chosen = {group: {p.place for p in mine if group in _groups(making, p)} for group in SHARES}
    for group, (share, most) in SHARES.items():
        free = [p.place for p in mine if p.place not in making.endings]
        if group == EVENING:
            free = [place for place in free if place not in chosen[MORNING]]
        chosen[group] |= set(making.chance.sample(free, min(len(free), most, round(share * len(mine)))))
    chosen[EVERYONE] = {p.place for p in mine}
    for person, by in zip(making.crew, making.by, strict=True):
        at = making.since(person)
        is_unknown = person.place not in making.endings and making.chance.random() < 0.03
        if is_unknown:
            making.silent[person.place], making.reasons[person.place] = 0, "consent_unknown"
        wording = "in person, signed form" if person.language == "en" else "en persona, formulario firmado"
        name = (person.first, person.last, person.language)
        state = "unknown" if is_unknown else "opted_in"
        making.add(Comes(at, by, person.place, *name, person.number, state, wording))
        groups = [group for group in sorted(chosen) if person.place in chosen[group]]
        making.add(*(Joins(at + (1 + group) * MINUTE, by, person.place, group) for group in groups))
    for group, places in chosen.items():
        making.members[group, 0] = [person for person in mine if person.place in places]
    _teach(making, mine)


def _teach(making: Composition, mine: Sequence[Person]) -> None:
    """The classes' earlier terms: who was in them came, and was taken out of the group when the term was over.

    Nobody is in both classes at a time, nor in the same one twice.
    """
    taught = {group: {person.place for person in making.members[group, 0]} for group in (MORNING, EVENING)}
    for term in range(1, TERMS):
        ended = making.days.at_work(making.days.now - (PRESENT + (term - 1) * TERM) * 7 * DAY)
        begun, busy = ended - TERM * 7 * DAY + DAY, set[int]()
        for group, before in taught.items():
            free = [p for p in mine if p.place not in before | busy]
            free = [p for p in free if making.is_here(p, begun) and making.is_here(p, ended)]
            share, most = SHARES[group]
            came = making.chance.sample(free, min(len(free), most, round(share * len(mine))))
            making.members[group, term] = came
            before |= {person.place for person in came}
            busy |= {person.place for person in came}
            for person in came:
                begins, leaves = max(begun, making.since(person) + HOUR), ended + 4 * DAY
                making.add(Joins(begins, ME, person.place, group), Leaves(leaves, ME, person.place, group))


def _groups(making: Composition, person: Person) -> Sequence[int]:
    ending = making.endings.get(person.place)
    return () if ending is None else ending.groups


def say_no(making: Composition) -> None:
    """Some said STOP in these months, some are away, some have another number now."""
    free = [p for p in making.crew if p.place not in making.endings and p.place not in making.silent]
    away = (
        ("paused", "custody", None),
        ("closed", "finished", None),
        ("paused", "hospital", making.days.now + 9 * DAY),
        ("closed", "moved", None),
    )
    for place, person in enumerate(making.chance.sample(free, max(9, len(free) // 14))):
        at = making.since(person) + int(making.chance.uniform(0.3, 0.9) * (making.days.now - making.since(person)))
        at = making.days.at_work(min(at, making.days.now - 4 * DAY))
        by = making.by[person.place]
        if place % 3 == 0:
            making.reasons[person.place] = "opted_out"
            making.add(Hears(at, person.place, person.number, making.chance.choice(("STOP", "Stop", "stop"))))
            making.add(Judges(at + pause(making.chance, 20, 60), by, person.place, "done"))
        elif place % 3 == 1:
            status, reason, until = away[place // 3 % len(away)]
            making.reasons[person.place] = status
            making.add(Changes(at, by, person.place, status, reason, until))
        else:
            old = making.spare.pop()
            making.moved[person.place] = (at, old)
            making.add(Moves(at, by, person.place, old, person.number, "in person"))
            making.add(Notes(at + MINUTE, by, person.place, "New phone. Old number goes to somebody else."))
            continue
        making.silent[person.place] = at
