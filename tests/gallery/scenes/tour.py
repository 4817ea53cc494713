"""The tour through the invented office: each of its stops, where one has gone astray, and its end."""

from functools import partial

from tests.gallery.scene import NARROW, SMALL, WIDE, Scene

_scene = partial(Scene, tour=True)
TO = {place: tuple(["ctrl+n"] * (place - 1)) for place in range(1, 8)}
"""The keys that lead to a stop; the seventh is the end."""
AT_TERRENCE = ("jjj",)
ANSWERED = (*AT_TERRENCE, "y", "z", "r", "Great, see you then")
FOUND = (*TO[4], "/", "Ana", "enter")
MANY = (*TO[6], "b", "enter")
WRITTEN = (*MANY, " ", "enter", "r", "Hi {first_name}, class moves to ten on Monday.", "escape")

SCENES = (
    _scene("tour/who-waits", "Where it begins.", size=SMALL),
    _scene("tour/one-key", "The plainest key, about the one it led to.", AT_TERRENCE),
    _scene("tour/back-again", "What was done can be taken back.", (*AT_TERRENCE, "y"), SMALL),
    _scene("tour/answer", "An answer is being written.", ANSWERED),
    _scene("tour/held", "It is held.", (*ANSWERED, "settle", "ctrl+d"), SMALL),
    _scene("tour/find", "Searching.", (*TO[4], "/", "Ana"), SMALL),
    _scene("tour/astray", "Not where the stop is: the way back.", (*TO[4], "2"), SMALL, theme="light"),
    _scene("tour/photo", "The photo is being filed.", (*FOUND, "f"), SMALL),
    _scene("tour/photo-60", "The same, on the narrowest terminal.", (*FOUND, "f"), NARROW),
    _scene("tour/people", "Choosing a class.", (*MANY, " "), SMALL),
    _scene("tour/many", "What a text to many would come to.", WRITTEN, WIDE),
    _scene("tour/many-none", "The same, without colours.", WRITTEN, SMALL, theme="none"),
    _scene("tour/veil", "Names are masked in it too.", ("ctrl+t",), NARROW),
    _scene("tour/help", "Help, on the tour.", ("?",), SMALL),
    _scene("tour/over", "The end.", TO[7], NARROW),
)
