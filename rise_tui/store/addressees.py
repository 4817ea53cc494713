"""All that decides whether people may get a broadcast, for thousands of them in a handful of statements."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from rise_tui.domain.clients import Client
from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective
from rise_tui.store.engine import sql
from rise_tui.store.rows import Shape
from rise_tui.store.tables import AFTER_ALL

_CLIENT = Shape("client", Client)
_PICKED = "(SELECT value FROM json_each(:ids))"
_PEOPLE = (
    f"SELECT {_CLIENT.columns} FROM client WHERE client_id IN {_PICKED} AND NOT is_deleted AND is_mine"
    " ORDER BY last_name, first_name, client_id"
)
_HELD = (
    "SELECT client_id, e164, is_confirmed, coalesce(is_landline, 0), coalesce(is_blocked, 0)"
    f" FROM holding LEFT JOIN number USING (e164) WHERE until_at IS NULL AND client_id IN {_PICKED}"
    " ORDER BY client_id, from_at DESC, e164"
)
_WROTE_FROM = "SELECT e164 FROM message WHERE client_id = ? AND direction = 'inbound' ORDER BY position DESC LIMIT 50"
_SAID = (
    f"SELECT client_id, e164, purpose, state, CASE WHEN is_ours THEN {AFTER_ALL} + said ELSE seq END FROM ("
    " SELECT client_id, e164, purpose, state, seq, consent.rowid AS said, EXISTS (SELECT 1 FROM pending"
    "  WHERE table_name = 'consent' AND row_key = json_array(e164, client_id, purpose)) AS is_ours FROM consent"
    f" WHERE purpose IN ('all', 'group_news') AND (client_id = '' OR client_id IN {_PICKED}))"
)
_UNDECIDED = f"SELECT client_id FROM conversation WHERE mark = 'stop_like' AND client_id IN {_PICKED}"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A client, the number that a text would go to, and what stands for group news on it.

    `is_undecided`: what they wrote last sounds like STOP, and nobody has decided about it.
    """

    client: Client
    e164: str | None
    consent: ConsentState
    is_landline: bool = False
    is_undecided: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    e164: str
    is_confirmed: bool
    is_landline: bool
    is_blocked: bool


class Addressees:
    """Clients as a broadcast sees them."""

    def list(self, session: Session, client_ids: Collection[str]) -> Sequence[Addressee]:
        """These clients by name, without those who are gone; which number and what consent as for one text."""
        connection = sql(session)
        ids = {"ids": json.dumps(list(client_ids))}
        clients = [_CLIENT.of(row) for row in connection.execute(_PEOPLE, ids)]
        held: dict[str, list[_Held]] = {}
        for client_id, e164, is_confirmed, is_landline, is_blocked in connection.execute(_HELD, ids):
            one = _Held(e164, bool(is_confirmed), bool(is_landline), bool(is_blocked))
            held.setdefault(client_id, []).append(one)
        said = _Said(connection.execute(_SAID, ids).fetchall())
        undecided = {client_id for (client_id,) in connection.execute(_UNDECIDED, ids)}

        def wrote_from(client_id: str) -> list[str]:
            return [e164 for (e164,) in connection.execute(_WROTE_FROM, (client_id,))]

        found = []
        for client in clients:
            number = _to_text(client.client_id, held.get(client.client_id, ()), wrote_from)
            found.append(_addressee(client, number, said, undecided))
        return found


def _addressee(client: Client, number: _Held | None, said: "_Said", undecided: set[str]) -> Addressee:
    is_undecided = client.client_id in undecided
    if number is None:
        return Addressee(client, None, ConsentState.UNKNOWN, is_undecided=is_undecided)
    consent = ConsentState.OPTED_OUT if number.is_blocked else said.of(client.client_id, number.e164)
    return Addressee(client, number.e164, consent, number.is_landline, is_undecided)


def _to_text(client_id: str, held: Sequence[_Held], wrote_from: Callable[[str], list[str]]) -> _Held | None:
    """As `Numbers.to_text`: the one held that they last wrote from, else the newest confirmed one."""
    if len(held) > 1:
        confirmed = {one.e164: one for one in held if one.is_confirmed}
        last = next((e164 for e164 in wrote_from(client_id) if e164 in confirmed), None)
        if last is not None:
            return confirmed[last]
    return next((one for one in held if one.is_confirmed), None)


class _Said:
    """What was said of group news, by person and number; STOP from any of a person's numbers closes the others."""

    def __init__(self, rows: Sequence[tuple[str, str, str, str, int]]) -> None:
        self._facts: dict[tuple[str, str], list[ConsentFact]] = {}
        self._stops: dict[str, list[ConsentFact]] = {}
        for client_id, e164, purpose, state, seq in rows:
            fact = ConsentFact(seq, Purpose(purpose), ConsentState(state))
            self._facts.setdefault((client_id, e164), []).append(fact)
            if client_id and fact.state is ConsentState.OPTED_OUT:
                self._stops.setdefault(client_id, []).append(fact)

    def of(self, client_id: str, e164: str) -> ConsentState:
        """What stands, as `Consents.state` says it."""
        own = self._facts.get((client_id, e164), [])
        number = self._facts.get(("", e164))
        stops = self._stops.get(client_id)
        if number is None and stops is None and len(own) == 1:
            return own[0].state
        return effective([*own, *(number or ()), *(stops or ())], Purpose.GROUP_NEWS)
