"""What an automatic text is called where caseworkers see it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rise_tui.domain.say import say

_FOR: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "information": lambda: say("automatic: who we are"),
        "help": lambda: say("automatic: answers HELP"),
        "stop": lambda: say("automatic: STOP was heard"),
        "start": lambda: say("automatic: START was heard"),
        "away": lambda: say("automatic: nobody is here"),
        "question": lambda: say("automatic: whose number it is"),
    }
)


def automatic_words(automatic: str) -> str:
    """That the office sent it by itself, and what for, if this version knows that."""
    known = _FOR.get(automatic)
    return say("automatic") if known is None else known()
