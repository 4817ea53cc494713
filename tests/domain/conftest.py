"""How properties are tried here: never judged by the clock of a busy machine."""

from hypothesis import settings

settings.register_profile("rise", deadline=None)
settings.load_profile("rise")
