"""Looks at the terminal: how large, which colours and letters, how it shows pictures, clipboard and mouse."""

import importlib.util
import os
import sys
from collections.abc import Mapping

from rise_tui.doctor.checks import Check, Group, look, ok, outside
from rise_tui.settings import Settings
from rise_tui.terminal.asking import Heard, ask
from rise_tui.terminal.tmux import lets_pictures_through, takes_clipboard

LEAST = (60, 20)
"""Columns and lines below which the app is hard to use."""
_HERE = Group.TERMINAL
_MULTIPLEXERS = ("screen", "tmux")


def terminal(settings: Settings, environ: Mapping[str, str]) -> list[Check]:
    """What the terminal on standard input and output can; where there is none, a word."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return [ok(_HERE, "terminal", "none here: answers come as plain lines")]
    size = os.get_terminal_size(sys.stdout.fileno())
    heard = ask(environ, sys.stdin.fileno(), sys.stdout.fileno())
    return judged(settings, environ, (size.columns, size.lines), heard)


def judged(settings: Settings, environ: Mapping[str, str], size: tuple[int, int], heard: Heard | None) -> list[Check]:
    """The same for a terminal of that size, which has said that of itself, or nothing."""
    term = environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        detail = f"TERM is {term}" if term else "TERM is not set"
        step = "The app needs more; plain commands work: rise inbox. Else set TERM to what this terminal is."
        return [look(_HERE, "terminal", detail, step)]
    return [
        _terminal(environ, size),
        _colours(settings, environ),
        _letters(environ),
        _pictures(settings, environ, heard),
        _clipboard(environ, heard),
        _mouse(settings, environ),
    ]


def _terminal(environ: Mapping[str, str], size: tuple[int, int]) -> Check:
    inside = "tmux" if environ.get("TMUX") else ("screen" if environ.get("STY") else "")
    where = f", inside {inside}" * bool(inside) + ", over SSH" * ("SSH_CONNECTION" in environ)
    detail = f"{outside(environ['TERM'])}, {size[0]}x{size[1]}{where}"
    if size[0] < LEAST[0] or size[1] < LEAST[1]:
        return look(_HERE, "terminal", detail, f"Make it larger: {LEAST[0]}x{LEAST[1]} is the least, 80x24 is good.")
    return ok(_HERE, "terminal", detail)


def _colours(settings: Settings, environ: Mapping[str, str]) -> Check:
    if environ.get("NO_COLOR"):
        return ok(_HERE, "colours", "none, as NO_COLOR says")
    if settings.theme == "none":
        return ok(_HERE, "colours", "none, as the settings say")
    if environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return ok(_HERE, "colours", "all")
    if "256" in environ.get("TERM", ""):
        return ok(_HERE, "colours", "256")
    return ok(_HERE, "colours", "the terminal's own 16")


def _letters(environ: Mapping[str, str]) -> Check:
    named = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    if named.lower().replace("-", "").endswith("utf8"):
        return ok(_HERE, "letters", f"all, in UTF-8 ({outside(named)})")
    said = f"the shell says {outside(named)}" if named else "the shell does not say which"
    return look(
        _HERE, "letters", f"{said}: accents and emoji may come out wrong", "Put into ~/.profile: export LANG=C.UTF-8"
    )


def _pictures(settings: Settings, environ: Mapping[str, str], heard: Heard | None) -> Check:
    if settings.images == "off":
        return ok(_HERE, "pictures", "none, as the settings say")
    if importlib.util.find_spec("PIL") is None:
        step = "In the project's folder: pip install '.[images]', or: uv tool install '.[images]'"
        return look(_HERE, "pictures", "photos cannot be drawn: Pillow is not installed", step)
    if environ.get("TMUX"):
        if lets_pictures_through(environ):
            return ok(_HERE, "pictures", "sharp, through tmux by kitty's protocol")
        return ok(_HERE, "pictures", "coarse, in half-blocks, as tmux lets no others through")
    if environ["TERM"].startswith(_MULTIPLEXERS):
        return ok(_HERE, "pictures", "coarse, in half-blocks, as screen lets no others through")
    if heard is not None and (heard.has_kitty or heard.has_sixel):
        return ok(_HERE, "pictures", f"sharp, by {'kitty' if heard.has_kitty else 'sixel'}")
    return ok(_HERE, "pictures", "coarse, in half-blocks")


def _clipboard(environ: Mapping[str, str], heard: Heard | None) -> Check:
    if environ.get("TMUX"):
        if takes_clipboard(environ):
            return ok(_HERE, "clipboard", "through tmux (OSC 52)")
        step = "For copying out of rise put into ~/.tmux.conf: set -g set-clipboard on"
        return look(_HERE, "clipboard", "tmux keeps it to itself", step)
    if environ.get("STY") or environ["TERM"] == "linux":
        return ok(_HERE, "clipboard", "none: copy with the terminal's own means")
    if heard is not None and heard.has_clipboard:
        return ok(_HERE, "clipboard", "yes (OSC 52)")
    return ok(_HERE, "clipboard", "the terminal does not say (OSC 52)")


def _mouse(settings: Settings, environ: Mapping[str, str]) -> Check:
    if settings.mouse != "auto":
        return ok(_HERE, "mouse", f"{settings.mouse}, as the settings say")
    if "SSH_CONNECTION" in environ:
        return ok(_HERE, "mouse", 'off over SSH, so that the terminal can mark text; mouse = "on" in the settings')
    return ok(_HERE, "mouse", "on")
