"""How facts are said on a screen: a text with its day, its time and how it went."""

from collections.abc import Iterable

from rise_tui.casework.desk import Desk
from rise_tui.casework.triage import Text
from rise_tui.domain.delivery import Status, words
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say
from rise_tui.widgets.thread_view import Said

ROLE = {
    Status.DELIVERED: "faint",
    Status.SENT: "faint",
    Status.READ: "faint",
    Status.HELD: "good",
    Status.QUEUED: "dim",
    Status.SENDING: "dim",
    Status.UNKNOWN: "accent",
    Status.FAILED: "bad",
    Status.UNDELIVERED: "bad",
    Status.EXPIRED: "bad",
    Status.CANCELLED: "dim",
}


def said(texts: Iterable[Text], desk: Desk) -> tuple[Said, ...]:
    """The texts as the conversation shows them, in the caseworker's zone."""
    return tuple(_said(text, desk) for text in texts)


def _said(text: Text, desk: Desk) -> Said:
    day, time = desk.day_and_time(text.at)
    status, role = "", "faint"
    if not text.is_theirs:
        how = say("on this machine only") if text.is_only_here else words(text.status, text.reason)
        status, role = f"{how} {time}", ROLE.get(text.status, "faint")
        if text.broadcast_id is not None:
            status = say("group text · {status}", status=status)
    return Said(
        text.message_id,
        day,
        time,
        safe_text(text.body),
        text.is_theirs,
        text.is_unread,
        status,
        role,
        tuple(f"▣ {safe_text(note)}" for note in text.attachments),
    )
