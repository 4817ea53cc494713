"""What is to come in the demo's office, and what was: classes, court dates, interviews, check-ins."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from rise_tui.demo.acts import Appoints
from rise_tui.demo.days import DAY, HOUR, MINUTE, Days
from rise_tui.demo.founding import EVENING, HOUSING, JOB_FAIR, ME, MORNING, RESUME
from rise_tui.demo.people import Person

ROOM = "990 Spring Garden, room 7"
_KINDS = (
    ("check_in", ROOM, None, (0, 15, 30, 45), (9, 10, 13, 15)),
    ("court", "1301 Filbert, room 506", "ID, and the letter from the desk", (0, 30), (9, 10)),
    ("interview", "Aramingo warehouse, Ms Grant", "two copies of the resume", (0, 30), (10, 11, 14)),
    ("check_in", ROOM, "last two paystubs", (0, 30), (11, 14, 16)),
)


def coming_up(chance: random.Random, days: Days, crew: Sequence[Person], silent: dict[int, int]) -> Iterator[Appoints]:
    """The groups' next dates, and some clients' own; of those behind us it is known who came."""
    made = days.before_at_work(days.now - 6 * DAY)
    groups = (
        (MORNING, "class", days.at(days.next_workday(), 9), ROOM, "last paystub"),
        (EVENING, "class", days.at(days.next_workday(3), 18), ROOM, None),
        (RESUME, "workshop", days.at(days.next_workday(8), 13), "990 Spring Garden, room 4", None),
        (JOB_FAIR, "other", days.at(days.next_workday(12), 10), "Convention Center", "ten copies of the resume, ID"),
        (HOUSING, "other", days.at(days.next_workday(9), 11), ROOM, "income, who lives with you"),
    )
    for number, (group, kind, starts_at, place, bring) in enumerate(groups):
        yield Appoints(made + number * MINUTE, ME, None, group, kind, starts_at, place, bring)
    for person in crew:
        if person.place in silent:
            continue
        if chance.random() < 0.25:
            kind, place, bring, minutes, hours = chance.choice(_KINDS)
            day = days.next_workday(chance.randint(1, 12))
            starts_at = days.at(day, chance.choice(hours), chance.choice(minutes))
            at = days.before_at_work(days.now - chance.randint(1, 5) * DAY - chance.randrange(HOUR))
            answer = chance.choice((None, None, "yes", "yes", "no"))
            yield Appoints(at, ME, person.place, None, kind, starts_at, place, bring, answer)
        if chance.random() < 0.5 and person.since > 40:
            past = days.at_work(days.now - chance.randint(7, person.since - 10) * DAY)
            starts_at = days.at(days.local(past) + timedelta(0), chance.choice((9, 10, 14, 15)))
            came = chance.random() < 0.8
            yield Appoints(past - 3 * DAY, ME, person.place, None, "check_in", starts_at, ROOM, is_attended=came)
