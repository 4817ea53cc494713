"""One line in which one types: what is put into it from outside is safe, and its cursor is still."""

from textual.widgets import Input

from rise_tui.domain.safe_text import editable


class TypedLine(Input):
    """A line without a frame; whatever comes into it, typed, pasted or put there, is what a terminal may be shown."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,
        max_length: int = 0,
        restrict: str | None = None,
    ) -> None:
        """`value`: what stands there first, as it is kept; `restrict`: a pattern of all that can be typed."""
        super().__init__(value, placeholder, id=id, max_length=max_length, restrict=restrict, compact=True)
        self.cursor_blink = False  # a cursor that blinks writes for ever

    def validate_value(self, value: str) -> str:
        """Every way into the line comes through here."""
        return editable(value, keep_newlines=False)
