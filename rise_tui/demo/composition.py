"""A history while it is composed: who is there, who may be written to, and what has happened so far."""

import random
from dataclasses import dataclass, field

from rise_tui.demo.acts import Act, Comes, Hears, Paper, Says
from rise_tui.demo.days import DAY, HOUR, MINUTE, Days
from rise_tui.demo.people import Person
from rise_tui.demo.replies import Ending

FOUNDED_MS = 240 * DAY
"""How long the office has been there."""
PAPERS = 60
"""Photos of papers; each is drawn."""


@dataclass
class Composition:
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
    reasons: dict[int, str] = field(default_factory=dict)
    """why not, in the words of the office's texts to many"""
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
