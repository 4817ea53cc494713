"""*Send*, at the end of the line below the draft: the place that Tab leads to and Enter presses."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part
from rise_tui.widgets.page_line import PageLine


class SendPlace(PageLine, can_focus=True):
    """A word that can be pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+d", "press", "Send", id="send.press", tooltip="Send this text."),
        Binding("escape", "leave", "Back", id="send.back", tooltip="Back into the draft."),
    ]
    DEFAULT_CSS = "SendPlace { width: 9; }"

    is_ready: reactive[bool] = reactive(False)
    """Whether there is anything to send."""

    class Pressed(Message):
        """Enter, here."""

    class Reached(Message):
        """The focus came here."""

    class Left(Message):
        """Back into the draft."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the word."""
        return self.region.offset + Offset(max(0, self.size.width - 6), 0)

    def parts(self, width: int) -> list[Part]:
        """The word while there is something to send; marked where Enter would press it."""
        if self.has_focus:
            return [Part(-7, "▌", "accent"), Part(-3, say("Send"), "key")]
        return [Part(-3, say("Send"), "text")] if self.is_ready else []

    def on_focus(self) -> None:
        """Drawn as the place where one is."""
        self.refresh()
        self.post_message(self.Reached())

    def on_blur(self) -> None:
        """Drawn as a place where one could go."""
        self.refresh()

    def action_press(self) -> None:
        """Ask for the text to be sent."""
        self.post_message(self.Pressed())

    def action_leave(self) -> None:
        """One step back."""
        self.post_message(self.Left())
