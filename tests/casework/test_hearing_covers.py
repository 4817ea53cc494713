"""That a cover is over is told once, and nothing that ended before."""

from rise_tui.casework import covering
from rise_tui.casework.desk import Desk
from rise_tui.casework.hearing_covers import HearingCovers
from tests.casework.office import DANA
from tests.casework.test_transferring import LUIS, SAM, hired

HOUR = 3600_000
DAY = 24 * HOUR
LUIS_IS_DONE = "Luis Ortiz's cover for you is over: nobody waits."
SAM_IS_DONE = "Sam Field's cover for you is over: nobody waits."


def over(desk: Desk, cover_id: str, by: str, ago: int, seq: int) -> None:
    """A cover for Dana ended so long ago (milliseconds)."""
    ended_at = desk.now - ago
    columns = {"of_caseworker_id": str(DANA), "by_caseworker_id": by, "from_at": ended_at - DAY, "until_at": ended_at}
    with desk.store.writing() as session:
        desk.store.covers.put(session, cover_id, seq=seq, **columns, is_ended=True, ended_at=ended_at)


def test_reading_what_a_newer_cover_brought_announces_no_older_one(desk: Desk) -> None:
    hired(desk)
    over(desk, "older", LUIS, 9 * DAY, 20)
    over(desk, "newer", SAM, HOUR, 21)
    hearing = HearingCovers(desk)
    assert hearing.ended(desk) == "", "both had ended before"
    covering.mark_read(desk, "newer")
    assert hearing.ended(desk) == ""
    over(desk, "now", LUIS, 0, 22)
    assert hearing.ended(desk) == LUIS_IS_DONE
    covering.mark_read(desk, "now")
    assert hearing.ended(desk) == ""


def test_each_of_those_that_end_at_one_moment_is_told_when_it_is_known_here(desk: Desk) -> None:
    hired(desk)
    hearing = HearingCovers(desk)
    over(desk, "b", LUIS, 0, 20)
    assert hearing.ended(desk) == LUIS_IS_DONE
    over(desk, "c", SAM, 0, 21)
    assert hearing.ended(desk) == SAM_IS_DONE
    with desk.store.writing() as session:
        desk.store.covers.put(session, "c", seq=22, received=3)
    assert hearing.ended(desk) == ""


def test_what_was_read_in_another_window_is_not_told_in_this_one(desk: Desk) -> None:
    hired(desk)
    hearing = HearingCovers(desk)
    over(desk, "now", LUIS, 0, 20)
    covering.mark_read(desk, "now")
    assert hearing.ended(desk) == ""
