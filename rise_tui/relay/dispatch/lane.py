"""One sender's way out: reserve the slot, claim what fits, begin each text in its moment or give it back."""

import asyncio
import logging

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.dispatch.pacer import AHEAD_S, Pacer, Window
from rise_tui.relay.dispatch.posting import Posting, Terms
from rise_tui.relay.dispatch.retry import Trouble
from rise_tui.relay.dispatch.schedule import LONGEST_REST_S, QueueBell, rest
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.claiming import Claimant, Claims, Sender, claim, next_due_at, save_slot
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.queue import Claimed

log = logging.getLogger(__name__)

BEGIN_S = 0.5
"""A text that has not begun so long after its claim is given back."""
EARLY_S = 0.05
"""How long before a free slot the line is looked at."""
MOST_CLAIMED = 32
"""In one transaction, so that nobody else waits long for the writer."""
PAUSE_S = 1.0
LONGEST_KEPT_S = 60.0
"""How far into the future a slot of an earlier life counts: the time of day may have jumped."""
FAREWELL_S = 5.0
"""How long texts that are under way may take while the relay goes down."""


class Lane:
    """The texts of one sender, at its own pace."""

    def __init__(
        self, name: str, sender: Sender, hub: Hub, clock: Clock, terms: Terms, posting: Posting, trouble: Trouble
    ) -> None:
        """`name` is this process's, in the claims that it makes."""
        self.sender = sender
        self.bell = QueueBell(sender.office_id)
        self.pacer = Pacer(sender.segments_per_second, clock.monotonic)
        kept_back = (sender.slot_at - now_ms(clock)) / 1000
        self.pacer.hold_until(clock.monotonic() + min(max(kept_back, 0.0), LONGEST_KEPT_S))
        self.window = Window(sender.segments_per_second)
        self._name = name
        self._hub = hub
        self._clock = clock
        self._terms = terms
        self._posting = posting
        self._trouble = trouble
        self._moved = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closing = False

    def set_pace(self, segments_per_second: float) -> None:
        """From the next text on."""
        self.pacer.rate = self.window.rate = segments_per_second

    async def run(self) -> None:
        """Send until told to stop; then wait a little for what is under way."""
        self._hub.ears.add(self.bell)
        try:
            while not self._is_closing:
                await self._turn_safely()
        finally:
            self._hub.ears.discard(self.bell)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FAREWELL_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def stop(self) -> None:
        """Begin nothing more."""
        self._is_closing = True
        self.bell.is_woken.set()
        self._moved.set()

    async def _turn_safely(self) -> None:
        try:
            await self._turn()
        except (Busy, DiskFull):
            await rest(self._clock, self._moved, PAUSE_S)
        except Shut:
            self._is_closing = True
        except ArmedFailure:
            log.warning("an armed failure: the leases will run out")
        except Exception as error:  # noqa: BLE001 - one bad turn must not stop a sender for good; the type alone is told
            log.error("a turn of a sender failed: %s", type(error).__name__)
            await rest(self._clock, self._moved, PAUSE_S)

    async def _turn(self) -> None:
        """One look at the line: wait, or claim and post."""
        due_at = self._hub.read(lambda tx: next_due_at(tx, self.sender))
        until_due = LONGEST_REST_S if due_at is None else (due_at - now_ms(self._clock)) / 1000
        if until_due > 0:
            await rest(self._clock, self.bell.is_woken, min(until_due, LONGEST_REST_S))
            return
        pause = self._pause()
        if pause > 0:
            await rest(self._clock, self._moved, min(pause, LONGEST_REST_S))
            return
        claimed_at, mark = self._clock.monotonic(), self.pacer.free_at
        probes = self._trouble.probes
        try:
            claims = await self._hub.write(self._claim)
        except BaseException:
            self.pacer.give_back(mark)
            self._trouble.forget_probes(but=probes)
            raise
        self._posting.under_way.update(text.message_id for text in claims.texts)
        if claims.texts:
            await self._begin_all(claims.texts, claimed_at)
        elif not claims.settled:  # what is due waits for another text to the same number
            await rest(self._clock, self._moved, PAUSE_S)

    def _pause(self) -> float:
        now = self._clock.monotonic()
        if not self.window.room:
            return LONGEST_REST_S
        return max(self._trouble.pause(now), self.pacer.free_at - now - EARLY_S)

    def _claim(self, tx: Tx) -> Claims:
        until = self._clock.monotonic() + AHEAD_S
        claimant = Claimant(
            name=self._name,
            now=now_ms(self._clock),
            lease_ms=round(self._terms.lease_seconds * 1000),
            reconcile_ms=round(self._terms.reconcile_seconds * 1000),
            limit=1 if self._trouble.kind else min(MOST_CLAIMED, self.window.claimable()),
        )
        if self._trouble.pause(self._clock.monotonic()) > 0:
            return Claims()
        claims = claim(tx, self.sender, claimant, lambda segments: self.pacer.reserve(segments, until))
        for text in claims.texts:
            self._trouble.probe(text.message_id)
        if claims.texts:
            free_in = self.pacer.free_at - self._clock.monotonic()
            save_slot(tx, self.sender, claimant.now + round(max(0.0, free_in) * 1000))
        return claims

    async def _begin_all(self, texts: list[Claimed], claimed_at: float) -> None:
        """Begin each text in its slot. What cannot begin in time, or in a trouble, goes back unspent."""
        begin_by = claimed_at + BEGIN_S
        begun = 0
        try:
            self._hub.fail.at("claim_after_commit")
            for text in texts:
                if not await self._is_moment_of(text, begin_by):
                    break
                self._begin(text)
                begun += 1
        finally:
            unspent = texts[begun:]
            self._posting.under_way.difference_update(text.message_id for text in unspent)
        if unspent:
            self.pacer.give_back(unspent[0].slot)
            await self._posting.give_back(unspent)

    async def _is_moment_of(self, text: Claimed, begin_by: float) -> bool:
        """Wait for the text's slot and for room; False when it may not begin any more."""
        early = text.slot - self._clock.monotonic()
        if early > 0:
            await self._clock.sleep(early)
        while not self.window.room and (left := begin_by - self._clock.monotonic()) > 0:
            await rest(self._clock, self._moved, left)
        if self._is_closing or not self._trouble.lets_begin(text.message_id):
            return False
        return self.window.room > 0 and self._clock.monotonic() <= begin_by

    def _begin(self, text: Claimed) -> None:
        self.window.under_way += 1
        task = asyncio.create_task(self._post(text))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, text: Claimed) -> None:
        began = self._clock.monotonic()
        try:
            rest_s = await self._posting.post(text)
            if rest_s is not None:
                self.pacer.hold_until(self._clock.monotonic() + rest_s)
        except Shut:
            self._is_closing = True
        except Exception as error:  # noqa: BLE001 - the lease runs out and the text is looked up; the type alone is told
            log.error("a text's outcome is open: %s", type(error).__name__)
        finally:
            self.window.under_way -= 1
            self.window.took(self._clock.monotonic() - began)
            self._posting.under_way.discard(text.message_id)
            self._trouble.settled(text.message_id)
            self._moved.set()
            self.bell.is_woken.set()
