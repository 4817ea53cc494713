"""What is known about being texted: one function writes it, and it keeps which fact is the current one."""

from dataclasses import dataclass

from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective
from rise_tui.domain.ids import conversation_key, new_id
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx


@dataclass(frozen=True)
class Wording:
    """How we know: `how` is word, carrier, caseworker or import; `actor` and `at` (milliseconds) who said it when."""

    how: str
    actor: str
    at: int
    message_id: str | None = None
    wording: str = ""
    write_id: str | None = None


def open_holders(tx: Tx, office_id: str, e164: str, at: int) -> list[str]:
    """The clients who have this number at that moment (milliseconds), the earliest holder first."""
    rows = tx.all(
        "SELECT h.client_id FROM holding h JOIN client c ON c.office_id = h.office_id AND c.id = h.client_id"
        " WHERE h.office_id = :office_id AND h.e164 = :e164 AND h.from_at <= :at"
        " AND (h.until_at IS NULL OR h.until_at > :at) AND c.is_deleted = 0 ORDER BY h.from_at, h.client_id",
        office_id=office_id,
        e164=e164,
        at=at,
    )
    return [row["client_id"] for row in rows]


def open_numbers(tx: Tx, office_id: str, client_id: str, at: int) -> list[str]:
    """The numbers that this client has at that moment (milliseconds)."""
    rows = tx.all(
        "SELECT e164 FROM holding WHERE office_id = :office_id AND client_id = :client_id AND from_at <= :at"
        " AND (until_at IS NULL OR until_at > :at) ORDER BY from_at, e164",
        office_id=office_id,
        client_id=client_id,
        at=at,
    )
    return [row["e164"] for row in rows]


def record_consent(
    tx: Tx,
    office_id: str,
    *,
    e164: str,
    client_id: str | None,
    state: ConsentState,
    known: Wording,
    purpose: Purpose = Purpose.ALL,
    consent_id: str | None = None,
) -> int:
    """Write one fact about a number and, if `client_id` is given, one person on it; returns its event's seq.

    It becomes the current one of its (number, client, purpose); earlier ones stay as history. A fact about the number
    itself is told in the file of everybody who has the number, else beside the unknown number.
    """
    consent_id = consent_id or new_id()
    if client_id is not None:
        files = [conversation_key(client_id, e164)]
    else:
        files = [conversation_key(holder, e164) for holder in open_holders(tx, office_id, e164, known.at)]
    seqs = [
        event_log.append(
            tx,
            office_id,
            "ConsentChanged",
            actor=known.actor,
            at=known.at,
            client_id=file,
            ref_id=consent_id,
            write_id=known.write_id,
        )
        for file in files or [conversation_key(None, e164)]
    ]
    tx.run(
        "UPDATE consent SET is_current = 0 WHERE office_id = :office_id AND e164 = :e164 AND purpose = :purpose"
        " AND client_id IS :client_id AND is_current = 1",
        office_id=office_id,
        e164=e164,
        purpose=str(purpose),
        client_id=client_id,
    )
    tx.insert(
        "consent",
        office_id=office_id,
        id=consent_id,
        e164=e164,
        client_id=client_id,
        purpose=str(purpose),
        state=str(state),
        how=known.how,
        wording=known.wording,
        message_id=known.message_id,
        actor=known.actor,
        is_current=1,
        at=known.at,
        seq=seqs[0],
    )
    return seqs[0]


def consent_state(
    tx: Tx, office_id: str, e164: str, client_id: str | None, purpose: Purpose = Purpose.ALL
) -> ConsentState:
    """What stands for this number and this client (None: for the number itself), for one purpose."""
    rows = tx.all(
        "SELECT seq, purpose, state FROM consent WHERE office_id = :office_id AND e164 = :e164"
        " AND client_id IS :client_id AND is_current = 1",
        office_id=office_id,
        e164=e164,
        client_id=client_id,
    )
    facts = [ConsentFact(row["seq"], Purpose(row["purpose"]), ConsentState(row["state"])) for row in rows]
    return effective(facts, purpose)


def is_out(tx: Tx, office_id: str, e164: str, client_id: str | None) -> bool:
    """Is the number itself closed, or this client on it?"""
    keys = {None, client_id}
    return any(consent_state(tx, office_id, e164, key) is ConsentState.OPTED_OUT for key in keys)
