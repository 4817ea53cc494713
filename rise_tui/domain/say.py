"""The one door for words that people read: looks a sentence up in the chosen language and fills in its values."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALES = Path(__file__).parent.parent / "locale"
"""Where compiled catalogues live: `<language>/LC_MESSAGES/rise_tui.mo`. Without one, the English in the code stands."""

_spoken: "NullTranslations | None" = None
"""The catalogue that is spoken; None: the English in the code."""


def languages() -> tuple[str, ...]:
    """What rise itself speaks: English, and whatever has a catalogue here."""
    return ("en", *sorted(one.parts[-3] for one in LOCALES.glob("*/LC_MESSAGES/rise_tui.mo")))


def use_language(language: str) -> None:
    """Speak that language (`en`, `es`, …) from now on, in this process; English where nothing is translated."""
    global _spoken
    import gettext  # 4 ms, which a first picture in English need not wait for

    _spoken = gettext.translation("rise_tui", LOCALES, languages=[language], fallback=True)


def say(text: str, /, **values: object) -> str:
    """The sentence in the chosen language, with `{name}` places filled.

    `text` must be a constant of the code, never something from outside: values are filled in once and not read again
    as places. Raises KeyError when a place has no value.
    """
    found = text if _spoken is None else _spoken.gettext(text)
    return found.format_map(values) if values else found


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """As `say`, for a number of things: `one` or `many` as the language has it for `count`, which fills `{count}`."""
    english = one if count == 1 else many
    found = english if _spoken is None else _spoken.ngettext(one, many, count)
    return found.format_map({"count": count, **values})
