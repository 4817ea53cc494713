"""Finding people by name, number or external id, and texts by their words, accents and case aside."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import Client, fold
from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, whole

MOST_TEXTS = 50
MOST_ROWS = 600
"""Texts that are looked at for so many, where those of one group text count as one."""
MOST_PEOPLE = 20
MOST_WORDS = 12
"""Words of a question that count; more make it no sharper."""

LONGEST_BEGINNING = 5
"""Letters of a beginning that the search index has ready (`prefix` of `message_fts`)."""

_LAST = "\U0010ffff"
"""Stands after every other letter."""
_CLIENT = Shape("client", Client)
_CLIENT_COLUMNS = ", ".join(f"client.{name.strip()}" for name in _CLIENT.columns.split(","))


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody found; without a client it is an unknown number, `tel:+1…`."""

    client_id: str
    name: str
    client: Client | None


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text found; `matches`: where the words stand in `body`, as (start, end) in code points. `at`: ms.

    `caseworker_id`: who of the colleagues wrote it; `broadcast_id`: the group text that it is part of, if that
    is here: one's own, or anybody's where one sees those of all.
    """

    message_id: str
    client_id: str
    name: str
    at: int
    direction: str
    body: str
    matches: tuple[tuple[int, int], ...]
    position: int
    caseworker_id: str | None = None
    broadcast_id: str | None = None
    people: int = 1
    """to how many it went, where a group text is told once"""
    is_all: bool = True
    """False where it may have gone to others, too: of the last that was looked at, where there is more, and of a group
    text that goes to more than those who were counted before the search stopped"""


class Search:
    """People and texts."""

    def people(self, session: Session, words: str, limit: int = MOST_PEOPLE) -> list[FoundPerson]:
        """Whose name has words beginning so, whose number has these digits in a row, or whose external id it is."""
        connection = sql(session)
        words = whole(words)
        found: dict[str, FoundPerson] = {}
        for where, argument in _people_questions(words):
            if len(found) >= limit:
                break
            rows = connection.execute(f"{where} LIMIT ?", (*argument, limit))
            for row in rows:
                client = _CLIENT.of(row)
                found.setdefault(client.client_id, FoundPerson(client.client_id, client.name, client))
        digits = _digits(words)
        if len(digits) >= 3:
            rows = connection.execute(
                "SELECT client_id, name FROM conversation WHERE client_id >= 'tel:' AND client_id < 'tel;'"
                " AND client_id LIKE ? ORDER BY last_at DESC LIMIT ?",
                (f"%{digits}%", limit),
            )
            for client_id, name in rows:
                found.setdefault(client_id, FoundPerson(client_id, name, None))
        return list(found.values())[:limit]

    def numbers(self, session: Session, client_ids: Sequence[str]) -> dict[str, str]:
        """The number that each of these people has now, the newest confirmed one; who has none is left out."""
        places = ", ".join("?" * len(client_ids))
        found = sql(session).execute(
            f"SELECT client_id, e164 FROM holding WHERE client_id IN ({places}) AND until_at IS NULL"
            " ORDER BY is_confirmed, from_at",
            list(client_ids),
        )
        return dict(found.fetchall())

    def texts(
        self, session: Session, words: str, limit: int = MOST_TEXTS, *, is_folded: bool = False
    ) -> list[FoundText]:
        """The newest texts that have all these words; the last word may be the beginning of one.

        `is_folded`: of a group text the newest alone, with to how many people it went, as far as MOST_ROWS reach.

        Where as many as are wanted have it as a word of its own, it is one: to go through all words that begin so
        takes thirty times as long where they are many. A text that was taken back was never said: it is not found.
        """
        asked = words.replace("\0", " ").split()[:MOST_WORDS]
        plain = tokens(" ".join(asked))
        if not plain:
            return []
        rows: list[tuple[Any, ...]] = []
        if len(plain[-1]) > LONGEST_BEGINNING:
            rows = self._texts(session, _question(asked, may_begin=False), limit, is_folded=is_folded)
        if len(rows) < limit and all(is_all for *_, is_all in rows):
            rows = self._texts(session, _question(asked, may_begin=_may_begin(asked[-1])), limit, is_folded=is_folded)
        return [
            FoundText(message_id, client_id, name, at, direction, body, matches_in(body, plain), *rest)
            for message_id, client_id, name, at, direction, body, *rest in rows
        ]

    def _texts(self, session: Session, question: str, limit: int, *, is_folded: bool) -> list[tuple[Any, ...]]:
        """The newest, each with to how many it went, and whether that is all; a group text takes up one place.

        One that is not here could not be opened: each of its texts takes up a place, and leads to whom it reached.
        """
        found = sql(session).execute(
            "SELECT m.message_id, m.client_id, coalesce(c.name, ''), m.at, m.direction, m.body, m.position,"
            " m.caseworker_id, b.broadcast_id"
            " FROM message_fts AS f JOIN message AS m ON m.row = f.rowid"
            " LEFT JOIN conversation AS c ON c.client_id = m.client_id"
            " LEFT JOIN broadcast AS b ON b.broadcast_id = m.broadcast_id"
            " WHERE message_fts MATCH ? AND m.status <> 'cancelled' ORDER BY f.rowid DESC LIMIT ?",
            (question, MOST_ROWS if is_folded else limit),
        )
        rows: dict[str, tuple[Any, ...]] = {}
        people: dict[str, set[str]] = {}  # who, as somebody whom it failed to reach may have been sent it again
        cut, is_cut = "", False
        for looked_at, row in enumerate(found, 1):
            one = row[-1] if is_folded and row[-1] else row[0]
            if one not in rows:
                if len(rows) == limit:
                    is_cut = True
                    break
                rows[one], people[one] = row, set()
            people[one].add(row[1])
            cut = one if looked_at == MOST_ROWS else ""
        found.close()
        short = {cut}
        groups = [one for one, row in rows.items() if one == row[-1]] if is_cut or cut else []
        if groups:
            short |= {one for one, count in _sent_to(session, groups) if len(people[one]) < count}
        return [(*row, len(people[one]), one not in short) for one, row in rows.items()]


def _sent_to(session: Session, broadcast_ids: Sequence[str]) -> list[tuple[str, int]]:
    """To how many people each of these group texts goes; what is none is left out."""
    places = ", ".join("?" * len(broadcast_ids))
    found = sql(session).execute(
        f"SELECT broadcast_id, sum(count) FROM recipient_count WHERE broadcast_id IN ({places})"
        " AND status <> 'cancelled' GROUP BY broadcast_id",
        list(broadcast_ids),
    )
    return found.fetchall()


def tokens(text: str) -> list[str]:
    """The words of a text as the search index has them: letters and digits, lower case, without accents."""
    return [_plain(text[start:end]) for start, end in _words(text)]


def matches_in(body: str, asked: list[str]) -> tuple[tuple[int, int], ...]:
    """Where the asked words stand in a text: code points (start, end); of the last one also where it only begins."""
    wanted, last = set(asked), asked[-1]
    found = []
    for start, end in _words(body):
        word = _plain(body[start:end])
        if word in wanted:
            found.append((start, end))
        elif _may_begin(last) and word.startswith(last):
            found.append((start, start + _length_of(body[start:end], len(last))))
    return tuple(found)


def _question(asked: list[str], *, may_begin: bool) -> str:
    """The words as FTS5 takes them: each quoted, so that nothing in them is an operator; it divides them itself."""
    quoted = ['"' + whole(word).replace('"', '""') + '"' for word in asked]
    if may_begin:
        quoted[-1] += "*"
    return " ".join(quoted)


def _may_begin(word: str) -> bool:
    """A single letter begins too many words to be looked for as a beginning."""
    return len(word) > 1


def _words(text: str) -> list[tuple[int, int]]:
    spans = []
    start = None
    for index, character in enumerate(text):
        if _is_of_a_word(character):
            start = index if start is None else start
        elif start is not None:
            spans.append((start, index))
            start = None
    if start is not None:
        spans.append((start, len(text)))
    return spans


def _is_of_a_word(character: str) -> bool:
    """As unicode61 has it: letters, numbers, private use, and the accents that cling to them."""
    return character.isalnum() or unicodedata.category(character)[0] in "LNM" or unicodedata.category(character) == "Co"


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    bare = (c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare))


def _length_of(word: str, plain_length: int) -> int:
    """How many code points of a word make up that many of its plain ones."""
    for length in range(1, len(word) + 1):
        following = word[length : length + 1]
        if len(_plain(word[:length])) >= plain_length and not (following and unicodedata.combining(following)):
            return length
    return len(word)


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words) if re.fullmatch(r"[\d\s()+.\-–/]+", words.strip()) else ""


def _people_questions(words: str) -> list[tuple[str, tuple[str, ...]]]:
    """What to ask of the clients, the surest first."""
    alive = "NOT client.is_deleted AND client.is_mine"
    select = f"SELECT {_CLIENT_COLUMNS} FROM client"
    questions: list[tuple[str, tuple[str, ...]]] = []
    if words.strip():
        known = "SELECT rowid FROM client INDEXED BY ix_client_external_id WHERE external_id = ? COLLATE NOCASE"
        questions.append(
            (f"{select} WHERE rowid IN ({known} AND external_id IS NOT NULL) AND {alive}", (words.strip(),))
        )
    names = fold(words).split()[:MOST_WORDS]
    if names:
        begins = "(name_folded >= ? AND name_folded < ? OR instr(name_folded, ?))"
        each = " AND ".join(begins for _ in names)
        arguments = tuple(part for name in names for part in (name, f"{name}{_LAST}", f" {name}"))
        named = f"{select} INDEXED BY ix_client_name_folded WHERE {each} AND {alive}"
        questions.append((f"{named} ORDER BY name_folded, client_id", arguments))
    digits = _digits(words)
    if len(digits) >= 3:
        held = f"SELECT {_CLIENT_COLUMNS} FROM holding JOIN client USING (client_id)"
        for pattern in (f"%{digits}", f"%{digits}_%"):  # the last four first: that is what one remembers of a number
            questions.append((f"{held} WHERE holding.e164 LIKE ? AND {alive}", (pattern,)))
    return questions
