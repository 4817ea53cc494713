"""Every picture of the gallery: its name, its size, its theme, and the keys that lead to it."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from rise_tui.app import RiseApp
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from tests.gallery.office import open_desk

WIDE, SMALL, NARROW = (120, 40), (80, 24), (60, 24)

Act = Callable[[Pilot[int], Desk], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One picture: `screens/<name>.svg`."""

    name: str
    says: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "dark"
    is_empty: bool = False
    is_offline: bool = False


def _typed(words: str) -> tuple[str, ...]:
    names = {" ": "space", ".": "full_stop", ",": "comma", "?": "question_mark", "'": "apostrophe"}
    return tuple(names.get(char, char) for char in words)


TYPING = ("j", "j", "j", "j", "r", *_typed("Monday is fine, Marcus. See you at 9"))

SCENES = (
    Scene("inbox/needs-reply", "Who needs a reply, longest first; the conversation beside it.", ("j", "j", "j", "j")),
    Scene("inbox/draft", "What one types stands directly under what it answers.", TYPING),
    Scene("inbox/held", "A sent text is held for some seconds; z takes it back.", (*TYPING, "settle", "ctrl+d")),
    Scene("inbox/taken-back", "Taken back: the words stand in the draft again.", (*TYPING, "settle", "ctrl+d", "z")),
    Scene("inbox/done", "Done, and the next one is selected.", ("j", "a")),
    Scene("inbox/photo", "A photo that came with a text.", ("j",) * 6),
    Scene("inbox/failed", "A text that did not arrive says why.", ("j",) * 5),
    Scene("inbox/stopped", "Who said STOP cannot be texted.", ()),
    Scene("inbox/waiting", "Who has our word and owes us theirs.", ("backslash",)),
    Scene("inbox/all", "Everybody, the newest first.", ("backslash",) * 4),
    Scene("inbox/search", "Names, numbers and every text, as one types.", ("slash", *_typed("paystub"))),
    Scene("inbox/search-nothing", "Nothing found.", ("slash", *_typed("zebra"))),
    Scene("inbox/offline", "Offline is a state: everything works.", ("j",), is_offline=True),
    Scene("inbox/empty", "Nobody is waiting.", is_empty=True),
    Scene("inbox/help", "The keys that work here, made from the bindings.", ("question_mark",)),
    Scene("inbox/quit", "Something still waits to go out.", (*TYPING, "settle", "ctrl+d", "q")),
    Scene("inbox/needs-reply-80x24", "The list has the whole width.", ("j", "j", "j", "j"), SMALL),
    Scene("inbox/conversation-80x24", "The conversation opens over it.", ("j", "j", "j", "j", "enter"), SMALL),
    Scene("inbox/draft-80x24", "To whom, at every width.", TYPING, SMALL),
    Scene("inbox/search-80x24", "Search on a small terminal.", ("slash", *_typed("paystub")), SMALL),
    Scene("inbox/empty-80x24", "Nobody is waiting, small.", (), SMALL, is_empty=True),
    Scene("inbox/needs-reply-60x24", "At 60 columns words give way before names and texts.", ("j",), NARROW),
    Scene("inbox/needs-reply-light", "The light theme.", ("j", "j", "j", "j"), theme="light"),
    Scene("inbox/needs-reply-none", "Without colours.", ("j", "j", "j", "j"), theme="none"),
    Scene("inbox/needs-reply-80x24-light", "Light, small.", ("j", "j"), SMALL, "light"),
)


async def draw(scene: Scene) -> str:
    """The scene as SVG, the same bytes every time."""
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    with TemporaryDirectory() as folder:
        desk = open_desk(Path(folder), is_empty=scene.is_empty, is_offline=scene.is_offline)
        bell = desk.store.bell()
        try:
            app = RiseApp(desk, bell, theme=scene.theme)
            async with app.run_test(size=scene.size) as pilot:
                await pilot.pause()
                for key in scene.keys:
                    await _press(pilot, desk, key)
                await pilot.pause()
                app.listen()
                await pilot.pause()
                picture = app.export_screenshot(title="rise", simplify=True)
                return picture.replace("<svg ", '<svg xml:space="preserve" ', 1)
        finally:
            bell.close()
            desk.store.close()


async def _press(pilot: Pilot[int], desk: Desk, key: str) -> None:
    if key == "settle":
        if isinstance(desk.clock, FrozenClock):
            desk.clock.go(1)
        return
    await pilot.press(key)
