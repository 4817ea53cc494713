"""Who looked at whom is told to the office: not whom one passes by, and not twice for one look."""

from rise_tui.casework import looked_at
from rise_tui.casework.desk import Desk
from rise_tui.casework.looked_at import Look, Looks
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import a_client, outbox


def test_a_look_is_told_once_when_one_turns_away_and_not_of_whom_one_passes_by() -> None:
    looks = Looks()
    assert looks.turn_to("ana", 0) is None
    assert looks.turn_to("ben", 500) is None
    assert looks.turn_to(None, 60_000) == Look("ben", 500, 60_000)
    assert looks.turn_to("ben", 61_000) is None
    assert looks.turn_to("tel:+12155550199", 120_000) is None  # back within ten minutes: the same look
    assert looks.turn_to("ben", 200_000) is None  # a number is nobody's file
    assert looks.turn_to("ana", 900_000) is None
    assert looks.turn_to("ben", 1_500_000) == Look("ana", 900_000, 1_500_000)
    assert looks.turn_to(None, 1_600_000) == Look("ben", 1_500_000, 1_600_000)


def test_a_look_is_a_wish_that_nobody_waits_for(desk: Desk) -> None:
    ana = a_client(desk)
    looked_at.tell(desk, Look(ana, desk.now - 60_000, desk.now))
    (entry,) = outbox(desk)
    RESOURCES["look"].body.model_validate(dict(entry.wish.body))
    assert desk.acts_waiting == 0
    looked_at.tell_read(desk, ana)
    looked_at.tell_read(desk, "tel:+12155550199")
    assert [each.wish.body["client_id"] for each in outbox(desk)] == [ana, ana]
