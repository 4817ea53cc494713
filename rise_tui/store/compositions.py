"""Broadcasts that are being written: who each is for, when it is to leave; their words stand among the drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cell


@dataclass(frozen=True, slots=True)
class Composition:
    """What is planned for a broadcast, as JSON of casework's. `is_confirmed`: it has left the desk. `at`: ms."""

    broadcast_id: str
    plan: dict[str, Any] = field(default_factory=dict)
    is_confirmed: bool = False
    at: int = 0


_SHAPE = Shape("composition", Composition)


class Compositions:
    """Plans by broadcast."""

    def put(
        self, session: Session, broadcast_id: str, plan: Mapping[str, Any], *, at: int, is_confirmed: bool = False
    ) -> None:
        """Keep the plan as it is now."""
        sql(session).execute(
            "INSERT INTO composition(broadcast_id, plan, is_confirmed, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(broadcast_id) DO UPDATE SET plan = excluded.plan,"
            " is_confirmed = excluded.is_confirmed, at = excluded.at",
            (broadcast_id, cell(dict(plan)), is_confirmed, at),
        )

    def get(self, session: Session, broadcast_id: str) -> Composition | None:
        """The plan of that broadcast."""
        return _SHAPE.one(session, "WHERE broadcast_id = ?", broadcast_id)

    def unfinished(self, session: Session) -> list[Composition]:
        """Those that were not confirmed, the last changed first."""
        return _SHAPE.many(session, "WHERE NOT is_confirmed ORDER BY at DESC, broadcast_id")

    def remove(self, session: Session, broadcast_id: str) -> bool:
        """Forget the plan. True if there was one."""
        return sql(session).execute("DELETE FROM composition WHERE broadcast_id = ?", (broadcast_id,)).rowcount > 0
