"""The one door for words that people read: looks a sentence up in the chosen language and fills in its values."""

import gettext
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locale"
"""Where compiled catalogues live: `<language>/LC_MESSAGES/rise_tui.mo`. Without one, the English in the code stands."""

_spoken: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak that language (`en`, `es`, …) from now on, in this process; English where nothing is translated."""
    global _spoken
    _spoken = gettext.translation("rise_tui", LOCALES, languages=[language], fallback=True)


def say(text: str, /, **values: object) -> str:
    """The sentence in the chosen language, with `{name}` places filled.

    `text` must be a constant of the code, never something from outside: values are filled in once and not read again
    as places. Raises KeyError when a place has no value.
    """
    return _spoken.gettext(text).format_map(values) if values else _spoken.gettext(text)


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """As `say`, for a number of things: `one` or `many` as the language has it for `count`, which fills `{count}`."""
    return _spoken.ngettext(one, many, count).format_map({"count": count, **values})
