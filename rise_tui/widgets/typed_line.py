"""One line in which one types: what is put into it from outside is safe, and its cursor is still."""

from textual.geometry import Region
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

    def on_resize(self) -> None:
        """Shown at last, or as wide as another terminal lets it: the place where one types is in sight.

        Words that were put there before did not yet know how much room they have.
        """
        if self.screen.focused is self:
            at = self.cursor_screen_offset - self.content_region.offset + self.scroll_offset
            self.scroll_to_region(Region(at.x, 0, 1, 1), force=True, animate=False, immediate=True)

    def validate_value(self, value: str) -> str:
        """Every way into the line comes through here."""
        return editable(value, keep_newlines=False)
