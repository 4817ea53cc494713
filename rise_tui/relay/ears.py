"""Who listens to the log, and whom a commit concerns: found by an index, however many listen."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from rise_tui.relay.store.engine import Appended
from rise_tui.relay.store.event_shapes import SAME_TO_ALL

MOST_KEPT = 64
"""Commits that wait for somebody who is slow to listen; after more of them the log itself is asked again."""
TEL = "tel:"


@dataclass(eq=False)
class OfficeNews:
    """What a commit has for one office: its events, numbered without a gap, and whom they are about.

    `frames` and `watchers` are what those who hear of it have found out, for the others: each event as it is written
    for a stream, and who sees each client.
    """

    office_id: str
    events: list[Appended] = field(default_factory=list)
    clients: set[str] = field(default_factory=set)
    audiences: set[str] = field(default_factory=set)
    is_for_all: bool = False
    is_plain: bool = True
    """Reads every event the same to everybody who sees its client?"""
    frames: dict[int, bytes] = field(default_factory=dict)
    watchers: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, event: Appended) -> None:
        """One more event."""
        self.events.append(event)
        if event.audience is not None or event.type not in SAME_TO_ALL:
            self.is_plain = False
        if event.audience is not None:
            self.audiences.add(event.audience)
        elif event.client_id is None or event.client_id.startswith(TEL):
            self.is_for_all = True
        else:
            self.clients.add(event.client_id)


class News:
    """The events of one commit, by office. `lines`: the offices where a text may have joined the line."""

    def __init__(self, events: list[Appended], lines: Set[str] = frozenset()) -> None:
        self.events = events
        self.lines = lines
        self.offices: dict[str, OfficeNews] = {}
        for event in events:
            office = self.offices.get(event.office_id)
            if office is None:
                office = self.offices[event.office_id] = OfficeNews(event.office_id)
            office.add(event)


@dataclass(eq=False)
class Ear:
    """Somebody who is woken by what concerns them; each is asked about every commit, so they are few."""

    office_id: str
    is_woken: asyncio.Event = field(default_factory=asyncio.Event)

    def hears_of(self, news: News) -> bool:
        """Does this commit concern them?"""
        return bool(news.events)


@dataclass(eq=False, slots=True)
class LogEar:
    """Somebody who listens to the log of an office as one caseworker. `clients` None hears of every client.

    `news`: the commits that concern them and that they have not taken yet; `must_look`: the log itself must be asked.
    """

    office_id: str
    caseworker_id: str
    clients: set[str] | None
    is_woken: asyncio.Event = field(default_factory=asyncio.Event)
    news: list[OfficeNews] = field(default_factory=list)
    must_look: bool = True

    def hears(self, event: Appended) -> bool:
        """Would this event be in my log? (Generous: who sees what is decided when it is told.)"""
        if event.office_id != self.office_id:
            return False
        if event.audience is not None:
            return event.audience == self.caseworker_id or self.clients is None
        if event.client_id is None or event.client_id.startswith(TEL) or self.clients is None:
            return True
        return event.client_id in self.clients

    def tell(self, news: OfficeNews) -> None:
        """There is something for them."""
        if len(self.news) < MOST_KEPT:
            self.news.append(news)
        else:
            self.news.clear()
            self.must_look = True
        self.is_woken.set()

    def take(self) -> list[OfficeNews] | None:
        """What has come since the last time; None: the log itself must be asked. The bell is silent again."""
        self.is_woken.clear()
        news, self.news = self.news, []
        must_look, self.must_look = self.must_look, False
        return None if must_look else news


@dataclass
class _Office:
    """Who listens in one office, by what they hear of."""

    everybody: set[LogEar] = field(default_factory=set)
    of_every_client: set[LogEar] = field(default_factory=set)
    by_client: defaultdict[str, set[LogEar]] = field(default_factory=lambda: defaultdict(set))
    by_person: defaultdict[str, set[LogEar]] = field(default_factory=lambda: defaultdict(set))
    told: int = 0
    """the number of the last event that a commit of ours made"""
    uneven: int = 0
    """up to this number not everything was told to exactly those who may see it: whoever is behind looks themselves"""

    def concerned(self, news: OfficeNews) -> set[LogEar]:
        if news.is_for_all:
            return self.everybody
        concerned = set(self.of_every_client)
        for client in news.clients:
            concerned |= self.by_client.get(client, _NOBODY)
        for person in news.audiences:
            concerned |= self.by_person.get(person, _NOBODY)
        return concerned

    def note(self, news: OfficeNews) -> None:
        """Another process has written between ours, or this is nothing that all who hear of it see alike."""
        first, last = news.events[0].seq, news.events[-1].seq
        if first != self.told + 1:
            self.uneven = first - 1
        if not news.is_plain:
            self.uneven = last
        self.told = last


_NOBODY: frozenset[LogEar] = frozenset()


class Ears:
    """All who listen."""

    def __init__(self) -> None:
        self._few: set[Ear] = set()
        self._offices: dict[str, _Office] = {}
        self.left_at: dict[tuple[str, str], float] = {}
        """When an app of somebody's (office, caseworker) last stopped listening, in monotonic seconds."""

    def __iter__(self) -> Iterator[LogEar]:
        return iter([ear for office in self._offices.values() for ear in office.everybody])

    def __len__(self) -> int:
        return sum(len(office.everybody) for office in self._offices.values())

    def add(self, ear: Ear | LogEar) -> None:
        """From now on they are woken."""
        if isinstance(ear, Ear):
            self._few.add(ear)
            return
        office = self._offices.setdefault(ear.office_id, _Office())
        office.everybody.add(ear)
        office.by_person[ear.caseworker_id].add(ear)
        self._index(office, ear)

    def discard(self, ear: Ear | LogEar) -> None:
        """They listen no more."""
        if isinstance(ear, Ear):
            self._few.discard(ear)
            return
        office = self._offices.get(ear.office_id, _Office())
        office.everybody.discard(ear)
        _drop(office.by_person, ear.caseworker_id, ear)
        self._forget(office, ear)

    def hears_of(self, ear: LogEar, clients: set[str] | None) -> None:
        """From now on they hear of these clients; None: of every one."""
        office = self._offices[ear.office_id]
        self._forget(office, ear)
        ear.clients = clients
        self._index(office, ear)

    def left_since(self, moment: float) -> frozenset[tuple[str, str]]:
        """Of whom an app has stopped listening since then: it may only be about to ask again."""
        return frozenset(who for who, at in self.left_at.items() if at >= moment)

    def count(self, office_id: str, caseworker_id: str) -> int:
        """How many ears this caseworker has."""
        office = self._offices.get(office_id)
        return 0 if office is None else len(office.by_person.get(caseworker_id, _NOBODY))

    def must_look(self, ear: LogEar, after: int) -> bool:
        """Must somebody who has looked at everything up to `after` ask the log itself for what came then?"""
        return after < self._offices[ear.office_id].uneven

    def ring(self, news: News) -> None:
        """Wake everybody whom the commit concerns."""
        for few in self._few:
            if few.hears_of(news):
                few.is_woken.set()
        for office_id, of_office in news.offices.items():
            office = self._offices.get(office_id)
            if office is not None:
                office.note(of_office)
                for ear in office.concerned(of_office):
                    ear.tell(of_office)

    def wake(self) -> None:
        """Everybody looks again: another process has written, or the relay goes down."""
        for few in self._few:
            few.is_woken.set()
        for ear in self:
            ear.must_look = True
            ear.is_woken.set()

    def _index(self, office: _Office, ear: LogEar) -> None:
        if ear.clients is None:
            office.of_every_client.add(ear)
        for client in ear.clients or ():
            office.by_client[client].add(ear)

    def _forget(self, office: _Office, ear: LogEar) -> None:
        office.of_every_client.discard(ear)
        for client in ear.clients or ():
            _drop(office.by_client, client, ear)


def _drop(index: dict[str, set[LogEar]], key: str, ear: LogEar) -> None:
    """Take them out, and leave nothing behind where nobody else is."""
    ears = index.get(key)
    if ears is not None:
        ears.discard(ear)
        if not ears:
            del index[key]
