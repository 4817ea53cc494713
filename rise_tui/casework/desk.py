"""Where a caseworker works: the store, the clock, who they are, and how long a sent text is held."""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from rise_tui.domain.clock import Clock, from_ms, now_ms, zone
from rise_tui.domain.errors import RiseError
from rise_tui.domain.hours import DAYS, LONG_MONTHS, MONTHS
from rise_tui.domain.ids import CaseworkerId
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session
from rise_tui.store.notices import CARRIER
from rise_tui.store.office import Office
from rise_tui.store.store import Store


@dataclass(frozen=True)
class LineState:
    """How the line to the office is, in words, and whether what is shown is up to date.

    `since` is the same without what waits here, `short` what is said where there is no room.
    """

    words: str
    is_up: bool
    since: str = ""
    short: str = ""


@dataclass(frozen=True)
class Desk:
    """What every act of casework is given. `window` names this process for the drafts it writes in.

    `papers`: the kinds of documents that the office wants of every client.
    """

    store: Store
    clock: Clock
    caseworker_id: CaseworkerId
    office_id: str
    zone: str
    name: str = ""
    office: str = ""
    hold_seconds: float = 8
    window: str = ""
    papers: tuple[str, ...] = ("id", "lease", "paystub", "certificate")

    @property
    def now(self) -> int:
        """The time in milliseconds."""
        return now_ms(self.clock)

    @cached_property
    def written_here(self) -> set[str]:
        """The texts that were let go at this desk since it was opened: they are nobody else's."""
        return set()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return zone(self.zone)

    def day_and_time(self, at: int) -> tuple[str, str]:
        """A time in milliseconds as `Thu 19 Nov` (`Today`; with the year if it is another) and `9:02`."""
        local, now = from_ms(at).astimezone(self._zone), self.clock.now().astimezone(self._zone)
        if local.date() == now.date():
            day = say("Today")
        else:
            day = f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
            if local.year != now.year:
                day += f" {local.year}"
        return day, f"{local.hour}:{local.minute:02d}"

    def long_day(self, at: int) -> str:
        """The day of a time in milliseconds as one writes it above its texts: `Thu 19 November`, `Today`."""
        local, now = from_ms(at).astimezone(self._zone), self.clock.now().astimezone(self._zone)
        if local.date() == now.date():
            return say("Today")
        year = "" if local.year == now.year else f" {local.year}"
        return f"{DAYS[local.weekday()]} {local.day} {LONG_MONTHS[local.month - 1]}{year}"

    @property
    def is_new_here(self) -> bool:
        """Has this machine never had everything yet, so that an empty list says nothing?"""
        with self.store.reading() as session:
            return self.store.cursor.get(session).synced_at is None

    @property
    def is_up_to_date(self) -> bool:
        """Is nothing older than this moment still on its way here?"""
        with self.store.reading() as session:
            return self.store.cursor.get(session).line == "up_to_date"

    @property
    def taken_back(self) -> str:
        """How the office took this sign-in back, so that nobody reads on here: `token-revoked`, `device-wiped`.

        Empty while it stands; one that ran out only waits.
        """
        with self.store.reading() as session:
            cursor = self.store.cursor.get(session)
        is_over = cursor.line == "signed_out" and cursor.problem != "token-expired"
        return (cursor.problem or "token-revoked") if is_over else ""

    @property
    def acts_waiting(self) -> int:
        """How many acts the office does not have yet; that one has read something is none."""
        with self.store.reading() as session:
            return self.store.outbox.acts(session)

    def line(self) -> LineState:
        """`up to date 8:42`, `offline since 8:10, 3 wait here`."""
        with self.store.reading() as session:
            cursor = self.store.cursor.get(session)
            waiting = self.store.outbox.acts(session)
            carrier = self.store.notices.get(session, CARRIER)
            is_stopped = self._held_office(session) is not None
        is_stopped = is_stopped or (carrier is not None and bool(carrier.words.get("is_stopped")))
        if cursor.line in ("up_to_date", "catching_up") and is_stopped:
            return self._line(say("no text goes out"), is_up=False)
        if cursor.line == "up_to_date":
            at = cursor.synced_at or self.now
            return self._line(say("up to date {time}", time=self.day_and_time(at)[1]), is_up=True)
        if cursor.line == "catching_up":
            return self._line(say("catching up …"), is_up=True)
        if cursor.line == "signed_out":
            words = say("signed out: rise login")
            return LineState(words, is_up=False, since=words, short=say("signed out"))
        since = say("offline")
        if cursor.line_since_at:
            day, time = self.day_and_time(cursor.line_since_at)
            when = time if day == say("Today") else f"{day} {time}"
            since = say("offline since {time}", time=when)
        if waiting:
            here = say_many("{count} waits here", "{count} wait here", waiting)
            short = say_many("offline, {count} waits", "offline, {count} wait", waiting)
            return LineState(f"{since}, {here}", is_up=False, since=since, short=short)
        return LineState(since, is_up=False, since=since, short=say("offline"))

    def sending_trouble(self) -> tuple[int, RiseError] | None:
        """Why no text goes out now, and which event says so; None while texts go.

        The office may have stopped all of them, or the phone company takes none.
        """
        with self.store.reading() as session:
            notice = self.store.notices.get(session, CARRIER)
            office = self._held_office(session)
        if office is not None:
            because = one_line(OfficeRules.of(office.rules).held_because, 200)
            title = say("Your office has stopped all texts")
            step = say("What you write waits and loses nothing. Texts still come in.")
            return office.seq, RiseError(title, because, step)
        if notice is None or not notice.words.get("is_stopped"):
            return None
        title, detail = (one_line(str(notice.words.get(part, "")), 200) for part in ("title", "detail"))
        title = say("The phone company takes no texts: {title}", title=title.rstrip("."))
        step = say("Yours wait and lose nothing. Tell your administrator.")
        return notice.seq, RiseError(title, detail, step)

    def _held_office(self, session: Session) -> Office | None:
        """The office, if somebody has stopped all its texts."""
        office = self.store.office.get(session)
        return office if office is not None and OfficeRules.of(office.rules).is_held else None

    def _line(self, words: str, *, is_up: bool) -> LineState:
        return LineState(words, is_up, since=words, short=words)
