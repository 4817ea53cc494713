"""Lets a thread of talk happen to somebody: each line gets a time at which people write, and its words their names."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rise_tui.demo.acts import Act, Files, Hears, Judges, Notes, Paper, Says
from rise_tui.demo.days import DAY, HOUR, MINUTE, Days, pause
from rise_tui.demo.people import TRABAJO, Person
from rise_tui.demo.talk import Line, Thread

TIMES = ("9:30", "10", "11:15", "1", "2:30", "3", "4")
LAST_MOMENT = 2 * HOUR
"""Nothing is begun so shortly before now: what waits is told elsewhere."""
LOST = (30003, 30003, 30003, 30005, 30007)
"""Why a text now and then does not arrive."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: the chance, the days, the caseworker's place, and the papers there may still be."""

    chance: random.Random
    days: Days
    by: int
    paper: Callable[[str, Person, int], Paper | None]
    """a paper of that kind, of that person and time; None: there are enough already"""

    def happen(self, thread: Thread, person: Person, at: int, until: int) -> Iterator[Act]:
        """The thread from about `at` on, cut short at `until`; it ends with nobody's turn, or waiting for them."""
        fields, turn = self._fields(person, at), self.chance.randrange(12)
        is_dense = until - at < DAY
        who = thread.lines[0].who
        last: Act | None = None
        for line in thread.lines:
            if line.who in "<>" and last is not None:
                wait = (
                    pause(self.chance, 3, 8, 20, 45, 90, 150) if who == line.who or line.who == ">" else self._think()
                )
                at += min(wait, (until - at) // 3) if is_dense else wait
            if not is_dense:
                at = self.days.at_work(at) if line.who != "<" else self.days.awake(at)
            else:
                at += 4 * MINUTE // 10
            if at >= min(until, self.days.now - LAST_MOMENT):
                break
            who = line.who
            act = self._act(line, person, at, fields, turn)
            if act is None:
                return
            yield act
            if isinstance(act, Says) and act.error is not None:
                at += 15 * MINUTE
                yield act._replace(at=at, error=None)
            last = act if line.who in "<>" else last
        if isinstance(last, Hears) or (isinstance(last, Says) and self.chance.random() < 0.6):
            soon = pause(self.chance, 4, 12, 40) if isinstance(last, Hears) else pause(self.chance, 1500, 3000, 4500)
            done = min(self.days.at_work(last.at + soon), max(last.at + MINUTE, until - MINUTE))
            if done < self.days.now - 10 * MINUTE:
                yield Judges(done, self.by, person.place, "done")

    def _think(self) -> int:
        """How long somebody takes to answer: mostly minutes, now and then until the evening."""
        return pause(self.chance, 1, 2, 4, 7, 12, 25, 50, 120, 260)

    def _fields(self, person: Person, at: int) -> dict[str, str]:
        is_spanish = person.language == "es"
        later = at + self.chance.randint(1, 4) * DAY
        return {
            "first": person.first,
            "work": TRABAJO[person.work] if is_spanish else person.work,
            "day": self.days.weekday(self.days.at_work(later), person.language),
            "time": self.chance.choice(TIMES),
        }

    def _act(self, line: Line, person: Person, at: int, fields: dict[str, str], turn: int) -> Act | None:
        """What that line is; None where it needs a paper and there are enough."""
        way = line.ways[turn % len(line.ways)] if line.is_bound else self.chance.choice(line.ways)
        if line.who == "<":
            paper = self.paper(way.paper, person, at) if way.paper else None
            if way.paper and paper is None:
                return None
            return Hears(at, person.place, person.number, _filled(way.text, fields), paper)
        if line.who == ">":
            error = self.chance.choice(LOST) if self.chance.random() < 0.004 and at < self.days.now - 20 * DAY else None
            return Says(at, self.by, person.place, _filled(way.text, fields), error)
        if line.who == "=":
            period = f"{self.days.local(at):%Y-%m}" if way.text == "paystub" else None
            return Files(at + MINUTE, self.by, person.place, way.text, period, is_verified=self.chance.random() < 0.3)
        return Notes(at + 2 * MINUTE, self.by, person.place, way.text, "call" if line.who == "@call" else "note")


def _filled(text: str, fields: dict[str, str]) -> str:
    return text.format(**fields) if "{" in text else text
