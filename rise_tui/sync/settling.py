"""What becomes of a wish once the relay has answered: rows keep what was typed, or their facts and drafts come back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rise_tui.domain.consent import ConsentState
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store.changes import Change, ring
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session
from rise_tui.store.outbox import Wish
from rise_tui.store.pending import Key
from rise_tui.store.store import Store
from rise_tui.wire.events import Answer
from rise_tui.wire.shapes import Problem

TEXTS = frozenset({"message", "broadcast"})
"""Wishes whose words come back as a draft."""
NOBODY_TYPED = frozenset({"look", "cancellation", "broadcast_cancellation", "release", "export", "purge_done"})
"""Wishes with nothing in them that anybody would want back."""

_TOPICS: Mapping[str, tuple[str, ...]] = {
    "client": ("inbox", "thread"),
    "holding": ("inbox", "thread"),
    "consent": ("inbox", "thread"),
    "conversation": ("inbox", "thread"),
    "note": ("thread",),
    "appointment": ("thread",),
    "legal_hold": ("thread",),
    "document": ("documents", "thread"),
    "client_group": ("groups",),
    "group_member": ("groups",),
    "template": ("templates",),
    "broadcast": ("broadcast",),
    "cover": ("office",),
    "device": ("office",),
}


class Settling:
    """Settles wishes in the store, each in the caller's transaction; a wish that is settled already is nothing."""

    def __init__(self, store: Store, now_ms: int) -> None:
        self.store, self.now_ms = store, now_ms

    def accepted(self, session: Session, write_id: str, answer: Answer) -> Wish | None:
        """The relay has it: the rows are facts now, and later edits of them are made on this answer."""
        wish = self.store.outbox.accept(session, write_id)
        if wish is None:
            return None
        rows = self.store.pending.accept(session, write_id, answer.seq, is_told=not _opens_by_a_text(wish))
        fields = None if wish.makes is not None else wish.body
        self.store.outbox.raise_if_match(session, wish.kind, wish.ids, answer.seq, fields)
        if wish.kind == "message":
            self._message_accepted(session, wish, answer)
        elif wish.kind == "broadcast":
            self._broadcast_accepted(session, wish.ids["broadcast_id"], answer)
            rows.append(("broadcast", wish.ids["broadcast_id"]))
        elif wish.kind == "broadcast_cancellation":
            self._dropped(session, wish.ids["broadcast_id"], answer)
            rows.append(("broadcast", wish.ids["broadcast_id"]))
        elif wish.kind == "cancellation" and answer.outcome == "cancelled":
            self._taken_back(session, wish)
        self._show(session, rows, wish)
        return wish

    def refused(self, session: Session, write_id: str, problem: Problem) -> Sequence[Wish]:
        """A final no: facts come back, a text becomes its draft again, and what names it waits with it.

        All else that was typed stays in the outbox, parked, with the reason.
        """
        parked = self.store.outbox.park(session, write_id, problem.model_dump(mode="json", exclude_none=True))
        reason = _reason(problem)
        for wish in parked:
            rows = self.store.pending.refuse(session, wish.write_id)
            if wish.kind in TEXTS:
                self._comes_back(session, wish, in_words(problem), reason)
            if wish.kind in TEXTS | NOBODY_TYPED:
                self.store.outbox.remove(session, wish.write_id)
            self._show(session, rows, wish)
        return parked

    def too_late(self, session: Session, wish: Wish) -> bool:
        """A text that was never offered and would come late is a draft again. True if it was withdrawn."""
        if not self.store.outbox.withdraw(session, wish.write_id):
            return False
        rows = self.store.pending.refuse(session, wish.write_id)
        words = say("It could not reach the office in time, so it was not sent. Send it again if it still holds.")
        self._comes_back(session, wish, words, Reason.EXPIRED)
        self._show(session, rows, wish)
        return True

    def _message_accepted(self, session: Session, wish: Wish, answer: Answer) -> None:
        message_id = wish.ids["message_id"]
        message = self.store.threads.get(session, message_id)
        if answer.outcome == "cancelled":  # taken back before it arrived: the relay never had it
            self._never_came(session, wish)
            if self._draft_again(session, wish, ""):
                self.store.threads.remove(session, [message_id])
                return
        if message is not None and not message.seq:
            self.store.threads.put(session, replace(message, seq=answer.seq))
        if answer.outcome == "cancelled":  # a window writes in the draft: the words stand in the conversation
            self.store.threads.set_status(session, message_id, Status.CANCELLED, held_until_at=None)

    def _broadcast_accepted(self, session: Session, broadcast_id: str, answer: Answer) -> None:
        """It is on the relay; or it was dropped before it came there, and nobody gets it."""
        shelf = self.store.broadcasts
        if answer.outcome != "cancelled":
            shelf.put(session, broadcast_id, state="accepted")
            return
        people = shelf.drop_all(session, broadcast_id, Status.CANCELLED)
        shelf.put(session, broadcast_id, state="cancelled", cancelled=people, too_late=0)

    def _dropped(self, session: Session, broadcast_id: str, answer: Answer) -> None:
        """What had not left of it will not; each text says so itself. One that is not there yet never will be."""
        known = self.store.broadcasts.get(session, broadcast_id)
        if known is not None and known.state == "accepted":
            counted = {"cancelled": answer.cancelled or 0, "too_late": answer.too_late or 0}
            self.store.broadcasts.put(session, broadcast_id, state="cancelled", **counted)

    def _taken_back(self, session: Session, cancellation: Wish) -> None:
        """The text never leaves: its words are a draft again, and its own wish, if it still waits, is void."""
        message = self.store.threads.get(session, cancellation.ids["message_id"])
        if message is None:
            return
        waiting = self.store.outbox.making(session, message.message_id)
        if waiting is not None and self.store.outbox.accept(session, waiting.wish.write_id):
            self.store.pending.refuse(session, waiting.wish.write_id)
        media = tuple(item.sha256 for item in message.media if item.sha256 is not None)
        is_typed = message.broadcast_id is None and message.automatic is None  # by somebody, to them
        is_draft = is_typed and self._put_draft(session, message.client_id, message.body, media, "")
        if waiting is not None:
            self._never_came(session, waiting.wish)
        if is_draft and not message.seq:
            self.store.threads.remove(session, [message.message_id])
        else:
            self.store.threads.set_status(session, message.message_id, Status.CANCELLED, held_until_at=None)
        self._show(session, [("conversation", message.client_id)], cancellation)

    def _comes_back(self, session: Session, wish: Wish, why: str, reason: Reason) -> None:
        if wish.kind == "broadcast":
            self._broadcast_comes_back(session, wish, why)
            return
        message_id = wish.ids["message_id"]
        self._never_came(session, wish)
        if self._draft_again(session, wish, why):
            self.store.threads.remove(session, [message_id])
        else:
            self.store.threads.set_status(session, message_id, Status.FAILED, reason=reason.value, held_until_at=None)

    def _never_came(self, session: Session, wish: Wish) -> None:
        """A text of a broadcast that was sent again is not on the relay: its person stands as before it."""
        if wish.body.get("broadcast_id"):
            self.store.broadcasts.fall_back(session, wish.body["broadcast_id"], wish.body["client_id"])
            ring(session, Change("broadcast", wish.body["broadcast_id"]))

    def _draft_again(self, session: Session, wish: Wish, why: str) -> bool:
        body = wish.body
        return self._put_draft(session, body["client_id"], body["body"], tuple(body.get("media", ())), why)

    def _put_draft(self, session: Session, key: str, body: str, media: tuple[str, ...], why: str) -> bool:
        """Put words back into the draft, before anything typed since; False where a window is writing in it.

        What a person is typing is never touched: then the text stays in the conversation, marked as not sent.
        """
        present = self.store.drafts.get(session, key) or Draft(key, "")
        if present.body and present.owner is not None:
            return False
        words = f"{body}\n{present.body}" if present.body else body
        self.store.drafts.remove(session, key)
        carried = tuple(dict.fromkeys((*media, *present.media)))
        draft = Draft(key, new_id(), words, len(body), len(body), carried, problem=why or None, at=self.now_ms)
        self.store.drafts.put(session, draft)
        ring(session, Change("drafts", key))
        return True

    def _broadcast_comes_back(self, session: Session, wish: Wish, why: str) -> None:
        broadcast_id = wish.ids["broadcast_id"]
        typed_here = [m.message_id for m in self.store.threads.of_broadcast(session, broadcast_id) if not m.seq]
        self.store.threads.remove(session, typed_here)
        self.store.broadcasts.set_recipients(session, broadcast_id, [])
        columns = {"name": wish.body["name"], "body": wish.body["body"], "at": wish.at, "state": "refused"}
        self.store.broadcasts.put(session, broadcast_id, **columns)
        self._put_draft(session, f"broadcast:{broadcast_id}", wish.body["body"], (), why)
        ring(session, Change("broadcast", broadcast_id))

    def _show(self, session: Session, rows: Iterable[tuple[str, Key]], wish: Wish) -> None:
        """Make the lines of the inbox true that this touched, and ring the bell."""
        changes = [Change("outbox")]
        lines = {wish.body["client_id"]} if wish.kind == "message" else set()
        for table, key in rows:
            owner = _owner(table, key)
            changes += [Change(topic, owner) for topic in _TOPICS.get(table, ())]
            if table in ("client", "holding", "conversation"):
                lines.add(owner)
            elif table == "consent":
                lines |= _whose(self.store, session, key)
        for client_id in sorted(lines):
            self.store.conversations.refresh(session, client_id)
            changes += [Change("inbox", client_id), Change("thread", client_id)]
        ring(session, *changes)


