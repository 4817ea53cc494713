"""Who of a broadcast's list is reached, by which number, and who is left out, and why."""

from rise_tui.domain.broadcasts import LeftOut, Person, why_left_out
from rise_tui.domain.clients import ClientStatus, status_at
from rise_tui.domain.clock import from_ms
from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective
from rise_tui.domain.ids import ClientId
from rise_tui.domain.phone import Phone
from rise_tui.relay.store.access import visible_clients
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.ways import Way, ways_to
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.codec import to_json
from rise_tui.wire.resources import Recipient


def reach(tx: Tx, wish: Wished, recipients: list[Recipient]) -> tuple[dict[str, Way], dict[str, LeftOut]]:
    """The way to who is reached, the reason of who is left out, by client: everybody in exactly one of the two.

    The rules are those of domain/broadcasts, over what the relay knows now. Who is no longer one's client counts as
    closed. A number gets it once: the first on the list who may have it.
    """
    clients = [person.client_id for person in recipients]
    people = _people(tx, wish, clients)
    ways = ways_to(tx, wish.office_id, clients, wish.at)
    consents = _Consents(tx, wish.office_id, [way.e164 for way in ways.values()])
    reached: dict[str, Way] = {}
    left_out: dict[str, LeftOut] = {}
    numbers: set[str] = set()
    for recipient in recipients:
        client_id, way = recipient.client_id, ways.get(recipient.client_id)
        reason = _reason(wish, people.get(client_id), way, consents, recipient)
        if reason is None and way is not None and way.e164 in numbers:
            reason = LeftOut.DUPLICATE
        if reason is not None or way is None:
            left_out[client_id] = reason or LeftOut.NO_NUMBER
            continue
        numbers.add(way.e164)
        reached[client_id] = way
    return reached, left_out


def _people(tx: Tx, wish: Wished, clients: list[str]) -> dict[str, Row]:
    seen = visible_clients(tx, wish.by)
    rows = tx.all(
        "SELECT c.id, c.status, c.status_until_at, c.is_discreet FROM json_each(:clients) v"
        " CROSS JOIN client c ON c.office_id = :office_id AND c.id = v.value AND c.is_deleted = 0",
        office_id=wish.office_id,
        clients=to_json(clients),
    )
    return {row["id"]: row for row in rows if seen is None or row["id"] in seen}


def _reason(
    wish: Wished, client: Row | None, way: Way | None, consents: "_Consents", recipient: Recipient
) -> LeftOut | None:
    if client is None:
        return LeftOut.CLOSED
    until_at = client["status_until_at"]
    status = status_at(
        ClientStatus(client["status"]), None if until_at is None else from_ms(until_at), from_ms(wish.at)
    )
    person = Person(
        ClientId(recipient.client_id),
        None if way is None else Phone(way.e164),
        ConsentState.UNKNOWN if way is None else consents.of(way.e164, recipient.client_id),
        status,
        bool(client["is_discreet"]),
    )
    reason = why_left_out(person, has_neutral=recipient.is_neutral)
    return LeftOut.MISSING_FIELD if reason is None and not recipient.body.strip() else reason


class _Consents:
    """What stands for group news, for many numbers at once."""

    def __init__(self, tx: Tx, office_id: str, numbers: list[str]) -> None:
        self._facts: dict[tuple[str, str | None], list[ConsentFact]] = {}
        rows = tx.all(
            "SELECT k.e164, k.client_id, k.purpose, k.state, k.seq FROM json_each(:numbers) v"
            " CROSS JOIN consent k ON k.office_id = :office_id AND k.e164 = v.value AND k.is_current = 1",
            office_id=office_id,
            numbers=to_json(numbers),
        )
        for row in rows:
            fact = ConsentFact(row["seq"], Purpose(row["purpose"]), ConsentState(row["state"]))
            self._facts.setdefault((row["e164"], row["client_id"]), []).append(fact)

    def of(self, e164: str, client_id: str) -> ConsentState:
        """Closed if the number itself is; else what this person said."""
        if effective(self._facts.get((e164, None), ()), Purpose.GROUP_NEWS) is ConsentState.OPTED_OUT:
            return ConsentState.OPTED_OUT
        return effective(self._facts.get((e164, client_id), ()), Purpose.GROUP_NEWS)
