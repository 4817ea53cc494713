"""What the demo's clients answer: about a third do, to the point, in their language, and the same every time."""

import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.demo import answering_errands, answering_words
from rise_tui.demo.answering_asked import Ask, asked_by
from rise_tui.demo.answering_people import Somebody
from rise_tui.demo.answering_phrases import Asked
from rise_tui.demo.answering_plan import Answer, answers_to
from rise_tui.demo.answering_said import Earlier, Said
from rise_tui.domain.consent import OptWord, opt_word
from rise_tui.domain.ids import broadcast_message_id
from rise_tui.domain.marks import Mark, language_of, marks_of

ANA, JOE = Somebody("Ana", "Ruiz", "es"), Somebody("Joe", "Bell", "en")
CLASS = "Hi Joe, Class 3 meets Monday at 9, 990 Spring Garden, room 7. Can you come?"
CLASE = "Hola Ana, la clase 3 es el lunes a las 9, 990 Spring Garden, sala 7. ¿Puede venir?"
A_DAY = (
    CLASS, CLASE, "Great, see you then!", "You're welcome!", "ok", "Thank you for telling me.", "See you Monday at 9.",
    "Hi Joe, how is the job going?", "Can you send me a photo of your last paystub?", "Your bus pass is at the desk.",
    "I will call you this afternoon.", "Don't forget: court is Thursday 8:30 at 1301 Filbert.", "Congratulations!",
    "Please bring your ID and your last two paystubs.", "Let me know if you need anything.", "It is room 7.",
    "Le llamo mañana.", "¿Cómo va el trabajo?", "The office is closed Thursday.", "When can you come in?",
)  # fmt: skip
URGENT = "i dont want to live anymore"
NOTHING = Earlier()


def _answers(
    body: str, who: Somebody = JOE, times: int = 120, earlier: Earlier = NOTHING
) -> Iterator[tuple[Answer, ...]]:
    """What comes back when the text goes to so many people."""
    for n in range(times):
        yield answers_to(Said(f"{body} {n}", body, f"phone {n}", who, earlier), 1)


def _texts(body: str, who: Somebody = JOE, earlier: Earlier = NOTHING) -> list[str]:
    return [answer.body for answers in _answers(body, who, earlier=earlier) for answer in answers]


def _lines() -> Iterator[tuple[str, str]]:
    """Every line that somebody may say, with its language."""
    for page in (answering_words, answering_errands):
        for banks in vars(page).values():
            for bank in (banks, *(banks.values() if isinstance(banks, dict) else ())):
                if isinstance(bank, dict) and isinstance(bank.get("en"), tuple):
                    yield from ((language, line) for language, ways in bank.items() for line in ways)


def test_about_a_third_of_a_day_s_texts_is_answered_and_thanks_nearly_never() -> None:
    answered = [bool(answers) for body in A_DAY for answers in _answers(body)]
    assert 0.28 < sum(answered) / len(answered) < 0.40
    assert sum(map(bool, _answers("Thank you for telling me."))) <= 12


@given(st.text(), st.text(), st.sampled_from([ANA, JOE, Somebody()]), st.integers())
def test_the_same_seed_and_text_give_the_same_answer_whatever_was_sent(
    message_id: str, body: str, who: Somebody, seed: int
) -> None:
    said = Said(message_id, body, "+12155550101", who, Earlier((body,), 30.0))
    answers = answers_to(said, seed)
    assert answers == answers_to(said, seed)
    assert [answer.after for answer in answers] == sorted(answer.after for answer in answers)
    assert all(answer.body or answer.paper for answer in answers)


def test_another_seed_gives_other_answers_and_no_answer_shares_its_id() -> None:
    answers = [answers_to(Said(f"m{n}", CLASS, "phone", JOE), seed) for n in range(60) for seed in (1, 2)]
    assert answers[::2] != answers[1::2]
    sids = [answer.sid for each in answers for answer in each]
    assert len(set(sids)) == len(sids) > 20


