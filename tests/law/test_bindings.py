"""Every binding has a name, a word and a sentence, and the keys are those of the tables."""

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen

from rise_tui.app import RiseApp
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
from rise_tui.screens.dialogs.palette import PaletteDialog
from rise_tui.screens.dialogs.papers import PapersDialog
from rise_tui.screens.dialogs.paste_people import PastePeopleDialog
from rise_tui.screens.dialogs.people import AudienceDialog
from rise_tui.screens.dialogs.people_in_state import StatePeopleDialog
from rise_tui.screens.dialogs.photo import PhotoDialog
from rise_tui.screens.dialogs.pick_by_name import PickByName
from rise_tui.screens.dialogs.plainer import PlainerDialog
from rise_tui.screens.dialogs.quit import QuitDialog
from rise_tui.screens.dialogs.reason import ReasonDialog
from rise_tui.screens.dialogs.saved_texts import SavedTextList, SavedTextsDialog
from rise_tui.screens.dialogs.search import SearchDialog
from rise_tui.screens.dialogs.snooze import SnoozeDialog
from rise_tui.screens.dialogs.stranger import StrangerDialog
from rise_tui.screens.dialogs.template import BodyArea, TemplateDialog
from rise_tui.screens.dialogs.templates import OfferList, TemplatesDialog
from rise_tui.screens.dialogs.transfer import TransferDialog
from rise_tui.screens.dialogs.typed_choice import TypedChoice
from rise_tui.screens.dialogs.urgent import UrgentDialog
from rise_tui.screens.groups import GroupsScreen
from rise_tui.screens.inbox import InboxScreen
from rise_tui.screens.keys import PLACES, own_bindings
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room
from rise_tui.screens.sending import SendingScreen
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.pages import Page
from rise_tui.widgets.reply_list import ReplyList
from rise_tui.widgets.send_place import SendPlace
from rise_tui.widgets.thread_view import ThreadView
from tests.law import keys as tables
from tests.law.tree import classes_of_the_app

TABLES: dict[type[DOMNode], dict[str, str]] = {
    RiseApp: tables.EVERYWHERE,
    Room: tables.ROOM,
    PersonRoom: tables.PERSON,
    InboxScreen: tables.INBOX,
    ClientsScreen: tables.CLIENTS,
    CardScreen: tables.CARD,
    CardPane: tables.CARD_LINES,
    AddClient: tables.ADD_CLIENT,
    Choose: tables.CHOOSE,
    ClashDialog: tables.CLASH,
    EditField: tables.EDIT_FIELD,
    FindPerson: tables.FIND_PERSON,
    ImportScreen: tables.IMPORT,
    ListPath: tables.LIST_PATH,
    LineList: tables.LIST,
    ThreadView: tables.THREAD,
    DraftArea: tables.DRAFT,
    SendPlace: tables.SEND,
    LaterDialog: tables.LATER,
    PlainerDialog: tables.PLAINER,
    AttachDialog: tables.ATTACH,
    TemplatesDialog: tables.TEMPLATES,
    OfferList: tables.OFFERS,
    TemplateDialog: tables.TEMPLATE,
    BodyArea: tables.TEMPLATE_TEXT,
    SearchDialog: tables.SEARCH,
    HelpDialog: tables.HELP,
    Page: tables.PAGE,
    QuitDialog: tables.QUIT,
    PaletteDialog: tables.PALETTE,
    SnoozeDialog: tables.SNOOZE,
    StrangerDialog: tables.STRANGER,
    ReasonDialog: tables.REASON,
    TypedChoice: tables.BELOW,
    PickByName: tables.PICK,
    TransferDialog: tables.TRANSFER,
    ColleaguesDialog: tables.COLLEAGUES,
    AlertsDialog: tables.ALERTS,
    OnCallDialog: tables.ON_CALL,
    AwayDialog: tables.AWAY,
    CoverDialog: tables.COVER,
    NoteDialog: tables.NOTE,
    NoteArea: tables.NOTE_AREA,
    UrgentDialog: tables.URGENT,
    HistoryDialog: tables.HISTORY,
    PageOver: tables.OVER,
    PhotoOver: tables.OVER_PHOTO,
    FilePhotoDialog: tables.FILING,
    PhotoDialog: tables.LARGE,
    PapersDialog: tables.PAPERS,
    BroadcastScreen: tables.BROADCAST,
    AudienceDialog: tables.AUDIENCE,
    FindsPeople: tables.AMONG,
    HeldTextsDialog: tables.HELD,
    OneByOneDialog: tables.ONE_BY_ONE,
    PastePeopleDialog: tables.PASTE,
    SavedTextsDialog: tables.SAVED,
    SavedTextList: tables.SAVED_LIST,
    FilledTextsDialog: tables.FILLED,
    LeftOutDialog: tables.LEFT_OUT,
    ConfirmDialog: tables.CONFIRM,
    BroadcastsScreen: tables.BROADCASTS,
    SendingScreen: tables.SENDING,
    ReplyList: tables.REPLIES,
    StatePeopleDialog: tables.STATE_PEOPLE,
    GroupsScreen: tables.GROUPS,
}
ALL: list[tuple[type[DOMNode], Binding]] = list(own_bindings((RiseApp, *PLACES)))


def bound(place: type[DOMNode]) -> dict[str, str]:
    """A place's keys, each with the id of what it does."""
    return {key: binding.id or "" for where, binding in ALL if where is place for key in binding.key.split(",")}


def test_every_place_binds_what_its_table_says() -> None:
    for place, table in TABLES.items():
        assert bound(place) == table, place.__name__
    assert {place for place, _ in ALL} == set(TABLES)


def test_every_class_that_binds_keys_is_known() -> None:
    binding = {cls for cls in classes_of_the_app() if cls.__dict__.get("BINDINGS")}
    assert binding <= {RiseApp, *PLACES}


def test_every_binding_has_an_id_a_word_and_a_sentence() -> None:
    for place, binding in ALL:
        assert binding.id, (place, binding)
        assert binding.id.partition(".")[2], binding
        assert binding.description, binding.id
        assert binding.tooltip.endswith("."), binding.id


def test_the_same_id_is_the_same_act_in_the_same_place() -> None:
    acts: dict[str, set[tuple[type[DOMNode], str]]] = {}
    for place, binding in ALL:
        acts.setdefault(binding.id or "", set()).add((place, binding.action))
    assert {name: found for name, found in acts.items() if len(found) > 1} == {}


def test_no_key_is_bound_that_terminals_take() -> None:
    assert {key for _, binding in ALL for key in binding.key.split(",")} & tables.TAKEN == set()


def test_no_key_has_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    for place in TABLES:
        if issubclass(place, (ModalScreen, Page)):
            continue  # a dialog's keys stand written on it, and nothing under it hears them
        for key, act in bound(place).items():
            meanings.setdefault(key, set()).add(act)
    assert {key: acts for key, acts in meanings.items() if len(acts) > 1} == tables.MEANINGS


def test_no_two_acts_differ_by_shift_alone_if_one_of_them_sends_or_cancels() -> None:
    weighty = {"draft.send", "room.undo", "inbox.mark-done", "room.quit", "quit.leave"}
    for _, binding in ALL:
        if binding.id in weighty:
            for key in binding.key.split(","):
                shifted = key.swapcase() if len(key) == 1 else f"shift+{key}"
                assert not any(shifted in other.key.split(",") for _, other in ALL), key


def test_where_one_types_only_control_keys_act() -> None:
    assert all(key.startswith("ctrl+") for key in tables.DRAFT if key != "tab")
