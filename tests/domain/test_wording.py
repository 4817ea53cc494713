"""A text becomes plain words."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.wording import texts_of, words_of


@given(st.text(alphabet=" abcXYZ019'’`.!?;:¿¡-_,\nñé👍", max_size=40))
def test_the_words_alone_are_those_with_their_places(body: str) -> None:
    assert texts_of(body) == [word.text for word in words_of(body)]
