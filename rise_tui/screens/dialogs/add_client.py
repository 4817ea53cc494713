"""Somebody new: name, number, language; what is wrong is said below, and it stays open until it is right."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from rise_tui.casework import clients
from rise_tui.casework.clients import Added
from rise_tui.domain.client_words import language_words
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.at_field import AtField, sentence
from rise_tui.widgets.typed_line import TypedLine


@dataclass(frozen=True)
class Filled:
    """What stands in the fields at first; `how` the number was confirmed, None: not yet.

    `was_nobodys`: it is said whose a number is that had written and was nobody's.
    """

    name: str = ""
    phone: str = ""
    language: str = "en"
    how: str | None = "told in person"
    was_nobodys: bool = False


class AddClient(AtField[Added | None]):
    """Enter goes to the next field, after the last one it adds; Esc leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="add.back", tooltip="Add nobody."),
        Binding("ctrl+e", "language", "Language", id="add.language", tooltip="The other language.", priority=True),
    ]

    def __init__(self, filled: Filled) -> None:
        super().__init__(None)
        self.filled = filled
        self.language = filled.language
        self._namesake = ""
        """the name that was typed when somebody of that name turned out to be here"""

    def compose(self) -> ComposeResult:
        """The fields under their labels, the sentence, the keys."""
        name = TypedLine(self.filled.name, placeholder=say("first and last name"), id="name")
        phone = TypedLine(self.filled.phone, placeholder=say("with its area code"), id="phone")
        for each in (name, phone):
            each.add_class("-below")
        with Vertical(id="field"):
            yield Static(Content(say("A new client")), classes="-title")
            yield Static(Content(say("Name")), classes="-label")
            yield name
            yield Static(Content(say("Mobile number")), classes="-label")
            yield phone
            yield Static(Content(say("Language")), classes="-label")
            yield Static(Content(self._language_words()), id="language")
            yield Static(Content(""), classes="-says", id="says")
            yield Static(Content(say("Enter goes on, then adds   Esc leaves it")), classes="-keys")

    def on_mount(self) -> None:
        """Begin where something is missing."""
        super().on_mount()
        self.set_focus(self.query_one("#phone" if self.filled.name else "#name", Input))

    def _language_words(self) -> str:
        return say("{language}   C-e changes it", language=language_words(self.language))

    def action_language(self) -> None:
        """The other one."""
        self.language = "es" if self.language == "en" else "en"
        self.query_one("#language", Static).update(Content(self._language_words()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the name to the number; from the number: add."""
        phone = self.query_one("#phone", Input)
        if event.input is not phone and not phone.value.strip():
            self.set_focus(phone)
            return
        self._add(self.query_one("#name", Input).value, phone.value)

    def _add(self, name: str, phone: str) -> None:
        try:
            if name != self._namesake and clients.namesake(self.desk, name) is not None:
                self._namesake = name
                self._say(say("Somebody of that name is here already. Enter once more adds another one."))
                return
            was_nobodys = self.filled.was_nobodys and phone.strip() == self.filled.phone
            added = clients.add(self.desk, name, phone, self.language, how=self.filled.how, was_nobodys=was_nobodys)
        except RiseError as error:
            self._say(sentence(error))
            return
        self.dismiss(added)

    def _say(self, words: str) -> None:
        says = self.query_one("#says", Static)
        says.add_class("-bad")
        says.update(Content(words))
        self.call_after_refresh(self.place)

    def action_leave(self) -> None:
        """Nobody is added."""
        self.dismiss(None)
