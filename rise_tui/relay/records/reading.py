"""The audit log as an administrator reads it: people, clients and machines by name, chosen by whom, who and when.

Names are looked up as they stand now and are nowhere in the log itself: of a client who was purged an id is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rise_tui.domain.audit_chain import Entry
from rise_tui.domain.audit_words import act_words
from rise_tui.domain.errors import NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.relay.store import staff
from rise_tui.relay.store.audit import COMMAND, Wanted, entries_of, has_done
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import RELAY, names_of_people

NAME_CELLS = 40
SHORT = 8
"""The end of an id that tells two of one name apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with who did it, about which client, on which machine, and what, in words safe for a terminal."""

    entry: Entry
    who: str
    client: str
    machine: str
    words: str


def read_entries(tx: Tx, office_id: str, wanted: Wanted, after: int = 0) -> Iterator[Told]:
    """The entries that are wanted after that number, oldest first, as one reads them."""
    names = Names(tx, office_id)
    for entry in entries_of(tx, office_id, wanted, after):
        client = "" if entry.client_id is None else names.client(entry.client_id)
        words = act_words(entry, client, names.people)
        machine = names.machine(str(entry.facts.get("device") or ""))
        yield Told(entry, names.who(entry.who), client, machine, one_line(words, 4 * NAME_CELLS))


def person_named(tx: Tx, office_id: str, name: str) -> str:
    """Whose entries these are, as the log has them: a caseworker's, also one who has left; a user's; the relay's own.

    Raises NotFound, with who there is.
    """
    try:
        return str(staff.find(tx, office_id, name)["id"])
    except NotFound as nobody:
        for who in (COMMAND + name.strip(), name.strip().lower()):
            if who.startswith((COMMAND, RELAY)) and has_done(tx, office_id, who):
                return who
        try:
            return str(staff.find(tx, office_id, name, is_active=False)["id"])
        except NotFound:
            raise nobody from None


class Names:
    """What everybody and everything in the log is called, each asked for once."""

    def __init__(self, tx: Tx, office_id: str) -> None:
        self._tx, self._office_id = tx, office_id
        self.people = {id: one_line(name, NAME_CELLS) for id, name in names_of_people(tx, office_id).items()}
        self._clients: dict[str, str] = {}
        self._machines: dict[str, str] = {"": ""}

    def who(self, who: str) -> str:
        """Who did it."""
        if who == RELAY:
            return say("the relay")
        if who.startswith(COMMAND):
            return one_line(who.removeprefix(COMMAND), NAME_CELLS)
        return self.people.get(who) or say("somebody ({id})", id=who[-SHORT:])

    def client(self, client_id: str) -> str:
        """`Ana Ruiz (4711)`: the name, and the office's own file id or the end of ours."""
        if client_id not in self._clients:
            self._clients[client_id] = self._client(client_id)
        return self._clients[client_id]

    def _client(self, client_id: str) -> str:
        row = self._tx.one(
            "SELECT first_name, last_name, external_id FROM client WHERE office_id = :office_id AND id = :id",
            office_id=self._office_id,
            id=client_id,
        )
        name = "" if row is None else one_line(f"{row['first_name']} {row['last_name']}".strip(), NAME_CELLS)
        if row is None or not name:
            return say("a client who was purged ({id})", id=client_id[-SHORT:])
        return f"{name} ({one_line(row['external_id'] or '', NAME_CELLS) or client_id[-SHORT:]})"

    def machine(self, device_id: str) -> str:
        """What a machine is called; empty for one without a name."""
        if device_id not in self._machines:
            row = self._tx.one(
                "SELECT device FROM token WHERE office_id = :office_id AND id = :id",
                office_id=self._office_id,
                id=device_id,
            )
            self._machines[device_id] = "" if row is None else one_line(row["device"] or "", NAME_CELLS)
        return self._machines[device_id]
