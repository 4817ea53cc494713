"""Taking back: the newest act first, a sent text among them while it is held; each act left its inverse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, cast
from weakref import WeakKeyDictionary

from rise_tui.casework import taking_back
from rise_tui.casework.desk import Desk
from rise_tui.casework.forecasting import will_wait
from rise_tui.casework.together import SEVERAL
from rise_tui.domain.errors import BadInput, TooLate
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session
from rise_tui.store.store import Store
from rise_tui.store.undo import KEPT, Head

_WITH_PAPERS = ("unfile", "amend_back")
"""What takes back an act on a paper."""
LONGEST_HOLD = 60
"""Seconds that a text is held at most."""
_HELD = (taking_back.TAKE_BACK, "retry_back")
"""What takes back texts, which leave by themselves."""
_LOOKED_THROUGH = 20
"""Acts that are looked through for one that can be taken back."""


@dataclass(frozen=True)
class Act:
    """The last act that can be taken back, in words. `message_id`: the text that it sent, if it did.

    `parts`: how many acts or people it names; many take their time. `undo_id` and `at` (ms): which one it is, for the
    number of one that was taken back is given again.
    """

    label: str
    client_id: str | None
    message_id: str | None = None
    parts: int = 1
    undo_id: int = 0
    at: int = 0


@dataclass(frozen=True)
class Held:
    """A text that has not left yet: to whom, and for how many seconds more; `kept`: what becomes of it then, if it
    does not leave."""

    message_id: str
    name: str
    seconds: int
    kept: str = ""


def latest(desk: Desk) -> Act | None:
    """What `z` would take back; None: nothing."""
    return _act(_latest(desk))


IsHere = Callable[[Head], bool]
"""Says of an act whether it is one of a place (casework/done_here)."""


def latest_here(desk: Desk, is_here: IsHere) -> Act | None:
    """What `z` would take back in a place of its own: the newest act of that place, whatever was done elsewhere."""
    with desk.store.reading() as session:
        heads = (head for head in desk.store.undo.heads(session, KEPT) if is_here(head))
        return _act(next((head for head in heads if _is_possible(desk, session, head)), None))


def _act(found: Head | None) -> Act | None:
    return None if found is None else Act(found.label, found.client_id, None, found.parts, found.undo_id, found.at)


def held(desk: Desk) -> Held | None:
    """The newest text that is still held for some seconds; one that leaves at a time of its own is none."""
    found = _latest(desk)
    if found is None or found.kind != taking_back.TAKE_BACK:
        return None
    with desk.store.reading() as session:
        act = desk.store.undo.get(session, found.undo_id)
        kept = "" if act is None else will_wait(desk, session, act.inverse["message_id"])
    if act is None:
        return None
    seconds = taking_back.seconds_held(desk, act.inverse["message_id"])
    if not 0 < seconds <= LONGEST_HOLD:
        return None
    return Held(act.inverse["message_id"], act.inverse["name"], seconds, kept)


def undo(desk: Desk, chosen: Act | None = None) -> Act | None:
    """Take it back; what was done, in words. None: there was nothing. One transaction with forgetting the act.

    `chosen`: the act that `latest` told, and no other that was done since; None: the newest. Raises Conflict when it is
    too late, with the reason; TooLate where it will always be: the act before is next then.
    """
    found = chosen or latest(desk)
    return None if found is None else _undo(desk, found)


def undo_paper(desk: Desk, document_id: str) -> Act | None:
    """Take back what was last done with that paper, whatever was done elsewhere since; what was done, in words.

    None: there was nothing. Raises what `undo` does.
    """
    with desk.store.reading() as session:
        acts = desk.store.undo.list(session, KEPT, kinds=_WITH_PAPERS)
        found = next((act for act in acts if document_id in _paper(act.inverse)), None)
    return None if found is None else _undo(desk, found)


def _undo(desk: Desk, chosen: Act | Head) -> Act | None:
    try:
        with desk.store.writing(is_durable=True) as session:
            found = desk.store.undo.get(session, chosen.undo_id)
            if found is None or (found.label, found.at) != (chosen.label, chosen.at):
                return None  # another window has just taken it back, and may have done something else since
            label = _inverse(found.inverse)(desk, session, found.inverse)
            desk.store.undo.remove(session, chosen.undo_id)
    except TooLate:
        with desk.store.writing() as session:
            desk.store.undo.remove(session, chosen.undo_id)
        raise
    return Act(label, found.client_id, found.inverse.get("message_id"))


def _paper(inverse: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which paper an act was about, if it was about one."""
    return (inverse.get("document_id"), inverse.get("thing", (None,) * 3)[2])


@dataclass(frozen=True)
class _Known:
    """What was found at a stamp of the store, and until when (ms; None: without end) time alone does not change it."""

    stamp: int
    head: Head | None
    from_at: int
    until_at: int | None

    def holds(self, stamp: int, now: int) -> bool:
        """Whether it is so still; a clock that was put back proves nothing."""
        return stamp == self.stamp and self.from_at <= now and (self.until_at is None or now < self.until_at)


_known: WeakKeyDictionary[Store, _Known] = WeakKeyDictionary()
"""Of each store: every screen asks with every key, and an act on 10,000 people has much to read."""


def _latest(desk: Desk) -> Head | None:
    """The newest act that is not past taking back: so z never stops at one, and always comes to those before it.

    Read once for each change of the store.
    """
    stamp, now = desk.store.stamp, desk.now  # before reading: what is committed meanwhile gives another one
    known = _known.get(desk.store)
    if known is None or not known.holds(stamp, now):
        with desk.store.reading() as session:
            head = _newest(desk, session)
            known = _Known(stamp, head, now, _until_at(desk, session, head, now))
        _known[desk.store] = known
    return known.head


