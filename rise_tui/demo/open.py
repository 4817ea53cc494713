"""Opens the demo: an office on this machine with its relay, its phone company and its clients; then the app."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rise_tui import account as accounts
from rise_tui import settings as settings_of
from rise_tui.account import Account
from rise_tui.demo.place import Kept, Place, alone, clear, load, writing_into
from rise_tui.demo.processes import running
from rise_tui.demo.sizes import Size
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import Conflict, RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.settings import Paths, Settings

DAY_MS = 86_400_000
AGED_MS = DAY_MS * 5 // 6
"""After so long what waits in an office has visibly aged."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for. None: as the office there is, or the usual."""

    seed: int | None = None
    clients: int | None = None
    texts: int | None = None
    is_reset: bool = False
    is_fresh: bool = False
    is_fast: bool = False

    def of(self, size: Size) -> Size:
        """That size, but for what was asked for."""
        asked = {"seed": self.seed, "clients": self.clients, "texts": self.texts}
        return replace(size, **{name: value for name, value in asked.items() if value is not None})


def open_demo(show: Callable[[Settings, Account], int], wanted: Wanted | None = None) -> int:
    """Open the demo: `show` it once its processes run; returns what that returned.

    Raises Conflict while another one is open, or where another office stands than was asked for; BadInput for a size
    that cannot be made; RiseError where there is no room for it.
    """
    wanted = wanted or Wanted()
    wanted.of(Size()).check()
    settings = settings_of.load()
    with ExitStack() as stack:
        place = _place(settings, wanted, stack)
        with writing_into(place.folder):
            stack.enter_context(alone(place))
            if wanted.is_reset:
                clear(place)
            kept = load(place)
            if kept is None:
                from rise_tui.demo.making import make

                kept = make(place, wanted.of(Size()))
            else:
                _must_be_as(wanted, kept)
                _tell_age(kept)
            relay = stack.enter_context(running(place, kept, is_fast=wanted.is_fast, meanwhile=_import_app))
            mine = _paths(settings, place)
            account = _sign_in(relay, kept, mine)
        return show(settings._replace(paths=mine), account)


def _place(settings: Settings, wanted: Wanted, stack: ExitStack) -> Place:
    """The demo's folder among one's own files, or one that is gone at the end."""
    if not wanted.is_fresh:
        return Place(settings.paths.data / "demo")
    from rise_tui.demo.passing import passing_folder

    return Place(stack.enter_context(passing_folder()))


def _import_app() -> None:
    """What takes half a second is read while the relay does the same on the machine's other core."""
    import rise_tui.app
    import rise_tui.sync.loop
    import rise_tui.terminal.driver  # noqa: F401 - importing is all that is wanted


def _must_be_as(wanted: Wanted, kept: Kept) -> None:
    """Nobody's office is thrown away without a word."""
    size = Size(kept.seed, kept.clients, kept.texts)
    asked = wanted.of(size)
    if asked == size:
        return
    raise Conflict(
        say("Another office stands here"),
        say(
            "It was made with --seed {seed} --clients {clients} --messages {texts}.",
            seed=size.seed,
            clients=size.clients,
            texts=size.texts,
        ),
        say("Add --reset to throw it away and make the new one, or --fresh to open the new one beside it."),
    )


def _tell_age(kept: Kept) -> None:
    """An office of an earlier day says so, on the terminal's own screen, where it is read after the app."""
    age = to_ms(datetime.now(UTC)) - kept.made_at
    if age < AGED_MS:
        return
    days = max(1, round(age / DAY_MS))
    made = say_many("This office was made a day ago", "This office was made {count} days ago", days)
    sys.stderr.write(f"{made}: {say('what waits in it has aged. For one of today: rise demo --reset')}\n")
    sys.stderr.flush()


def _paths(settings: Settings, place: Place) -> Paths:
    """The demo's own folders: nothing of a real account is touched."""
    folder = place.folder / "account"
    return Paths(config=folder, data=folder, state=folder, config_file=settings.paths.config_file)


def _sign_in(relay: str, kept: Kept, paths: Paths) -> Account:
    """The demo's account: the relay proves first that it is ours, then it is told the token."""
    from rise_tui.sync.relay_client import login

    try:
        known = accounts.load(paths)
    except RiseError:
        known = None
    if known is not None and known.instance_id == kept.instance_id and known.token == kept.token:
        account = known._replace(url=relay)
    else:
        account = login(relay, kept.token, instance_id=kept.instance_id)
    accounts.save(account, paths)
    return account
