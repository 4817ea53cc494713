"""The inbox in every state."""

from rise_tui.casework import opting, triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.marks import marks_of
from rise_tui.domain.triage import UNTIL_THEY_REPLY
from rise_tui.store.changes import Change
from rise_tui.store.threads import Message
from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of, number_of
from tests.gallery.scene import NARROW, SMALL, Scene

HOUR = 3_600_000


def _life(first: str) -> str:
    return next(client_id_of(life) for life in LIVES if life.first == first)


def writes(desk: Desk, first: str, body: str, seq: int, ago: int = 0) -> None:
    """Somebody has written, so many milliseconds ago."""
    life = next(life for life in LIVES if life.first == first)
    client_id = client_id_of(life)
    marks = tuple(map(str, marks_of(body, has_media=False, language=life.language)))
    number = number_of(life)
    message = Message(
        f"01940000-0000-7000-8000-00000002{seq:04d}",
        client_id,
        "inbound",
        body,
        "received",
        at=desk.now - ago,
        seq=seq,
        e164=number,
        marks=marks,
    )
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        desk.store.threads.put(session, message)
        desk.store.conversations.put(session, client_id, seq=seq, state="needs_reply")
        desk.store.conversations.refresh(session, client_id)


def _urgent(desk: Desk) -> None:
    """One is in danger and has thanked since; one has relapsed, in Spanish."""
    writes(desk, "Eric", "sorry to bother you but my roommate is going to hurt me and I have nowhere to go", 5000, HOUR)
    writes(desk, "Eric", "ok thanks", 5001, HOUR // 2)
    writes(desk, "Rosa", "me echaron de la casa anoche", 5002, 2 * HOUR)


def _snoozed(desk: Desk) -> None:
    """Three are put away, each until another time."""
    triage.snooze(desk, _life("Maria"), desk.now + 2 * HOUR)
    triage.snooze(desk, _life("Eric"), desk.now + 25 * HOUR)
    triage.snooze(desk, _life("Omar"), UNTIL_THEY_REPLY)


def _seen_to(desk: Desk) -> None:
    """A colleague has answered one and finished with another; a third is put away."""
    for seq, (first, state) in enumerate((("Calvin", "done"), ("Ana", "waiting")), 5000):
        with desk.store.writing(Change("inbox", _life(first)), Change("thread", _life(first))) as session:
            desk.store.conversations.put(session, _life(first), seq=seq, state=state, seen_through=seq)
            desk.store.conversations.refresh(session, _life(first))
    triage.snooze(desk, _life("Luis"), desk.now + 2 * HOUR)


def _not_a_stop(desk: Desk) -> None:
    """What sounded like STOP is decided about."""
    opting.dismiss(desk, _life("Andre"), "I asked: they want our texts.")


TYPING = ("r", "Monday is fine, Marcus. See you at 9")

SCENES = (
    Scene("inbox/needs-reply", "Who needs a reply, longest first; the conversation beside it.", ("j", "j", "j", "j")),
    Scene("inbox/draft", "What one types stands directly under what it answers.", TYPING),
    Scene("inbox/held", "A sent text is held for some seconds; z takes it back.", (*TYPING, "settle", "ctrl+d")),
    Scene("inbox/taken-back", "Taken back: the words stand in the draft again.", (*TYPING, "settle", "ctrl+d", "z")),
    Scene("inbox/done", "Done, and the next one is selected.", ("j", "a")),
    Scene("inbox/photo", "A photo that came with a text.", ("j",) * 2, shows="▣ photo"),
    Scene("inbox/failed", "A text that did not arrive says why.", ("j",), shows="y send again"),
    Scene("inbox/stopped", "Who said STOP cannot be texted.", ()),
    Scene("inbox/waiting", "Whose answer we wait for.", ("\\",)),
    Scene("inbox/all", "Everybody, the newest first.", ("\\",) * 4),
    Scene("inbox/urgent", "Urgent ones stay on top, with their words.", ("g",), prepare=_urgent),
    Scene("inbox/urgent-light", "Urgent ones, light.", ("g",), theme="light", prepare=_urgent),
    Scene("inbox/urgent-none", "Urgent ones, without colours.", ("g",), theme="none", prepare=_urgent),
    Scene("inbox/flagged", "A flag, and a draft that waits.", (*"jj*", "k", "r", "Your bus pass", "escape", "j")),
    Scene("inbox/urgent-80x24", "Urgent ones, small.", ("g",), SMALL, prepare=_urgent),
    Scene(
        "inbox/proposed",
        "y did what the mark proposed; z takes it back.",
        ("j",) * 3 + ("y",),
        shows="Comes: Terrence Hall",
    ),
    Scene(
        "inbox/opt-out", "What sounds like STOP: y opts out, - says that it is none.", ("j",) * 11, shows="y opt out"
    ),
    Scene(
        "inbox/not-a-stop",
        "Why it is no wish to stop, in a key or in words.",
        (*("j",) * 11, "-"),
        shows="What does Andre Coleman want?",
    ),
    Scene(
        "inbox/decided",
        "Decided about: it is a text like any other.",
        ("j",) * 11,
        prepare=_not_a_stop,
        shows="Not a stop",
    ),
    Scene("inbox/selected", "Several are selected; the keys are about them all.", ("g", " ", " ", "j", " ")),
    Scene("inbox/selected-80x24", "Several are selected, small.", ("g", " ", " ", "j", " "), SMALL),
    Scene(
        "inbox/all-done", "All but the urgent ones done in two keys; one z takes it back.", ("V", "a"), prepare=_urgent
    ),
    Scene("inbox/snooze", "Snooze: four choices, or a time.", (*("j",) * 3, "s"), shows="Snooze Terrence Hall until"),
    Scene(
        "inbox/snooze-typed",
        "A typed time is said in full.",
        (*("j",) * 3, "s", "fri 14:00"),
        shows="Snooze Terrence Hall until",
    ),
    Scene("inbox/snooze-80x24", "A time that is none.", ("s", "next moon"), SMALL),
    Scene("inbox/snoozed", "Who is snoozed, and until when.", ("\\", "\\"), prepare=_snoozed),
    Scene("inbox/new-numbers", "Numbers that are nobody's yet.", ("\\",) * 3),
    Scene("inbox/new-numbers-light", "The same, light.", ("\\",) * 3, theme="light"),
    Scene("inbox/new-numbers-80x24", "The same, small.", ("\\",) * 3, SMALL),
    Scene("inbox/new-number-80x24", "What was said from one of them.", (*("\\",) * 3, "enter"), SMALL),
    Scene("inbox/group", "Into a group, by letters of its name.", ("g", " ", " ", "x", "h")),
    Scene("inbox/new", "Who has come since waits to be taken in.", ("j", "j", "meanwhile"), meanwhile=_urgent),
    Scene("inbox/gone", "Who has gone stands there until one moves on.", ("j", "j", "meanwhile"), meanwhile=_seen_to),
    Scene("inbox/gone-60x24", "Who has gone, narrow.", ("j", "j", "meanwhile"), NARROW, meanwhile=_seen_to),
    Scene("inbox/new-80x24", "Who has come since, small.", ("j", "j", "meanwhile"), SMALL, meanwhile=_urgent),
    Scene("inbox/undo", "What z would take back is always said.", ("j", "a", "j", "w")),
    Scene("inbox/search", "Names, numbers and every text, as one types.", ("/", "paystub")),
    Scene("inbox/search-nothing", "Nothing found.", ("/", "zebra")),
    Scene("inbox/offline", "Offline is a state: everything works.", ("j",), is_offline=True),
    Scene("inbox/fetching", "The first time on a machine.", is_new=True),
    Scene("inbox/empty", "Nobody is waiting.", is_empty=True),
    Scene("inbox/help", "The keys that work here, made from the bindings.", ("?",)),
    Scene("inbox/quit", "Something still waits to go out.", (*TYPING, "settle", "ctrl+d", "q")),
    Scene("inbox/needs-reply-80x24", "The list has the whole width.", ("j", "j", "j", "j"), SMALL),
    Scene("inbox/conversation-80x24", "The conversation opens over it.", ("j", "j", "j", "j", "enter"), SMALL),
    Scene("inbox/draft-80x24", "To whom, at every width.", TYPING, SMALL),
    Scene("inbox/search-80x24", "Search on a small terminal.", ("/", "paystub"), SMALL),
    Scene("inbox/empty-80x24", "Nobody is waiting, small.", (), SMALL, is_empty=True),
    Scene("inbox/needs-reply-60x24", "At 60 columns words give way before names and texts.", ("j",), NARROW),
    Scene("inbox/needs-reply-light", "The light theme.", ("j", "j", "j", "j"), theme="light"),
    Scene("inbox/needs-reply-none", "Without colours.", ("j", "j", "j", "j"), theme="none"),
    Scene("inbox/needs-reply-80x24-light", "Light, small.", ("j", "j"), SMALL, "light"),
)
