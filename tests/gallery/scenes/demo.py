"""The demo's own office, as a newcomer sees it first."""

from tests.gallery.demo_office import move_in
from tests.gallery.scene import SMALL, Scene

SCENES = (
    Scene("demo/first", "The first screen of `rise demo`.", is_empty=True, prepare=move_in),
    Scene("demo/first-80x24", "The same on a small terminal.", size=SMALL, is_empty=True, prepare=move_in),
)
