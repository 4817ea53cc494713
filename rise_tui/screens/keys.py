"""Every binding of the app by its id: what the settings may change, and what help and the tests look through."""

from collections.abc import Iterable, Iterator, Mapping

from textual.binding import Binding
from textual.dom import DOMNode

from rise_tui.screens.dialogs.help import HelpDialog
from rise_tui.screens.dialogs.history import HistoryDialog
from rise_tui.screens.dialogs.note import NoteArea, NoteDialog
from rise_tui.screens.dialogs.palette import CommandList, PaletteDialog
from rise_tui.screens.dialogs.pick_group import PickedList, PickGroupDialog
from rise_tui.screens.dialogs.quit import QuitDialog
from rise_tui.screens.dialogs.reason import ReasonDialog
from rise_tui.screens.dialogs.search import HitList, SearchDialog
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.dialogs.urgent import UrgentDialog
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.widgets.conversation_list import ConversationList
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.thread_view import ThreadView

PLACES: tuple[type[DOMNode], ...] = (
    Room,
    PersonRoom,
    InboxScreen,
    LineList,
    ConversationList,
    HitList,
    ThreadView,
    DraftArea,
    SearchDialog,
    HelpDialog,
    QuitDialog,
    PaletteDialog,
    CommandList,
    SnoozeDialog,
    ReasonDialog,
    PickGroupDialog,
    PickedList,
    NoteDialog,
    NoteArea,
    UrgentDialog,
    HistoryDialog,
)
"""Whatever binds a key, beside the app itself."""


def own_bindings(places: Iterable[type[DOMNode]]) -> Iterator[tuple[type[DOMNode], Binding]]:
    """The bindings that these classes state themselves; what they inherit belongs to another."""
    for place in places:
        for binding in place.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield place, binding


def strangers(keys: Mapping[str, str], app: type[DOMNode]) -> list[str]:
    """The ids among these settings that no binding has, in their order."""
    known = {binding.id for _, binding in own_bindings((app, *PLACES))}
    return [binding_id for binding_id in keys if binding_id not in known]
