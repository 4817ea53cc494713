"""A reply counts as yes, no or other by one plain rule, and as what a person says it is."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.marks import Mark, marks_of
from rise_tui.domain.replies import ByHand, Said, Sort, answer_of, sort_reply, sort_words

MARKS = st.lists(st.sampled_from([mark.value for mark in Mark]), max_size=3).map(tuple)
TEXTS = st.lists(MARKS, min_size=1, max_size=6).map(
    lambda every: [Said(place * 10, marks) for place, marks in enumerate(every, 1)]
)
HANDS = st.builds(ByHand, st.sampled_from(Sort), st.integers(0, 70))


def said(*bodies: str, language: str = "en") -> list[Said]:
    """Texts as the relay marks them."""
    return [
        Said(place, tuple(str(mark) for mark in marks_of(body, False, language)))
        for place, body in enumerate(bodies, 1)
    ]


def test_what_people_write_is_sorted_as_a_person_would() -> None:
    told = {
        "Yes I'll be there": Sort.YES,
        "yes see u there": Sort.YES,
        "No I have work that day": Sort.NO,
        "what do I need to bring": Sort.OTHER,
        "Running late 15 min": Sort.OTHER,
        "stop texting me": Sort.OTHER,
        "👍": Sort.YES,
    }
    assert {body: sort_reply(said(body)).sort for body in told} == told
    assert sort_reply(said("sí", language="es")).sort is Sort.YES
    assert sort_reply(said("¿A qué hora es la clase?", language="es")).sort is Sort.OTHER


ANSWERS = (
    (Sort.YES, "en", "Yes.|yep|ok|k|👍|👍🏽|👌|✅|ok I will be there|thanks will be there|Will be there|ill be there"),
    (Sort.YES, "en", "sure thing|of course|for sure|sounds good|got it|see you Monday|C u there|I can|I can make it"),
    (Sort.YES, "en", "im going|I'm in|Confirm|alright|hi yes|I plan to be there|yes but running late|Yes! what room?"),
    (Sort.YES, "es", "sí|si gracias|Claro que sí|por supuesto|ahí estaré|ahi voy a estar|voy|si voy|está bien|vale"),
    (Sort.YES, "es", "perfecto|gracias ahí estaré|nos vemos el lunes|puedo|confirmo|confirmado|cuente conmigo|listo"),
    (Sort.YES, "es", "sin falta|hola si|de acuerdo"),
    (Sort.NO, "en", "No.|nope|no sorry|Sorry no|sorry, I can't|cant|can't make it|i cant make it|won't be there"),
    (Sort.NO, "en", "not able to come|unable to make it|not coming|I have to work|no thanks|👎|I won't be able to"),
    (Sort.NO, "en", "sorry i have court that day|not today"),
    (Sort.NO, "es", "no|no puedo|no podré|no voy a poder|lo siento no puedo|no gracias|no me es posible|👎"),
    (Sort.NO, "es", "tengo que trabajar"),
    (Sort.OTHER, "en", "Thank you.|ok thank you|maybe|not sure|idk|who is this|what time|what room is it in?|lol"),
    (Sort.OTHER, "en", "no problem|yes or no?|who will be there|stop|wrong number|can i come late|I will see|❤️"),
    (Sort.OTHER, "es", "gracias|ok gracias|quizás|no sé|no entiendo|¿a qué hora?|no recibí nada|tal vez"),
)
"""What people write to *Can you come?*, by what it means."""


def test_the_common_answers_in_english_and_spanish_count_as_what_they_mean() -> None:
    counted = {
        (wanted, body): sort_reply(said(body, language=language)).sort
        for wanted, language, bodies in ANSWERS
        for body in bodies.split("|")
    }
    assert [one for one, sort in counted.items() if sort is not one[0]] == []


def test_who_changes_their_mind_counts_as_they_said_last() -> None:
    changed = sort_reply(said("yes", "No I have work"))
    assert (changed.sort, changed.index) == (Sort.NO, 1)
    asked = sort_reply(said("Yes I'll be there", "what do I need to bring"))
    assert (asked.sort, asked.index) == (Sort.YES, 0)


def test_of_an_answer_that_says_neither_those_words_are_shown_that_a_person_must_see() -> None:
    assert sort_reply(said("Thank you.", "what room is it in")).index == 1
    assert sort_reply(said("what room is it in", "Thank you.")).index == 0
    assert sort_reply(said("i want to die", "what room is it in", "Thank you.")).index == 0
    assert sort_reply(said("Thank you.", "thanks")).index == 1


def test_nobody_who_says_stop_or_is_in_need_counts_as_an_answer() -> None:
    assert answer_of((Mark.NO, Mark.STOP_LIKE)) is None
    assert answer_of((Mark.YES, Mark.URGENT)) is None
    assert answer_of((Mark.YES, Mark.NO)) is None


@given(TEXTS)
def test_the_last_text_that_says_yes_or_no_decides(texts: list[Said]) -> None:
    answers = [(index, answer_of(text.marks)) for index, text in enumerate(texts)]
    deciding = [(index, answer) for index, answer in answers if answer is not None]
    found = sort_reply(texts)
    assert found.sort == (deciding[-1][1] if deciding else Sort.OTHER)
    assert not deciding or found.index == deciding[-1][0]
    assert not found.is_by_hand


@given(TEXTS, HANDS)
def test_what_a_person_sorted_stays_until_a_later_text_says_yes_or_no(texts: list[Said], hand: ByHand) -> None:
    later = [answer for text in texts if text.position > hand.through and (answer := answer_of(text.marks))]
    found = sort_reply(texts, hand)
    assert found.is_by_hand is not bool(later)
    assert found.sort is (later[-1] if later else hand.sort)
    assert 0 <= found.index < len(texts)


@given(TEXTS, MARKS)
def test_a_text_that_says_neither_changes_nothing(texts: list[Said], marks: tuple[str, ...]) -> None:
    if answer_of(marks) is None:
        assert sort_reply([*texts, Said(99, marks)]).sort is sort_reply(texts).sort


def test_each_sort_has_a_word() -> None:
    assert [sort_words(sort) for sort in Sort] == ["yes", "no", "other"]
