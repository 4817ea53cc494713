"""One round of looking: whatever one check meets, the others are made."""

from collections.abc import Callable, Iterator, MutableMapping

from rise_tui import account as accounts
from rise_tui import settings as settings_of
from rise_tui.account import Account
from rise_tui.doctor import machine, office
from rise_tui.doctor.checks import Check, Group, outside, wrong
from rise_tui.doctor.kept import kept
from rise_tui.doctor.terminal import terminal
from rise_tui.domain.clock import Clock
from rise_tui.domain.errors import RiseError
from rise_tui.settings import Paths, Settings


def look_round(environ: MutableMapping[str, str], clock: Clock) -> list[Check]:
    """Everything that there is to look at, in groups; takes some seconds where the relay does not answer."""
    token = environ.get("RISE_TOKEN")
    try:
        paths = settings_of.paths(environ)
    except (OSError, RuntimeError):  # no home folder to be found
        paths = _nowhere()
    settings, trouble = _settings(paths, token, environ)
    homeless = machine.home(paths)
    checks = [machine.versions(), trouble or machine.configuration(paths, environ)]
    account: Account | None = None
    lines: list[Check] = []
    try:
        account = accounts.load(settings.paths, token=settings.token, relay_url=settings.relay_url)
        lines.append(office.signed_in(is_from_environment=settings.token is not None))
    except RiseError as error:
        lines.append(office.not_signed_in(error))
    if homeless is not None:
        checks.append(homeless)
    else:
        checks += _of_the_machine(settings, account, environ)
    if account is not None:
        folder, signed_in = accounts.store_folder(account, paths), account
        lines += _safely(Group.OFFICE, "relay", lambda: office.line(signed_in, clock))
        lines += _safely(Group.KEPT, "store", lambda: kept(folder, clock.now()))
    return [*checks, *lines, *_safely(Group.TERMINAL, "terminal", lambda: terminal(settings, environ))]


def _settings(paths: Paths, token: str | None, environ: MutableMapping[str, str]) -> tuple[Settings, Check | None]:
    """The settings, and what is wrong with them: then what is usual stands for them."""
    try:
        return settings_of.load(environ), None
    except (RiseError, OSError, RuntimeError) as error:
        if not isinstance(error, RiseError):
            return Settings(paths, token=token), None
        check = wrong(Group.MACHINE, "settings", outside(f"{error.title}. {error.detail}".strip()), error.next_step)
        url = environ.get("RISE_RELAY_URL") or None
        return Settings(paths, token=token, relay_url=url), check


def _of_the_machine(settings: Settings, account: Account | None, environ: MutableMapping[str, str]) -> Iterator[Check]:
    paths = settings.paths
    store = None if account is None else accounts.store_folder(account, paths)
    looks: dict[str, Callable[[], Check]] = {
        "permissions": lambda: machine.permissions(paths, store),
        "disk": lambda: machine.disk(paths.data),
        "room": lambda: machine.room(paths.data),
        "log": lambda: machine.log(paths),
        "reports": lambda: machine.reports(paths),
        "background": lambda: machine.background(environ),
    }
    for name, look in looks.items():
        yield from _safely(Group.MACHINE, name, lambda look=look: [look()])  # type: ignore[misc] # bound at once


def _safely(group: Group, name: str, look: Callable[[], list[Check]]) -> list[Check]:
    """What the look finds; what the system forbids it is a finding too."""
    try:
        return look()
    except OSError as error:
        return [wrong(group, name, f"it cannot be looked at: {error.strerror}", "Ask whoever keeps this machine.")]


def _nowhere() -> Paths:
    from pathlib import Path

    return Paths(*(Path("~") / "rise" for _ in range(4)))
