"""How the line to the relay is, as every window shows it: up to date, catching up, offline, signed out."""

from dataclasses import replace

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.store.changes import Change
from rise_tui.store.store import Store

UP_TO_DATE, CATCHING_UP, OFFLINE, SIGNED_OUT = "up_to_date", "catching_up", "offline", "signed_out"
TOLD_EVERY_MS = 10_000
"""How old the written time of the last word from the relay may become while nothing else changes."""


class Line:
    """Writes the state of the line into the store, and only when it says something new."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def begin(self) -> None:
        """Nothing is heard yet: what an earlier life wrote is no longer true. Offline since the last word."""
        with self.store.writing(Change("line")) as session:
            cursor = self.store.cursor.get(session)
            if cursor.line in (UP_TO_DATE, CATCHING_UP):
                since = cursor.synced_at or now_ms(self.clock)
                self.store.cursor.put(session, replace(cursor, line=OFFLINE, line_since_at=since, problem=None))

    def heard(self, is_live: bool) -> None:
        """The relay spoke: all is here up to now (`is_live`), or more is to come."""
        now = now_ms(self.clock)
        state = UP_TO_DATE if is_live else CATCHING_UP
        with self.store.reading() as session:
            cursor = self.store.cursor.get(session)
        if cursor.line == state and (not is_live or 0 <= now - (cursor.synced_at or 0) < TOLD_EVERY_MS):
            return
        self._say(state, None, synced_at=now if is_live else None)

    def lost(self, problem: str) -> None:
        """No answer any more. `problem` names no person and no text. A further try in vain is nothing new."""
        with self.store.reading() as session:
            cursor = self.store.cursor.get(session)
        if (cursor.line, cursor.problem) != (OFFLINE, problem):
            self._say(OFFLINE, problem)

    def signed_out(self, kind: str) -> None:
        """The token opens nothing: `kind` is token-expired, token-revoked or device-wiped."""
        self._say(SIGNED_OUT, kind)

    def end(self) -> None:
        """Nobody listens from here on."""
        with self.store.reading() as session:
            cursor = self.store.cursor.get(session)
        if cursor.line in (UP_TO_DATE, CATCHING_UP):
            self._say(OFFLINE, None)

    def _say(self, state: str, problem: str | None, synced_at: int | None = None) -> None:
        now = now_ms(self.clock)
        with self.store.writing(Change("line")) as session:
            cursor = self.store.cursor.get(session)
            since = cursor.line_since_at if cursor.line == state else now
            told = replace(cursor, line=state, line_since_at=since, problem=problem)
            self.store.cursor.put(session, replace(told, synced_at=synced_at) if synced_at is not None else told)
