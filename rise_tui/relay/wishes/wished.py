"""A wish as it arrived, what it got, and the words in which it is refused."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from rise_tui.domain.clock import to_wire
from rise_tui.relay.store import event_log
from rise_tui.relay.store.access import Reader, may_see
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.log_reading import last_seq
from rise_tui.relay.store.people import Deed
from rise_tui.wire.shapes import FieldError, Problem, Wish

W = TypeVar("W", bound=Wish)

PROBLEMS = "/problems/"


@dataclass(frozen=True, slots=True)
class Wished:
    """A PUT: who wishes it, when it came (milliseconds), what its path names, its body and its `If-Match`."""

    write_id: str
    by: Reader
    at: int
    ids: dict[str, str]
    body: Wish
    if_match: int | None = None

    @property
    def office_id(self) -> str:
        """The office in which it is wished."""
        return self.by.office_id

    @property
    def deed(self) -> Deed:
        """Who does it, when and by which wish, for what is done below the rules."""
        return Deed(self.office_id, self.by.caseworker_id, self.at, self.write_id)

    def as_a(self, shape: type[W]) -> W:
        """The body in its own type. Raises TypeError for another."""
        if not isinstance(self.body, shape):
            raise TypeError(f"{type(self.body).__name__} is no {shape.__name__}")
        return self.body

    def tell(self, tx: Tx, type: str, *, client_id: str | None = None, ref_id: str | None = None, **data: Any) -> int:
        """Put an event of this wish into the log; returns its number. `audience` may be given among the rest."""
        return event_log.append(
            tx,
            self.office_id,
            type,
            actor=self.by.caseworker_id,
            at=self.at,
            client_id=client_id,
            ref_id=ref_id,
            write_id=self.write_id,
            **data,
        )

    def tell_all(self, tx: Tx, type: str, about: list[tuple[str, str]]) -> int:
        """Put an event of this wish into the log for each (`client_id`, `ref_id`); returns the first one's number."""
        return event_log.append_all(
            tx, self.office_id, type, about, actor=self.by.caseworker_id, at=self.at, write_id=self.write_id
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """A wish came true: `seq` is the event that it made. `more`: what some answers add."""

    id: str
    seq: int
    is_new: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """201 for what was not there before."""
        return 201 if self.is_new else 200

    def answer(self, at: int) -> dict[str, Any]:
        """The answer as it is written; `at` is milliseconds."""
        return {"id": self.id, "seq": self.seq, "at": to_wire(at), **self.more}


class Refusal(Exception):
    """A request that gets a problem instead: RFC 9457, with what to do next."""

    def __init__(
        self,
        status: int,
        type: str,
        title: str,
        detail: str = "",
        next_step: str = "",
        *,
        errors: list[FieldError] | None = None,
        present: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(type)
        self.headers = headers or {}
        self.problem = Problem(
            type=PROBLEMS + type,
            title=title,
            status=status,
            detail=detail,
            next_step=next_step,
            errors=errors,
            present=present,
        )

    @property
    def status(self) -> int:
        """The answer's status."""
        return self.problem.status

    def answer(self) -> dict[str, Any]:
        """The problem as it is written."""
        return self.problem.model_dump(exclude_none=True)


def not_found(what: str) -> Refusal:
    """There is no such thing, or no longer."""
    return Refusal(404, "not-found", f"There is no such {what}", "It was deleted, or never arrived here.", "Go back.")


def not_yours() -> Refusal:
    """Somebody else's client."""
    return Refusal(
        403,
        "not-yours",
        "This is not one of your clients",
        "They may have been handed to a colleague.",
        "Ask a supervisor for cover if you need to see them.",
    )


def id_taken(what: str, detail: str = "") -> Refusal:
    """Other content stands under this id already."""
    return Refusal(
        409,
        "id-taken",
        f"This {what} is there already, with other content",
        detail or "What stands was not changed.",
        "Write it again as a new one.",
    )


def invalid(pointer: str, detail: str, title: str = "This cannot be used", next_step: str = "Correct it.") -> Refusal:
    """One field of the body (a JSON pointer) cannot be used."""
    return Refusal(422, "invalid", title, detail, next_step, errors=[FieldError(pointer=pointer, detail=detail)])


def too_late(next_step: str = "Read it again, and send it again if it still fits.") -> Refusal:
    """A text reached the relay after the time that its writer set; it comes back as a draft."""
    detail = "It reached the office after the time by which it had to be there."
    return invalid("/expires_at", detail, "Too late to send", next_step)


def opted_out() -> Refusal:
    """The person, or the number itself, said that they want no texts."""
    return Refusal(
        422,
        "opted-out",
        "They asked for no more texts",
        "A text to this number would be refused, and is not allowed.",
        "They can write START to open it again. Call them instead.",
    )


def must_see(tx: Tx, wish: Wished, client_id: str) -> Row | None:
    """The client's row, if it may be seen and stands; None for an unknown number. Raises Refusal."""
    if client_id.startswith("tel:"):
        if not wish.by.reads_texts:
            raise not_yours()
        return None
    client = tx.one(
        "SELECT * FROM client WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=client_id
    )
    if client is None and wish.by.reads_texts:
        raise not_found("client")
    if not may_see(tx, wish.by, client_id):
        raise not_yours()
    if client is not None and client["is_deleted"]:
        raise not_found("client")
    return client


def present_seq(tx: Tx, wish: Wished) -> int:
    """The number of the newest event: for an answer to what makes none."""
    return last_seq(tx, wish.office_id)
