"""What a telephone or a machine answers by itself: to it nothing is answered, or two machines would talk for ever."""

import re

from rise_tui.domain.wording import even

QUICK_MS = 5_000
"""Nobody reads a text and answers it in less than so many milliseconds; a machine does."""

_PHRASES = re.compile(
    r"\bauto[\s-]?(?:matic|mated)?[\s-]?(?:reply|response|responder|message|text)\b"
    r"|\bthis is an? auto(?:matic|mated)\b"
    r"|\bout of (?:the )?office\b"
    r"|\b(?:do not|don'?t) (?:reply|respond) to this\b|\bno[\s-]?reply\b|\bunmonitored\b|\bnot monitored\b"
    r"|\bi(?:'| a)?m (?:currently )?driving\b.*\b(?:later|when|get back|notifications)\b"
    r"|\b(?:sent|sending this) (?:from|while) .*\bdriving focus\b|\bi have do not disturb\b|\bdriving mode\b"
    r"|\brespuesta autom[aá]tica\b|\bmensaje autom[aá]tico\b|\bfuera de (?:la )?oficina\b"
    r"|\bno (?:responda|conteste) (?:a )?este\b|\bestoy (?:conduciendo|manejando)\b.*\b(?:luego|despu[eé]s|cuando)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOOKED_AT = 600
"""Characters in which such words stand, if they stand anywhere."""


def is_auto_reply(body: str, *, since_ours_ms: int | None = None) -> bool:
    """Did a machine write it, by its words or by how soon after an automatic text of ours it came (milliseconds)?

    Not every machine says so; whoever answers must also answer seldom.
    """
    if since_ours_ms is not None and 0 <= since_ours_ms < QUICK_MS:
        return True
    return _PHRASES.search(even(body[:_LOOKED_AT])) is not None