def _newest(desk: Desk, session: Session) -> Head | None:
    """Nearly always the last one; only where that is past those before it are looked through."""
    for limit in (1, _LOOKED_THROUGH):
        for head in desk.store.undo.heads(session, limit):
            if _is_possible(desk, session, head):
                return head
    return None


def _until_at(desk: Desk, session: Session, head: Head | None, now: int) -> int | None:
    """Until when that act stays the one, if nobody does anything: what has left this machine only while it is held."""
    if head is None or head.kind not in _HELD:
        return None
    act = desk.store.undo.get(session, head.undo_id) if head.kind == taking_back.TAKE_BACK else None
    if act is None:
        return now
    message_id = act.inverse["message_id"]
    if taking_back.is_here(desk, session, message_id) or taking_back.is_kept(desk, session, message_id):
        return None
    return now + max(0, taking_back.seconds_held(desk, message_id) - 1) * 1000


def _is_possible(desk: Desk, session: Session, head: Head) -> bool:
    """Only what comes to an end by itself is read with its arguments."""
    if head.kind not in (taking_back.TAKE_BACK, "recall_broadcast", *MAY):
        return True
    act = desk.store.undo.get(session, head.undo_id)
    if act is None:
        return False
    if head.kind == taking_back.TAKE_BACK:
        return taking_back.may_take_back(desk, session, act.inverse["message_id"])
    if head.kind == "recall_broadcast":
        return desk.store.outbox.is_untouched(session, act.inverse["broadcast_id"])
    return cast("May", _named(MAY[head.kind]))(desk, session, act.inverse)


def _several(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back all parts of an act, the last one first; what was done with one person is told of them."""
    words = [_inverse(part)(desk, session, part) for part in inverse["acts"]]
    if len({part.get("client_id") for part in inverse["acts"]}) == 1:
        return words[-1]
    return say_many("Taken back for {count} person", "Taken back for {count} people", len(words))


Inverse = Callable[[Desk, Session, Mapping[str, Any]], str]
"""Takes an act back, in the caller's transaction; says what was done."""

INVERSES: Mapping[str, str] = MappingProxyType(
    {
        "take_back": "taking_back.take_back",
        "put_back": "triage.put_back",
        "unfile": "filing.unfile",
        "unnote": "noting.unnote",
        "unmake_group": "ungrouping.unmake",
        "rename_group_back": "ungrouping.rename_back",
        "make_group_again": "ungrouping.make_again",
        "members_back": "ungrouping.members_back",
        "pause_back": "steering.pause_back",
        "retry_back": "retrying.retry_back",
        "decide_back": "retrying.decide_back",
        "sort_back": "replies.sort_back",
        "bring_back_broadcast": "planning.bring_back",
        "recall_broadcast": "broadcasting.recall",
        "amend_back": "amending.amend_back",
        "unadd_client": "clients.unadd",
        "unsay_consent": "consenting.unsay",
        "keep_whole_back": "keeping_whole.keep_whole_back",
        "unnumber": "numbering.unnumber",
        "unsay_who": "claiming.unsay_who",
        "consent_back": "opting.consent_back",
        "unstrange": "strangers.unstrange",
        "away_back": "being_away.away_back",
        "alerts_back": "being_told.alerts_back",
        "on_call_back": "being_on_call.on_call_back",
        "answer_back": "opting.answer_back",
        "unrelease": "releasing.unrelease",
        "unmake_template": "templating.unmake",
        "change_template_back": "templating.change_back",
        "make_template_again": "templating.make_again",
        "transfer_back": "transferring.transfer_back",
        "uncover": "uncovering.uncover",
        "cover_again": "uncovering.cover_again",
        "cover_back": "uncovering.cover_back",
        "let_in_back": "signed_in_devices.let_in_back",
        "left_back": "left_behind.left_back",
        "unmake_appointment": "appointing.unmake",
        "make_appointment_again": "appointing.make_again",
    }
)
"""What takes each kind of act back: a function of this package, looked up when it is wanted, so that no start pays."""


May = Callable[[Desk, Session, Mapping[str, Any]], bool]
"""Says whether an act can still be taken back."""

MAY: Mapping[str, str] = MappingProxyType(
    {
        "pause_back": "steering.may_pause_back",
        "unrelease": "releasing.may_unrelease",
        "retry_back": "retrying.may_retry_back",
        "decide_back": "retrying.may_decide_back",
        "unmake_group": "ungrouping.is_there",
        "rename_group_back": "ungrouping.is_there",
        "members_back": "ungrouping.is_there",
        "unadd_client": "clients.may_unadd",
        "unmake_appointment": "appointing.is_there",
        "unnumber": "numbering.may_unnumber",
        "unsay_who": "claiming.may_unsay_who",
        "transfer_back": "transferring.may_transfer_back",
        "cover_again": "uncovering.may_cover_again",
        "cover_back": "uncovering.may_cover_back",
        "let_in_back": "signed_in_devices.may_let_in_back",
    }
)
"""What says so of the kinds of acts that come to an end by themselves."""


def _named(name: str) -> object:
    module, _, function = name.partition(".")
    return getattr(import_module(f"rise_tui.casework.{module}"), function)


def _inverse(inverse: Mapping[str, Any]) -> Inverse:
    act = inverse.get("act", "")
    if act == SEVERAL:
        return _several
    if act not in INVERSES:
        raise BadInput(say("This cannot be taken back any more"), "", say("A newer version of rise did it."))
    return cast("Inverse", _named(INVERSES[act]))
