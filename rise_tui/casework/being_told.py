"""Being told while rise is closed: where to, when, and how often at most; changed, switched off, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish, withdraw
from rise_tui.domain.alerting import MOST_TIMES, clock_words, is_mail, minutes_of
from rise_tui.domain.errors import BadInput, Unchanged
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.office import Alerts

ALERTS_BACK = "alerts_back"
LEAST, MOST = 5, 1440
"""Minutes between two alerts about who waits: the fewest and the most that one may ask for."""
_COLUMNS = ("email", "webhook", "at_times", "quiet_from", "quiet_to", "least_minutes")


@dataclass(frozen=True)
class Wishes:
    """As one types it: addresses, times of day with spaces or commas, quiet hours as `21:00-8:00`, minutes."""

    email: str = ""
    webhook: str = ""
    at: str = ""
    quiet: str = ""
    least: str = "60"

    @property
    def is_any(self) -> bool:
        """Is one told at all?"""
        return bool(self.email or self.webhook)


def wishes(desk: Desk) -> Wishes:
    """How one is told now, as one would type it; safe for a terminal."""
    with desk.store.reading() as session:
        found = desk.store.office.alerts(session, str(desk.caseworker_id))
    if found is None:
        return Wishes()
    quiet = ""
    if found.quiet_from is not None and found.quiet_to is not None:
        quiet = f"{clock_words(found.quiet_from)}-{clock_words(found.quiet_to)}"
    return Wishes(
        one_line(found.email or "", 254),
        one_line(found.webhook or "", 500),
        " ".join(clock_words(minutes) for minutes in found.at_times),
        quiet,
        str(found.least_minutes),
    )


def set_alerts(desk: Desk, typed: Wishes) -> str:
    """Let it be so from now on; what was done, in words. It can be taken back, as when one is told, without where to.

    Raises BadInput for what is no address or no time, Unchanged where it was so already.
    """
    columns = _read(typed)
    _put(desk, columns, _when_words(columns) if typed.is_any else told_words(typed))
    return told_words(typed)


def switch_off(desk: Desk) -> str:
    """Nothing is told any more; what was done, in words. It can be taken back. Raises Unchanged when nothing was."""
    if not wishes(desk).is_any:
        raise Unchanged(say("You are told nothing while rise is closed"))
    _put(desk, _read(Wishes()), told_words(Wishes()))
    return told_words(Wishes())


def told_words(typed: Wishes) -> str:
    """How one is told with these: `At 8:30 and 13:00 you are told how many wait: dana@example.org`. Raises BadInput."""
    columns = _read(typed)
    if not typed.is_any:
        return say("You are told nothing while rise is closed")
    ways = [where for where in (typed.email.strip(), say("a web address") if typed.webhook.strip() else "") if where]
    return say("{when}: {where}", when=_when_words(columns), where=say(" and ").join(ways))


def at_fault(typed: Wishes) -> str | None:
    """The name of the first field that cannot be read; None where each can."""
    for field, written in asdict(typed).items():
        try:
            _read(replace(Wishes(), **{field: written}))
        except BadInput:
            return field
    return None


def _when_words(columns: Mapping[str, Any]) -> str:
    times = say(" and ").join(clock_words(minutes) for minutes in columns["at_times"])
    if times:
        return say("At {times} you are told how many wait", times=times)
    return say("Every {least} minutes at most you are told how many wait", least=columns["least_minutes"])


def alerts_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take it back: without a trace if it never left, else as it was before."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    if not withdraw(desk, session, inverse["write_id"]):
        _wish(desk, session, inverse["before"])
    return say("Taken back: you are told as before")


def _read(typed: Wishes) -> dict[str, Any]:
    """What was typed, as columns. Raises BadInput."""
    email, webhook = typed.email.strip(), typed.webhook.strip()
    if email and not is_mail(email):
        raise BadInput(say("This is no e-mail address"), email, say("Write it like dana@example.org."))
    if webhook and not webhook.startswith(("https://", "http://127.0.0.1:")):
        raise BadInput(say("This is no https address"), webhook, say("It begins with https://."))
    times = sorted({minutes_of(one) for one in typed.at.replace(",", " ").split()})
    if len(times) > MOST_TIMES:
        raise BadInput(say("These are too many times"), "", say("At most {most}.", most=MOST_TIMES))
    quiet_from, quiet_to = _quiet(typed.quiet)
    least = typed.least.strip()
    if not (least.isascii() and least.isdigit() and LEAST <= int(least) <= MOST):
        raise BadInput(say("How many minutes?"), "", say("From {least} to {most}, such as 60.", least=LEAST, most=MOST))
    return dict(zip(_COLUMNS, (email or None, webhook or None, times, quiet_from, quiet_to, int(least)), strict=True))


def _quiet(written: str) -> tuple[int, int] | tuple[None, None]:
    if not written.strip():
        return None, None
    parts: Sequence[str] = written.replace("–", "-").split("-")
    if len(parts) != 2:
        raise BadInput(say("These are no quiet hours"), "", say("Write them like 21:00-8:00."))
    quiet_from, quiet_to = (minutes_of(part) for part in parts)
    if quiet_from == quiet_to:
        raise BadInput(say("These quiet hours end when they begin"), "", say("Write them like 21:00-8:00."))
    return quiet_from, quiet_to


def _put(desk: Desk, columns: dict[str, Any], label: str) -> None:
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        before = desk.store.office.alerts(session, str(desk.caseworker_id)) or Alerts(str(desk.caseworker_id))
        was = {name: getattr(before, name) for name in _COLUMNS}
        if was == columns:
            raise Unchanged(say("It stands so already"))
        write_id = _wish(desk, session, columns)
        desk.store.undo.add(session, label, {"act": ALERTS_BACK, "write_id": write_id, "before": was}, at=desk.now)


def _wish(desk: Desk, session: Session, columns: Mapping[str, Any]) -> str:
    me = str(desk.caseworker_id)
    body = {name: columns[name] for name in _COLUMNS if name != "at_times"}
    body["at"] = [clock_words(minutes) for minutes in columns["at_times"]]
    return wish(
        desk,
        session,
        "alerts",
        lane=f"alerts:{me}",
        ids={"caseworker_id": me},
        body=body,
        shows=("alerts", me, dict(columns)),
    )
