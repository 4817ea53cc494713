"""How facts are said on a screen: a text with its day, its time and how it went, and what happened beside it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rise_tui.casework.asides import Aside
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import MAY_GO_AGAIN
from rise_tui.casework.introducing import Person as Introduced
from rise_tui.casework.reading import Text
from rise_tui.domain.delivery import Status
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say
from rise_tui.widgets.person_line import Person
from rise_tui.widgets.said_lines import Said

if TYPE_CHECKING:
    from rise_tui.screens.previews import Previews


ROLE = {
    Status.DELIVERED: "faint",
    Status.SENT: "faint",
    Status.READ: "faint",
    Status.HELD: "accent",
    Status.QUEUED: "dim",
    Status.SENDING: "dim",
    Status.UNKNOWN: "accent",
    Status.FAILED: "bad",
    Status.UNDELIVERED: "bad",
    Status.EXPIRED: "bad",
    Status.CANCELLED: "dim",
}


def said(items: Iterable[Text | Aside], desk: Desk, previews: "Previews | None" = None) -> tuple[Said, ...]:
    """The conversation as it is shown, in the caseworker's zone; with small pictures where there are any."""
    return tuple(_text(item, desk, previews) if isinstance(item, Text) else _aside(item, desk) for item in items)


def id_of(item: Text | Aside) -> str:
    """By what the conversation knows it."""
    return item.message_id if isinstance(item, Text) else item.aside_id


def introduced(person: Introduced) -> Person:
    """The lines above a conversation: who they are."""
    role = "bad" if person.has_said_stop else "good" if person.may_be_texted else "dim"
    return Person(person.name, person.about, person.consent, role, person.state)


def _text(text: Text, desk: Desk, previews: "Previews | None") -> Said:
    time = desk.day_and_time(text.at)[1]
    status, role = "", "faint"
    if text.fares is not None:
        status, role = _fares(text), ROLE.get(text.status, "faint")
    return Said(
        text.message_id,
        desk.long_day(text.at),
        time,
        safe_text(text.body),
        text.is_theirs,
        text.is_unread,
        status,
        role,
        tuple(f"▣ {safe_text(note)}" for note in text.attachments),
        pictures=previews.of(text.message_id) if previews is not None and text.media else (),
    )


def _fares(text: Text) -> str:
    """Who wrote it and how it went; what one can do where it did not arrive."""
    words = text.fares.words if text.fares is not None else ""
    parts = [part for part in (text.group_text, text.author) if part]
    if text.status in MAY_GO_AGAIN:
        parts += [f"✕ {words}", say("= again")]
    elif text.status is Status.UNKNOWN:
        parts += [f"? {words}", say("= decide")]
    else:
        parts.append(words)
    return " · ".join(parts)


def _aside(aside: Aside, desk: Desk) -> Said:
    time = desk.day_and_time(aside.at)[1]
    where = say("on this machine only") if aside.seq == 0 else ""
    tail = " · ".join(part for part in (aside.author, where, time) if part)
    return Said(
        aside.aside_id,
        desk.long_day(aside.at),
        time,
        aside.words,
        is_theirs=False,
        status=tail,
        label=aside.label,
        is_private=aside.is_private,
        is_beside=True,
    )
