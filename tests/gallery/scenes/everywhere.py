"""What every room shares: help, commands, the veil, troubles, what is open elsewhere, themes, the widest terminal."""

from dataclasses import replace
from functools import partial

from rise_tui.casework import being_told, drafting, windows
from rise_tui.casework.being_told import Wishes
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import to_wire
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.notices import CARRIER
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.gallery.scenes.inbox import TYPING, writes
from tests.screens.stage import life

HUGE = (200, 50)
MINUTE = 60_000


def _stopped(desk: Desk) -> None:
    """The phone company takes no texts."""
    told = {"code": "20003", "title": "The account is suspended", "detail": "It has to be paid.", "is_stopped": True}
    with desk.store.writing(Change("line")) as session:
        desk.store.notices.put(session, CARRIER, told, seq=70, at=desk.now)


def _held(desk: Desk) -> None:
    """The administrator has stopped all texts."""
    rules = {"is_held": True, "held_because": "A wrong group text went out."}
    with desk.store.writing(Change("line")) as session:
        desk.store.office.put(session, desk.office_id, seq=70, rules=rules)


def _line(state: str, desk: Desk) -> None:
    """The line to the office is in that state."""
    with desk.store.writing(Change("line")) as session:
        desk.store.cursor.put(session, replace(desk.store.cursor.get(session), line=state))


def _open_elsewhere(desk: Desk) -> None:
    """Another window that is open has a draft to Ana: process 1 never ends."""
    other = replace(desk, window=f"1:{windows._began(1)}")
    drafting.keep(other, life("Ana"), "Gracias Ana, lo veo", 19)


def _came_back(desk: Desk) -> None:
    """A text to Ana could not reach the office in time."""
    kept = drafting.recall(desk, life("Ana"))
    problem = "It could not reach the office in time."
    draft = Draft(life("Ana"), kept.message_id, "Nos vemos a las nueve.", 22, 22, problem=problem)
    with desk.store.writing() as session:
        desk.store.drafts.put(session, draft)


def _wrote_much(desk: Desk) -> None:
    """Ana has written forty texts overnight; one of them tells of a zebra."""
    for number in range(40):
        body = "The mural has a zebra on it" if number == 9 else f"and this is what happened next, part {number + 1}"
        writes(desk, "Ana", body, 5000 + number, (200 - number) * MINUTE)


ANA = ("j", "j")


def _told(desk: Desk) -> None:
    """Dana is told by e-mail, twice a day."""
    being_told.set_alerts(desk, Wishes(email="dana@example.org", at="8:30 13:00", quiet="21:00-8:00"))


def _on_call(desk: Desk) -> None:
    """Dana is a supervisor, and Luis Ortiz is on call until Monday morning."""
    me, luis = str(desk.caseworker_id), "019c0000-0000-7000-8000-0000000000e1"
    rules = {"on_call": luis, "on_call_until": to_wire(desk.now + 7 * 24 * 60 * MINUTE)}
    with desk.store.writing(Change("office")) as session:
        desk.store.office.put_caseworker(session, me, seq=70, name="Dana Reyes", role="supervisor", is_active=True)
        desk.store.office.put_caseworker(session, luis, seq=70, name="Luis Ortiz", role="caseworker", is_active=True)
        desk.store.office.put(session, desk.office_id, seq=70, rules=rules)


def _away(desk: Desk) -> None:
    """Dana is away until Monday, and the office has a phone that a person answers."""
    with desk.store.writing(Change("office")) as session:
        desk.store.office.put(session, desk.office_id, seq=70, rules={"phone": "215-555-0100"})
        words = {"en": "I am in training. Luis answers at 215-555-0101."}
        desk.store.pending.fact_arrived(
            session,
            "away",
            str(desk.caseworker_id),
            {"from_at": desk.now - MINUTE, "until_at": desk.now + 7 * 24 * 60 * MINUTE, "bodies": words},
            71,
        )


