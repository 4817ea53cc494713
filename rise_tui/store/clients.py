"""The people, by id, by external id and by name; and where all of them stand."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import Client, fold, full_name
from rise_tui.store.consents import IS_STRANGERS
from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape, whole

_SHAPE = Shape("client", Client)
MOST_WORDS = 12
FEWEST_DIGITS = 2
"""Digits of a number by which somebody can be found."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, for choosing among all of them. `last_inbound_at`: ms, None: they have never written."""

    client_id: str
    status: str
    status_until_at: int | None
    consent: str
    has_number: bool
    last_inbound_at: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A client as the list shows them; names as they were written. `last_at`: ms of the last text, 0: there is none."""

    client_id: str
    first_name: str
    last_name: str
    language: str
    status: str
    status_reason: str | None
    status_until_at: int | None
    caseworker: str
    consent: str
    e164: str
    groups: str
    last_at: int
    last_direction: str


_HELD = "FROM holding AS h WHERE h.client_id = c.client_id AND h.until_at IS NULL"
_CONSENT = f"""coalesce(v.consent, CASE WHEN EXISTS (SELECT 1 FROM consent AS k WHERE k.state = 'opted_out'
    AND NOT ({IS_STRANGERS})
    AND (k.client_id = c.client_id OR (k.client_id = '' AND k.e164 IN (SELECT h.e164 {_HELD}))))
    THEN 'opted_out' ELSE 'unknown' END)"""
_STANDING = f"""SELECT c.client_id, c.status, c.status_until_at, {_CONSENT},
    EXISTS (SELECT 1 {_HELD} AND h.is_confirmed),
    CASE WHEN v.last_direction = 'inbound' THEN v.last_at ELSE (SELECT m.at FROM message AS m
        WHERE m.client_id = c.client_id AND m.direction = 'inbound' ORDER BY m.position DESC LIMIT 1) END
    FROM client AS c LEFT JOIN conversation AS v ON v.client_id = c.client_id
    WHERE NOT c.is_deleted AND c.is_mine {{also}} ORDER BY c.name_folded, c.client_id"""
_ROW = f"""SELECT c.client_id, c.first_name, c.last_name, c.language, c.status, c.status_reason, c.status_until_at,
    coalesce((SELECT w.name FROM caseworker AS w WHERE w.caseworker_id = c.caseworker_id
        AND c.caseworker_id <> ?), ''), {_CONSENT},
    coalesce((SELECT h.e164 {_HELD} ORDER BY h.is_confirmed DESC, h.from_at DESC, h.e164 LIMIT 1), ''),
    coalesce((SELECT group_concat(name, ', ') FROM (SELECT g.name FROM group_member AS b
        JOIN client_group AS g ON g.group_id = b.group_id WHERE b.client_id = c.client_id AND b.is_member
        AND NOT g.is_deleted ORDER BY g.name COLLATE NOCASE)), ''),
    coalesce(v.last_at, 0), coalesce(v.last_direction, '')
    FROM client AS c LEFT JOIN conversation AS v ON v.client_id = c.client_id
    WHERE c.client_id IN (SELECT value FROM json_each(?)) AND NOT c.is_deleted AND c.is_mine"""


class Clients:
    """Who is, or was, a client of this caseworker's."""

    def put(self, session: Session, client_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `client`: with `seq` a fact from the relay, without one a change of ours. True if the row changed.

        The name for finding follows the name.
        """
        if "first_name" in columns or "last_name" in columns:
            columns["name_folded"] = self._folded(session, client_id, columns)
        return write(session, "client", client_id, columns, seq)

    def get(self, session: Session, client_id: str) -> Client | None:
        """The client of that id, None if there is none or they were deleted or released."""
        return _SHAPE.one(session, "WHERE client_id = ? AND NOT is_deleted AND is_mine", client_id)

    def seq(self, session: Session, client_id: str) -> int:
        """The event that made the client's row what it is: for If-Match. 0: not known to the relay."""
        found = sql(session).execute("SELECT seq FROM client WHERE client_id = ?", (client_id,)).fetchone()
        return int(found[0]) if found else 0

    def list(self, session: Session, *, is_open: bool = False) -> Sequence[Client]:
        """Everybody, by last and first name; `is_open`: without those who are closed."""
        only = "AND status <> 'closed' " if is_open else ""
        return _SHAPE.many(session, f"WHERE NOT is_deleted AND is_mine {only}ORDER BY last_name, first_name, client_id")

    def of_external_id(self, session: Session, external_id: str) -> Sequence[Client]:
        """Who has that id in the office's own system."""
        return _SHAPE.many(session, "WHERE external_id = ? AND NOT is_deleted AND is_mine", external_id)

    def named(self, session: Session, name: str) -> Sequence[Client]:
        """Everybody of exactly that name, accents and case aside."""
        return _SHAPE.many(
            session, "WHERE name_folded = ? AND NOT is_deleted AND is_mine ORDER BY client_id", fold(name)
        )

    def has_named_part(self, session: Session, word: str, *, but: str) -> bool:
        """Is that word a first or last name, or a part of one, of anybody but this client? Accents and case aside."""
        escaped = re.sub(r"([\\%_])", r"\\\1", fold(word))
        found = sql(session).execute(
            "SELECT 1 FROM client WHERE ' ' || name_folded || ' ' LIKE ? ESCAPE '\\' AND NOT is_deleted AND is_mine"
            " AND client_id <> ? LIMIT 1",
            (f"% {escaped} %", but),
        )
        return found.fetchone() is not None

    def standing(self, session: Session, words: str = "") -> Sequence[Standing]:
        """Where everybody stands, by first name; only who has these words in the name, the number or the other id."""
        also, arguments = _also(words)
        rows = sql(session).execute(_STANDING.format(also=also), arguments)
        return [Standing(one, status, until, said, bool(has), at) for one, status, until, said, has, at in rows]

    def rows(self, session: Session, client_ids: Iterable[str], me: str) -> Sequence[Row]:
        """These people, in this order, as the list shows them; the caseworker is told unless it is `me`."""
        wanted = list(client_ids)
        found = {row[0]: Row(*row) for row in sql(session).execute(_ROW, (me, json.dumps(wanted)))}
        return [found[client_id] for client_id in wanted if client_id in found]

    def names(self, session: Session, client_ids: Sequence[str] | None = None) -> Sequence[str]:
        """How everybody is called, those too who are no clients of ours any more: a sentence may still name them.

        `client_ids`: only these.
        """
        which = "" if client_ids is None else f" WHERE client_id IN ({', '.join('?' * len(client_ids))})"
        asked = sql(session).execute(f"SELECT first_name, last_name FROM client{which}", tuple(client_ids or ()))
        return [full_name(*row) for row in asked]

    def count(self, session: Session) -> int:
        """How many clients there are."""
        return int(sql(session).execute("SELECT count(*) FROM client WHERE NOT is_deleted AND is_mine").fetchone()[0])

    def _folded(self, session: Session, client_id: str, columns: Mapping[str, Any]) -> str:
        found = sql(session).execute("SELECT first_name, last_name FROM client WHERE client_id = ?", (client_id,))
        first_name, last_name = found.fetchone() or ("", "")
        return fold(full_name(columns.get("first_name", first_name), columns.get("last_name", last_name)))


def _also(words: str) -> tuple[str, tuple[str, ...]]:
    """What else must hold of somebody with these words, and its arguments."""
    asked = fold(whole(words)).replace("\0", " ").split()[:MOST_WORDS]
    if not asked:
        return "", ()
    digits = re.sub(r"\D", "", words) if re.fullmatch(r"[\d\s()+.\-–/]+", words.strip()) else ""
    each = " AND ".join("(' ' || c.name_folded) LIKE ? ESCAPE '\\'" for _ in asked)
    also = f"AND (({each}) OR c.external_id = ? COLLATE NOCASE"
    arguments = [f"% {_like(word)}%" for word in asked] + [whole(words).strip()]
    if len(digits) >= FEWEST_DIGITS:
        also += f" OR EXISTS (SELECT 1 {_HELD} AND h.e164 LIKE ?)"
        arguments.append(f"%{digits}%")
    return also + ")", tuple(arguments)


def _like(word: str) -> str:
    """The word for LIKE, with what is special there escaped by a backslash."""
    return re.sub(r"([\\%_])", r"\\\1", word)
