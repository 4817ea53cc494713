"""Where one writes, in every state."""

import hashlib

from rise_tui.casework import attaching, drafting
from rise_tui.casework.desk import Desk
from rise_tui.domain.attachments import Attachment
from rise_tui.store.changes import Change
from rise_tui.store.threads import Message
from tests.gallery.lives import TEMPLATES
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.screens.stage import life

ANA = "01940000-0000-7000-8000-000000000002"
LUIS = "01940000-0000-7000-8000-00000000a001"
CULPRIT = (
    "j",
    "j",
    "r",
    "Gracias Ana, su talón ya está en su expediente. Nos vemos el lunes a las nueve, en la sala 7.",
)
CURLY = ("r", "Don’t worry, Marcus — Monday is fine… Bring your “last” paystub, and we’ll sort the rest out then.")


def long_draft(desk: Desk) -> None:
    """The first one's draft has nearly as much as a text may have."""
    words = "Monday is fine. " * 101
    drafting.keep(desk, life("Marcus"), words, len(words))


def templates(desk: Desk) -> None:
    """The demo's templates, and one that cannot be filled in for everybody."""
    every = [*TEMPLATES, ("Well done", "w", "Well done, {first_name}!", "¡Muy bien, {first_name}!")]
    every.append(("Court date", "k", "Your court date is on {day}. Call me.", ""))
    with desk.store.writing() as session:
        for number, (name, key, english, spanish) in enumerate(every):
            bodies = {"en": english, "es": spanish} if spanish else {"en": english}
            template_id = f"01940000-0000-7000-8000-0000000002{number:02d}"
            desk.store.templates.put(session, template_id, seq=1, name=name, key=key, bodies=bodies)


def attached(desk: Desk) -> None:
    """A photo and a PDF that go with the draft to Ana."""
    for content, kind in ((b"\xff\xd8\xff" + b"x" * 312_000, "image/jpeg"), (b"%PDF-1.7" + b"x" * 84_000, "pdf")):
        sha256 = hashlib.sha256(content).hexdigest()
        desk.store.photo_file.put(sha256, content)
        attaching.attach(desk, ANA, Attachment(sha256, kind, len(content)))


def closed_draft(desk: Desk) -> None:
    """A draft stands there to whom no text may go any more."""
    words = "Hi Isaiah, the class is on Monday at nine, room 7. Bring your ID, and tell me whether you can come."
    drafting.keep(desk, life("Isaiah"), words, len(words))


def answered(desk: Desk) -> None:
    """A colleague answers Ana while one writes."""
    told = {"at": desk.now - 3000, "seq": desk.store.stamp + 9000, "caseworker_id": LUIS}
    with desk.store.writing(Change("inbox", ANA), Change("thread", ANA)) as session:
        desk.store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
        words = "Hola Ana, ya vi su talón. Nos vemos el lunes a las 9."
        desk.store.threads.put(session, Message("luis-1", ANA, "outbound", words, "sent", **told))
        desk.store.conversations.put(session, ANA, seq=desk.store.stamp + 9000, state="waiting")
        desk.store.conversations.refresh(session, ANA)


WHILE = ("j", "j", "r", "Gracias Ana, nos vemos el lunes.", "meanwhile", "settle", "ctrl+d")

