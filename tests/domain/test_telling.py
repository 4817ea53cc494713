"""Which text a line tells: nothing grave is hidden by a later one, and no question by a thank-you."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.marks import marks_of
from rise_tui.domain.telling import Unanswered, dealt_with_through, first_words, says_something, told

BODIES = (
    "they kicked me out",
    "stop texting me please",
    "Can I come Monday?",
    "my stub",
    "yes",
    "ok",
    "thanks",
    "gracias",
    "",
    "Liked “See you at 9”",
)


def texts(*bodies: str) -> list[Unanswered]:
    return [
        Unanswered(place, body, tuple(map(str, marks_of(body, has_media=False))))
        for place, body in enumerate(bodies, 1)
    ]


def words_told(*bodies: str) -> str:
    found = told(texts(*bodies))
    assert found is not None
    return found.body


def test_the_oldest_text_that_says_something_is_told() -> None:
    assert words_told("Can I come Monday?", "ok thanks") == "Can I come Monday?"
    assert words_told("thank you", "Can I come Monday?", "please?") == "Can I come Monday?"
    assert words_told("thanks", "gracias") == "gracias"
    assert words_told("ok", "thanks") == "ok", "a nod may be the answer to an invitation"
    assert told([]) is None


def test_what_must_not_be_overlooked_is_told_whatever_came_later() -> None:
    assert words_told("hello", "they kicked me out", "ok", "stop texting me please") == "they kicked me out"
    assert words_told("hello", "stop texting me please", "sorry") == "stop texting me please"


@pytest.mark.parametrize(
    "body",
    [
        "Liked “See you at 9”",
        'Loved "See you"',
        "Emphasized “Bring your ID”",
        "Le gustó «Nos vemos»",
        "👍 to “See you at 9”",
        "Reacted 😂 to “ok”",
        "I'm driving with Focus turned on. I'll see your message when I get where I'm going.",
        "Thank you so much!",
        "muchas gracias",
        "ok",
        "👍",
        "Ok.",
        "   ",
    ],
)
def test_what_a_phone_or_politeness_writes_hides_no_question(body: str) -> None:
    assert words_told("Can I come Monday?", body) == words_told(body, "Can I come Monday?") == "Can I come Monday?"


def test_a_thank_you_with_a_question_says_something() -> None:
    assert all(says_something(one) for one in texts("Thanks. Can you call me?", "yes", "ok?", "loved the class", "no"))


def test_an_urgent_text_begins_with_the_words_that_made_it_so() -> None:
    long = "hi miss dana sorry to write so early I was at my cousins and then last night they kicked me out"
    words = first_words(texts(long)[0])
    assert words.startswith("…")
    assert words.index("kicked me out") < 20
    assert first_words(texts("they kicked me out")[0]) == "they kicked me out"
    body = "so I went there as you said on Monday, and the shelter is full again"
    start = body.index("shelter")
    own = Unanswered(1, body, ("urgent", f"urgent:{start}-{start + len('shelter is full')}"))
    assert first_words(own) == "…Monday, and the shelter is full again", "the office's own words as well"
    office = Unanswered(1, "they took the Narcan", ("urgent",))
    assert first_words(office) == "they took the Narcan", "one whose place was not told begins as it is"


def test_one_act_deals_with_its_text_and_what_says_nothing_after_it() -> None:
    said = texts("thanks", "yes", "thank you", "What time is it?", "ok thanks")
    one = told(said)
    assert one is not None
    assert (one.body, dealt_with_through(said, one)) == ("yes", 3)
    assert dealt_with_through(said, said[3]) == 0, "the yes before it still waits"


@given(st.lists(st.sampled_from(BODIES), min_size=1, max_size=8))
def test_nothing_that_says_something_is_covered_unseen(bodies: list[str]) -> None:
    said = texts(*bodies)
    one = told(said)
    assert one is not None
    through = dealt_with_through(said, one)
    assert not any(says_something(text) for text in said if text.position <= through and text is not one)
    assert says_something(one) or not any(map(says_something, said))
