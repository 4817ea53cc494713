"""The status line's word on a text that is held, and on one that is being taken back."""

from weakref import WeakKeyDictionary

from textual.app import App
from textual.timer import Timer

from rise_tui.casework import taking_back, undoing
from rise_tui.casework.taking_back import Answer
from rise_tui.casework.undoing import Act
from rise_tui.domain.say import say
from rise_tui.screens.room import Room
from rise_tui.widgets.page_line import StatusLine

STAYS = 8
"""Seconds after which the word that something was taken back goes by itself."""

_asked: WeakKeyDictionary[App[object], dict[str, str]] = WeakKeyDictionary()
"""Of each app: the texts that the relay was asked to give back, and to whom they went; whichever room is in front when
the answer comes tells it."""


class Holding:
    """Counts a held text down, and tells the relay's answer to taking one back when it comes."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._timer: Timer | None = None
        self._counted = ""
        """the text that was counted last"""

    @property
    def _taking_back(self) -> dict[str, str]:
        return _asked.setdefault(self._room.app, {})

    def show(self) -> None:
        """While a text is held: who it goes to, in how many seconds, and the key that takes it back.

        What a key has told since then is read first: it stands until the next key.
        """
        held = undoing.held(self._room.desk)
        if held is None or not self._room.is_in_front:
            if self._timer is not None:
                self.rest()
                if self._is_told:
                    self._room.tell("")
            return
        if held.kept:
            words = say("✓ To {name}, {held}", name=held.name, held=held.kept)
        elif self._room.desk.line().is_up:
            words = say("✓ To {name} in {seconds} s", name=held.name, seconds=held.seconds)
        else:
            words = say("✓ To {name} once texts go out again", name=held.name)
        if self._timer is not None and held.message_id == self._counted and not self._is_told:
            return
        self._counted = held.message_id
        self._room.tell(words, role="good", hint=say("z takes it back"), stays=True)
        if self._timer is None:
            self._timer = self._room.set_interval(1, self.show)

    @property
    def _is_told(self) -> bool:
        """Whether it is this that stands there, or what was done, and nothing that a key since then has told."""
        told = self._room.query_one(StatusLine).happening
        return told is None or not told.words or self._room.is_offering_undo

    def rest(self) -> None:
        """Count no longer."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def undone(self, act: Act) -> None:
        """Tell what was taken back; a text that the relay has already is told about again when it has answered."""
        self.rest()
        if act.message_id is not None and act.client_id is not None:
            self._taking_back[act.message_id] = act.client_id
            if self.tell_answers():
                return
            self._room.tell(act.label, role="good")
            return
        self._tell_for_a_while(act.label, "good")

    def tell_answers(self) -> bool:
        """Tell what the relay has answered meanwhile; whether there was anything to tell."""
        has_told = False
        for message_id, client_id in list(self._taking_back.items()):
            answer = taking_back.answer_to(self._room.desk, message_id, client_id)
            if answer is None:
                continue
            del self._taking_back[message_id]
            self._tell_for_a_while(answer.words, "good" if answer.is_back else "accent", _hint(answer))
            has_told = True
        return has_told

    def _tell_for_a_while(self, words: str, role: str, hint: str = "") -> None:
        """Tell it, and take it off again unless something else has been told meanwhile."""
        self._room.tell(words, role=role, hint=hint)
        line = self._room.query_one(StatusLine)
        told = line.happening

        def rest() -> None:
            if line.happening is told:
                self._room.tell("")

        self._room.set_timer(STAYS, rest)


def _hint(answer: Answer) -> str:
    """Where the words of a text are that was to be taken back; those that somebody types meanwhile are not touched."""
    if not answer.is_back:
        return say("it could not be stopped any more")
    return say("its words stand in the draft") if answer.is_in_draft else say("its words stand in the conversation")
