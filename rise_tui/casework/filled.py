"""The lists behind a preview: each person's filled text, the heaviest first, and who is left out, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rise_tui.casework.previewing import Preview
from rise_tui.domain.broadcast_words import version_words
from rise_tui.domain.broadcasts import LeftOut, LeftOutPerson
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say
from rise_tui.domain.tallies import short_left_out


@dataclass(frozen=True)
class FilledText:
    """One person's text, byte for byte as it will be sent; the words are safe for a terminal."""

    client_id: str
    name: str
    version: str
    body: str
    segments: int
    culprit: str


@dataclass(frozen=True)
class FilledTexts:
    """The texts of a preview, the heaviest first, page by page; `places`: where those stand among its recipients."""

    ready: Preview
    places: Sequence[int]

    def count(self) -> int:
        """How many."""
        return len(self.places)

    def only(self, fitting: Collection[str]) -> "FilledTexts":
        """Those of them that go to these clients."""
        recipients = self.ready.recipients
        return replace(self, places=[place for place in self.places if recipients[place].client_id in fitting])

    def page(self, offset: int, limit: int) -> Sequence[FilledText]:
        """A stretch of them."""
        texts = []
        for place in self.places[offset : offset + limit]:
            one, weight = self.ready.recipients[place], self.ready.weights[place]
            culprit = safe_text(weight.culprits[0]) if weight.culprits else ""
            texts.append(
                FilledText(
                    one.client_id,
                    self.ready.name_of(one.client_id),
                    version_words(one.version),
                    safe_text(one.body),
                    weight.segments,
                    culprit,
                )
            )
        return texts


@dataclass(frozen=True)
class LeftOutLine:
    """Somebody who gets nothing, and why; safe for a terminal."""

    client_id: str
    name: str
    why: str


@dataclass(frozen=True)
class LeftOutLines:
    """People who get nothing, reason by reason, page by page."""

    ready: Preview
    people: Sequence[LeftOutPerson]

    def count(self) -> int:
        """How many."""
        return len(self.people)

    def only(self, fitting: Collection[str]) -> "LeftOutLines":
        """Those of them who are among these."""
        return replace(self, people=[one for one in self.people if one.client_id in fitting])

    def page(self, offset: int, limit: int) -> Sequence[LeftOutLine]:
        """A stretch of them."""
        return [
            LeftOutLine(one.client_id, self.ready.name_of(one.client_id), _why(one.reason, one.fields))
            for one in self.people[offset : offset + limit]
        ]


def filled_texts(ready: Preview) -> FilledTexts:
    """Everybody's own text."""
    return FilledTexts(ready, ready.worst_first if ready.weights else ())


def left_out_lines(ready: Preview) -> LeftOutLines:
    """Everybody who gets nothing."""
    return LeftOutLines(ready, ready.left_out_in_order)


def _why(reason: LeftOut, fields: Sequence[str]) -> str:
    if reason is LeftOut.MISSING_FIELD and fields:
        return say("{fields} is empty", fields=", ".join(f"{{{field}}}" for field in fields))
    return short_left_out(reason)
