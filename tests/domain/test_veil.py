"""Under the veil nobody can be told by name or number, and nothing moves."""

from hypothesis import given
from hypothesis import strategies as some

from rise_tui.domain.veil import DOT, Veil


def down() -> Veil:
    """A veil that is down."""
    return Veil(is_down=True)


def test_initials_and_the_area_code_stay() -> None:
    veil = down()
    assert veil.name("Marcus Bell") == "M••••• B•••"
    assert veil.words("(215) 555-0101 · Class 3") == "(215) •••-•••• · Class 3"
    assert veil.words("+1 215 555 0101") == "+1 215 ••• ••••"
    assert veil.name("(215) 555-0148") == "(215) •••-••••"
    assert veil.words("··0148 · 2 Apr") == "··•••• · 2 Apr"


def test_a_name_that_was_masked_is_masked_in_a_sentence_too() -> None:
    veil = down()
    veil.name("Ana Ruiz")
    assert veil.words("✓ To Ana Ruiz in 8 s") == "✓ To A•• R••• in 8 s"


def test_a_name_that_nobody_has_drawn_yet_is_masked_in_a_sentence_too() -> None:
    veil = Veil()
    veil.drop(["Ana Ruiz", "Ana Ruiz Soto", "“Bo” Lee", "José Díaz"])
    assert veil.words("back: Ana Ruiz: paused") == "back: A•• R•••: paused"
    assert veil.words("Ana Ruiz Soto, Ana Ruiz") == "A•• R••• S•••, A•• R•••"
    assert veil.words("To “Bo” Lee and José Díaz") == "To “••• L•• and J••• D•••"
    assert veil.words("Joséph") == "Joséph"


def test_a_first_name_is_masked_as_texts_begin_with_it() -> None:
    veil = Veil()
    veil.drop(["Ana Ruiz"])
    assert veil.words("Hi Ana, class is Monday. Anabel comes too.") == "Hi A••, class is Monday. Anabel comes too."


def test_lifted_everything_is_shown() -> None:
    veil = down()
    veil.name("Ana Ruiz")
    veil.lift()
    assert veil.name("Ana Ruiz") == "Ana Ruiz"
    assert veil.words("(215) 555-0101") == "(215) 555-0101"


def test_times_and_amounts_stay() -> None:
    assert down().words("Mon 23 Nov 9:00, $0.61, 2 texts, 14:30") == "Mon 23 Nov 9:00, $0.61, 2 texts, 14:30"


@given(some.text(max_size=40))
def test_nothing_moves(name: str) -> None:
    masked = down().name(name)
    assert len(masked) == len(name)


@given(some.from_regex(r"[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}", fullmatch=True))
def test_no_name_is_left_but_its_initials(name: str) -> None:
    masked = down().name(name)
    assert [char for char in masked if char.isalpha()] == [word[0] for word in name.split()]
    assert DOT in masked
