"""Keeps the replica true to the log: short transactions, the cursor in each, the snapshot, who is gained and lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.ids import new_id
from rise_tui.store.changes import Change, everything
from rise_tui.store.cursor import Cursor
from rise_tui.store.engine import Session
from rise_tui.store.forgetting import (
    A_FEW,
    forget_asides,
    forget_client,
    forget_everything,
    forget_messages,
    forget_replica,
    forget_rows,
    forget_some_texts,
    unneeded,
)
from rise_tui.store.notices import READER, STEPPED_OVER
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync.answers import ComeBackLater, RefusedByRelay
from rise_tui.sync.courtesy import Courtesy
from rise_tui.sync.event_stream import BATCH, Heard
from rise_tui.sync.facts_people import client_moved
from rise_tui.sync.inbound import readable, take
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.taking import Reader, Taking
from rise_tui.version import __version__
from rise_tui.wire.events import CaseworkerChanged, ClientAssigned, ClientReleased, Event, Purged

BUDGET_S = 0.004
"""How long one transaction may keep the UI's writes waiting, in seconds."""
YIELD_S = 0.002
"""The pause between two of them, in which the UI's write gets its turn."""
APART = frozenset({"ClientAssigned", "ClientReleased", "Purged"})
"""Events that need the relay, or take rows away: they are not done within somebody else's transaction."""


class EpochChanged(Exception):
    """The log began anew, or one may see other things than before: the replica must be built from the snapshot."""


