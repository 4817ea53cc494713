"""A picture of the gallery: its size and theme, what is added to the office, and the keys that lead to it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rise_tui.casework.desk import Desk
from tests.gallery.office import open_desk
from tests.screens.stage import Opened, opened

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
    tour: bool | None = None
    """whether it begins with the tour; None: there is none"""
    prepare: Callable[[Desk], None] | None = None
    """adds the facts that this picture alone needs, before the app opens"""
    meanwhile: Callable[[Desk], None] | None = None
    """what happens while one looks, at the key `meanwhile`"""
    shows: str = ""
    """words that it is about: where they do not stand there, the keys led somewhere else, and there is no picture"""


async def draw(scene: Scene) -> str:
    """The scene as SVG, the same bytes every time."""
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    with TemporaryDirectory() as folder:
        desk = open_desk(Path(folder), is_empty=scene.is_empty, is_offline=scene.is_offline, is_new=scene.is_new)
        if scene.prepare is not None:
            scene.prepare(desk)
        shown = opened(Path(folder), scene.size, theme=scene.theme, desk=desk, tour=scene.tour)
        try:
            async with shown as stage:
                await _play(stage, scene)
                if scene.shows not in " ".join(stage.text.split()):
                    raise AssertionError(f"{scene.name} does not show “{scene.shows}”:\n{stage.text}")
                picture = stage.app.export_screenshot(title="rise", simplify=True)
        finally:
            desk.store.close()
        return picture.replace("<svg ", '<svg xml:space="preserve" ', 1)


async def _play(stage: Opened, scene: Scene) -> None:
    for key in scene.keys:
        if key == "settle":
            await stage.rest()
            stage.wait(1)
        elif key == "meanwhile" and scene.meanwhile is not None:
            scene.meanwhile(stage.desk)
            await stage.rest()
        else:
            await stage.press(key)
