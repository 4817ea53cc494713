"""How a text of ours fared, and sending again one that did not arrive."""

from rise_tui.casework import faring, resolving, taking_back, texting
from rise_tui.casework.faring import MAY_GO_AGAIN, History
from rise_tui.casework.reading import Text
from rise_tui.casework.undoing import Act
from rise_tui.domain.delivery import Status
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.history import HistoryDialog
from rise_tui.screens.person_room import PersonRoom


def show_history(room: PersonRoom) -> None:
    """How the chosen text of ours fared; where theirs is chosen, our last one."""
    room.settle()
    text = _chosen_of_ours(room)
    history = None if text is None else faring.history(room.desk, text.message_id)
    if history is None:
        room.tell(say("There is no text of yours here."))
        return

    def decided(what: str | None) -> None:
        if what == "back":
            _take_back(room, history)
        elif what is not None:
            _decide(room, history.message_id, what, is_unknown=history.is_unknown)

    room.app.push_screen(HistoryDialog(history), decided)


def send_again(room: PersonRoom) -> None:
    """Send the chosen text again if it did not arrive, else the last one that did not.

    Of one that perhaps left nobody can tell: that is asked first. One that other texts of ours have followed is shown
    first, so that nothing goes again that one did not see.
    """
    room.settle()
    text = _failed(room)
    if text is None:
        room.tell(say("Every text here has left."))
    elif text.status is Status.UNKNOWN or not _is_meant(room, text):
        room.pane.choose(text.message_id)
        show_history(room)
    else:
        _decide(room, text.message_id, "again", is_unknown=False)


def _take_back(room: PersonRoom, history: History) -> None:
    """Its words stand in the draft again, or the relay's answer says so later."""
    labels: list[str] = []
    if room.is_done(lambda: labels.append(taking_back.take_back_text(room.desk, history.message_id))):
        room.show()
        room.pane.show_draft()
        room.holding.undone(Act(labels[0], history.client_id, history.message_id))


def _decide(room: PersonRoom, message_id: str, what: str, *, is_unknown: bool) -> None:
    def act() -> None:
        if is_unknown:
            resolving.resolve(room.desk, message_id, is_sent=what == "sent")
        else:
            texting.send_again(room.desk, message_id)

    if room.is_done(act):
        room.show()
        room.pane.view.action_scroll_bottom()
        if is_unknown:
            room.tell(say("Counted as sent.") if what == "sent" else say("It is sent again."), role="good")


def _chosen_of_ours(room: PersonRoom) -> Text | None:
    chosen = room.pane.chosen
    if isinstance(chosen, Text) and not chosen.is_theirs:
        return chosen
    return next((text for text in reversed(room.pane.texts) if not text.is_theirs), None)


def _is_meant(room: PersonRoom, text: Text) -> bool:
    """Was it chosen, or is it the last of ours?"""
    if room.pane.view.has_focus and room.pane.chosen is text:
        return True
    return text is next(one for one in reversed(room.pane.texts) if not one.is_theirs)


def _failed(room: PersonRoom) -> Text | None:
    may_go = MAY_GO_AGAIN | {Status.UNKNOWN}
    chosen = room.pane.chosen
    if room.pane.view.has_focus and isinstance(chosen, Text) and not chosen.is_theirs and chosen.status in may_go:
        return chosen
    return next((text for text in reversed(room.pane.texts) if not text.is_theirs and text.status in may_go), None)