class Replica:
    """The store's copy of what one caseworker may see."""

    def __init__(
        self, store: Store, client: RelayClient, me: Reader, clock: Clock, courtesy: Courtesy | None = None
    ) -> None:
        self.store, self.client, self.me, self.clock = store, client, me, clock
        self.courtesy = courtesy or Courtesy(clock)
        self.applied = 0
        """Events that were put into the store since the start."""
        self._line_s = 0.0
        """How long it lately took to make one line of the inbox true, in seconds: part of what a transaction costs."""

    def cursor(self) -> Cursor:
        """How far it is."""
        with self.store.reading() as session:
            return self.store.cursor.get(session)

    async def begin(self, epoch: str) -> int:
        """Make it a replica of that epoch, loading the snapshot where need be; the number after which events follow.

        Drafts, the outbox and what only this machine has are kept. A load that was cut short goes on where it was.
        """
        if self.cursor().epoch != epoch or self._can_read_more() or self._had_other_rights():
            await self._begin_anew(epoch)
        self._keep_the_reader()
        if self.cursor().snapshot_page is not None:
            await self._load(epoch)
        return self.cursor().seq

    async def take(self, heard: Heard) -> None:
        """Put a stretch of the log into the store, with the cursor. Raises EpochChanged."""
        await self.courtesy.give_way()
        cursor = self.cursor()
        if heard.epoch != cursor.epoch:
            raise EpochChanged
        events = [event for event in heard.events if event.seq > cursor.seq]
        while events:
            if events[0].type in APART:
                await self._apart(events.pop(0))
                continue
            ahead = next((i for i, event in enumerate(events) if event.type in APART), len(events))
            done = self._transaction(events[:ahead], is_log=True)
            await self._check_role(events[:done])
            events = events[done:]
            if events:
                await self._yield()
        if heard.next > self.cursor().seq:
            self._move(heard.next)

    async def _apply(self, events: Sequence[Event]) -> None:
        """Events that are not the log's next ones: of a snapshot, or of a client's past."""
        left = [event for event in events if event.type not in APART]
        while left:
            left = left[self._transaction(left, is_log=False) :]
            await self._yield()

    async def _yield(self) -> None:
        """Others write, and keys are answered."""
        await self.clock.sleep(YIELD_S)
        await self.courtesy.give_way()

    def _transaction(self, events: Sequence[Event], *, is_log: bool) -> int:
        """Apply as many as are allowed at once, fewer where a key waits for its answer; how many that were."""
        began, done = self.clock.monotonic(), 0
        with self.store.writing() as session:
            taking = Taking(session, self.store, self.me, now_ms(self.clock))
            for event in events[:BATCH]:
                take(taking, event)
                done += 1
                taken = self.clock.monotonic()
                if self.courtesy.is_asked or taken - began + len(taking.conversations) * self._line_s > BUDGET_S:
                    break
            lines = len(taking.conversations)
            taking.close()
            self._line_s = (self._line_s + (self.clock.monotonic() - taken) / lines) / 2 if lines else self._line_s
            if is_log:
                self.store.cursor.move(session, events[done - 1].seq)
        self.applied += done
        return done

    def _move(self, seq: int) -> None:
        with self.store.writing() as session:
            self.store.cursor.move(session, seq)

    # -- the snapshot ----------------------------------------------------------------------------------------------

    async def _begin_anew(self, epoch: str) -> None:
        """Forget what came from the relay, for the snapshot to bring it again."""
        await self._forget_texts()
        with self.store.writing(*everything()) as session:
            cursor = self.store.cursor.get(session)
            if cursor.epoch:
                forget_replica(session)
            self.store.notices.remove(session, STEPPED_OVER)
            self.store.cursor.put(session, replace(cursor, epoch=epoch, seq=0, snapshot_page="", snapshot_seq=None))

    async def _forget_texts(self, client_id: str | None = None) -> None:
        """The bulk of what is forgotten goes a little at a time; cut short, the rest goes the next time."""
        while True:
            with self.store.writing() as session:
                if not forget_some_texts(session, client_id):
                    return
            await self.clock.sleep(YIELD_S)

    def _can_read_more(self) -> bool:
        """Has another version of rise stepped over facts that this one may know how to read?"""
        with self.store.reading() as session:
            notice = self.store.notices.get(session, STEPPED_OVER)
        return notice is not None and notice.words.get("version") != __version__

    def _had_other_rights(self) -> bool:
        """Was the log read in another role so far? Then other things may be seen, also of what was long ago."""
        known = self._reader()
        return known is not None and known.get("role") != self.me.role

    def _keep_the_reader(self) -> None:
        words = {"caseworker_id": self.me.caseworker_id, "device_id": self.me.device_id, "role": self.me.role}
        if self._reader() != words:
            with self.store.writing(Change("office")) as session:
                self.store.notices.put(session, READER, words, seq=0, at=now_ms(self.clock))

    def _reader(self) -> Mapping[str, Any] | None:
        with self.store.reading() as session:
            notice = self.store.notices.get(session, READER)
        return None if notice is None else notice.words

    async def _load(self, epoch: str) -> None:
        """Read the snapshot page by page, newest conversations first: what is there can be used meanwhile."""
        cursor = self.cursor()
        page, seq = cursor.snapshot_page, cursor.snapshot_seq
        while page is not None:
            try:
                snapshot = await self.client.snapshot(page or None)
            except RefusedByRelay as error:
                if not page:
                    raise ComeBackLater("the relay gives no snapshot") from error
                page, seq = "", None  # an older relay's page, or one that expired: from the start
                continue
            if snapshot.epoch != epoch:
                raise EpochChanged
            seq = snapshot.seq if seq is None else seq
            await self._apply(snapshot.events)
            page = snapshot.page
            with self.store.writing(*(everything() if page is None else ())) as session:
                now = self.store.cursor.get(session)
                reached = seq if page is None else now.seq
                kept = None if page is None else seq
                self.store.cursor.put(session, replace(now, seq=reached, snapshot_page=page, snapshot_seq=kept))

    async def _check_role(self, events: Sequence[Event]) -> None:
        """A supervisor sees more than a caseworker: whoever becomes one, or is one no longer, begins anew."""
        for event in events:
            fact = readable(event) if event.type == "CaseworkerChanged" else None
            if not isinstance(fact, CaseworkerChanged) or fact.caseworker_id != self.me.caseworker_id:
                continue
            if fact.role != self.me.role:
                await self._begin_anew(self.cursor().epoch)
                raise EpochChanged

    # -- who is gained and lost --------------------------------------------------------------------------------------

    async def _apart(self, event: Event) -> None:
        """Do what the event asks for, then move the cursor: cut short, it is simply done again."""
        fact = readable(event)
        if fact is None:
            with self.store.writing() as session:
                Taking(session, self.store, self.me, now_ms(self.clock)).step_over(event, "its shape")
        elif isinstance(fact, ClientReleased):  # before ClientAssigned, which it is a kind of
            if not self.me.sees_all and fact.from_caseworker_id in (None, self.me.caseworker_id):
                await self._forget("client", [fact.client_id])
        elif isinstance(fact, ClientAssigned):
            if self._is_news(event, fact):
                await self._read_past(fact.client_id)
        elif isinstance(fact, Purged):
            if fact.before_at is not None:
                with self.store.writing() as session:
                    forget_asides(session, fact.before_at)
            await self._forget(fact.kind, fact.ids, is_more_to_come=fact.part_of is not None)
            self._report(fact)
        if isinstance(fact, ClientAssigned):
            self._keep_the_move(event, fact)
        self._move(event.seq)
        self.applied += 1

    def _keep_the_move(self, event: Event, fact: ClientAssigned) -> None:
        """That a client went from one to another stands in their conversation, for whoever still sees it."""
        with self.store.writing() as session:
            if self.store.clients.get(session, fact.client_id) is not None:
                taking = Taking(session, self.store, self.me, now_ms(self.clock))
                with taking.one(event):
                    client_moved(taking, event, fact)
                taking.close()

    def _is_news(self, event: Event, fact: ClientAssigned) -> bool:
        """Is there a past to read? Not of a client whom one has just made oneself, and not for who sees all anyway."""
        if fact.why == "claim":
            return True
        if self.me.sees_all or fact.to_caseworker_id not in (None, self.me.caseworker_id):
            return False
        with self.store.reading() as session:
            is_here = self.store.clients.get(session, fact.client_id) is not None
        return not (is_here and fact.from_caseworker_id is None and event.actor == self.me.caseworker_id)

    async def _read_past(self, client_id: str) -> None:
        after = 0
        while True:
            try:
                page = await self.client.past(client_id, after)
            except RefusedByRelay:
                return  # released again meanwhile: the log says so further on
            await self._apply(page.events)
            if page.next <= after:
                return
            after = page.next

    async def _forget(self, kind: str, ids: Sequence[str], *, is_more_to_come: bool = False) -> None:
        """Rows, photos and what the search knows of them go; own drafts stay. The files are cleaned with the last."""
        if kind in ("client", "conversation"):
            for client_id in ids:
                await self._forget_texts(client_id)
        for start in range(0, len(ids), A_FEW):
            is_last = start + A_FEW >= len(ids)
            with self.store.writing(*(everything() if is_last else ())) as session:
                for sha256 in _forget_some(session, kind, ids[start : start + A_FEW]):
                    self.store.photo_file.remove(sha256)  # before the commit: cut short, it is done again
            await self._yield()
        if is_more_to_come:
            return
        with self.store.reading() as session:
            left = unneeded(session, self.store.photo_file.list())
        for sha256 in left:  # what had gone out to them, and what was never sent
            self.store.photo_file.remove(sha256)
        self.store.scrub()

    def _report(self, fact: Purged) -> None:
        """With the last of a purge the relay is told that it is done on this machine too."""
        if fact.purge_id is None:
            return
        done = Wish(
            write_id=new_id(),
            lane=f"purge:{fact.purge_id}",
            kind="purge_done",
            ids={"purge_id": fact.purge_id},
            at=now_ms(self.clock),
        )
        with self.store.writing(Change("outbox")) as session:
            self.store.outbox.add(session, done)


def _forget_some(session: Session, kind: str, ids: Sequence[str]) -> list[str]:
    """These go from the store; the SHA-256 of photos that nobody needs now."""
    if kind in ("message", "messages"):
        return forget_messages(session, ids)
    if kind in ("client", "conversation"):
        return [sha256 for client_id in ids for sha256 in forget_client(session, client_id)]
    return forget_rows(session, kind, ids)


def wipe(store: Store) -> None:
    """Nothing of the office stays on this machine: replica, photos, drafts and the outbox, overwritten."""
    with store.writing(*everything()) as session:
        cursor = store.cursor.get(session)
        forget_everything(session)
        store.cursor.put(session, Cursor(line=cursor.line, line_since_at=cursor.line_since_at, problem=cursor.problem))
    store.photo_file.empty()
    store.scrub()
