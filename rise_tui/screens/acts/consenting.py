"""Recording what somebody said about being texted: about which number, yes or no, how they said it, and for what."""

from functools import partial

from textual.geometry import Offset

from rise_tui.casework import consenting, reminding
from rise_tui.casework.reminding import Wants
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.phone import pretty
from rise_tui.domain.say import say
from rise_tui.screens.acts.editing import keep
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.room import Room

OTHER = "other"


def record_consent(room: Room, pane: CardPane) -> None:
    """Ask about which of their numbers, if they have several, then what they said."""
    card, at = pane.card, pane.lines.words_at
    if card is None or not card.held:
        return
    client_id = str(card.client.client_id)
    numbers = [str(one.e164) for one in card.held]
    if len(numbers) == 1:
        record_about(room, client_id, numbers[0], at)
        return
    choices = [Choice(str(index), pretty(e164), e164) for index, e164 in enumerate(numbers[:9], 1)]

    def chosen(e164: str | None) -> None:
        if e164 is not None:
            record_about(room, client_id, e164, at)

    room.app.push_screen(Choose(say("Texts to which number?"), choices, at=at), chosen)


def record_about(room: Room, client_id: str, e164: str, at: Offset | None) -> None:
    """What they said of texts to that number."""
    now = consenting.stands(room.desk, client_id, e164)
    choices = (
        Choice("y", say("yes, they may be texted"), ConsentState.OPTED_IN.value, now is ConsentState.OPTED_IN),
        Choice("n", say("no texts any more"), ConsentState.OPTED_OUT.value, now is ConsentState.OPTED_OUT),
        Choice("u", say("it is not known"), ConsentState.UNKNOWN.value, now is ConsentState.UNKNOWN),
    )

    def chosen(state: str | None) -> None:
        if state == ConsentState.OPTED_OUT:
            _ask_how_much(room, client_id, e164, at)
        elif state is not None:
            _ask_purpose(room, client_id, e164, ConsentState(state), at)

    room.app.push_screen(Choose(say("What did they say?"), choices, says=pretty(e164), at=at), chosen)


def _ask_how_much(room: Room, client_id: str, e164: str, at: Offset | None) -> None:
    """Before everything is closed: often they are only tired of reminders, and still want an answer."""
    choices = (
        Choice("r", say("reminders and group texts only"), "to many"),
        Choice("e", say("every text"), "everything"),
    )

    def chosen(which: str | None) -> None:
        if which == "to many":
            _ask_how(room, partial(_switch, room, client_id, False), at)
        elif which is not None:
            state = ConsentState.OPTED_OUT
            _ask_how(room, partial(consenting.record, room.desk, client_id, e164, state, Purpose.ALL), at)

    says = say("Without reminders they are still answered; without any text they cannot be.")
    room.app.push_screen(Choose(say("No more of which texts?"), choices, says=says, at=at), chosen)


def _switch(room: Room, client_id: str, is_wanted: bool, wording: str) -> str:
    return reminding.switch(room.desk, client_id, wording, is_wanted=is_wanted)


def switch_reminders(room: Room, pane: CardPane) -> None:
    """Reminders and group texts, or only answers; then how they said it."""
    card, at = pane.card, pane.lines.words_at
    if card is None or card.wants is None:
        return
    client_id = str(card.client.client_id)
    if card.wants is Wants.CLOSED:
        room.tell(say("They want no text at all."), hint=say("the consent below says how they said it"))
        return
    choices = (
        Choice("y", say("reminders and group texts, too"), "yes", card.wants is Wants.ALL),
        Choice("n", say("none of them; but answer me"), "no", card.wants is Wants.NONE),
    )

    def chosen(answer: str | None) -> None:
        if answer is not None:
            _ask_how(room, partial(_switch, room, client_id, answer == "yes"), at)

    room.app.push_screen(Choose(say("What do they want?"), choices, at=at), chosen)


def _ask_purpose(room: Room, client_id: str, e164: str, state: ConsentState, at: Offset | None) -> None:
    choices = (
        Choice("a", say("all texts"), Purpose.ALL.value, True),
        Choice("c", say("texts from you only"), Purpose.CONVERSATION.value),
        Choice("r", say("reminders only"), Purpose.REMINDERS.value),
        Choice("g", say("group texts only"), Purpose.GROUP_NEWS.value),
    )

    def chosen(purpose: str | None) -> None:
        if purpose is not None:
            _ask_how(room, partial(consenting.record, room.desk, client_id, e164, state, Purpose(purpose)), at)

    room.app.push_screen(Choose(say("About which texts?"), choices, at=at), chosen)


def _ask_how(room: Room, record: "partial[str]", at: Offset | None) -> None:
    choices = (
        Choice("p", say("in person"), say("in person")),
        Choice("s", say("on paper, signed"), say("on paper, signed")),
        Choice("c", say("on the phone"), say("on the phone")),
        Choice("w", say("in a text"), say("in a text")),
        Choice("o", say("in another way: type it"), OTHER),
    )

    def chosen(how: str | None) -> None:
        if how == OTHER:
            room.app.push_screen(
                EditField(say("How did they say it?"), "", record, hint=say("one line, for the file"), at=at),
                partial(_told, room),
            )
        elif how is not None:
            keep(room, partial(record, how))

    room.app.push_screen(Choose(say("How did they say it?"), choices, at=at), chosen)


def _told(room: Room, label: str | None) -> None:
    if label is not None:
        keep(room, lambda: label)
