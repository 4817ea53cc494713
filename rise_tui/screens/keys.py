"""Every binding of the app by its id: what the settings may change, and what help and the tests look through."""

from collections.abc import Iterable, Iterator, Mapping

from textual.binding import Binding
from textual.dom import DOMNode

from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.broadcasts import BroadcastsScreen
from rise_tui.screens.card import CardPane, CardScreen
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs.add_client import AddClient
from rise_tui.screens.dialogs.alerts import AlertsDialog
from rise_tui.screens.dialogs.attach import AttachDialog
from rise_tui.screens.dialogs.away import AwayDialog
from rise_tui.screens.dialogs.choose import Choose
from rise_tui.screens.dialogs.clash import ClashDialog
from rise_tui.screens.dialogs.colleagues import ColleaguesDialog
from rise_tui.screens.dialogs.confirm import ConfirmDialog
from rise_tui.screens.dialogs.cover import CoverDialog
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.dialogs.file_photo import FilePhotoDialog
from rise_tui.screens.dialogs.filled_texts import FilledTextsDialog
from rise_tui.screens.dialogs.find_person import FindPerson
from rise_tui.screens.dialogs.finds_people import FindsPeople
from rise_tui.screens.dialogs.held_texts import HeldTextsDialog
from rise_tui.screens.dialogs.help import HelpDialog
from rise_tui.screens.dialogs.history import HistoryDialog
from rise_tui.screens.dialogs.import_list import ImportScreen
from rise_tui.screens.dialogs.later import LaterDialog
from rise_tui.screens.dialogs.left_out import LeftOutDialog
from rise_tui.screens.dialogs.list_path import ListPath
from rise_tui.screens.dialogs.note import NoteArea, NoteDialog
from rise_tui.screens.dialogs.on_call import OnCallDialog
from rise_tui.screens.dialogs.one_by_one import OneByOneDialog
from rise_tui.screens.dialogs.over import PageOver, PhotoOver
from rise_tui.screens.dialogs.palette import CommandList, PaletteDialog
from rise_tui.screens.dialogs.papers import PapersDialog
from rise_tui.screens.dialogs.paste_people import PastePeopleDialog
from rise_tui.screens.dialogs.people import AudienceDialog
from rise_tui.screens.dialogs.people_in_state import StatePeopleDialog
from rise_tui.screens.dialogs.photo import PhotoDialog
from rise_tui.screens.dialogs.pick_by_name import NamedList, PickByName
from rise_tui.screens.dialogs.plainer import PlainerDialog
from rise_tui.screens.dialogs.quit import QuitDialog
from rise_tui.screens.dialogs.reason import ReasonDialog
from rise_tui.screens.dialogs.saved_texts import SavedTextList, SavedTextsDialog
from rise_tui.screens.dialogs.search import HitList, SearchDialog
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.dialogs.stranger import StrangerDialog
from rise_tui.screens.dialogs.template import BodyArea, TemplateDialog
from rise_tui.screens.dialogs.templates import OfferList, TemplatesDialog
from rise_tui.screens.dialogs.transfer import TransferDialog
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.screens.dialogs.urgent import UrgentDialog
from rise_tui.screens.groups import GroupsScreen
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.screens.sending import SendingScreen
from rise_tui.widgets.conversation_list import ConversationList
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.pages import Page
from rise_tui.widgets.paper_list import PaperList
from rise_tui.widgets.reply_list import ReplyList
from rise_tui.widgets.send_place import SendPlace
from rise_tui.widgets.thread_view import ThreadView

PLACES: tuple[type[DOMNode], ...] = (
    Room,
    PersonRoom,
    InboxScreen,
    ClientsScreen,
    CardScreen,
    CardPane,
    CardPane,
    AddClient,
    Choose,
    ClashDialog,
    EditField,
    FindPerson,
    ImportScreen,
    ListPath,
    LineList,
    ConversationList,
    HitList,
    ThreadView,
    DraftArea,
    SendPlace,
    LaterDialog,
    PlainerDialog,
    AlertsDialog,
    OnCallDialog,
    AttachDialog,
    AwayDialog,
    TemplatesDialog,
    OfferList,
    TemplateDialog,
    BodyArea,
    SearchDialog,
    HelpDialog,
    Page,
    QuitDialog,
    PaletteDialog,
    CommandList,
    SnoozeDialog,
    StrangerDialog,
    ReasonDialog,
    TypedChoice,
    PickByName,
    TransferDialog,
    ColleaguesDialog,
    CoverDialog,
    NamedList,
    NoteDialog,
    NoteArea,
    UrgentDialog,
    HistoryDialog,
    PageOver,
    PhotoOver,
    FilePhotoDialog,
    PhotoDialog,
    PapersDialog,
    PaperList,
    BroadcastScreen,
    AudienceDialog,
    FindsPeople,
    HeldTextsDialog,
    OneByOneDialog,
    PastePeopleDialog,
    SavedTextsDialog,
    SavedTextList,
    FilledTextsDialog,
    LeftOutDialog,
    ConfirmDialog,
    BroadcastsScreen,
    SendingScreen,
    ReplyList,
    StatePeopleDialog,
    GroupsScreen,
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
