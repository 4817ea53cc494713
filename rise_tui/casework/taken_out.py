"""What somebody takes out of the program, told to the office: before the first byte is written, and how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain.ids import new_id
from rise_tui.store.changes import Change

BEGUN, DONE, FAILED = "begun", "done", "failed"


@dataclass
class Taking:
    """What is being taken out; whoever writes it says in `counts` how much it was (`texts notes files people`)."""

    counts: dict[str, int] = field(default_factory=dict)
    write_id: str = ""
    """The wish that told how it ended, once it has."""


@contextmanager
def told(desk: Desk, **about: str | None) -> Iterator[Taking]:
    """Tell the office that something is taken out, durably; then let it be written; then tell how it ended.

    `about`: the ids of a `client_id`, of a `document_id` of theirs or of a `broadcast_id`, and `from_at` and `to_at`
    as on the wire; what is None is left out. What breaks off is told as failed and raised on.
    """
    export_id, taking = new_id(), Taking()
    body = {name: value for name, value in about.items() if value is not None}
    _tell(desk, export_id, {**body, "state": BEGUN})
    try:
        yield taking
    except BaseException:
        _tell(desk, export_id, {**body, "state": FAILED})
        raise
    taking.write_id = _tell(desk, export_id, {**body, "state": DONE, **taking.counts})


def _tell(desk: Desk, export_id: str, body: dict[str, str | int]) -> str:
    named = (str(body[name]) for name in ("client_id", "broadcast_id") if name in body)
    with desk.store.writing(Change("outbox"), is_durable=True) as session:
        return wish(
            desk,
            session,
            "export",
            lane=f"export:{export_id}",
            ids={"export_id": export_id},
            body=body,
            names=tuple(name for name in named if not name.startswith("tel:")),
        )