SCENES = (
    Scene(
        "everywhere/alerts",
        "How one is told while rise is closed.",
        ("E", "dana@example.org", "enter", "enter", "8:30 13"),
    ),
    Scene("everywhere/alerts-small", "The same in a small window.", ("E",), size=SMALL, prepare=_told),
    Scene("everywhere/alerts-light", "The same, light, with all of it set.", ("E",), prepare=_told, theme="light"),
    Scene("everywhere/alerts-narrow", "The same in sixty columns.", ("E",), size=NARROW, prepare=_told),
    Scene(
        "everywhere/alerts-wrong-80x24",
        "A time that is none.",
        ("E", "dana@example.org", "enter", "enter", "8:30 25:00", *("enter",) * 3),
        SMALL,
    ),
    Scene("everywhere/alerts-on-call", "Who is on call, as a supervisor sees it.", ("E",), prepare=_on_call),
    Scene("everywhere/on-call", "Deciding who is on call.", ("E", "ctrl+o", "ctrl+u", "dana"), prepare=_on_call),
    Scene("everywhere/on-call-small", "The same in a small window.", ("E", "ctrl+o"), size=SMALL, prepare=_on_call),
    Scene("everywhere/on-call-light", "The same, light.", ("E", "ctrl+o"), prepare=_on_call, theme="light"),
    Scene("everywhere/on-call-narrow", "The same in sixty columns.", ("E", "ctrl+o"), size=NARROW, prepare=_on_call),
    Scene("everywhere/away", "Going away: until when, and what whoever writes is told.", ("f8", "30 nov 9")),
    Scene("everywhere/away-small", "The same in a small window.", ("f8", "30 nov 9"), size=SMALL),
    Scene("everywhere/is-away", "One is away, in one's own words; C-e: back.", ("f8", "30 nov 9"), prepare=_away),
    Scene("everywhere/is-away-light", "The same, light.", ("f8", "30 nov 9"), prepare=_away, theme="light"),
    Scene("everywhere/away-narrow", "The same in sixty columns.", ("f8", "30 nov 9"), size=NARROW, prepare=_away),
    Scene("everywhere/commands", "Every command of the place, found by its words.", (*ANA, ":", "text")),
    Scene("everywhere/commands-80x24", "Commands, small.", (*ANA, ":"), SMALL),
    Scene("everywhere/help-conversation", "The keys of the conversation.", (*ANA, "enter", "?")),
    Scene("everywhere/help-draft", "The keys of the place where one types.", (*ANA, "r", "f1")),
    Scene("everywhere/help-clients", "The keys of the list of clients.", ("2", "?")),
    Scene("everywhere/help-group-text", "The keys of a text to many.", ("b", "?")),
    Scene("everywhere/help-80x24", "The keys, small.", ("?",), SMALL),
    Scene("everywhere/veil", "Names, numbers and photos are masked, and nothing moves.", (*ANA, "ctrl+t")),
    Scene("everywhere/veil-80x24", "Masked in the conversation, small.", (*ANA, "enter", "ctrl+t"), SMALL),
    Scene("everywhere/undo-nothing", "There is nothing to take back.", ("z",)),
    Scene("everywhere/dead-key", "A key that does nothing here says so.", ("w",)),
    Scene("everywhere/phone-company", "The phone company takes no texts.", ANA, prepare=_stopped),
    Scene("everywhere/office-held", "The office has stopped all texts.", ANA, prepare=_held),
    Scene("everywhere/catching-up", "News of a weekend comes in.", ANA, prepare=partial(_line, "catching_up")),
    Scene("everywhere/signed-out", "The sign-in has run out.", ANA, prepare=partial(_line, "signed_out")),
    Scene(
        "everywhere/offline-waits",
        "Offline, and a text waits on this machine.",
        (*TYPING, "settle", "ctrl+d"),
        is_offline=True,
    ),
    Scene("everywhere/offline-80x24", "Offline, small.", (*TYPING, "settle", "ctrl+d"), SMALL, is_offline=True),
    Scene("everywhere/quit-80x24", "Something waits to go out, small.", (*TYPING, "settle", "ctrl+d", "q"), SMALL),
    Scene("everywhere/open-elsewhere", "A draft that another window has open.", ANA, prepare=_open_elsewhere),
    Scene("everywhere/came-back", "A text that came back says why.", ANA, prepare=_came_back),
    Scene("everywhere/unread", "A conversation opens at the first unread text.", (*ANA, "enter"), prepare=_wrote_much),
    Scene("everywhere/hit", "A search opens at its hit.", ("/", "zebra", "enter"), prepare=_wrote_much),
    Scene("everywhere/hit-80x24", "At the hit, small.", ("/", "zebra", "enter"), SMALL, prepare=_wrote_much),
    Scene("everywhere/sent-again", "A text that did not arrive goes again.", ("j", "y"), shows="To Calvin Reed in 8 s"),
    Scene("everywhere/nobody-snoozed", "Nobody is snoozed.", ("\\", "\\"), is_empty=True),
    Scene("everywhere/nobody-new", "No number is nobody's.", ("\\",) * 3, is_empty=True),
    Scene("everywhere/nobody-60x24", "Nobody waits, at 60 columns.", (), NARROW, is_empty=True),
    Scene("everywhere/huge", "On the widest terminal lines of text stay readable.", ANA, HUGE),
    Scene("everywhere/ansi", "The terminal's own 16 colours.", ANA, theme="ansi"),
    Scene("everywhere/ansi-80x24", "Its own colours, small, while one types.", TYPING, SMALL, theme="ansi"),
)
