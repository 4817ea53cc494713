"""Who sees what: the access table, asked whenever the log is read."""

from dataclasses import dataclass

from rise_tui.domain.clients import Role
from rise_tui.domain.ids import new_id
from rise_tui.relay.store.engine import Tx

TEL = "tel:"
"""How the key of a conversation with an unknown number begins."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in caseworker, as whom the log is read and wishes are made."""

    office_id: str
    caseworker_id: str
    role: Role
    token_id: str = ""

    @property
    def sees_all(self) -> bool:
        """Every client of the office? Only a supervisor."""
        return self.role is Role.SUPERVISOR

    @property
    def reads_texts(self) -> bool:
        """Anything about clients at all? An administrator does not."""
        return self.role is not Role.ADMINISTRATOR


def may_see(tx: Tx, reader: Reader, client_id: str) -> bool:
    """May this caseworker see this client now? Unknown numbers (`tel:+1…`) are everybody's who reads texts."""
    if not reader.reads_texts:
        return False
    if client_id.startswith(TEL) or reader.sees_all:
        return True
    return has_access(tx, reader.office_id, reader.caseworker_id, client_id)


def has_access(tx: Tx, office_id: str, caseworker_id: str, client_id: str) -> bool:
    """Does an open row of the access table name the two?"""
    row = tx.one(
        "SELECT 1 FROM access WHERE office_id = :office_id AND caseworker_id = :caseworker_id"
        " AND client_id = :client_id AND until_at IS NULL",
        office_id=office_id,
        caseworker_id=caseworker_id,
        client_id=client_id,
    )
    return row is not None


def ever_had_access(tx: Tx, office_id: str, caseworker_id: str, client_id: str) -> bool:
    """Does any row of the access table name the two, also one that has ended?"""
    row = tx.one(
        "SELECT 1 FROM access WHERE office_id = :office_id AND caseworker_id = :caseworker_id"
        " AND client_id = :client_id LIMIT 1",
        office_id=office_id,
        caseworker_id=caseworker_id,
        client_id=client_id,
    )
    return row is not None


def watchers_of(tx: Tx, office_id: str, client_id: str) -> frozenset[str]:
    """The caseworkers whom an open row of the access table lets see this client now."""
    rows = tx.all(
        "SELECT caseworker_id FROM access WHERE office_id = :office_id AND client_id = :client_id AND until_at IS NULL",
        office_id=office_id,
        client_id=client_id,
    )
    return frozenset(row["caseworker_id"] for row in rows)


def visible_clients(tx: Tx, reader: Reader) -> set[str] | None:
    """The clients that this caseworker sees now; None: all of them."""
    if not reader.reads_texts:
        return set()
    if reader.sees_all:
        return None
    rows = tx.all(
        "SELECT client_id FROM access WHERE office_id = :office_id AND caseworker_id = :me AND until_at IS NULL",
        office_id=reader.office_id,
        me=reader.caseworker_id,
    )
    return {row["client_id"] for row in rows}


def grant(tx: Tx, office_id: str, caseworker_id: str, client_id: str, why: str, at: int) -> None:
    """From now on this caseworker sees the client; `why` is own, cover, supervisor or claim. `at`: milliseconds."""
    tx.insert(
        "access",
        office_id=office_id,
        id=new_id(),
        caseworker_id=caseworker_id,
        client_id=client_id,
        why=why,
        from_at=at,
    )


def revoke(tx: Tx, office_id: str, caseworker_id: str, client_id: str, why: str, at: int) -> None:
    """What was granted for this reason ends; another reason may still let them see the client. `at`: milliseconds."""
    tx.run(
        "UPDATE access SET until_at = :at WHERE office_id = :office_id AND caseworker_id = :caseworker_id"
        " AND client_id = :client_id AND why = :why AND until_at IS NULL",
        at=at,
        office_id=office_id,
        caseworker_id=caseworker_id,
        client_id=client_id,
        why=why,
    )


def seen_sql(column: str) -> str:
    """The condition that the client in `column` may be seen; needs the values of `seen_values`."""
    return (
        f"(:sees_all OR EXISTS (SELECT 1 FROM access a WHERE a.office_id = :office_id AND a.caseworker_id = :me"
        f" AND a.client_id = {column} AND a.until_at IS NULL))"
    )


def event_sql() -> str:
    """The condition that an event `e` may be read; needs the values of `seen_values`.

    What is for one caseworker (`audience`) goes to nobody else, but a broadcast also to supervisors, and a device also
    to whoever keeps the people. What concerns a client goes to whoever sees that client now, what concerns an unknown
    number to everybody who reads texts; that somebody was released is told to them although they no longer see the
    client.
    """
    return (
        "(e.audience IS NULL OR e.audience = :me OR (:sees_all AND e.type LIKE 'Broadcast%')"
        " OR (:keeps_people AND e.type = 'DeviceChanged'))"
        " AND (e.client_id IS NULL AND (:reads_texts OR e.type NOT LIKE 'Broadcast%')"
        f" OR :reads_texts AND (e.client_id LIKE 'tel:%' OR e.type = 'ClientReleased' OR {seen_sql('e.client_id')}))"
    )


def seen_values(reader: Reader) -> dict[str, object]:
    """The values that `seen_sql` and `event_sql` need."""
    return {
        "office_id": reader.office_id,
        "me": reader.caseworker_id,
        "sees_all": int(reader.sees_all),
        "reads_texts": int(reader.reads_texts),
        "keeps_people": int(reader.role is not Role.CASEWORKER),
    }
