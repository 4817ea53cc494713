"""The line of keys offers what can be done for who stands there, and nothing else."""

import pytest

from rise_tui.domain.inbox_keys import ANYBODY, Keys, Possible, list_keys, possible, thread_keys
from rise_tui.domain.roll_words import card_keys
from rise_tui.store.lines import Line

ROW = Line("c1", "Ana Ruiz", "0142", state="needs_reply", snippet="hi", last_at=1, last_inbound_seq=5)


def offered(keys: Keys) -> str:
    """The keys alone."""
    return " ".join(key for key, _ in keys)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW, "r a t s Enter / \\"),
        (ROW._replace(consent="opted_out"), "a s m i Enter / \\"),
        (ROW._replace(phone_end=""), "a s m i Enter / \\"),
        (ROW._replace(client_id="tel:+12155550148"), "r a t s Enter / \\"),
        (ROW._replace(client_id="tel:+12155550148", consent="opted_out"), "a s i Enter / \\"),
        (Line("c1"), "a n / \\"),
    ],
)
def test_in_the_list_a_key_that_would_only_say_no_is_not_offered(row: Line, expected: str) -> None:
    assert offered(list_keys("", possible(row))) == expected


@pytest.mark.parametrize(
    ("can", "expected"),
    [
        (ANYBODY, "Esc = r a t m f h i"),
        (Possible(may_text=False), "Esc a m f h i"),
        (Possible(is_taken=True), "Esc = r a m f h i"),
        (Possible(is_number=True), "Esc = r a t h i"),
        (Possible(is_here=False, may_text=False), "Esc n /"),
    ],
)
def test_in_the_conversation_a_key_that_would_only_say_no_is_not_offered(can: Possible, expected: str) -> None:
    assert offered(thread_keys("", can, has_failed=True, has_photo=True)) == expected
    assert "h" not in offered(thread_keys("", can, has_ours=False)).split()


def test_the_words_say_what_the_key_does_for_this_one() -> None:
    assert ("r", "take over") in list_keys("", Possible(is_taken=True))
    assert ("a", "let it go") in list_keys("", possible(ROW, is_seen_to=True))
    assert ("i", "whose it is") in thread_keys("", Possible(is_number=True))
    less = ("-", "not a stop, or answers only")
    assert list_keys("opt out")[:2] == thread_keys("opt out")[:2] == (("y", "opt out"), less)
    nobodys = Possible(is_number=True)
    assert list_keys("opt out", nobodys)[1] == thread_keys("opt out", nobodys)[1] == ("-", "not a stop")


def test_the_card_of_somebody_who_may_not_be_texted_offers_no_text() -> None:
    assert offered(card_keys(is_page=True)) == "Enter + m r Esc"
    assert offered(card_keys(is_page=True, may_text=False)) == "Enter + m Esc"
