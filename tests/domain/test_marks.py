"""What the plain rules see in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.marks import Mark, language_of, marks_of, places_of, urgent_words
from rise_tui.domain.office_words import OfficeWords
from rise_tui.domain.wording import END, Phrasebook, even, texts_of, words_of


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("Yes", "en", ["yes"]),
        ("Sí, ahí estaré", "es", ["yes"]),
        ("Ok", "en", ["yes"]),
        ("👍", "en", ["yes"]),
        ("I’ll be there", "en", ["yes"]),
        ("Ok thank you", "en", ["thanks"]),
        ("Thank you so much!", "en", ["thanks"]),
        ("Thank you so much Ms Dana", "en", ["thanks"]),
        ("Thank you Ms Dana I lost the paper", "en", []),
        ("Muchas gracias señora", "es", ["thanks"]),
        ("Thanks. Can you call me?", "en", ["question"]),
        ("Thanks but I lost the paper", "en", []),
        ("No", "en", ["no"]),
        ("No problem", "en", []),
        ("I can't make it", "en", ["no"]),
        ("Yes I know but I can't come", "en", ["no"]),
        ("No puedo ir", "es", ["no"]),
        ("No, me cambiaron el turno. Perdón", "es", ["no"]),
        ("No me llegó el mensaje", "es", []),
        ("si falto, puedo hacerla otro día?", "es", ["question"]),
        ("si a que hora es?", "es", ["yes", "question"]),
        ("What time is the class", "en", ["question"]),
        ("Good morning Ms Rivera. Do I need my ID", "en", ["question"]),
        ("A qué hora es", "es", ["question"]),
        ("I know what time it is", "en", []),
        ("This is my new number", "en", ["new_number"]),
        ("se me perdió el teléfono", "es", ["new_number"]),
        ("Wrong number", "en", ["wrong_person"]),
        ("Who is this?", "en", ["wrong_person", "question"]),
        ("Número equivocado", "es", ["wrong_person"]),
        ("Hola buenos días necesito saber cuando es la cita", "en", ["other_language"]),
        ("the class is tomorrow and I will be late", "es", ["other_language"]),
        ("Привет как дела", "en", ["other_language"]),
        ("STOP", "en", ["stop_like"]),
        ("please stop texting me", "en", ["stop_like"]),
        ("I got arrested last night, can you call my mom?", "en", ["urgent", "question"]),
        ("me arrestaron", "es", ["urgent"]),
        ("I got the job! 😀", "en", []),
        ("", "en", []),
    ],
)
def test_a_text_has_its_marks(body: str, language: str, expected: list[str]) -> None:
    assert list(marks_of(body, has_media=False, language=language)) == expected


def test_a_photo_is_a_mark_and_what_weighs_more_comes_before_it() -> None:
    assert marks_of("", has_media=True) == (Mark.PHOTO,)
    assert marks_of("here is my paystub, thanks", has_media=True)[0] is Mark.PHOTO
    assert marks_of("they evicted me", has_media=True) == (Mark.URGENT, Mark.PHOTO)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("I want to die", ("want to die",)),
        ("He’s going to hurt me. I’m NOT SAFE", ("He’s going to hurt me", "NOT SAFE")),
        ("She relapsed, I think she is in the\nhospital", ("relapsed", "in the hospital")),
        ("Estoy en peligro, ¡ayúdame!", ("en peligro", "ayúdame")),
        ("he has a gun", ("he has a gun",)),
        ("they took my kids this morning", ("they took my kids",)),
        ("my ex is stalking me", ("stalking me",)),
        ("she is not breathing", ("not breathing",)),
        ("me quiero morir", ("me quiero morir",)),
        ("Se llevaron a mis niños", ("Se llevaron a mis niños",)),
        ("no puedo respirar", ("no puedo respirar",)),
    ],
)
def test_urgent_words_are_shown_as_the_person_wrote_them(body: str, words: tuple[str, ...]) -> None:
    assert urgent_words(body) == words


def test_the_offices_own_urgent_words_are_shown_among_the_others_wherever_the_list_is_not_at_hand() -> None:
    office = OfficeWords(("narcan", "shelter is full"))
    body = "the Shelter\nis full. I’m NOT SAFE here, bring Narcan. NARCAN"
    marks = [*marks_of(body, has_media=False, office=office), *places_of(body, office)]
    assert marks[0] == Mark.URGENT
    assert urgent_words(body, marks) == ("Shelter is full", "NOT SAFE", "Narcan", "NARCAN")
    assert urgent_words("safe", marks) == (), "a place that is not there says nothing"
    assert urgent_words(body, ["urgent", "urgent:a-b", "yes:1-3", "urgent:9-2"]) == ("NOT SAFE",)
    assert places_of("thank you", office) == ()


@pytest.mark.parametrize(
    "body",
    [
        "this job is killing me",
        "not an emergency but call me",
        "my emergency contact is my mom",
        "I got a job at the hospital",
        "I'm dying laughing",
        "no longer homeless!",
        "took a shot at it",
        "I took my kids to school",
        "ice cream is on me",
        "no puedo ir, tengo casa llena",
    ],
)
def test_what_only_sounds_urgent_is_not(body: str) -> None:
    assert urgent_words(body) == ()
    assert Mark.URGENT not in marks_of(body, has_media=False)


@given(st.text(max_size=200), st.booleans(), st.sampled_from(["en", "es", "vi", ""]))
def test_marks_come_once_each_in_their_order_for_any_text(body: str, has_media: bool, language: str) -> None:
    marks = marks_of(body, has_media, language)
    assert list(marks) == [mark for mark in Mark if mark in marks]
    assert (Mark.PHOTO in marks) == has_media
    assert (Mark.URGENT in marks) == bool(urgent_words(body))


def test_a_language_is_told_by_its_small_words_or_not_at_all() -> None:
    assert language_of("Hola, necesito saber cuando es la cita") == "es"
    assert language_of("the class is tomorrow and I will be late") == "en"
    assert language_of("Привет") is None
    assert language_of("ok") is None


@given(st.text())
def test_even_text_keeps_every_character_in_its_place(text: str) -> None:
    assert len(even(text)) == len(text)
    for word in words_of(text):
        assert word.text == END or word.text.isalnum() or "_" not in word.text
        assert text[word.start : word.end]
    assert texts_of(text) == [word.text for word in words_of(text)]


def test_a_phrase_is_found_in_all_its_spellings_and_never_over_the_end_of_a_sentence() -> None:
    book = Phrasebook({"stop": ("(stop|quit) ~ text*; no more(s)? (of )?it",)})
    for text in ("stop texts", "Quit with all the texting", "no more it", "no mores of it"):
        assert [found.rule for found in book.find(texts_of(text))] == ["stop"]
    for text in ("stop. Texting", "stop the bus", "stop", "no more of"):
        assert book.find(texts_of(text)) == []


def test_a_phrase_with_a_bracket_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="bracket"):
        Phrasebook({"x": ("a) b",)})