def test_a_reminder_gets_yes_no_a_question_an_emoji_second_thoughts_and_much_silence() -> None:
    seen: Counter[str] = Counter()
    for answers in _answers(CLASS, times=600):
        first = marks_of(answers[0].body, False) if answers else ()
        seen.update(str(mark) for mark in (Mark.YES, Mark.NO, Mark.QUESTION) if mark in first)
        seen["silence"] += not answers
        seen["emoji"] += bool(answers) and not any(map(str.isalpha, answers[0].body))
        seen["two at once"] += len(answers) == 2 and answers[1].after - answers[0].after < 60
        seen["another mind"] += len(answers) == 2 and answers[1].after - answers[0].after > 2000
    assert seen["silence"] > 300
    assert seen["yes"] > seen["no"] > 20
    assert min(seen["question"], seen["emoji"], seen["two at once"], seen["another mind"]) >= 5


def test_who_is_asked_for_a_paper_sends_that_paper_now_or_says_why_not() -> None:
    asked = list(_answers("Hi Joe, the landlord needs a copy of your ID. A photo is fine."))
    photos = [answer for answers in asked for answer in answers if answer.paper]
    assert {answer.paper for answer in photos} == {"id"}
    assert {bool(answer.body) for answer in photos} == {True, False}
    assert any(answer.body for answers in asked for answer in answers if not answer.paper)
    of_it = Earlier(("can I bring my paystub Monday?",), 60.0)
    assert {a.paper for each in _answers("Can you send me a photo of it?", earlier=of_it) for a in each} >= {"paystub"}
    assert not any(answer.paper for each in _answers("Can you send me a photo of it?") for answer in each)


def test_of_two_days_one_is_chosen_and_what_was_asked_is_told() -> None:
    days = _texts("Class was fun Monday. Which day works better, Tuesday or Thursday?")
    assert days
    assert all("tuesday" in day.lower() or "thursday" in day.lower() for day in days)
    told = set(_texts("Yes, 2 is fine.", earlier=Earlier(("Can I come at 2 instead of 1?",), 60.0)))
    assert {line.lower() for line in told} <= {line.lower() for line in answering_words.TOLD["en"]}


def test_everyone_answers_in_their_own_language_also_to_the_other_one() -> None:
    for who, own, other in ((ANA, "es", "en"), (JOE, "en", "es")):
        said = {language_of(body) for body in (*_texts(CLASS, who), *_texts(CLASE, who))}
        assert own in said
        assert other not in said
    unknown = {language_of(body) for body in _texts(CLASE, Somebody())}
    assert "es" in unknown
    assert "en" not in unknown
    assert [line for language, line in _lines() if language_of(line) not in (None, language)] == []


def test_somebody_in_distress_answers_soon_in_few_words_and_alarms_nobody_again() -> None:
    in_need = Earlier((URGENT,), 600.0)
    for body in ("I'm here. Are you safe right now?", "Can I call you?", "You can call 988 at any hour."):
        answers = list(_answers(body, earlier=in_need))
        assert all(answers)
        assert all(len(each) <= 1 for each in answers)
        for answer in (answer for each in answers for answer in each):
            assert answer.after < 200
            assert len(answer.body) < 45
            assert not answer.paper
    group = Said(broadcast_message_id(str(uuid.uuid4()), "joe"), CLASS, "phone", JOE, in_need)
    assert answers_to(group, 1) == ()


@pytest.mark.parametrize(
    ("body", "last_word"),
    [
        ("You will not get any more texts from this number.", ""),
        ("Le di de baja, ya no recibirá mensajes.", ""),
        (CLASS, "stop texting me please"),
        ("It is Dana from RISE.", "who is this? wrong number"),
    ],
)
def test_who_wants_no_texts_or_is_somebody_else_is_not_heard_again(body: str, last_word: str) -> None:
    earlier = Earlier((last_word,), 600.0) if last_word else Earlier()
    assert not any(_answers(body, earlier=earlier))


