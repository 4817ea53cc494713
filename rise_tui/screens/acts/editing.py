"""Changing one field of a card, at the place where it stands."""

from collections.abc import Callable
from functools import partial

from rise_tui.casework import card as cards
from rise_tui.casework import undoing
from rise_tui.casework.card import Card
from rise_tui.casework.desk import Desk
from rise_tui.domain.client_words import status_words
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import to_ms
from rise_tui.domain.errors import RiseError, Unchanged
from rise_tui.domain.hours import echo, when
from rise_tui.domain.safe_hours import hours_words, read_hours
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.room import Room


def edit(room: Room, pane: CardPane, field: str) -> None:
    """Open what changes this field of the card that stands in the pane."""
    card = pane.card
    if card is None:
        return
    name, _, about = field.partition(":")
    if name == "number":
        from rise_tui.screens.acts.numbering import change_number

        change_number(room, pane, about)
        return
    if name == "appointment":
        from rise_tui.screens.acts.appointing import change_appointment

        change_appointment(room, pane, about)
        return
    act = _FIELDS.get(name)
    if act is not None:
        act(room, pane, card)


def told(room: Room, label: str | None, left: str = "") -> None:
    """Say what was done, and that it can be taken back, if it is what would be; `left`: and who was left out of it."""
    if label is not None:
        room.show()
        latest = undoing.latest(room.desk)
        is_undoable = latest is not None and latest.label == label
        words = say("{label}; {left}", label=label, left=left) if left else label
        room.tell(words, role="good", hint=say("z takes it back") if is_undoable else "")


def keep(room: Room, act: Callable[[], str], left: str = "") -> None:
    """Do it and say so; a trouble that was to be expected is told, and nothing is changed."""
    try:
        label = act()
    except Unchanged as same:
        room.tell(f"{same.title}.")
        return
    except RiseError as error:
        room.tell_error(error)
        return
    told(room, label, left)


Write = Callable[[Desk, str, str, int | None], str]
"""Writes what was typed into a field of somebody's card, as it stood there; returns what was done, in words."""


def _type(
    room: Room,
    pane: CardPane,
    title: str,
    now: str,
    act: Callable[[str], str],
    *,
    hint: str,
    echo: Callable[[str], str] | None = None,
) -> None:
    """Let somebody type what is to stand there; then say what was done."""
    dialog = EditField(title, now, act, hint=hint, echo=echo, at=pane.lines.words_at)
    room.app.push_screen(dialog, partial(told, room))


def _writing(room: Room, card: Card, write: Write) -> Callable[[str], str]:
    """Writes into a field of this card."""
    return lambda written: write(room.desk, card.client.client_id, written, card.seen)


def _name(room: Room, pane: CardPane, card: Card) -> None:
    _type(room, pane, say("Name"), card.name, _writing(room, card, cards.rename), hint=say("first and last name"))


def _zone(room: Room, pane: CardPane, card: Card) -> None:
    now, hint = one_line(card.client.zone or "", 64), say("a city or a zone; nothing: the office's")
    _type(room, pane, say("Time zone"), now, _writing(room, card, cards.set_zone), hint=hint)


def _hours(room: Room, pane: CardPane, card: Card) -> None:
    client, now = card.client, ""
    if client.safe_from is not None and client.safe_to is not None:
        now = hours_words((client.safe_from, client.safe_to))
    _type(
        room,
        pane,
        say("When are group texts and reminders safe?"),
        now,
        _writing(room, card, cards.set_hours),
        hint=say("9-17, 9:30 to 5pm; nothing: the office's hours"),
        echo=lambda written: hours_words(read_hours(written)),
    )


def _external_id(room: Room, pane: CardPane, card: Card) -> None:
    now, hint = one_line(card.client.external_id or "", 100), say("the id in the office's own system; nothing: none")
    _type(room, pane, say("File id"), now, _writing(room, card, cards.set_external_id), hint=hint)


def _language(room: Room, pane: CardPane, card: Card) -> None:
    now = card.client.language
    choices = (Choice("e", say("English"), "en", now == "en"), Choice("s", say("Spanish"), "es", now == "es"))

    def chosen(language: str | None) -> None:
        if language is not None:
            keep(room, lambda: cards.set_language(room.desk, card.client.client_id, language, card.seen))

    room.app.push_screen(Choose(say("Language"), choices, at=pane.lines.words_at), chosen)


