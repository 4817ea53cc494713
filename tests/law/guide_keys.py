"""The key card and the names of the keys, as they stand in the guide: made from the bindings."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.dom import DOMNode

from rise_tui.app import RiseApp
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.broadcasts import BroadcastsScreen
from rise_tui.screens.card import CardPane, CardScreen
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs.file_photo import FilePhotoDialog
from rise_tui.screens.dialogs.note import NoteArea, NoteDialog
from rise_tui.screens.dialogs.one_by_one import OneByOneDialog
from rise_tui.screens.dialogs.over import PhotoOver
from rise_tui.screens.dialogs.papers import PapersDialog
from rise_tui.screens.dialogs.people import AudienceDialog
from rise_tui.screens.dialogs.photo import PhotoDialog
from rise_tui.screens.dialogs.templates import TemplatesDialog
from rise_tui.screens.dialogs.urgent import UrgentDialog
from rise_tui.screens.groups import GroupsScreen
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.keys import PLACES, own_bindings
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.screens.sending import SendingScreen
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.key_names import key_name
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.reply_list import ReplyList

SECTIONS: tuple[tuple[str, tuple[type[DOMNode], ...]], ...] = (
    ("Everywhere", (Room, RiseApp)),
    ("To move", (LineList,)),
    ("About one person, in the inbox and in the conversation", (PersonRoom,)),
    ("In the inbox", (InboxScreen,)),
    ("In the draft", (DraftArea,)),
    ("In the list of clients", (ClientsScreen,)),
    ("In a client's card", (CardScreen, CardPane)),
    ("Filing a photo", (FilePhotoDialog, PhotoOver)),
    ("A photo, large", (PhotoDialog,)),
    ("The papers of one person", (PapersDialog,)),
    ("Templates", (TemplatesDialog,)),
    ("A note", (NoteDialog, NoteArea)),
    ("When it is urgent", (UrgentDialog,)),
    ("A group text that is being written", (BroadcastScreen,)),
    ("Choosing who gets it", (AudienceDialog,)),
    ("Choosing one by one", (OneByOneDialog,)),
    ("In the list of group texts", (BroadcastsScreen,)),
    ("A group text that goes out", (SendingScreen,)),
    ("Among its replies", (ReplyList,)),
    ("Groups", (GroupsScreen,)),
)
"""What the card shows; every other place says its few keys itself, on its last line."""


def key_card() -> str:
    """A heading a place, a row an act: its keys, and what it does."""
    lines: list[str] = []
    for title, places in SECTIONS:
        lines += [f"## {title}", "", "| | |", "| --- | --- |"]
        lines += [f"| {_keys(binding)} | {binding.tooltip} |" for _, binding in own_bindings(places)]
        lines.append("")
    return "\n".join(lines).rstrip()


def key_names() -> str:
    """A row a binding: what it is called in the settings, its usual keys, and the word on the footer."""
    rows = ["| name | keys | on the screen |", "| --- | --- | --- |"]
    for _, binding in sorted(_each(), key=lambda found: found[1].id or ""):
        rows.append(f"| `{binding.id}` | {_keys(binding)} | {binding.description} |")
    return "\n".join(rows)


def _each() -> Iterable[tuple[type[DOMNode], Binding]]:
    """Every binding once."""
    return {binding.id: (place, binding) for place, binding in own_bindings((RiseApp, *PLACES))}.values()


def _keys(binding: Binding) -> str:
    return " ".join(f"`{key_name(key)}`" for key in binding.key.split(","))
