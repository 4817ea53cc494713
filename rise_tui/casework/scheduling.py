"""A time that somebody types for a text to leave at, told back as a day and an hour before it is relied on."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.casework.forecasting import kept
from rise_tui.casework.leaving import hours_of
from rise_tui.domain.clock import to_ms
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.hours import echo, is_quiet, when
from rise_tui.domain.say import say


@dataclass(frozen=True)
class Scheduled:
    """When a text leaves. `at` in milliseconds; `words` the day and hour; `note` what is to be known, or nothing."""

    at: int
    words: str
    note: str = ""


def scheduled(desk: Desk, typed: str, client_id: str | None = None) -> Scheduled:
    """The time that is meant, on the caseworker's clock; for that client with what their own clock says then.

    Raises BadTime for what is not understood wholly, is past, or more than a year ahead.
    """
    now = desk.clock.now()
    at = when(typed, now, desk.zone)
    words = echo(at, desk.zone, now)
    if client_id is None:
        return Scheduled(to_ms(at), words)
    held = kept(desk, client_id, at=to_ms(at))
    if held is not None:
        return Scheduled(to_ms(at), words, held.words)
    hours = hours_of(desk, client_id)
    local = at.astimezone(zone_of(hours.zone))
    note = ""
    if local.utcoffset() != at.astimezone(zone_of(desk.zone)).utcoffset():
        note = say("{time} there", time=f"{local.hour}:{local.minute:02d}")
    if is_quiet(local.hour * 60 + local.minute, hours.quiet_from, hours.quiet_to):
        note = say("{note}: it is night there", note=note) if note else say("it is night there")
    return Scheduled(to_ms(at), words, note)
