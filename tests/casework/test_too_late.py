"""What a pause, or a text that sounds like STOP, kept until it was too late; and pauses that end by their date."""

from typing import Any

from rise_tui.casework import card, held_texts, too_late
from rise_tui.casework.desk import Desk
from rise_tui.casework.too_late import EVERY_S, HearingPauses
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import FrozenClock, from_ms
from rise_tui.store.happenings import Happening
from rise_tui.store.statuses import Step
from rise_tui.store.threads import Message
from tests.casework.office import a_client, accepted, writes

HOUR = 3600_000
DAY = 24 * HOUR


def ours(desk: Desk, client_id: str, seq: int, *steps: tuple[str, str | None], ago: int = 0, **fields: Any) -> str:
    """The relay tells of a text of ours and of each step it took, an hour apart, the last so long ago (ms); its id."""
    message_id = f"ours-{seq}"
    status, reason = steps[-1] if steps else ("expired", "expired")
    why = reason if status == "held" else None
    told: dict[str, Any] = {"at": desk.now - ago, "seq": seq, "held_why": why, "broadcast_id": "b", **fields}
    with desk.store.writing() as session:
        desk.store.threads.put(session, Message(message_id, client_id, "outbound", "Monday at nine.", status, **told))
        for number, (each, because) in enumerate(steps):
            at = desk.now - ago - (len(steps) - 1 - number) * HOUR
            desk.store.statuses.add(session, Step(message_id, seq * 10 + number, at, each, because))
        desk.store.conversations.refresh(session, client_id)
    return message_id


def paused(desk: Desk, client_id: str, seq: int, ago: int, until_at: int | None = None) -> None:
    """The relay tells that somebody is paused, since so long ago (ms)."""
    words = {"status": "paused", "reason": "custody", "until_at": until_at}
    with desk.store.writing() as session:
        state = {"status": "paused", "status_reason": "custody", "status_until_at": until_at}
        desk.store.clients.put(session, client_id, seq=seq, **state)
        desk.store.happenings.add(session, Happening(client_id, seq, desk.now - ago, "status", words=words))


def shown(desk: Desk, client_id: str) -> list[tuple[str, str]]:
    """What whoever opens somebody again is shown."""
    found = held_texts.kept_by_pause(desk, client_id)
    return [(line.message_id, line.words) for line in found.page(0, found.count())]


WAS_PAUSED = (("held", "paused"), ("expired", "expired"))
TOO_LATE = "not sent: it would have been too late"


def test_after_three_days_of_pause_what_it_kept_too_long_is_shown_with_what_waits(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    paused(desk, ana, 5, 3 * DAY)
    late = ours(desk, ana, 6, *WAS_PAUSED, ago=2 * DAY)
    assert shown(desk, ana) == [(late, TOO_LATE)]
    assert held_texts.kept_by_pause(desk, ana).words() == "1 came too late"
    newer = ours(desk, ana, 7, *WAS_PAUSED, ago=DAY, broadcast_id=None)
    waits = ours(desk, ana, 8, ("held", "paused"))
    assert shown(desk, ana) == [(waits, "held: they were paused"), (newer, TOO_LATE), (late, TOO_LATE)]
    assert held_texts.kept_by_pause(desk, ana).words() == "1 text · 2 came too late"
    line = held_texts.kept_by_pause(desk, ana).page(1, 1)[0]
    assert (line.may_go, line.may_come_back, line.before) == (False, False, "")
    assert line.note == "Not sent: held until its time was over. Enter, then r, writes anew."
    card.set_status(desk, ana, ClientStatus.OPEN)
    accepted(desk, 20)
    assert len(shown(desk, ana)) == 3, "also when the office has it"


def test_what_came_too_late_for_another_reason_or_before_is_not_shown(desk: Desk) -> None:
    ana, other = a_client(desk, "Ana Ruiz"), a_client(desk, "Ben Ruiz", "+12155550143")
    paused(desk, ana, 5, 3 * DAY)
    ours(desk, ana, 6, *WAS_PAUSED, ago=4 * DAY)
    ours(desk, ana, 7, ("held", "quiet_hours"), ("expired", "expired"), ago=DAY)
    ours(desk, ana, 8, ("held", "paused"), ("queued", "other"), ("expired", "expired"), ago=DAY)
    ours(desk, ana, 9, ("held", "paused"), ("cancelled", None), ago=DAY)
    ours(desk, other, 10, *WAS_PAUSED, ago=DAY)
    assert shown(desk, ana) == []


def test_a_machine_that_was_signed_in_later_takes_what_went_to_many_since_the_pause(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    late = ours(desk, ana, 6, ago=DAY)
    ours(desk, ana, 7, ago=DAY, broadcast_id=None)
    assert shown(desk, ana) == [], "nobody knows of a pause"
    paused(desk, ana, 5, 3 * DAY)
    ours(desk, ana, 8, ago=4 * DAY)
    assert shown(desk, ana) == [(late, TOO_LATE)]


def test_how_many_came_too_late_while_nobody_decided_about_a_stop(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    assert too_late.of_stop_like(desk, ana) == 0
    writes(desk, ana, 5, "please stop texting me", at=desk.now - 3 * DAY, marks=("stop_like",))
    assert too_late.of_stop_like(desk, ana) == 0
    ours(desk, ana, 6, ("held", "stop_like"), ("expired", "expired"), ago=DAY)
    ours(desk, ana, 7, *WAS_PAUSED, ago=DAY)
    ours(desk, ana, 10, ("held", "stop_like"), ("expired", "expired"), ago=HOUR)
    ours(desk, ana, 8, ("held", "stop_like"), ago=DAY)
    ours(desk, ana, 9, ("held", "stop_like"), ("expired", "expired"), ago=5 * DAY)
    assert too_late.of_stop_like(desk, ana) == 2
    assert too_late.stop_like_words(2) == "2 held texts came too late"


def test_a_pause_that_ends_by_its_date_is_told_once_where_it_kept_something(desk: Desk, clock: FrozenClock) -> None:
    ana, other = a_client(desk, "Ana Ruiz"), a_client(desk, "Ben Ruiz", "+12155550143")
    for number, client_id in enumerate((ana, other)):
        paused(desk, client_id, 5 + number, DAY, until_at=desk.now + HOUR)
    hearing = HearingPauses(desk)
    ours(desk, ana, 8, ("held", "paused"))
    clock.ticks += EVERY_S
    assert hearing.ended(desk) == ""
    clock.at = from_ms(desk.now + 2 * HOUR)
    assert hearing.ended(desk) == "", "not with every fact that comes"
    clock.ticks += EVERY_S
    assert hearing.ended(desk) == "Ana Ruiz is open again: H has 1 text"
    clock.ticks += EVERY_S
    assert hearing.ended(desk) == ""
    assert HearingPauses(desk).ended(desk) == "", "the first line of the day says it"
    assert too_late.open_again_words(too_late.open_again(desk)) == "Ana Ruiz is open again: H has 1 text"
    card.set_status(desk, ana, ClientStatus.PAUSED, "custody")
    clock.ticks += EVERY_S
    assert hearing.ended(desk) == ""
    card.set_status(desk, ana, ClientStatus.OPEN)
    clock.ticks += EVERY_S
    assert hearing.ended(desk) == "", "who opened them was shown it"
    ours(desk, other, 9, ("held", "paused"))
    words = too_late.open_again_words(too_late.open_again(desk))
    assert words == "2 people are open again: H has what was held"
