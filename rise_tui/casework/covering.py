"""Seeing to a colleague's clients while they are away: planned, ended, looked at, and what is open at its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.colleagues import is_supervisor, name_of_colleague
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.errors import BadInput, BadTime, NotFound, Refused, Unchanged
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.covers import Cover
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

UNCOVER, COVER_AGAIN, COVER_BACK = "uncover", "cover_again", "cover_back"
LONGEST_NOTE = 2000
SUMMARY_MS = 14 * 24 * 3600 * 1000
"""How long what was told at the end of a cover is shown to who was covered, in milliseconds."""


@dataclass(frozen=True)
class Covering:
    """A cover as one sees it; names and the note are safe for a terminal, times are milliseconds.

    `group`: of which group's clients alone, empty: of all. `may_end`: whether one may change or end it oneself.
    """

    cover_id: str
    of_name: str
    by_name: str
    group: str
    from_at: int
    until_at: int
    note: str
    has_begun: bool
    is_of_me: bool
    is_by_me: bool
    may_end: bool


@dataclass(frozen=True)
class Waiting:
    """A client who needed a reply at the end of a cover; the name is safe for a terminal."""

    client_id: str
    name: str


@dataclass(frozen=True)
class Summary:
    """What happened while one was covered. `ended_at`: milliseconds; `is_read`: one has seen it here."""

    cover_id: str
    by_name: str
    ended_at: int
    waiting: tuple[Waiting, ...]
    received: int
    written: int
    is_read: bool


def covers(desk: Desk) -> list[Covering]:
    """Those that are, or are still to come, the next to end first."""
    with desk.store.reading() as session:
        may_all = is_supervisor(desk, session)
        return [_told(desk, session, one, may_all) for one in desk.store.covers.present(session, desk.now)]


def now_by_me(desk: Desk) -> list[Covering]:
    """For whom one covers now."""
    return [one for one in covers(desk) if one.is_by_me and one.has_begun]


def now_of_me(desk: Desk) -> list[Covering]:
    """Who covers for oneself now."""
    return [one for one in covers(desk) if one.is_of_me and one.has_begun]


def plan(
    desk: Desk,
    by_caseworker_id: str,
    until_at: int,
    *,
    of_caseworker_id: str | None = None,
    from_at: int | None = None,
    group_id: str | None = None,
    note: str = "",
) -> str:
    """Let that colleague see to one's clients (or, as a supervisor, to somebody else's); what was done, in words.

    From `from_at` (None: now) until `until_at`, milliseconds; of all clients or of a group's. It can be taken back.
    Raises Refused, BadTime, BadInput, NotFound.
    """
    of = of_caseworker_id or str(desk.caseworker_id)
    begins = desk.now if from_at is None else from_at
    note = whole(note.strip())
    if of == by_caseworker_id:
        raise BadInput(say("Nobody covers for themself"), "", say("Choose a colleague."))
    if until_at <= max(begins, desk.now):
        raise BadTime(say("The cover would end before it begins"), "", say("Give a later end."))
    if len(note) > LONGEST_NOTE:
        raise BadInput(say("The note is too long"), "", say("At most {most} letters.", most=LONGEST_NOTE))
    columns = {
        "of_caseworker_id": of,
        "by_caseworker_id": by_caseworker_id,
        "group_id": group_id,
        "from_at": begins,
        "until_at": until_at,
        "note": note,
    }
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        _must_be_mine(desk, session, of)
        for one in (of, by_caseworker_id):
            if desk.store.office.caseworker(session, one) is None:
                raise NotFound(say("Nobody here is called that"))
        whose = name_of_colleague(desk, session, of)
        label = say("You cover for {of}", of=whose)
        if by_caseworker_id != desk.caseworker_id:
            label = say("{by} covers for {of}", by=name_of_colleague(desk, session, by_caseworker_id), of=whose)
        cover_id, write_id = put_cover(desk, session, columns, is_from_now=from_at is None)
        inverse = {"act": UNCOVER, "cover_id": cover_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def end(desk: Desk, cover_id: str) -> str:
    """It is over, or never shall begin. Returns what was done, in words; it can be taken back. Raises NotFound."""
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        cover = _mine(desk, session, cover_id, is_ending=True)
        label = say("The cover for {name} is over", name=name_of_colleague(desk, session, cover.of_caseworker_id))
        write_id = edit_cover(desk, session, cover_id, {"is_ended": True})
        names = ("of_caseworker_id", "by_caseworker_id", "group_id", "from_at", "until_at", "note")
        kept = {name: getattr(cover, name) for name in names}
        inverse = {"act": COVER_AGAIN, "cover_id": cover_id, "write_id": write_id, "columns": kept}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def set_end(desk: Desk, cover_id: str, until_at: int) -> str:
    """It lasts until then (milliseconds). Returns what was done, in words; it can be taken back. Raises BadTime."""
    if until_at <= desk.now:
        raise BadTime(say("That is past"), "", say("Give a time that is still ahead."))
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        cover = _mine(desk, session, cover_id)
        if cover.until_at == until_at:
            raise Unchanged(say("It stands so already"))
        day, time = desk.day_and_time(until_at)
        label = say("The cover lasts until {day} {time}", day=day, time=time)
        write_id = edit_cover(desk, session, cover_id, {"until_at": until_at})
        inverse = {"act": COVER_BACK, "cover_id": cover_id, "write_id": write_id, "until_at": cover.until_at}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def summaries(desk: Desk) -> list[Summary]:
    """What happened while one was covered, of the last two weeks, the newest first; names of who is still here."""
    with desk.store.reading() as session:
        found = desk.store.covers.ended(session, desk.caseworker_id, desk.now - SUMMARY_MS)
        return [_summary(desk, session, one) for one in found]


def unread_summary(desk: Desk) -> Summary | None:
    """The newest of them that one has not seen on this machine; None: all are seen."""
    return next((one for one in summaries(desk) if not one.is_read), None)


def mark_read(desk: Desk, cover_id: str) -> None:
    """One has seen what happened."""
    with desk.store.writing(Change("office")) as session:
        desk.store.covers.mark_read(session, cover_id)


def put_cover(desk: Desk, session: Session, columns: Mapping[str, Any], *, is_from_now: bool) -> tuple[str, str]:
    """A new one here, and the same wished of the relay; its id and the wish's. `is_from_now`: by the relay's clock."""
    cover_id = new_id()
    body = {name: value for name, value in columns.items() if value not in (None, "")}
    body = {**body, "from_at": to_wire(columns["from_at"]), "until_at": to_wire(columns["until_at"])}
    if is_from_now:
        del body["from_at"]
    write_id = wish(
        desk,
        session,
        "cover",
        lane=f"cover:{cover_id}",
        ids={"cover_id": cover_id},
        body=body,
        makes=cover_id,
        shows=("cover", cover_id, dict(columns)),
    )
    return cover_id, write_id


def edit_cover(desk: Desk, session: Session, cover_id: str, columns: Mapping[str, Any]) -> str:
    """Change it here, and the same wished of the relay; the wish's id."""
    body = {name: to_wire(value) if name == "until_at" else value for name, value in columns.items()}
    return wish(
        desk,
        session,
        "cover",
        lane=f"cover:{cover_id}",
        ids={"cover_id": cover_id},
        body=body,
        if_match=desk.store.pending.seen(session, "cover", cover_id),
        names=(cover_id,),
        shows=("cover", cover_id, dict(columns)),
    )


