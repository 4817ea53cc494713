"""Where a picture stands: what this terminal can show, asked once and only when a picture is wanted."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from textual.app import App

from rise_tui.domain.pictures import Form, Picture
from rise_tui.terminal.answers import Means
from rise_tui.terminal.driver import RiseDriver
from rise_tui.terminal.tmux import MOST_ROWS, lets_pictures_through

LIMIT = 2.0
"""Seconds that an answer is waited for: a slow line has time for it, a terminal that never answers costs no more."""
BLOCKS = Means(Form.BLOCKS)


class Easel:
    """Shows one picture at a time on the terminal of an app, or says that half-blocks must do."""

    def __init__(self, app: App[Any], images: str = "auto", environ: Mapping[str, str] = os.environ) -> None:
        """`images` is the setting: auto, on (believe what is answered inside tmux too) or off."""
        self.is_on = images != "off"
        self._app = app
        self._means = BLOCKS if images == "off" else _known(environ, has_faith=images == "on")
        self._environ = environ
        self._asks_tmux = bool(environ.get("TMUX")) and images == "auto"
        self._is_inside = bool(environ.get("TMUX"))
        self._waiting: list[Callable[[], object]] = []

    @property
    def means(self) -> Means:
        """How pictures are shown; half-blocks until the terminal has answered."""
        return self._means or BLOCKS

    @property
    def most_rows(self) -> int:
        """Rows that a picture may have at most."""
        return MOST_ROWS if self._is_inside else 1000

    def learn(self, then: Callable[[], object]) -> None:
        """Do that once it is known how pictures are shown: now, or when the terminal has answered, or not in time."""
        driver = self._driver
        if driver is None or self._means is not None:
            then()
            return
        self._waiting.append(then)
        if len(self._waiting) > 1:
            return
        if self._asks_tmux:
            self._app.run_worker(self._ask_tmux, thread=True, group="easel")
        else:
            driver.ask_for_pictures(self._known, asks_kitty=not self._is_inside)
            self._app.set_timer(LIMIT, lambda: self._known(BLOCKS))

    def show(self, picture: Picture, column: int, row: int) -> None:
        """Put a picture over these cells; it goes when the app draws on them."""
        driver = self._driver
        if driver is not None and picture.form is not Form.BLOCKS:
            region = (column, row, picture.columns, picture.rows)
            driver.passthrough(picture.data, region, is_inside_tmux=self._is_inside and picture.form is Form.KITTY)

    def _ask_tmux(self) -> None:
        """In a worker: what tmux lets through to the terminal outside."""
        means = Means(Form.KITTY) if lets_pictures_through(self._environ) else BLOCKS
        self._app.call_from_thread(self._known, means)

    @property
    def _driver(self) -> RiseDriver | None:
        return self._app._driver if isinstance(self._app._driver, RiseDriver) else None

    def _known(self, means: Means) -> None:
        if self._means is None:
            self._means = means
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


def _known(environ: Mapping[str, str], *, has_faith: bool) -> Means | None:
    """What need not be asked: screen keeps pictures to itself, a console has none. None: ask the terminal, or tmux."""
    term = environ.get("TERM", "")
    if not environ.get("TMUX") and term.startswith(("screen", "tmux")):
        return None if has_faith else BLOCKS
    return BLOCKS if term in ("", "dumb", "linux") else None
