"""What the office does not take is told once, also where rise was closed meanwhile."""

from rise_tui.casework import noting, texting
from rise_tui.casework.desk import Desk
from rise_tui.casework.hearing_no import HearingNo
from tests.casework.office import a_client, refused


def test_what_was_not_taken_is_told_once_also_by_the_next_start(desk: Desk) -> None:
    marcus = a_client(desk)
    hearing = HearingNo(desk)
    assert hearing.trouble(desk) is None
    noting.write(desk, marcus, "He called.")
    texting.send(desk, marcus, "See you.")
    refused(desk, "This is not yours", "He went to Luis.")
    told = HearingNo(desk).trouble(desk)
    assert told is not None
    assert (told.title, told.detail) == ("Not taken: a note, Marcus Bell", "This is not yours. He went to Luis.")
    assert HearingNo(desk).trouble(desk) is None, "it was told"
    assert hearing.trouble(desk) is not None, "another window tells it, too"
    for _ in range(2):
        noting.write(desk, marcus, "He called again.")
    refused(desk)
    again = HearingNo(desk).trouble(desk)
    assert again is not None
    assert again.title == "2 acts were not taken"
