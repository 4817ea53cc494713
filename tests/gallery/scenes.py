"""Every picture of the gallery: its name, its size, its theme, and the keys that lead to it."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.screens.stage import opened

WIDE, SMALL, NARROW = (120, 40), (80, 24), (60, 24)


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
    is_new: bool = False


TYPING = ("r", "Monday is fine, Marcus. See you at 9")

SCENES = (
    Scene("inbox/needs-reply", "Who needs a reply, longest first; the conversation beside it.", ("j", "j", "j", "j")),
    Scene("inbox/draft", "What one types stands directly under what it answers.", TYPING),
    Scene("inbox/held", "A sent text is held for some seconds; z takes it back.", (*TYPING, "settle", "ctrl+d")),
    Scene("inbox/taken-back", "Taken back: the words stand in the draft again.", (*TYPING, "settle", "ctrl+d", "z")),
    Scene("inbox/done", "Done, and the next one is selected.", ("j", "a")),
    Scene("inbox/photo", "A photo that came with a text.", ("j",) * 6),
    Scene("inbox/failed", "A text that did not arrive says why.", ("j",) * 5),
    Scene("inbox/stopped", "Who said STOP cannot be texted.", ()),
    Scene("inbox/waiting", "Who has our word and owes us theirs.", ("\\",)),
    Scene("inbox/all", "Everybody, the newest first.", ("\\",) * 4),
    Scene("inbox/search", "Names, numbers and every text, as one types.", ("/", "paystub")),
    Scene("inbox/search-nothing", "Nothing found.", ("/", "zebra")),
    Scene("inbox/offline", "Offline is a state: everything works.", ("j",), is_offline=True),
    Scene("inbox/fetching", "The first time on a machine.", is_new=True),
    Scene("inbox/empty", "Nobody is waiting.", is_empty=True),
    Scene("inbox/help", "The keys that work here, made from the bindings.", ("?",)),
    Scene("inbox/quit", "Something still waits to go out.", (*TYPING, "settle", "ctrl+d", "q")),
    Scene("inbox/needs-reply-80x24", "The list has the whole width.", ("j", "j", "j", "j"), SMALL),
    Scene("inbox/conversation-80x24", "The conversation opens over it.", ("j", "j", "j", "j", "enter"), SMALL),
    Scene("inbox/draft-80x24", "To whom, at every width.", TYPING, SMALL),
    Scene("inbox/search-80x24", "Search on a small terminal.", ("/", "paystub"), SMALL),
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
        shown = opened(
            Path(folder),
            scene.size,
            theme=scene.theme,
            is_empty=scene.is_empty,
            is_offline=scene.is_offline,
            is_new=scene.is_new,
        )
        async with shown as stage:
            for key in scene.keys:
                if key == "settle":
                    await stage.rest()
                    stage.wait(1)
                else:
                    await stage.press(key)
            picture = stage.app.export_screenshot(title="rise", simplify=True)
            return picture.replace("<svg ", '<svg xml:space="preserve" ', 1)
