"""People from a pasted list: names, numbers or ids, a line each; every line is accounted for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rise_tui.casework.desk import Desk
from rise_tui.casework.listed import divide
from rise_tui.domain.clients import fold, full_name
from rise_tui.domain.errors import BadPhone
from rise_tui.domain.phone import end, parse
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

MOST_LINES = 20_000
"""Lines of a list that are read; a broadcast goes to no more people."""
_WORDS_CELLS = 60
_DIGITS = 7
"""Digits from which words are tried as a phone number."""


class Verdict(StrEnum):
    """What a line of the list turned out to be."""

    FOUND = "found"
    TWICE = "twice"
    SEVERAL = "several"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a line may mean; safe for a terminal. `about` tells people of one name apart."""

    client_id: str
    name: str
    about: str


@dataclass(frozen=True)
class PickedLine:
    """A line with words in it: which one, the words (safe for a terminal), what it is, and who it may mean."""

    line: int
    words: str
    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()

    @property
    def client_id(self) -> str | None:
        """Who is meant, where that is clear."""
        return self.candidates[0].client_id if self.verdict is Verdict.FOUND else None


@dataclass
class _Known:
    """Everybody by what a list may call them."""

    by_id: dict[str, Candidate] = field(default_factory=dict)
    by_words: dict[str, list[str]] = field(default_factory=dict)
    """ids of clients by folded name, external id and number"""

    def add(self, key: str, client_id: str) -> None:
        """This key may mean them."""
        ids = self.by_words.setdefault(key, [])
        if client_id not in ids:
            ids.append(client_id)

    def meant(self, words: str) -> list[str]:
        """The ids of those whom these words mean, as a whole."""
        if words in self.by_id:
            return [words]
        found = self.by_words.get(fold(" ".join(words.split())))
        if found is None and sum(character.isdigit() for character in words) >= _DIGITS:
            try:
                found = self.by_words.get(str(parse(words)))
            except BadPhone:
                found = None
        if found is None and "," in words:
            found = self.by_words.get(fold(full_name(*divide(words))))
        return found or []


def read_list(desk: Desk, text: str) -> tuple[PickedLine, ...]:
    """Every line of the list that has words in it, with whom it means.

    A line is an id, an external id, a number or a name (`Marcus Bell`, `Bell, Marcus`), accents and case aside; one of
    several cells (tabs, commas, semicolons) means whoever all its telling cells mean. Whom an earlier line meant is
    *twice*. Writes nothing.
    """
    known = _everybody(desk)
    lines: list[PickedLine] = []
    taken: set[str] = set()
    for number, written in enumerate(text.splitlines()[:MOST_LINES], 1):
        words = written.strip()
        if not words:
            continue
        ids = _meant(known, words)
        candidates = tuple(known.by_id[client_id] for client_id in ids)
        verdict = _verdict(ids, taken)
        taken.update(ids if verdict is Verdict.FOUND else ())
        lines.append(PickedLine(number, one_line(words, _WORDS_CELLS), verdict, candidates))
    return tuple(lines)


def chosen(lines: Iterable[PickedLine], line: int, client_id: str) -> tuple[PickedLine, ...]:
    """The lines, where the one of that number means this one of its candidates; *twice* if an earlier one does."""
    every = tuple(lines)
    taken = {each.client_id for each in every if each.line != line}
    decided = []
    for each in every:
        if each.line == line:
            candidates = tuple(one for one in each.candidates if one.client_id == client_id) or each.candidates
            verdict = Verdict.TWICE if client_id in taken else Verdict.FOUND
            each = replace(each, verdict=verdict, candidates=candidates)
        decided.append(each)
    return tuple(decided)


def picked(lines: Iterable[PickedLine]) -> tuple[str, ...]:
    """Everybody whom the lines mean, each once."""
    return tuple(dict.fromkeys(each.client_id for each in lines if each.client_id is not None))


def counted(lines: Iterable[PickedLine]) -> Mapping[Verdict, int]:
    """How many lines there are of each kind."""
    counts = dict.fromkeys(Verdict, 0)
    for each in lines:
        counts[each.verdict] += 1
    return counts


def _verdict(ids: list[str], taken: set[str]) -> Verdict:
    if not ids:
        return Verdict.NOBODY
    if len(ids) > 1:
        return Verdict.SEVERAL
    return Verdict.TWICE if ids[0] in taken else Verdict.FOUND


def _meant(known: _Known, words: str) -> list[str]:
    """Whom a line means: as a whole, else by its cells; cells that agree on somebody decide."""
    whole = known.meant(words)
    if whole:
        return whole
    cells = [cell.strip() for cell in words.replace("\t", ",").replace(";", ",").split(",")]
    told = [ids for cell in cells if cell and (ids := known.meant(cell))]
    if not told:
        return []
    agreed = [client_id for client_id in told[0] if all(client_id in ids for ids in told)]
    return agreed or list(dict.fromkeys(client_id for ids in told for client_id in ids))


def _everybody(desk: Desk) -> _Known:
    known, store = _Known(), desk.store
    with store.reading() as session:
        clients = store.clients.list(session)
        numbers: dict[str, list[str]] = {}
        for client_id, e164 in store.numbers.held_now(session):
            numbers.setdefault(client_id, []).append(e164)
    for client in clients:
        client_id = str(client.client_id)
        own = numbers.get(client_id, [])
        about = say("number ending {end}", end=end(own[0])) if own else say("no number")
        known.by_id[client_id] = Candidate(client_id, one_line(client.name, _WORDS_CELLS), about)
        known.add(fold(" ".join(client.name.split())), client_id)
        if client.external_id:
            known.add(fold(client.external_id), client_id)
        for e164 in own:
            known.add(e164, client_id)
    return known
