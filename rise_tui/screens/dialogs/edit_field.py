"""One field of a card, edited in place: what is wrong with it stands below it, and it stays open until it is right."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input, Static

from rise_tui.domain.errors import RiseError, Unchanged
from rise_tui.domain.safe_text import as_kept
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.at_field import AtField, sentence
from rise_tui.widgets.typed_line import TypedLine


class EditField(AtField[str | None]):
    """Type, Enter keeps it, Esc leaves it as it is; dismissed with what was done, in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="field.back", tooltip="Leave it as it is."),
    ]

    def __init__(
        self,
        label: str,
        value: str,
        act: Callable[[str], str],
        *,
        hint: str = "",
        echo: Callable[[str], str] | None = None,
        at: Offset | None = None,
        keys: str = "",
    ) -> None:
        """`act` keeps what was typed, and says what was done; `echo` says while one types how it is understood.

        `keys`: what Enter and Esc do, where Enter does something else than keep it.
        """
        super().__init__(at)
        self.label, self.value, self.hint, self._keys_say = label, value, hint, keys
        self._act, self._echo = act, echo

    def compose(self) -> ComposeResult:
        """The label, the field, the sentence below it, the keys."""
        typed = TypedLine(self.value, id="typed")
        with Vertical(id="field"):
            yield Static(Content(self.label), classes="-title")
            yield typed
            yield Static(Content(self.hint), classes="-says", id="says")
            yield Static(Content(self._keys_say or say("Enter keeps it   Esc leaves it")), classes="-keys")

    def on_input_changed(self, event: Input.Changed) -> None:
        """How it is understood; what is wrong is said on Enter only, not while one still types."""
        words = self.hint
        if self._echo is not None and event.value.strip():
            try:
                words = self._echo(event.value)
            except RiseError:
                words = self.hint
        self._say(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it; if it cannot be kept, say why and stay."""
        try:
            label = self._act(as_kept(event.value, self.value, keep_newlines=False))
        except Unchanged:
            self.dismiss(None)
            return
        except RiseError as error:
            self._say(sentence(error), is_bad=True)
            return
        self.dismiss(label)

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        says = self.query_one("#says", Static)
        says.set_class(is_bad, "-bad")
        says.update(Content(words))
        self.call_after_refresh(self.place)

    def action_leave(self) -> None:
        """As it was."""
        self.dismiss(None)