def _discreet(room: Room, pane: CardPane, card: Card) -> None:
    now = card.client.is_discreet
    choices = (
        Choice("o", say("others read this phone"), "yes", now),
        Choice("n", say("nobody else reads it"), "no", not now),
    )
    says = say("Where others read it, group texts use neutral words.")

    def chosen(answer: str | None) -> None:
        if answer is not None:
            client_id = card.client.client_id
            keep(room, lambda: cards.set_discreet(room.desk, client_id, answer == "yes", card.seen))

    room.app.push_screen(Choose(say("Phone"), choices, says=says, at=pane.lines.words_at), chosen)


_STATES = (
    ("o", "open", None),
    ("c", "paused", "custody"),
    ("h", "paused", "hospital"),
    ("p", "paused", "other"),
    ("f", "closed", "finished"),
    ("m", "closed", "moved"),
    ("t", "closed", "transferred"),
    ("d", "closed", "died"),
)


def _status(room: Room, pane: CardPane, card: Card) -> None:
    client = card.client
    status = client.status_at(room.desk.clock.now())
    choices = [
        Choice(
            key,
            status_words(state, reason) if reason != "other" else say("paused, for another reason"),
            f"{state}:{reason or ''}",
            (state, reason) == (status.value, client.status_reason if status is not ClientStatus.OPEN else None),
        )
        for key, state, reason in _STATES
    ]
    says = say("Whoever is paused or closed gets no group texts and no reminders; those for a paused client are held.")

    def chosen(value: str | None) -> None:
        if value is None:
            return
        state, _, reason = value.partition(":")
        if state == "paused":
            _until(room, pane, card, reason)
        else:
            act = partial(cards.set_status, room.desk, client.client_id, ClientStatus(state), reason or None)
            keep(room, partial(act, None, card.seen))
            if state == ClientStatus.OPEN and status is ClientStatus.PAUSED:
                from rise_tui.screens.acts.held import show_kept_by_pause

                show_kept_by_pause(room, str(client.client_id))

    room.app.push_screen(Choose(say("State"), choices, says=says, at=pane.lines.words_at), chosen)


def _until(room: Room, pane: CardPane, card: Card, reason: str) -> None:
    """Until when they are paused; nothing typed: until told."""
    desk = room.desk

    def at(written: str) -> int | None:
        return to_ms(when(written, desk.clock.now(), desk.zone)) if written.strip() else None

    def act(written: str) -> str:
        status = ClientStatus.PAUSED
        return cards.set_status(desk, card.client.client_id, status, reason, at(written), card.seen)

    def understood(written: str) -> str:
        return say("until {time}", time=echo(when(written, desk.clock.now(), desk.zone), desk.zone, desk.clock.now()))

    hint = say("3 dec, mon 9, in 3 weeks; nothing: until you say so")
    _type(room, pane, say("Paused until when?"), "", act, hint=hint, echo=understood)


def _groups(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.joining import join

    join(room, (str(card.client.client_id),))


def _new_number(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.numbering import add_number

    add_number(room, pane)


def _new_appointment(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.appointing import add_appointment

    add_appointment(room, pane)


def _consent(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.consenting import record_consent

    record_consent(room, pane)


def _reminders(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.consenting import switch_reminders

    switch_reminders(room, pane)


def _clash(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.clashing import settle_clash

    settle_clash(room, pane)


def _note(room: Room, pane: CardPane, card: Card) -> None:
    room.call_later(room.run_action, "note")


def _papers(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.papers import open_papers_of

    open_papers_of(room, card.client.client_id)


def _caseworker(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.transferring import transfer

    transfer(room, (str(card.client.client_id),))


def _keeping(room: Room, pane: CardPane, card: Card) -> None:
    from rise_tui.screens.acts.keeping import choose_keeping

    choose_keeping(room, pane, card)


_FIELDS: dict[str, Callable[[Room, CardPane, Card], None]] = {
    "name": _name,
    "status": _status,
    "caseworker": _caseworker,
    "language": _language,
    "zone": _zone,
    "hours": _hours,
    "discreet": _discreet,
    "external_id": _external_id,
    "groups": _groups,
    "keeping": _keeping,
    "new-number": _new_number,
    "new-appointment": _new_appointment,
    "consent": _consent,
    "reminders": _reminders,
    "clash": _clash,
    "note": _note,
    "papers": _papers,
}
