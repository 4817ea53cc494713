"""Words cell by cell, as Textual's frames have them, by the standard library alone."""

import re
import unicodedata

from rise_tui.domain.safe_text import clusters

_SINGLE = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc]*")
"""Characters of one cell each."""
_LONGEST = 24
"""Code points in one cell, as in the app's own pictures."""


def cells_of(words: str) -> list[str]:
    """The words in cells, a wide cluster followed by an empty cell; `words` are safe already.

    Where a terminal or Textual takes another view of a rare cluster, the app's own picture mends it a moment later.
    """
    if _SINGLE.fullmatch(words):
        return list(words)
    cells: list[str] = []
    for start, end in clusters(words):
        cluster = words[start:end][:_LONGEST]
        is_wide = "\ufe0f" in cluster or unicodedata.east_asian_width(cluster[0]) in "WF"
        cells += [cluster, ""] if is_wide else [cluster]
    return cells
