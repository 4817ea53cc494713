"""`rise` alone: the first picture at once, then the app behind it."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rise_tui.account import Account
    from rise_tui.casework.desk import Desk
    from rise_tui.settings import Settings

PLACE_TRIES = 20
"""Times ten milliseconds that somebody else's write is waited for before the app begins where it was left."""
NIMBLE = 0.0005
"""Seconds after which a thread at work (imports, sync) lets another one go on: a key waits for several such turns."""
PICTURES_A_SECOND = "1000"
"""How often Textual looks whether there is something to draw, while there is: a key waits for the next time."""
LAST_MOMENT = 1.0
"""Seconds that a draft not yet on disk is waited for when the terminal is gone."""


def open_app(plainly: "Callable[[], int]") -> int:
    """Open the app in this terminal; returns its exit code. Where there is none to draw on, `plainly` is done."""
    if not has_screen():
        return plainly()
    from rise_tui.commands.output import told

    return told(_open)


def has_screen() -> bool:
    """Whether standard output is a terminal that can be drawn on."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _open() -> int:
    from rise_tui import account as accounts
    from rise_tui import settings as settings_of
    from rise_tui.domain.errors import BadInput, NotSignedIn

    if not sys.stdin.isatty():
        raise BadInput("rise needs a keyboard", "Standard input is no terminal.", "Use: rise inbox --plain")
    settings = settings_of.load()
    try:
        account = accounts.load(settings.paths, token=settings.token, relay_url=settings.relay_url)
    except NotSignedIn:
        from rise_tui.commands.signed_in import account_of  # what it imports, the first picture need not wait for

        account = account_of(settings)
    return open_account(settings, account)


def open_account(settings: "Settings", account: "Account", *, drains: bool = True, tour: "bool | None" = None) -> int:
    """Open the app for this account, with the first picture before anything heavy is imported.

    `drains`: what still waits when it closes is let out by a process of its own. `tour`: whether it begins with a
    tour; None: there is none, as in every real office.
    """
    from rise_tui import account as accounts
    from rise_tui.terminal import first_paint

    folder = accounts.store_folder(account, settings.paths)
    theme = _theme(settings)
    _paint(settings, folder, theme)
    try:
        return _run(settings, account, folder, theme, drains=drains, tour=tour)
    finally:
        if first_paint.is_shown():
            first_paint.give_back(sys.stdin.fileno(), sys.stdout.fileno())


def _theme(settings: "Settings") -> str:
    """The theme of the settings; the terminal's own colours where it has no 256, none where none are wanted."""
    if os.environ.get("NO_COLOR"):
        return "none"
    has_colours = "256" in os.environ.get("TERM", "") or os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    return settings.theme if has_colours or settings.theme == "none" else "ansi"


def _paint(settings: "Settings", folder: "Path", theme: str) -> None:
    import time

    from rise_tui.store import first_page
    from rise_tui.store.connect import STORE
    from rise_tui.terminal import first_paint, hangup

    sys.setswitchinterval(NIMBLE)
    now = time.time_ns() // 1_000_000
    hangup.watch(lambda: first_paint.give_back_at_once(sys.stdin.fileno(), sys.stdout.fileno()))
    first_paint.hold_keys(sys.stdin.fileno())
    page = first_page.read(folder / STORE, now)
    size = os.get_terminal_size(sys.stdout.fileno())
    room, out = (size.columns, size.lines), sys.stdout.fileno()
    picture = first_paint.paint(page, room, out, theme, now, has_usual_keys=not settings.keys)
    from rise_tui import heap

    heap.share()
    first_paint.go_on()
    if not settings.keys:
        first_paint.answer_keys(picture, sys.stdin.fileno())