def in_words(problem: Problem) -> str:
    """A problem as one says it to a caseworker: what is wrong, where, what to do."""
    title = problem.title.rstrip(".") + "."
    return " ".join(part for part in (title, problem.detail, problem.next_step) if part)


def _reason(problem: Problem) -> Reason:
    name = problem.type.rsplit("/", 1)[-1]
    return {"opted-out": Reason.OPTED_OUT, "too-late": Reason.EXPIRED}.get(name, Reason.OTHER)


def _opens_by_a_text(wish: Wish) -> bool:
    """Does it say of a text that it is no stop? The relay opens what that text still closes, whatever is shown here:
    a STOP that it had heard by then stands, and is not told again."""
    return wish.kind == "consent" and "message_id" in wish.body and wish.body["state"] != ConsentState.OPTED_OUT


def _owner(table: str, key: Key) -> str:
    """Whom a bell names for a row: the client, the group, the broadcast; where the key does not say it, anybody."""
    if table in ("note", "document", "appointment", "consent"):
        return ""
    return key if isinstance(key, str) else key[0]


def _whose(store: Store, session: Session, key: Key) -> set[str]:
    e164, client_id = (key[0], key[1]) if isinstance(key, tuple) else (key, "")
    holders: Any = store.numbers.holders(session, e164)
    return {holding.client_id for holding in holders} | ({client_id} if client_id else set())
