"""Taking back: the held text first, else the last act; each act left its inverse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from rise_tui.casework import amending, clients, consenting, filing, grouping, numbering, taking_back, triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import say
from rise_tui.store.undo import Undo


@dataclass(frozen=True)
class Act:
    """The last act that can be taken back, in words. `message_id`: the text that it sent, if it did."""

    label: str
    client_id: str | None
    message_id: str | None = None


@dataclass(frozen=True)
class Held:
    """A text that has not left yet: to whom, and for how many seconds more."""

    name: str
    seconds: int


def latest(desk: Desk) -> Act | None:
    """What `z` would take back; None: nothing."""
    found = _latest(desk)
    return None if found is None else Act(found.label, found.client_id)


def held(desk: Desk) -> Held | None:
    """The newest text that is still held."""
    found = _latest(desk)
    if found is None or found.inverse.get("act") != taking_back.TAKE_BACK:
        return None
    seconds = taking_back.seconds_held(desk, found.inverse["message_id"])
    return None if seconds <= 0 else Held(found.inverse["name"], seconds)


def undo(desk: Desk) -> Act | None:
    """Take it back; what was done, in words. None: there was nothing. One transaction with forgetting the act.

    Raises Conflict when it is too late, with the reason.
    """
    found = _latest(desk)
    if found is None:
        return None
    with desk.store.writing(is_durable=True) as session:
        if desk.store.undo.get(session, found.undo_id) is None:
            return None  # another window has just taken it back
        label = _INVERSES[found.inverse.get("act", "")](desk, session, found.inverse)
        desk.store.undo.remove(session, found.undo_id)
    return Act(label, found.client_id, found.inverse.get("message_id"))


def _latest(desk: Desk) -> Undo | None:
    """The newest act, without texts that are past taking back."""
    with desk.store.reading() as session:
        acts = desk.store.undo.list(session)
        return next((act for act in acts if _is_possible(desk, session, act)), None)


def _is_possible(desk: Desk, session: Session, act: Undo) -> bool:
    if act.inverse.get("act") != taking_back.TAKE_BACK:
        return True
    return taking_back.may_take_back(desk, session, act.inverse["message_id"])


def _unknown(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    raise BadInput(say("This cannot be taken back any more"), "", say("A newer version of rise did it."))


Inverse = Callable[[Desk, Session, Mapping[str, Any]], str]
"""Takes an act back, in the caller's transaction; says what was done."""


class _Inverses(dict[str, Inverse]):
    def __missing__(self, act: str) -> Inverse:
        return _unknown


_INVERSES: Mapping[str, Inverse] = MappingProxyType(
    _Inverses(
        {
            taking_back.TAKE_BACK: taking_back.take_back,
            triage.PUT_BACK: triage.put_back,
            filing.UNFILE: filing.unfile,
            grouping.UNMAKE: grouping.unmake,
            grouping.RENAME_BACK: grouping.rename_back,
            grouping.MAKE_AGAIN: grouping.make_again,
            grouping.MEMBERS_BACK: grouping.members_back,
            amending.AMEND_BACK: amending.amend_back,
            clients.UNADD: clients.unadd,
            consenting.UNSAY: consenting.unsay,
            numbering.UNNUMBER: numbering.unnumber,
        }
    )
)
