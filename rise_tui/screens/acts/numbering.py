"""The numbers of a card: another one, how one was confirmed, that one is no longer theirs."""

from collections.abc import Callable

from textual.geometry import Offset

from rise_tui.casework import numbering
from rise_tui.domain.phone import parse, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.screens.acts.editing import keep
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.room import Room

NOT_YET = "not yet"


def ask_how(room: Room, then: Callable[[str | None], None], at: Offset | None, *, title: str = "") -> None:
    """How the number was confirmed; `then` is given the answer in words, None: not yet. Esc: it is not called."""
    choices = (
        Choice("p", say("in person"), say("in person")),
        Choice("c", say("called it and spoke with them"), say("called and spoke")),
        Choice("k", say("somebody we know vouches for it"), say("vouched for")),
        Choice("n", say("not yet: no texts until then"), NOT_YET),
    )

    def chosen(how: str | None) -> None:
        if how is not None:
            then(None if how == NOT_YET else how)

    room.app.push_screen(Choose(title or say("How is it confirmed that it is theirs?"), choices, at=at), chosen)


def add_number(room: Room, pane: CardPane) -> None:
    """Another number of whom the card is about."""
    if pane.client_id is not None:
        hint = say("a mobile number with its area code")
        type_number(room, pane.client_id, say("Another number"), hint=hint, at=pane.lines.words_at)


def type_number(
    room: Room, client_id: str, title: str, number: str = "", *, hint: str = "", at: Offset | None = None
) -> None:
    """Type a number of theirs, say whose it is if somebody else has it, then how it was confirmed."""

    def check(written: str) -> str:
        numbering.check(room.desk, client_id, written)
        return written

    def typed(written: str | None) -> None:
        if written is None:
            return
        other = numbering.holder(room.desk, client_id, written)
        if other is None:
            _add(room, client_id, written, at)
        else:
            _ask_whose(room, client_id, written, other, at)

    room.app.push_screen(EditField(title, number, check, hint=hint, at=at), typed)


def _ask_whose(room: Room, client_id: str, written: str, other: tuple[str, str], at: Offset | None) -> None:
    """Somebody else has that number: both use it, or it is another's now."""
    other_id, name = other
    choices = (
        Choice("b", say("both use it"), "both"),
        Choice("h", say("it is theirs now, no longer {name}'s", name=name), "moved"),
    )

    def chosen(value: str | None) -> None:
        if value is not None:
            _add(room, client_id, written, at, no_longer=other_id if value == "moved" else "")

    room.app.push_screen(Choose(say("That number is {name}'s", name=name), choices, at=at), chosen)


def _add(room: Room, client_id: str, written: str, at: Offset | None, *, no_longer: str = "") -> None:
    """Give it to them, once it is said how it was confirmed; `no_longer` has it no more. Each can be taken back."""

    def confirmed(how: str | None) -> None:
        if no_longer:
            keep(room, lambda: numbering.end(room.desk, no_longer, str(parse(written))))
        keep(room, lambda: numbering.add(room.desk, client_id, written, how=how).label)

    ask_how(room, confirmed, at)


def change_number(room: Room, pane: CardPane, e164: str) -> None:
    """What can be done with a number that stands on the card."""
    card, at = pane.card, pane.lines.words_at
    holding = next((one for one in card.numbers if one.e164 == e164), None) if card is not None else None
    client_id = pane.client_id
    if holding is None or client_id is None:
        return
    if holding.until_at is not None:
        choices = [Choice("a", say("it is theirs again"), "again")]
    else:
        words = say("say again how it was confirmed") if holding.is_confirmed else say("say how it was confirmed")
        choices = [
            Choice("c", words, "confirm"),
            Choice("t", say("what they said about texts"), "consent"),
            Choice("e", say("it is no longer theirs"), "end"),
        ]
    says = say("confirmed: {how}", how=one_line(holding.confirmed_how, 60)) if holding.confirmed_how else ""

    desk = room.desk

    def confirmed(how: str | None) -> None:
        if how is not None:
            keep(room, lambda: numbering.confirm(desk, client_id, e164, how))

    def chosen(value: str | None) -> None:
        if value == "end":
            keep(room, lambda: numbering.end(desk, client_id, e164))
        elif value == "confirm":
            ask_how(room, confirmed, at)
        elif value == "again":
            ask_how(room, lambda how: keep(room, lambda: numbering.add(desk, client_id, e164, how=how).label), at)
        elif value == "consent":
            from rise_tui.screens.acts.consenting import record_about

            record_about(room, client_id, e164, at)

    room.app.push_screen(Choose(pretty(e164), choices, says=says, at=at), chosen)
