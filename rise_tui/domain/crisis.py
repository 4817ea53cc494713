"""What to say to somebody whose life may be in danger, in their language, until the office has its own words for it."""

from collections.abc import Mapping
from types import MappingProxyType

_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "en": (
            "{first_name}, I read your message and I am worried about you. If you are in danger right now, call 911."
            " You can call or text 988 at any hour and talk to someone. Please answer me: are you safe?"
        ),
        "es": (
            "{first_name}, leí su mensaje y me preocupo por usted. Si está en peligro ahora, llame al 911. A cualquier"
            " hora puede llamar al 988 y oprimir 2, o mandar AYUDA por texto al 988. Contésteme por favor:"
            " ¿está a salvo?"
        ),
    }
)
"""988: the Suicide and Crisis Lifeline; in Spanish press 2, or text AYUDA (988lifeline.org)."""

NAMES = ("crisis", "988")
"""An office's own template whose name has one of these words stands instead."""


def crisis_text(language: str, first_name: str) -> str:
    """The text in that language (English where there is none), to somebody of that name."""
    nameless = "Hola" if language == "es" else "Hi"
    return _TEXTS.get(language, _TEXTS["en"]).replace("{first_name}", first_name.strip() or nameless)
