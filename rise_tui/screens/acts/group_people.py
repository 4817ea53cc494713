"""The people of a broadcast: those in one of its states, those who are left out, and everybody's own text."""

from collections.abc import Collection
from dataclasses import dataclass

from rise_tui.casework import recipients
from rise_tui.casework.recipients import PeopleInState
from rise_tui.domain.say import say
from rise_tui.domain.tallies import Standing, short_left_out
from rise_tui.screens.acts import steering
from rise_tui.screens.dialogs.filled_texts import FilledTextsDialog
from rise_tui.screens.dialogs.left_out import LeftOutDialog
from rise_tui.screens.dialogs.people_in_state import Chosen, StatePeopleDialog
from rise_tui.screens.sending import SendingScreen
from rise_tui.widgets.rows import Rows


def show_state(room: SendingScreen, standing: Standing, words: str) -> None:
    """Who stands there; Enter opens one of them."""
    desk, broadcast_id = room.desk, room.broadcast_id
    dialog = StatePeopleDialog(
        words, lambda: recipients.people(desk, broadcast_id, standing), is_in_doubt=standing is Standing.UNKNOWN
    )
    room.app.push_screen(dialog, lambda chosen: _go_on(room, chosen))


def show_texts(room: SendingScreen) -> None:
    """Everybody's text as it was filled, the longest first."""
    desk, broadcast_id = room.desk, room.broadcast_id
    room.find(
        lambda: recipients.heaviest_first(desk, broadcast_id),
        lambda found: _read(room, found),
    )


def _read(room: SendingScreen, texts: PeopleInState) -> None:
    room.app.push_screen(FilledTextsDialog(texts))


def show_left_out(room: SendingScreen) -> None:
    """Who gets nothing, and why; Enter opens one of them."""
    overview = room.now()
    if overview is None or not overview.left_out:
        room.tell(say("Nobody is left out."))
        return
    desk, broadcast_id = room.desk, room.broadcast_id
    reasons = " · ".join(f"{count} {short_left_out(why)}" for why, count in overview.left_out)

    def look() -> LeftOutLines:
        found = recipients.left_out_people(desk, broadcast_id)
        return LeftOutLines([LeftOutLine(client_id, name, short_left_out(why)) for client_id, name, why in found])

    def show(rows: LeftOutLines) -> None:
        room.app.push_screen(LeftOutDialog(rows, reasons), opened)

    def opened(client_id: str | None) -> None:
        if client_id is not None:
            room.open_client(client_id)

    room.find(look, show)


@dataclass(frozen=True)
class LeftOutLine:
    """Somebody who gets nothing, and why; safe."""

    client_id: str
    name: str
    why: str


class LeftOutLines(Rows[LeftOutLine]):
    """Those who get nothing."""

    def only(self, fitting: Collection[str]) -> "LeftOutLines":
        """Those of them who are among these."""
        return LeftOutLines([one for one in self.rows if one.client_id in fitting])


def _go_on(room: SendingScreen, chosen: Chosen | None) -> None:
    """What was chosen in the list: a person to open, or one to whom it is to go again."""
    if chosen is None:
        return
    match chosen.act:
        case "open":
            room.open_client(chosen.client_id)
        case "again":
            steering.retry(room, [chosen.client_id])
        case "decide":
            steering.decide(room, [chosen.client_id])
