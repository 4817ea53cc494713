"""A screen's last lines: what just happened, until the next key; its keys, unless a dialog over it has its own."""

from dataclasses import replace
from typing import Any, cast

from textual.screen import Screen

from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Footer, Happening, StatusLine
from rise_tui.widgets.thread_view import ThreadView


class Telling(AtDesk):
    """A screen with a status line and a footer."""

    _told: Happening | None = None
    """what goes with the next key"""

    @property
    def status_line(self) -> StatusLine:
        """The line just above the footer."""
        return cast("Screen[Any]", self).query_one(StatusLine)

    @property
    def footer(self) -> Footer:
        """The last line."""
        return cast("Screen[Any]", self).query_one(Footer)

    def on_screen_suspend(self) -> None:
        """Under a dialog none of its keys works."""
        self.footer.is_covered = True
        self._redraw_bars()

    def on_screen_resume(self) -> None:
        """In front again."""
        self.footer.is_covered = False
        self._redraw_bars()

    def _redraw_bars(self) -> None:
        """The bar before what is chosen stands in the page in front alone."""
        screen = cast("Screen[Any]", self)
        for one in screen.query(LineList):
            one.redraw_bar()
        if isinstance(screen.focused, ThreadView):
            screen.focused.refresh()

    def put_words(self, words: str, role: str, hint: str, *, stays: bool) -> None:
        """Tell it in that role; `stays`: until something else is told, for it goes on being true, or is a trouble."""
        happening = Happening(words, role, hint) if words or hint else None
        self.status_line.happening = happening
        self._told = None if stays or role == "bad" else happening

    def is_telling(self, words: str) -> bool:
        """Whether these words stand there now."""
        told = self.status_line.happening
        return told is not None and told.words == words

    @property
    def is_offering_undo(self) -> bool:
        """Whether what was told says that `z` takes it back."""
        told = self.status_line.happening
        return told is not None and told.hint == say("z takes it back")

    def withdraw_hint(self) -> None:
        """What was told stands, what could be done about it does not."""
        told = self.status_line.happening
        if told is None:
            return
        bare = replace(told, hint="")
        if self._told is told:
            self._told = bare
        self.status_line.happening = bare

    def make_brief(self) -> None:
        """What is told now is about this moment alone: the next key takes it off, a trouble too."""
        self._told = self.status_line.happening

    def let_go_of_words(self) -> None:
        """Another key: what was told of the one before is over."""
        if self._told is not None and self.status_line.happening is self._told:
            self.status_line.happening = None
        self._told = None