def _mine(desk: Desk, session: Session, cover_id: str, *, is_ending: bool = False) -> Cover:
    """The cover, if one may change it (`is_ending`: or only end it). Raises NotFound, Refused."""
    cover = desk.store.covers.get(session, cover_id)
    if cover is None or cover.is_ended:
        raise NotFound(say("This cover is over"))
    if not (is_ending and cover.by_caseworker_id == desk.caseworker_id):
        _must_be_mine(desk, session, cover.of_caseworker_id)
    return cover


def _must_be_mine(desk: Desk, session: Session, of_caseworker_id: str) -> None:
    if of_caseworker_id != desk.caseworker_id and not is_supervisor(desk, session):
        raise Refused(
            say("Those are a colleague's clients"),
            say("Everybody plans who covers for them, and a supervisor for all."),
            say("Ask the colleague, or a supervisor."),
        )


def _told(desk: Desk, session: Session, one: Cover, may_all: bool) -> Covering:
    group = None if one.group_id is None else desk.store.groups.get(session, one.group_id)
    me = str(desk.caseworker_id)
    return Covering(
        one.cover_id,
        name_of_colleague(desk, session, one.of_caseworker_id),
        name_of_colleague(desk, session, one.by_caseworker_id),
        "" if one.group_id is None else say("a group") if group is None else one_line(group.name, 60),
        one.from_at,
        one.until_at,
        one_line(one.note, 200),
        one.has_begun,
        one.of_caseworker_id == me,
        one.by_caseworker_id == me,
        may_all or me in (one.of_caseworker_id, one.by_caseworker_id),
    )


def _summary(desk: Desk, session: Session, one: Cover) -> Summary:
    here = [client_id for client_id in one.open if desk.store.clients.get(session, client_id) is not None]
    waiting = tuple(Waiting(client_id, name_of(desk, session, client_id)) for client_id in here)
    by_name = name_of_colleague(desk, session, one.by_caseworker_id)
    return Summary(one.cover_id, by_name, one.ended_at or 0, waiting, one.received, one.written, one.is_read)