def test_a_broadcast_is_answered_over_hours_beginning_within_a_minute_and_a_talk_goes_on_at_once() -> None:
    broadcast = str(uuid.uuid5(uuid.NAMESPACE_URL, "a broadcast"))
    ids = [broadcast_message_id(broadcast, f"client {n}") for n in range(300)]
    came = [answers for n, id_ in enumerate(ids) if (answers := answers_to(Said(id_, CLASS, f"phone {n}", JOE), 1))]
    times = sorted(answers[0].after for answers in came)
    assert times[0] < 60
    assert 200 < times[len(times) // 2] < 1200
    assert 3600 < times[-1] < 4 * 3600
    talking = Earlier(("ok",), 60.0)
    assert max(each[0].after for each in _answers(CLASS, earlier=talking) if each) <= 300


def test_nobody_says_by_accident_what_closes_a_number_or_alarms() -> None:
    for _, line in _lines():
        assert opt_word(line) in (None, OptWord.YES), line
        if line not in (*answering_words.WRONG["en"], *answering_words.WRONG["es"]):
            assert not {Mark.STOP_LIKE, Mark.URGENT, Mark.WRONG_PERSON, Mark.NEW_NUMBER} & set(marks_of(line, False))


READ = {
    CLASS: Ask(Asked.COME),
    CLASE: Ask(Asked.COME),
    "Class tomorrow at 9. Reply YES or NO. Reply STOP to opt out.": Ask(Asked.COME),
    "Don't forget: court is Thursday 8:30 at 1301 Filbert.": Ask(Asked.MEETS),
    "You have court this week. If you miss it the judge can order your arrest. Can you make it?": Ask(
        Asked.COME, "court"
    ),
    "How will you get there?": Ask(Asked.WAY),
    "When can you come in?": Ask(Asked.WHEN),
    "That is wonderful. When do you start?": Ask(Asked.WHEN, "start"),
    "Congratulations!! What will you be doing?": Ask(Asked.OTHER, "work"),
    "Please call me when you can.": Ask(Asked.CALL_US),
    "Hi": Ask(Asked.GREETING),
    "Where are you now?": Ask(Asked.WHERE),
    "How many hours did you work this week?": Ask(Asked.HOW_MANY, "hours"),
    "¿Le dijeron por cuánto tiempo?": Ask(Asked.HOW_MANY, "long"),
    "I hear you. What happened?": Ask(Asked.WHY),
    "¿Cómo le fue en la entrevista?": Ask(Asked.HOW, "went"),
    "No shame. Can I call you in ten minutes?": Ask(Asked.CALL),
    "Le llamo mañana.": Ask(Asked.WILL_CALL),
    "Is this Robert Dunn?": Ask(Asked.WHO),
    "I can read it. Did the landlord call you?": Ask(Asked.YES_NO, "did"),
    "Did you get your ID?": Ask(Asked.YES_NO, "did"),
    "Shall I mail it or do you come by?": Ask(Asked.YES_NO, "either"),
    "I can call at 4, is that good?": Ask(Asked.YES_NO, "fits"),
    "Mándeme una foto de su identificación por favor": Ask(Asked.PAPER, "id"),
    "I got your paystub, thank you!": Ask(Asked.TOLD),
    "Your reference letter is ready at the front desk.": Ask(Asked.TOLD),
    "Please bring your ID and your last two paystubs.": Ask(Asked.BRING, "paystub"),
    "I am so sorry. You do not have to do anything now.": Ask(Asked.COMFORT),
    "¡Felicidades!": Ask(Asked.PRAISE),
    "": Ask(Asked.TOLD),
}


@pytest.mark.parametrize("body", READ)
def test_what_a_text_asks_for_is_read_out_of_it(body: str) -> None:
    assert asked_by(body) == READ[body]
