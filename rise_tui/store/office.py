"""The office that this store belongs to, and who works there."""

from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cells, insert_row, updates


@dataclass(frozen=True, slots=True)
class Office:
    """An agency on the relay. Quiet hours are minutes of the day, None: none; the price is per segment."""

    office_id: str
    name: str
    zone: str
    numbers: tuple[str, ...] = ()
    quiet_from: int | None = None
    quiet_to: int | None = None
    segments_per_second: float = 1.0
    price_micros: int = 0
    rules: dict[str, Any] = field(default_factory=dict)
    """What the office decides: read it with domain/office_rules."""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Caseworker:
    """A colleague. `role`: caseworker, supervisor, administrator."""

    caseworker_id: str
    name: str
    role: str = "caseworker"
    is_active: bool = True
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Away:
    """From when until when a colleague is away (milliseconds); `until_at` None: they are back."""

    caseworker_id: str
    from_at: int = 0
    until_at: int | None = None
    bodies: dict[str, Any] = field(default_factory=dict)
    """Their own words, by language."""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Alerts:
    """How one is told while no app of one's own listens; times and quiet hours are minutes of the office's day."""

    caseworker_id: str
    email: str | None = None
    webhook: str | None = None
    at_times: list[int] = field(default_factory=list)
    quiet_from: int | None = None
    quiet_to: int | None = None
    least_minutes: int = 60
    seq: int = 0


_OFFICE = Shape("office", Office)
_CASEWORKER = Shape("caseworker", Caseworker)
_AWAY = Shape("away", Away)
_ALERTS = Shape("alerts", Alerts)


class Offices:
    """One office and its caseworkers."""

    def put(self, session: Session, office_id: str, *, seq: int, **columns: Any) -> bool:
        """What the relay says of the office, as of an event. An older one changes nothing: False."""
        return _put(session, "office", {"office_id": office_id}, columns, seq)

    def get(self, session: Session) -> Office | None:
        """The office; None before anything was synced."""
        return _OFFICE.one(session, "ORDER BY seq DESC")

    def put_caseworker(self, session: Session, caseworker_id: str, *, seq: int, **columns: Any) -> bool:
        """What the relay says of a colleague, as of an event. An older one changes nothing: False."""
        return _put(session, "caseworker", {"caseworker_id": caseworker_id}, columns, seq)

    def caseworker(self, session: Session, caseworker_id: str) -> Caseworker | None:
        """The colleague of that id."""
        return _CASEWORKER.one(session, "WHERE caseworker_id = ?", caseworker_id)

    def caseworkers(self, session: Session) -> list[Caseworker]:
        """Who works here now, by name."""
        return _CASEWORKER.many(session, "WHERE is_active ORDER BY name COLLATE NOCASE, caseworker_id")

    def away(self, session: Session, caseworker_id: str) -> Away | None:
        """When that colleague is away; None: they never said."""
        return _AWAY.one(session, "WHERE caseworker_id = ?", caseworker_id)

    def alerts(self, session: Session, caseworker_id: str) -> Alerts | None:
        """How that person, who works here, is told while they are not; None: they never said."""
        return _ALERTS.one(session, "WHERE caseworker_id = ?", caseworker_id)


def _put(session: Session, table: str, key: dict[str, str], columns: dict[str, Any], seq: int) -> bool:
    values = {**cells(columns), "seq": seq}
    where = " AND ".join(f"{name} = :{name}" for name in key)
    row = {**values, **key}
    changed = sql(session).execute(f"UPDATE {table} SET {updates(values)} WHERE {where} AND seq <= :seq", row)
    return changed.rowcount > 0 or insert_row(session, table, row, "ON CONFLICT DO NOTHING") > 0
