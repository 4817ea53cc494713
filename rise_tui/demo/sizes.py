"""How large a demo's office is, which one it is, and what can be made at all."""

from dataclasses import dataclass

from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import say

CLIENTS = (40, 120, 10_000)
"""Of who is signed in: the fewest, the usual number, the most."""
TEXTS = (500, 6_000, 1_000_000)
SEED = 1


@dataclass(frozen=True)
class Size:
    """How large an office is, and which one: the seed."""

    seed: int = SEED
    clients: int = CLIENTS[1]
    texts: int = TEXTS[1]

    def check(self) -> None:
        """Raises BadInput for what cannot be made."""
        for (least, usual, most), value, what, flag in (
            (CLIENTS, self.clients, say("clients"), "--clients"),
            (TEXTS, self.texts, say("texts"), "--messages"),
        ):
            if not least <= value <= most:
                raise BadInput(
                    say("An office of {value:,} {what} cannot be made", value=value, what=what),
                    say("The demo has from {least:,} to {most:,} {what}.", least=least, most=most, what=what),
                    say("Choose a number between them, as {flag} {usual}.", flag=flag, usual=usual),
                )