def _run(
    settings: "Settings", account: "Account", folder: "Path", theme: str, *, drains: bool, tour: "bool | None"
) -> int:
    import gc

    os.environ.setdefault("TEXTUAL_FPS", PICTURES_A_SECOND)
    gc.disable()  # imports make next to nothing to collect, and a start is a sixth shorter; the app enables it again
    from rise_tui import log_file
    from rise_tui.app import RiseApp
    from rise_tui.casework.texting import waits_here
    from rise_tui.casework.windows import this_window
    from rise_tui.commands.signed_in import signed_in_as
    from rise_tui.store.last_look import has_waiting
    from rise_tui.sync.draining import spawn_drain
    from rise_tui.sync.loop import SyncThread
    from rise_tui.terminal import hangup
    from rise_tui.terminal.driver import RiseDriver

    log_file.write_to(settings.paths.state)
    with signed_in_as(settings, account, folder, window=this_window()) as here:
        _begin_where_keys_went(here.desk)
        bell = here.desk.store.bell()
        sync = SyncThread(account, settings.paths, clock=here.desk.clock)
        app = RiseApp(
            here.desk,
            bell,
            sync,
            theme=theme,
            reports=settings.paths.state,
            driver_class=RiseDriver,
            keys=settings.keys,
            has_title=_wants_title(settings),
            rings=settings.bell,
            editor=_editor(settings),
            images=settings.images,
            tour=tour,
        )

        def give_terminal_back() -> None:
            if isinstance(app._driver, RiseDriver):
                app._driver.restore()

        def let_out() -> None:
            if drains and has_waiting(folder):
                spawn_drain(account, settings.paths)

        hangup.watch(let_out)
        hangup.watch(give_terminal_back)
        hangup.watch(lambda: _settle_late(here.desk))
        try:
            app.run(mouse=_wants_mouse(settings))
        finally:
            sync.stop()
            bell.close()
            _let_go(here.desk)
            _sweep(here.desk)
            if drains and waits_here(here.desk):
                spawn_drain(account, settings.paths)
    if app.signed_out:
        from rise_tui.domain.errors import NotSignedIn
        from rise_tui.sync.once import SIGNED_OUT

        raise NotSignedIn(*SIGNED_OUT.get(app.signed_out, SIGNED_OUT["token-revoked"]))
    if app.crash_code:
        from rise_tui.domain.errors import RiseError

        where = settings.paths.state / f"error-{app.crash_code}.txt"
        title = f"Something unexpected happened ({app.crash_code})"
        raise RiseError(title, f"Where it happened stands in {where}.", "What was typed is kept; open rise again.")
    return app.return_code or 0


def _begin_where_keys_went(desk: "Desk") -> None:
    """Who was selected in the first picture is who the app begins with."""
    from rise_tui.casework import places
    from rise_tui.domain.errors import RiseError
    from rise_tui.terminal import first_paint

    client_id = first_paint.moved_to()
    for _ in range(PLACE_TRIES) if client_id is not None else ():
        try:
            places.remember(desk, "inbox", places.where(desk).filter_id, client_id, "list")
        except RiseError:
            continue  # another window is writing, for some milliseconds
        return


def _let_go(desk: "Desk") -> None:
    """Another window may write in this one's drafts; if that cannot be kept, it may as soon as this process is gone."""
    from contextlib import suppress

    from rise_tui.casework import drafting
    from rise_tui.domain.errors import RiseError

    with suppress(RiseError):  # what still waits to go out comes after this, whoever else is writing just now
        drafting.let_go(desk)


def _settle_late(desk: "Desk") -> None:
    """A draft that another window's write kept from the disk still has a moment to get there."""
    from rise_tui.casework import drafting

    drafting.settle(desk, LAST_MOMENT)


def _sweep(desk: "Desk") -> None:
    """What another editor was given does not stay."""
    from rise_tui.casework import outside_editor

    outside_editor.sweep(desk)


def _wants_mouse(settings: "Settings") -> bool:
    """The mouse mode takes the terminal's own selection away: only where it is wanted, and not over SSH by itself."""
    return settings.mouse == "on" or (settings.mouse == "auto" and "SSH_CONNECTION" not in os.environ)


def _wants_title(settings: "Settings") -> bool:
    """By itself only where a window has a name: not on the machine's own console."""
    return settings.title == "on" or (settings.title == "auto" and os.environ.get("TERM", "") != "linux")


def _editor(settings: "Settings") -> str:
    """The command of the external editor: the setting's, else what the shell names; `off` where none is allowed."""
    if settings.editor != "auto":
        return settings.editor
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