SCENES = (
    Scene("draft/culprit", "Which character makes it two texts; accents are spelling and stay.", CULPRIT),
    Scene("draft/plainer-offered", "Signs that only look different can be made plain: C-g.", CURLY),
    Scene("draft/plainer", "What would become plainer, before it is taken.", (*CURLY, "ctrl+g")),
    Scene(
        "draft/later",
        "The day and the hour are told while the time is typed.",
        (*CULPRIT, "ctrl+o", "mon 9:30"),
        shows="To Ana Ruiz",
    ),
    Scene("draft/later-refused", "A time that is not understood wholly is none.", (*CULPRIT, "ctrl+o", "mon 5")),
    Scene("draft/scheduled", "It leaves at its time; z takes it back.", (*CULPRIT, "ctrl+o", "mon 9:30", "enter")),
    Scene(
        "draft/guard",
        "A text that speaks to somebody else is looked at again.",
        ("j", "j", "r", "Hi Marcus, Monday is fine", "settle", "ctrl+d"),
        shows="This says “Marcus”",
    ),
    Scene(
        "draft/guard-number",
        "A number that belongs in no text is looked at again.",
        ("r", "Your social is 078-05-1120, right?", "settle", "ctrl+d"),
    ),
    Scene("draft/answered", "Somebody else has answered while one wrote.", WHILE, meanwhile=answered),
    Scene("draft/send", "Tab leads to Send, Enter presses it.", (*CULPRIT, "tab")),
    Scene("draft/templates", "A letter puts it in the draft, a capital sends it.", ("j", "j", "t"), prepare=templates),
    Scene("draft/templates-empty", "No template yet.", ("t",)),
    Scene("draft/template", "A template is written for the whole office.", ("t", "+", "Bus pass", "enter")),
    Scene(
        "draft/attach",
        "What may go out is said before.",
        ("j", "j", "r", "ctrl+f"),
        shows="A photo or PDF for Ana Ruiz",
    ),
    Scene("draft/attached", "A photo and a PDF go with the words.", ("j", "j", "r", "Aquí están"), prepare=attached),
    Scene("draft/closed", "Who said STOP cannot be written to; what is still possible.", ("/", "Isaiah", "enter")),
    Scene(
        "draft/closed-written",
        "What was half written to who said STOP stays to be read.",
        ("/", "Isaiah", "enter"),
        prepare=closed_draft,
    ),
    Scene("draft/editor-refused", "No other editor is named or allowed.", (*CULPRIT, "ctrl+x")),
    Scene("draft/too-long", "More than a text may have.", ("r", "Monday is fine. "), prepare=long_draft),
    Scene("draft/culprit-80x24", "The same, small.", CULPRIT, SMALL),
    Scene(
        "draft/guard-80x24",
        "Looked at again, small.",
        ("j", "j", "r", "Hi Marcus", "settle", "ctrl+d"),
        SMALL,
        shows="This says “Marcus”",
    ),
    Scene("draft/answered-80x24", "Answered meanwhile, small.", WHILE, SMALL, meanwhile=answered),
    Scene("draft/plainer-80x24", "Plainer, small.", (*CURLY, "ctrl+g"), SMALL),
    Scene("draft/later-80x24", "Later, small.", (*CULPRIT, "ctrl+o", "tomorrow 9"), SMALL),
    Scene("draft/templates-80x24", "Templates, small.", ("j", "j", "t"), SMALL, prepare=templates),
    Scene("draft/template-80x24", "Writing one, small.", ("t", "+", "Bus pass", "enter"), SMALL),
    Scene("draft/attached-80x24", "With a photo, small.", ("j", "j", "r", "Aquí están"), SMALL, prepare=attached),
    Scene("draft/closed-80x24", "Closed by STOP, small.", ("/", "Isaiah", "enter"), SMALL),
    Scene(
        "draft/closed-asked-80x24",
        "What becomes of it: a note, or nothing.",
        ("/", "Isaiah", "enter", "r"),
        SMALL,
        prepare=closed_draft,
    ),
    Scene(
        "draft/closed-written-80x24",
        "Closed over a draft, small.",
        ("/", "Isaiah", "enter"),
        SMALL,
        prepare=closed_draft,
    ),
    Scene("draft/culprit-60x24", "At 60 columns what is needed least gives way.", CULPRIT, NARROW),
    Scene("draft/plainer-light", "The light theme.", (*CURLY, "ctrl+g"), theme="light"),
    Scene("draft/templates-none", "Without colours.", ("j", "j", "t"), theme="none", prepare=templates),
)
