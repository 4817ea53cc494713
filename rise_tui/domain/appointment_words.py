"""What an appointment is called on the screen, and what the client said to it."""

from rise_tui.domain.appointments import AppointmentKind
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say


def kind_words(kind: str) -> str:
    """*court date*; a kind from elsewhere as it is written, safe for a terminal."""
    known: dict[str, str] = {
        AppointmentKind.CLASS: say("class"),
        AppointmentKind.WORKSHOP: say("workshop"),
        AppointmentKind.COURT: say("court date"),
        AppointmentKind.CHECK_IN: say("check-in"),
        AppointmentKind.INTERVIEW: say("interview"),
        AppointmentKind.OTHER: say("appointment"),
    }
    return known.get(kind) or one_line(kind, 20)


def answer_words(answer: str | None) -> tuple[str, str]:
    """What they said to it, by a glyph too, and the role in which it is drawn."""
    match answer:
        case "yes":
            return say("✓ comes"), "good"
        case "no":
            return say("✕ does not come"), "accent"
        case _:
            return say("no answer yet"), "dim"
