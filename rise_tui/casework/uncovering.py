"""Taking back what was done with a cover: that it was planned, ended, or given another end."""

from collections.abc import Mapping
from typing import Any

from rise_tui.casework.amending import may_withdraw
from rise_tui.casework.colleagues import is_supervisor
from rise_tui.casework.covering import edit_cover, put_cover
from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import withdraw
from rise_tui.domain.errors import TooLate
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session


def uncover(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a plan back: without a trace if it never left, else it ends now."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    words = say("Taken back: nobody covers")
    if _is_gone(desk, session, inverse["write_id"]):
        return words
    cover = desk.store.covers.get(session, inverse["cover_id"])
    if cover is not None and not cover.is_ended:
        edit_cover(desk, session, inverse["cover_id"], {"is_ended": True})
    return words


def cover_again(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take an end back; one that the office has heard of gets a new id. Raises TooLate where its time is over."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    words = say("Taken back: the cover goes on")
    if _is_gone(desk, session, inverse["write_id"]):
        return words
    columns = inverse["columns"]
    if columns["until_at"] <= desk.now:
        raise TooLate(say("Its time is over"), "", say("Plan another one."))
    if not _plans_for(desk, session, columns["of_caseworker_id"]):
        raise TooLate(say("The office has it already"), "", say("Ask the colleague to plan it again."))
    begins = {**columns, "from_at": max(columns["from_at"], desk.now)}
    again, _ = put_cover(desk, session, begins, is_from_now=columns["from_at"] <= desk.now)
    desk.store.undo.follow(session, inverse["cover_id"], again)
    return words


def may_cover_again(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """While its time is not over; by whoever only covered, while the office has not heard of the end."""
    columns = inverse["columns"]
    if may_withdraw(desk, session, inverse["write_id"]):
        return True
    return bool(columns["until_at"] > desk.now) and _plans_for(desk, session, columns["of_caseworker_id"])


def cover_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Let a cover end when it was to end before. Raises TooLate where that is past, or it is over."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    words = say("Taken back: it is as it was")
    if _is_gone(desk, session, inverse["write_id"]):
        return words
    cover = desk.store.covers.get(session, inverse["cover_id"])
    if cover is None or cover.is_ended or inverse["until_at"] <= desk.now:
        raise TooLate(say("Its time is over"), "", say("Plan another one."))
    edit_cover(desk, session, inverse["cover_id"], {"until_at": inverse["until_at"]})
    return words


def may_cover_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once that end is past, or the cover is over."""
    cover = desk.store.covers.get(session, inverse["cover_id"])
    return cover is not None and not cover.is_ended and inverse["until_at"] > desk.now


def _is_gone(desk: Desk, session: Session, write_id: str) -> bool:
    """Was the wish taken back before it left, or refused, so that nothing of it stands?"""
    return desk.store.outbox.remove(session, write_id) is not None or withdraw(desk, session, write_id)


def _plans_for(desk: Desk, session: Session, of_caseworker_id: str) -> bool:
    """May one plan who covers for them?"""
    return of_caseworker_id == desk.caseworker_id or is_supervisor(desk, session)
