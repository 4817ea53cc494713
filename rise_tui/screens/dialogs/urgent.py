"""What to do now, when it is urgent: whom to call, what to text, whom to tell."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from rise_tui.casework.alarming import Alarm
from rise_tui.domain.say import say


class UrgentDialog(ModalScreen[str | None]):
    """Says it all at a glance; dismissed with what was chosen: text, tell, acted; or nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "urgent.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "choose('text')", "Crisis text", id="urgent.text", tooltip="The crisis text into the draft."),
        Binding("s", "choose('tell')", "Supervisor", id="urgent.tell", tooltip="Flag it and note it for supervisors."),
        Binding("a", "choose('acted')", "I have acted", id="urgent.acted", tooltip="I have acted: off the top."),
        Binding("escape,exclamation_mark", "leave", "Back", id="urgent.back", tooltip="Back; nothing was done."),
    ]

    def __init__(self, alarm: Alarm) -> None:
        super().__init__()
        self.alarm = alarm

    def compose(self) -> ComposeResult:
        """Why, whom to call, what one key does."""
        with VerticalScroll(id="urgent"):
            yield Static(Content(say("{name}: what to do now", name=self.alarm.name)), classes="-title")
            for words in self._why():
                yield Static(Content(words), classes="-why")
            yield from _rows(self._calls(), "-calls")
            yield from _rows(self._acts(), "-acts")
            yield Static(Content(say("The rule that marks urgent texts misses some: read them all.")), classes="-note")
            yield Static(Content(say("Esc back")), classes="-note")

    def _why(self) -> tuple[str, ...]:
        if not self.alarm.why:
            return (say("No rule has marked their words. You decide what it is."),)
        return tuple(say("! They wrote {words}", words=words) for words in self.alarm.why)

    def _calls(self) -> list[tuple[str, str]]:
        """Numbers in full, and what each is for."""
        rows = [(number, say("call them")) for number in self.alarm.numbers]
        rows.append(("911", say("a life is in danger now")))
        rows.append(("988", say("crisis lifeline: call or text, day and night")))
        if self.alarm.language == "es":
            rows.append(("", say("in Spanish: call and press 2, or text AYUDA to 988")))
        return rows

    def _acts(self) -> list[tuple[str, str]]:
        """Keys, and what each does."""
        acted = ("a", say("I have acted: done, off the top"))
        tell = ("s", self._tell_words())
        if self.alarm.is_closed:
            return [tell, acted, ("", say("They said STOP: no text may go to them. Call."))]
        return [("t", self._text_words()), tell, acted]

    def _text_words(self) -> str:
        if self.alarm.is_discreet:
            return say("the crisis text into the draft; but others read this phone: better call")
        language = say("Spanish") if self.alarm.language == "es" else say("English")
        return say("the crisis text, in {language}, into the draft", language=language)

    def _tell_words(self) -> str:
        """Who sees a flag and a note, and that nobody is woken by them."""
        who = ", ".join(self.alarm.supervisors)
        if not who:
            return say("flag it, with a note, for your supervisor; call them too")
        return say("flag it, with a note, for {who}; call them too", who=who)

    def action_choose(self, what: str) -> None:
        """Close with what is to be done."""
        if what != "text" or not self.alarm.is_closed:
            self.dismiss(what)

    def action_leave(self) -> None:
        """Close; nothing was done."""
        self.dismiss(None)


def _rows(rows: list[tuple[str, str]], kind: str) -> Iterator[Horizontal]:
    """What stands first in a column of its own; the words beside it wrap in theirs."""
    for place, (first, words) in enumerate(rows):
        cells = Static(Content(first), classes="-first"), Static(Content(words), classes="-words")
        yield Horizontal(*cells, classes=f"-row {kind} -above" if place == 0 else f"-row {kind}")
