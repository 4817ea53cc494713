"""A row whose person somebody else has seen to: it stands there until one moves on; nobody decides about it twice."""

from rise_tui.domain.inbox_words import gone_words
from rise_tui.domain.say import say
from rise_tui.screens.inbox import InboxScreen
from rise_tui.widgets.conversation_list import ConversationLine


def let_go(room: InboxScreen) -> bool:
    """The selected row leaves the list, and who comes next is selected; nothing is decided. False: it has not gone."""
    row = _gone_row(room)
    if row is None:
        return False
    words = _words(room, row)
    room.acted([row.client_id], [row.client_id])
    room.tell(words)
    return True


def tell(room: InboxScreen) -> bool:
    """Say how it stands with them by now; nothing is decided, and the row stays. False: it has not gone."""
    row = _gone_row(room)
    if row is None:
        return False
    room.tell(_words(room, row))
    return True


def _gone_row(room: InboxScreen) -> ConversationLine | None:
    room.settle()
    row = room.people.row
    if room.chosen or row is None or row.client_id not in room.taken_in.gone or row.client_id != room.client_id:
        return None
    return row


def _words(room: InboxScreen, row: ConversationLine) -> str:
    words = gone_words(row, is_away=(row.snoozed_until_at or 0) > room.people.now)
    return say("{name}: {words}.", name=row.name, words=words) if row.name else words
