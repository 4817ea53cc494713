"""Which acts belong to a place of its own, where `z` takes back the newest of these and none from elsewhere."""

from rise_tui.casework.covering import COVER_AGAIN, COVER_BACK, UNCOVER
from rise_tui.casework.left_behind import LEFT_BACK
from rise_tui.casework.releasing import UNRELEASE
from rise_tui.casework.signed_in_devices import LET_IN_BACK
from rise_tui.store.undo import Head

_ON_COLLEAGUES = frozenset({UNCOVER, COVER_AGAIN, COVER_BACK, LET_IN_BACK, LEFT_BACK})


def on_colleagues(act: Head) -> bool:
    """Covers, machines, and words to who has gone; what is dropped in a conversation is about somebody who is there."""
    return act.kind in _ON_COLLEAGUES and act.client_id is None


def on_held_texts(act: Head) -> bool:
    """A held text was let go: here, or where it stands."""
    return act.kind == UNRELEASE
