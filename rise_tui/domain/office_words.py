"""The office's own words for *urgent*, from a plain list: they only ever raise a text, and never hide one.

A line is a word or a phrase as people write it, in any language; case, accents and apostrophes do not count, an empty
line and one that begins with `#` says nothing. `narcan` or `shelter is full` are such lines.
"""

from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import say
from rise_tui.domain.wording import END, Phrasebook, words_of

LONGEST = 8
"""Words of a phrase; a longer one would hardly be written twice."""
MOST = 1000
"""Lines of a list."""
MOST_PLACES = 10
"""Of its words in one text that are told."""


class OfficeWords:
    """A list, read once."""

    def __init__(self, phrases: tuple[str, ...] = ()) -> None:
        self.phrases = phrases
        self._book = Phrasebook({"urgent": phrases}) if phrases else None

    def places_in(self, body: str) -> tuple[tuple[int, int], ...]:
        """Where they stand in the text: the first character of each, and the one after its last."""
        if self._book is None:
            return ()
        words = words_of(body)
        phrases = self._book.find([word.text for word in words])
        found = sorted({(words[one.first].start, words[one.past - 1].end) for one in phrases})
        return tuple(found[:MOST_PLACES])


NONE = OfficeWords()
"""An office without a list."""


def read_words(text: str) -> OfficeWords:
    """The list in a file's text. Raises BadInput with the line's number for one that can never be found in a text."""
    phrases: dict[str, None] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = [word.text for word in words_of(line)]
        if not words or END in words[:-1] or len(words) > LONGEST:
            raise BadInput(
                say("Line {number} of the urgent words cannot be used", number=number),
                say("A line is one to {most} words, without a full stop between them.", most=LONGEST),
                say("Write one word or phrase a line."),
            )
        phrases[" ".join(word for word in words if word != END)] = None
    if "" in phrases or len(phrases) > MOST:
        raise BadInput(
            say("The list of urgent words cannot be used"),
            say("It may have {most} lines, each with a word.", most=MOST),
            say("Shorten it: most words of danger are known already."),
        )
    return OfficeWords(tuple(phrases))
