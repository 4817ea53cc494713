"""Where one types whom to find in a list of people; an empty line until it is asked for."""

from rise_tui.domain.say import say
from rise_tui.widgets.typed_line import TypedLine


class FindLine(TypedLine):
    """One line, without a frame; its cursor is still, for one that blinks writes for ever."""

    DEFAULT_CSS = """
    FindLine, FindLine:focus { height: 1; border: none; background: $ink; color: $bright; visibility: hidden; }
    FindLine.-open, FindLine.-open:focus { visibility: visible; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder=say("a name, a number, an id"), id="find")

    def open(self) -> None:
        """One types in it now."""
        self.add_class("-open")
        self.focus()

    @property
    def is_open(self) -> bool:
        """Whether somebody is looked for."""
        return self.has_class("-open")

    def close(self) -> None:
        """Nobody is looked for any more."""
        self.remove_class("-open")
        self.value = ""
