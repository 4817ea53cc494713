"""How broadcasts stand: the list of them, and one in full while it goes out and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rise_tui.casework import planning
from rise_tui.casework.desk import Desk
from rise_tui.casework.standings import StateLine, state_lines
from rise_tui.domain.broadcast_words import version_words
from rise_tui.domain.broadcasts import LeftOut
from rise_tui.domain.clock import from_ms
from rise_tui.domain.errors import NotFound
from rise_tui.domain.hours import echo
from rise_tui.domain.pricing import dollars, price_micros
from rise_tui.domain.safe_text import one_line, safe_text
from rise_tui.domain.say import say, say_many
from rise_tui.domain.segments import weigh
from rise_tui.domain.tallies import Phase, Standing, Tally, gravity, in_about, left_out_in, phase_of, tally_of
from rise_tui.store.broadcasts import Broadcast
from rise_tui.store.engine import Session
from rise_tui.store.office import Office

NAME_CELLS = 60


@dataclass(frozen=True)
class BroadcastLine:
    """A broadcast in the list: its name (safe for a terminal), how far it is, its people; `at`: milliseconds."""

    broadcast_id: str
    name: str
    phase: Phase
    tally: Tally
    at: int
    not_before_at: int | None = None


@dataclass(frozen=True)
class BroadcastList:
    """All broadcasts that were confirmed, the newest first, page by page."""

    desk: Desk

    def count(self) -> int:
        """How many there are."""
        with self.desk.store.reading() as session:
            return self.desk.store.tallies.count(session)

    def page(self, offset: int, limit: int) -> Sequence[BroadcastLine]:
        """A stretch of them: two statements, however many people they have."""
        shelf, now = self.desk.store.tallies, self.desk.now
        with self.desk.store.reading() as session:
            found = shelf.headings(session, limit=limit, offset=offset)
            counts = shelf.counts(session, [one.broadcast_id for one in found])
        lines = []
        for one in found:
            tally = tally_of(counts.get(one.broadcast_id, ()))
            phase = phase_of(one.state, tally, is_paused=one.is_paused, not_before_at=one.not_before_at, now=now)
            name = one_line(one.name, NAME_CELLS)
            lines.append(BroadcastLine(one.broadcast_id, name, phase, tally, one.at, one.not_before_at))
        return lines


@dataclass(frozen=True)
class Overview:
    """One broadcast as its room shows it. Names and texts are safe for a terminal, texts keep their lines.

    `texts`: every version that went out, as (what it is called, its words); one alone is called nothing.

    `is_dropping`: dropping what has not left was asked for, and the office has not answered; `cancelled`, `too_late`:
    what it answered. `why`: why it was refused. `left_out`: how many get nothing for each reason.
    """

    broadcast_id: str
    name: str
    body: str
    phase: Phase
    tally: Tally
    lines: tuple[StateLine, ...]
    left_out: tuple[tuple[LeftOut | None, int], ...] = ()
    cost: str = ""
    done_in: str = ""
    leaves: str = ""
    is_dropping: bool = False
    cancelled: int = 0
    too_late: int = 0
    why: str = ""
    is_paused: bool = False
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """May any of it still leave?"""
        return self.tally.to_come > 0


def broadcasts(desk: Desk) -> BroadcastList:
    """Every broadcast that was confirmed, the newest first."""
    return BroadcastList(desk)


def overview(desk: Desk, broadcast_id: str) -> Overview:
    """How one broadcast stands now: a handful of statements, however many people it has. Raises NotFound."""
    store = desk.store
    with store.reading() as session:
        found = store.broadcasts.get(session, broadcast_id)
        if found is None:
            raise NotFound(say("There is no such group text"))
        tally = tally_of(store.tallies.counts(session, [broadcast_id]).get(broadcast_id, ()))
        phase = phase_of(found.state, tally, is_paused=found.is_paused, not_before_at=found.not_before_at, now=desk.now)
        office = store.office.get(session)
        held = store.tallies.held(session, broadcast_id) if tally.of(Standing.HELD) else ()
        is_asked = bool(store.outbox.list(session, dropping_lane(broadcast_id)))
        texts, segments = _weight(desk, session, found, tally)
        draft = store.drafts.get(session, f"broadcast:{broadcast_id}") if phase is Phase.REFUSED else None
        written = planning.sent_words(desk, session, broadcast_id).written
    return Overview(
        broadcast_id,
        one_line(found.name, NAME_CELLS),
        safe_text(found.body),
        phase,
        tally,
        state_lines(desk, found, phase, tally, office, held),
        _left_out(found),
        _cost(tally.people, segments, office),
        _done_in(phase, tally, segments / texts if texts else 1.0, office),
        echo(from_ms(found.not_before_at), desk.zone, desk.clock.now()) if found.not_before_at else "",
        is_asked or (found.state == "cancelled" and tally.to_come > 0),
        found.cancelled,
        found.too_late,
        one_line(draft.problem or "", 300) if draft is not None else "",
        found.is_paused,
        _texts({version_words(version): body for version, body in written.items()}, found.body),
    )


def _texts(versions: Mapping[str, str], body: str) -> tuple[tuple[str, str], ...]:
    """Each version under its name; the one text where there are no more, or where another machine sent it."""
    if len(versions) < 2:
        return (("", safe_text(body)),)
    return tuple((called, safe_text(words)) for called, words in versions.items())


def dropping_lane(broadcast_id: str) -> str:
    """The lane of dropping what has not left: one of its own, so that it may overtake its broadcast."""
    return f"broadcast_cancellation:{broadcast_id}"


def pausing_lane(broadcast_id: str) -> str:
    """The lane of pausing and going on, which may overtake its broadcast, too."""
    return f"broadcast_pause:{broadcast_id}"


def _weight(desk: Desk, session: Session, found: Broadcast, tally: Tally) -> tuple[int, int]:
    """How many texts there are, and as how many they are billed; guessed of those that the office has not told yet."""
    weight = desk.store.tallies.weight(session, found.broadcast_id)
    to_be_told = max(0, tally.people - weight.texts)
    return weight.texts + to_be_told, weight.segments + to_be_told * max(1, weigh(found.body).segments)


def _cost(people: int, segments: int, office: Office | None) -> str:
    """`57 people · 74 texts · $0.61`."""
    parts = [say_many("{count} person", "{count} people", people), say_many("{count} text", "{count} texts", segments)]
    if office is not None and office.price_micros:
        parts.append(dollars(price_micros(segments, office.price_micros)))
    return " · ".join(parts)


def _done_in(phase: Phase, tally: Tally, segments_each: float, office: Office | None) -> str:
    """`done in about 1 min 20 s`, for what goes out now; what is held leaves when it may."""
    if phase is not Phase.GOING or office is None or office.segments_per_second <= 0:
        return ""
    waiting = tally.of(Standing.WAITING)
    if not waiting:
        return ""
    return say("done in about {time}", time=in_about(waiting * segments_each / office.segments_per_second))


def _left_out(found: Broadcast) -> tuple[tuple[LeftOut | None, int], ...]:
    """How many for each reason, the gravest first; None: one that this version does not know."""
    counted = Counter(left_out_in(one["reason"]) for one in found.left_out)
    return tuple(sorted(counted.items(), key=lambda item: gravity(item[0])))
