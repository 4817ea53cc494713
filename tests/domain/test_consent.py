"""The words that close and open a number, and what sounds like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.consent import (
    ConsentFact,
    ConsentState,
    OptWord,
    Purpose,
    effective,
    looks_like_stop,
    opt_word,
)

STOPS = (
    *("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"),
    *("OPT OUT", "ALTO", "PARAR", "BASTA", "CANCELAR"),
)


@pytest.mark.parametrize("word", STOPS)
def test_a_stop_word_counts_in_any_case_and_dress(word: str) -> None:
    for dressed in (
        word,
        word.lower(),
        word.title(),
        f"  {word}\n",
        f"{word}.",
        f"{word}!!",
        f"“{word}”",
        f"🛑 {word} 🛑",
    ):
        assert opt_word(dressed) is OptWord.STOP
        assert looks_like_stop(dressed)


@pytest.mark.parametrize(
    "body", ["Stop please", "stop by", "STOP IT", "end of class", "cancel my class", "", "…", "nonstop"]
)
def test_a_stop_word_must_be_the_whole_text(body: str) -> None:
    assert opt_word(body) is None


def test_invisible_characters_and_wide_letters_hide_no_stop() -> None:
    assert opt_word("ST\u200bOP") is OptWord.STOP
    assert opt_word("ＳＴＯＰ") is OptWord.STOP
    assert opt_word("\ufeffstop\u200f") is OptWord.STOP


def test_the_carriers_verdict_counts_where_we_see_no_word() -> None:
    assert opt_word("Arrêt", "STOP") is OptWord.STOP
    assert opt_word("commencer", "START") is OptWord.START
    assert opt_word("?", "HELP") is OptWord.HELP
    assert opt_word("hello", "NEW KIND") is None
    assert opt_word("YES", "START") is OptWord.YES


def test_words_that_open_a_number_count_only_bare() -> None:
    assert opt_word(" Start ") is OptWord.START
    assert opt_word("UNSTOP") is OptWord.START
    assert opt_word("yes") is OptWord.YES
    assert opt_word("Yes!") is None
    assert opt_word("start.") is None


def test_help_is_help() -> None:
    assert opt_word("help!") is OptWord.HELP
    assert opt_word("INFO") is OptWord.HELP
    assert opt_word("help me please") is None


@given(st.text(), st.sampled_from([None, "STOP", "START", "HELP", "stop", ""]))
def test_no_text_upsets_the_rules(body: str, verdict: str | None) -> None:
    word = opt_word(body, verdict)
    assert verdict is None or verdict.upper() != "STOP" or word is OptWord.STOP
    looks_like_stop(body)


@pytest.mark.parametrize(
    "body",
    [
        "stop texting me please",
        "please don't text me",
        "Please don’t text me anymore",
        "no more messages",
        "ya no me escriban",
        "Stop please",
        "STOP NOW",
        "please stop",
        "I said STOP",
        "Hi. Stop. Thanks",
        "stop it!!",
        "Quit texting me",
        "can you stop sending me these",
        "I’d like you to stop messaging me",
        "Stop\nsending me these texts",
        "remove me from this list",
        "take me off the list",
        "lose my number",
        "leave me alone",
        "wrong number stop",
        "I don't want any more texts",
        "i do not want to receive these messages",
        "Don't want to be texted",
        "opt me out",
        "I want to opt out of this",
        "unsubscribe me please",
        "cancel these texts",
        "por favor no me manden más mensajes",
        "No me escriba más",
        "dejen de escribirme",
        "no quiero más mensajes",
        "no quiero recibir mensajes",
        "quiero darme de baja",
        "Borren mi número",
        "Déjenme en paz",
        "Basta ya",
        "ok I will come\nstop",
    ],
)
def test_words_for_no_more_texts_look_like_stop(body: str) -> None:
    assert looks_like_stop(body)


@pytest.mark.parametrize(
    "body",
    [
        "I'll stop by tomorrow",
        "bus stop",
        "I'm at the bus stop",
        "the bus doesn't stop here",
        "Can I stop by your office?",
        "Should I stop by?",
        "stop by",
        "get off at the last stop",
        "I can't stop smoking",
        "don't stop texting me lol",
        "I stopped at the store",
        "They never text me back",
        "my boss doesn't text me back",
        "nonstop work",
        "I quit my job",
        "I need to cancel my appointment",
        "no more shifts this week",
        "I don't want to miss the class",
        "did you text me?",
        "can you text me the address",
        "The program ends in May",
        "no quiero perder mi trabajo",
        "no me llamaron del trabajo",
        "para de llover y salgo",
        "gracias por el mensaje",
        "yes",
        "",
    ],
)
def test_everyday_words_do_not_look_like_stop(body: str) -> None:
    assert not looks_like_stop(body)


facts = st.lists(
    st.builds(ConsentFact, st.integers(1, 10**6), st.sampled_from(Purpose), st.sampled_from(ConsentState)),
    unique_by=lambda fact: fact.seq,
)


@given(facts, st.sampled_from(Purpose))
def test_the_latest_word_about_all_or_the_purpose_stands_in_any_order(
    said: list[ConsentFact], purpose: Purpose
) -> None:
    about = sorted((f for f in said if f.purpose in (Purpose.ALL, purpose)), key=lambda fact: fact.seq)
    expected = about[-1].state if about else ConsentState.UNKNOWN
    assert effective(said, purpose) is effective(list(reversed(said)), purpose) is expected


@given(facts)
def test_a_stop_closes_every_purpose_until_something_later(said: list[ConsentFact]) -> None:
    stop = ConsentFact(10**7, Purpose.ALL, ConsentState.OPTED_OUT)
    assert all(effective([stop, *said], purpose) is ConsentState.OPTED_OUT for purpose in Purpose)


def test_a_consent_to_one_purpose_says_nothing_about_another() -> None:
    said = [ConsentFact(1, Purpose.GROUP_NEWS, ConsentState.OPTED_OUT)]
    assert effective(said, Purpose.CONVERSATION) is ConsentState.UNKNOWN
    assert effective(said, Purpose.ALL) is ConsentState.UNKNOWN
