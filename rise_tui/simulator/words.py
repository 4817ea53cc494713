"""The words that mean something to the carrier or to its phones: opting out, and `sim:…` in a text."""

import re
from dataclasses import dataclass

STOP = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})
"""Twilio's defaults for a long code; they count only as the whole body, in any case."""

STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe."
)
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."

_WORD = re.compile(r"sim:([a-z0-9-]+)")
_ANSWERS = {"yes": "Yes", "no": "No", "stop": "STOP", "photo": "Here is my paystub"}
TRIES = {"429": 2, "500": 1}
"""How many attempts at one message `sim:429` and `sim:500` turn away before it is accepted."""


def opt_word(body: str) -> str:
    """`STOP`, `START`, `HELP`, or nothing: what Twilio puts into OptOutType."""
    word = body.strip().upper()
    for name, words in (("STOP", STOP), ("START", START), ("HELP", HELP)):
        if word in words:
            return name
    return ""


@dataclass(frozen=True)
class Wishes:
    """What the `sim:` words of one text ask for."""

    words: frozenset[str]

    @classmethod
    def of(cls, body: str) -> "Wishes":
        """Read them out of a text, in any case."""
        return cls(frozenset(_WORD.findall(body.lower())))

    def wants(self, word: str) -> bool:
        """Is `sim:<word>` in the text?"""
        return word in self.words

    @property
    def refusal(self) -> int | None:
        """The 2xxxx code with which the carrier refuses the text at once."""
        return self._code("2")

    @property
    def failure(self) -> int | None:
        """The 3xxxx code with which the text fails after it was accepted."""
        return self._code("3")

    def answer(self, default: str) -> str | None:
        """What the phone answers, None for nothing; `default` is for a text without a word about it."""
        for word, answer in _ANSWERS.items():
            if word in self.words:
                return answer
        return None if "silent" in self.words or default == "none" else "Thank you."

    def _code(self, first: str) -> int | None:
        for word in sorted(self.words):
            if len(word) == 5 and word.isdecimal() and word.startswith(first):
                return int(word)
        return None
