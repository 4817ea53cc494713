"""The appointments of a card: another one, and what can be changed of one that stands there."""

from collections.abc import Callable
from functools import partial

from rise_tui.casework import appointing
from rise_tui.domain.appointment_words import answer_words, kind_words
from rise_tui.domain.appointments import Answer, AppointmentKind
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.screens.acts.editing import keep, told
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.room import Room

_KINDS = (
    ("c", AppointmentKind.CLASS),
    ("w", AppointmentKind.WORKSHOP),
    ("d", AppointmentKind.COURT),
    ("k", AppointmentKind.CHECK_IN),
    ("i", AppointmentKind.INTERVIEW),
    ("o", AppointmentKind.OTHER),
)

Then = Callable[[str | None], None]


def add_appointment(room: Room, pane: CardPane) -> None:
    """What it is, when, and where; it stands once the last is typed."""
    client_id, at = pane.client_id, pane.lines.words_at
    if client_id is None:
        return

    def chosen(value: str | None) -> None:
        if value is not None:
            kind = AppointmentKind(value)
            _type_time(room, pane, kind_words(kind), partial(_checked, room), partial(where, kind))

    def where(kind: AppointmentKind, written: str | None) -> None:
        if written is not None:
            title = say("Where is the {kind}?", kind=kind_words(kind))
            _type(room, pane, title, "", partial(appointing.make, room.desk, client_id, kind, written))

    choices = [Choice(key, kind_words(kind), kind.value) for key, kind in _KINDS]
    room.app.push_screen(Choose(say("Which appointment?"), choices, at=at), chosen)


def change_appointment(room: Room, pane: CardPane, appointment_id: str) -> None:
    """What can be done with one that stands on the card."""
    card, desk = pane.card, room.desk
    found = next((one for one in card.appointments if one.appointment_id == appointment_id), None) if card else None
    if card is None or found is None:
        return
    whose = (str(card.client.client_id), appointment_id)

    def write(act: Callable[..., str]) -> Callable[[str], str]:
        return lambda written: act(desk, *whose, written, found.seq)

    def chosen(value: str | None) -> None:
        match value:
            case "time":
                _type_time(room, pane, kind_words(found.kind), write(appointing.move), partial(told, room))
            case "place":
                now = one_line(found.place or "", appointing.LONGEST_PLACE)
                _type(room, pane, say("Where"), now, write(appointing.set_place))
            case "bring":
                now = one_line(found.bring or "", appointing.LONGEST_BRING)
                _type(room, pane, say("What to bring"), now, write(appointing.set_bring), hint=say("nothing: not said"))
            case "answer":
                _ask_answer(room, pane, found.answer, lambda said: appointing.set_answer(desk, *whose, said, found.seq))
            case "cancel":
                keep(room, lambda: appointing.cancel(desk, *whose, found.seq))

    choices = (
        Choice("t", say("another time"), "time"),
        Choice("p", say("where it is"), "place"),
        Choice("b", say("what to bring"), "bring"),
        Choice("a", say("what they said to it"), "answer"),
        Choice("x", say("it is cancelled"), "cancel"),
    )
    title = f"{appointing.told(desk, found.starts_at)}  {kind_words(found.kind)}"
    room.app.push_screen(Choose(title, choices, at=pane.lines.words_at), chosen)


def _checked(room: Room, written: str) -> str:
    """What was typed, if it is a time that is ahead."""
    appointing.time_typed(room.desk, written)
    return written


def _type(room: Room, pane: CardPane, title: str, now: str, act: Callable[[str], str], *, hint: str = "") -> None:
    """Type what is to stand there; then say what was done."""
    dialog = EditField(title, now, act, hint=hint or say("a place; nothing: not said"), at=pane.lines.words_at)
    room.app.push_screen(dialog, partial(told, room))


def _type_time(room: Room, pane: CardPane, what: str, act: Callable[[str], str], then: Then) -> None:
    """Type when it is; how it is understood stands below while one types."""
    dialog = EditField(
        say("When is the {what}?", what=what),
        "",
        act,
        hint=say("tomorrow 9, mon 9:30, 24 nov 14:00"),
        echo=lambda written: appointing.told(room.desk, appointing.time_typed(room.desk, written)),
        at=pane.lines.words_at,
    )
    room.app.push_screen(dialog, then)


def _ask_answer(room: Room, pane: CardPane, now: str | None, act: Callable[[Answer | None], str]) -> None:
    """What they said, where they did not say it in a text."""
    answers = {"y": Answer.YES, "n": Answer.NO, "u": None}
    choices = [Choice(key, answer_words(value)[0], key, value == now) for key, value in answers.items()]

    def chosen(key: str | None) -> None:
        if key is not None:
            keep(room, lambda: act(answers[key]))

    room.app.push_screen(Choose(say("What did they say to it?"), choices, at=pane.lines.words_at), chosen)
