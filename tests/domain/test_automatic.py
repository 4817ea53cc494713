"""What the office says by itself, whole sentences in both languages: nothing that a text must say is missing."""

from datetime import datetime

import pytest

from rise_tui.domain.automatic import away_answer, closed_answer, help_answer, information, question
from rise_tui.domain.office_rules import OfficeRules

RULES = OfficeRules(phone="215-555-0100")
CRISIS_EN = "In danger call 911. In a crisis call or text 988, any hour."
CRISIS_ES = "En peligro llame al 911. En una crisis llame al 988 y oprima 2, o mande AYUDA por texto al 988."
SOONER_EN = "If you need someone sooner, call 215-555-0100."
SOONER_ES = "Si necesita a alguien antes, llame al 215-555-0100."


@pytest.mark.parametrize(
    ("language", "is_discreet", "said"),
    [
        (
            "en",
            False,
            "RISE: we text you about your appointments, classes and papers, a few times a month."
            " Msg & data rates may apply. Reply STOP to end, HELP for help.",
        ),
        (
            "es",
            False,
            "RISE: le escribimos sobre sus citas, clases y papeles, algunas veces al mes."
            " Pueden aplicarse tarifas de mensajes y datos. Responda STOP para terminar, HELP para ayuda.",
        ),
        (
            "en",
            True,
            "Hello. This number sends you reminders, a few times a month."
            " Msg & data rates may apply. Reply STOP to end, HELP for help.",
        ),
        (
            "es",
            True,
            "Hola. Por este medio le llegan recordatorios, algunas veces al mes."
            " Pueden aplicarse tarifas de mensajes y datos. Responda STOP para terminar, HELP para ayuda.",
        ),
    ],
)
def test_the_information_message_says_how_often_that_it_may_cost_and_how_to_stop(
    language: str, is_discreet: bool, said: str
) -> None:
    assert information(RULES, "RISE", language, is_discreet=is_discreet) == said


@pytest.mark.parametrize(
    ("language", "is_discreet", "said"),
    [
        (
            "en",
            False,
            "RISE: we text about appointments, classes and papers. A person answers at 215-555-0100."
            f" {CRISIS_EN} Reply STOP to end.",
        ),
        (
            "es",
            False,
            "RISE: escribimos sobre citas, clases y papeles. Una persona contesta en el 215-555-0100."
            f" {CRISIS_ES} Responda STOP para terminar.",
        ),
        (
            "en",
            True,
            f"This number sends reminders. A person answers at 215-555-0100. {CRISIS_EN} Reply STOP to end.",
        ),
        (
            "es",
            True,
            "Este medio manda recordatorios. Una persona contesta en el 215-555-0100."
            f" {CRISIS_ES} Responda STOP para terminar.",
        ),
    ],
)
def test_help_is_answered_with_a_phone_that_a_person_answers_and_whom_to_call_in_danger(
    language: str, is_discreet: bool, said: str
) -> None:
    assert help_answer(RULES, "RISE", language, is_discreet=is_discreet) == said


@pytest.mark.parametrize(
    ("language", "own", "said"),
    [
        ("en", "RISE here.", f"RISE here. A person answers at 215-555-0100. {CRISIS_EN}"),
        ("es", "Somos RISE.", f"Somos RISE. Una persona contesta en el 215-555-0100. {CRISIS_ES}"),
        ("en", "Call (215) 555-0100.", f"Call (215) 555-0100. {CRISIS_EN}"),
        ("es", "Llame al 215-555-0100, 911 o 988.", "Llame al 215-555-0100, 911 o 988."),
    ],
)
def test_an_offices_own_answer_to_help_is_completed_where_the_phone_or_whom_to_call_is_missing(
    language: str, own: str, said: str
) -> None:
    rules = OfficeRules(phone="215-555-0100", help_en=own, help_es=own)
    assert help_answer(rules, "RISE", language, is_discreet=False) == said


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_offices_own_words_with_its_name_never_go_to_a_phone_that_others_read(language: str) -> None:
    words = "City reentry, 215-555-0100. STOP ends it. 911, 988."
    own = OfficeRules(information_en=words, information_es=words, help_en=words, help_es=words)
    for say in (information, help_answer):
        assert say(own, "RISE", language, is_discreet=False) == words
        neutral = say(own, "RISE", language, is_discreet=True)
        assert "City reentry" not in neutral
        assert "RISE" not in neutral


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", f"Nobody is at the office now. We will read your text on the next working day. {SOONER_EN} {CRISIS_EN}"),
        ("es", f"Ahora no hay nadie en la oficina. Leeremos su texto en horas de trabajo. {SOONER_ES} {CRISIS_ES}"),
    ],
)
def test_that_nobody_is_at_the_office_goes_with_whom_to_call_in_danger(language: str, said: str) -> None:
    assert closed_answer(RULES, language) == said
    own = OfficeRules(after_hours_en="Back at 9.", after_hours_es="De nuevo a las 9.")
    assert closed_answer(own, "es") == f"De nuevo a las 9. {CRISIS_ES}"
    assert closed_answer(own, "en") == f"Back at 9. {CRISIS_EN}"


@pytest.mark.parametrize(
    ("language", "own", "said"),
    [
        ("en", "", f"I am away and will read your text when I am back on Thursday, Nov 26. {SOONER_EN} {CRISIS_EN}"),
        ("es", "", f"No estoy ahora y leeré su texto cuando vuelva, el jueves 26 de nov. {SOONER_ES} {CRISIS_ES}"),
        ("en", "In training.", f"In training. {SOONER_EN} {CRISIS_EN}"),
        ("es", "En clase.", f"En clase. {SOONER_ES} {CRISIS_ES}"),
    ],
)
def test_that_a_caseworker_is_away_goes_with_whom_to_call_in_danger(language: str, own: str, said: str) -> None:
    assert away_answer(RULES, own, datetime(2026, 11, 26, 9), language) == said


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Ana", "en", "Is this Ana's new number? Reply YES or NO."),
        ("Ana", "es", "¿Es este el nuevo celular de Ana? Responda SI o NO."),
        ("", "en", "Did you give us this as your new number? Reply YES or NO."),
        (" ", "es", "¿Nos dio este como su nuevo celular? Responda SI o NO."),
    ],
)
def test_the_question_whose_number_it_is_says_nothing_of_the_office(name: str, language: str, said: str) -> None:
    assert question(name, language) == said
