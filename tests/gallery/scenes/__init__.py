"""Every picture of the gallery, room by room."""

from importlib import import_module
from pkgutil import iter_modules

from tests.gallery.scene import Scene

SCENES: tuple[Scene, ...] = tuple(
    scene
    for room in sorted(module.name for module in iter_modules(__path__))
    for scene in import_module(f"{__name__}.{room}").SCENES
)
