"""Doing what the mark of somebody's text proposes, or saying that it is not so."""

from rise_tui.casework import claiming, counted_stops, deciding_late, opting, proposing
from rise_tui.domain.marks import Mark
from rise_tui.domain.proposals import Proposal
from rise_tui.domain.say import say
from rise_tui.screens.acts.claiming import new_number
from rise_tui.screens.person_room import PersonRoom


def propose(room: PersonRoom) -> None:
    """Do what the footer says; where only an answer will do, say so."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    proposal = proposing.proposed(room.desk, client_id)
    match proposal:
        case None if claiming.claimed_by(room.desk, client_id) is not None:
            new_number(room)
        case None:
            room.tell(say("Nothing is proposed here."), hint=say("r answers, a: no answer needed"))
        case Proposal.FILE:
            room.action_file_photo()
        case Proposal.NEW_NUMBER:
            new_number(room)
        case Proposal.SEE_TO_IT:
            room.action_urgent()
        case Proposal.SEND_AGAIN:
            _send_again(room, client_id)
        case Proposal.STOP_NUMBER:
            from rise_tui.screens.acts.strangers import stop_number

            stop_number(room, client_id)
        case _:
            seen = room.pane.seen_through
            room.judge(lambda one: proposing.accept(room.desk, one, proposal, seen_through=seen))


def _send_again(room: PersonRoom, client_id: str) -> None:
    """The text of ours that failed, as a new one."""
    from rise_tui.casework import texting

    message_id = proposing.failed_text(room.desk, client_id)
    if message_id is None:
        room.tell(say("Nothing of ours failed here."))
        return
    room.judge(lambda _: texting.send_again(room.desk, message_id))
    room.holding.show()


def dismiss(room: PersonRoom) -> None:
    """Their text is no wish to stop, or none to everything: ask what they want and how one knows."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    is_late = counted_stops.is_counted(room.desk, client_id)
    if not is_late and not proposing.is_marked(room.desk, client_id, Mark.STOP_LIKE):
        room.tell(say("Nothing here sounds like a stop."))
        return
    from rise_tui.casework import too_late
    from rise_tui.screens.dialogs.reason import ONLY_ANSWERS, ReasonDialog, reasons

    late = "" if is_late else too_late.stop_like_words(too_late.of_stop_like(room.desk, client_id))

    def decided(reason: str | None) -> None:
        if reason is not None and is_late:
            room.judge(lambda one: deciding_late.open_late(room.desk, one, reason), about=client_id)
        elif reason is not None:
            is_answered_only = reason == reasons()[ONLY_ANSWERS - 1]
            room.judge(
                lambda one: opting.dismiss(room.desk, one, reason, is_answered_only=is_answered_only), about=client_id
            )
            if late and room.is_offering_undo:
                room.tell_latest(late)

    has_switch = not client_id.startswith("tel:")
    name = proposing.name(room.desk, client_id)
    room.app.push_screen(ReasonDialog(name, is_late=is_late, has_switch=has_switch, late=late), decided)
