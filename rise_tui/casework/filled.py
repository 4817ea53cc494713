"""The lists behind a preview: each person's filled text, the heaviest first, and who is left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.casework.previewing import Preview
from rise_tui.domain.broadcast_words import version_words
from rise_tui.domain.broadcasts import LeftOut
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
    """Every text of a preview, the heaviest first, page by page."""

    ready: Preview

    def count(self) -> int:
        """How many."""
        return len(self.ready.weights)

    def page(self, offset: int, limit: int) -> Sequence[FilledText]:
        """A stretch of them."""
        texts = []
        for place in self.ready.worst_first[offset : offset + limit]:
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
    """Everybody who gets nothing, reason by reason, page by page."""

    ready: Preview

    def count(self) -> int:
        """How many."""
        return len(self.ready.left_out)

    def page(self, offset: int, limit: int) -> Sequence[LeftOutLine]:
        """A stretch of them."""
        return [
            LeftOutLine(one.client_id, self.ready.name_of(one.client_id), _why(one.reason, one.fields))
            for one in self.ready.left_out_in_order[offset : offset + limit]
        ]


def _why(reason: LeftOut, fields: Sequence[str]) -> str:
    if reason is LeftOut.MISSING_FIELD and fields:
        return say("{fields} is empty", fields=", ".join(f"{{{field}}}" for field in fields))
    return short_left_out(reason)
