"""A client's next appointment as a text to them says it, in their language: what it is, which day, what time, where."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from rise_tui.domain.appointments import AppointmentKind
from rise_tui.domain.clock import zone
from rise_tui.domain.day_names import DAYS, MONTHS

APPOINTMENT = ("appointment", "appointment_date", "appointment_time", "appointment_place")
"""The places for it in a text; each language has words of its own for them, but for the place."""
_KINDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            AppointmentKind.CLASS: "class",
            AppointmentKind.WORKSHOP: "workshop",
            AppointmentKind.COURT: "court date",
            AppointmentKind.CHECK_IN: "check-in",
            AppointmentKind.INTERVIEW: "interview",
            AppointmentKind.OTHER: "appointment",
        },
        "es": {
            AppointmentKind.CLASS: "clase",
            AppointmentKind.WORKSHOP: "taller",
            AppointmentKind.COURT: "cita en la corte",
            AppointmentKind.CHECK_IN: "cita de control",
            AppointmentKind.INTERVIEW: "entrevista",
            AppointmentKind.OTHER: "cita",
        },
    }
)


def appointment_values(
    kind: str, starts_at: datetime, place: str | None, zone_name: str, *, is_discreet: bool = False
) -> dict[str, str]:
    """What stands in those places, by field and language (`appointment.en`); the time is by the clock of that zone.

    On a phone that others read (`is_discreet`) every kind is only an appointment.
    """
    local = starts_at.astimezone(zone(zone_name))
    told = {"appointment_place": (place or "").strip()}
    for language, kinds in _KINDS.items():
        day, time = _day(local, language), _time(local)
        what = kinds[AppointmentKind.OTHER] if is_discreet else kinds.get(kind, kinds[AppointmentKind.OTHER])
        told |= {
            f"appointment.{language}": _whole(what, day, time, language),
            f"appointment_date.{language}": day,
            f"appointment_time.{language}": time,
        }
    return told


def _day(local: datetime, language: str) -> str:
    weekday, month = DAYS[language][local.weekday()], MONTHS[language][local.month - 1]
    return f"{weekday} {local.day} de {month}" if language == "es" else f"{weekday}, {month} {local.day}"


def _time(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"


def _whole(what: str, day: str, time: str, language: str) -> str:
    if language == "es":
        return f"{what} el {day} a {'la' if time.startswith('1:') else 'las'} {time}"
    return f"{what} on {day} at {time}"
