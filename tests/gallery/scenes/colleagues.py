"""Colleagues: clients given to them, covers, and the machines that are signed in."""

from rise_tui.casework import being_away, drafting, noting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import to_ms
from rise_tui.domain.ids import CaseworkerId
from rise_tui.store.forgetting import forget_client
from rise_tui.store.happenings import Happening
from tests.gallery.office import ME, NOW
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.screens.stage import life

HOUR = 3600_000
DAY = 24 * HOUR
LUIS = CaseworkerId("01940000-0000-7000-8000-00000000c0d1")
PRIYA = CaseworkerId("01940000-0000-7000-8000-00000000c0d2")
TERRY = CaseworkerId("01940000-0000-7000-8000-00000000c0d3")


def people(desk: Desk) -> None:
    """Three colleagues, one of them a supervisor."""
    with desk.store.writing() as session:
        for caseworker_id, name, role in (
            (ME, "Dana Ortiz", "caseworker"),
            (LUIS, "Luis Marin", "caseworker"),
            (PRIYA, "Priya Shah", "caseworker"),
            (TERRY, "Terry Novak", "supervisor"),
        ):
            desk.store.office.put_caseworker(session, caseworker_id, seq=1, name=name, role=role, is_active=True)


def supervisor(desk: Desk) -> None:
    """Dana sees everybody's clients, and plans who covers for whom."""
    people(desk)
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, ME, seq=2, name="Dana Ortiz", role="supervisor", is_active=True)


def all_of_it(desk: Desk) -> None:
    """Luis covers for Dana from Thursday, Dana for Priya, who is away; one of Dana's machines was lost."""
    people(desk)
    now = to_ms(NOW)
    with desk.store.writing() as session:
        for name in ("Jamal", "Keisha"):
            desk.store.clients.put(session, life(name), seq=3, caseworker_id=PRIYA)
        group = next(one.group_id for one in desk.store.groups.list(session) if one.name == "Class 3")
        away = {"from_at": now - DAY, "until_at": now + 2 * DAY, "bodies": {}}
        desk.store.pending.fact_arrived(session, "away", PRIYA, away, 4)
        covers, devices = desk.store.covers, desk.store.devices
        named = {"of_caseworker_id": ME, "by_caseworker_id": LUIS}
        covers.put(
            session,
            "c1",
            seq=5,
            **named,
            from_at=now + 4 * DAY,
            until_at=now + 9 * DAY,
            note="Marcus waits for his letter: it is on my desk.",
        )
        named = {"of_caseworker_id": PRIYA, "by_caseworker_id": ME}
        covers.put(
            session, "c2", seq=6, **named, from_at=now - DAY, until_at=now + 2 * DAY, group_id=group, has_begun=True
        )
        named = {"of_caseworker_id": ME, "by_caseworker_id": TERRY}
        ended = {"is_ended": True, "ended_at": now - 2 * DAY, "open": (life("Rosa"), life("Andre")), "has_begun": True}
        covers.put(
            session,
            "c3",
            seq=7,
            **named,
            from_at=now - 9 * DAY,
            until_at=now - 2 * DAY,
            received=31,
            written=24,
            **ended,
        )
        words = {"from_caseworker_id": LUIS, "to_caseworker_id": ME, "why": "own", "note": "Her class ends in May."}
        desk.store.happenings.add(session, Happening(life("Ana"), 4, now - 20 * HOUR, "assigned", LUIS, words))
        mine = {"caseworker_id": ME, "created_at": now - 20 * DAY}
        devices.put(
            session, "d1", seq=8, **mine, name="ssh.rise.example", seen_at=now - HOUR, expires_at=now + 29 * DAY
        )
        devices.put(session, "d2", seq=9, **mine, name="dana-laptop", seen_at=now - 9 * DAY, state="revoked")
        devices.put(
            session, "d3", seq=10, **mine, name="old-desk", seen_at=now - 40 * DAY, state="wiped", wiped_at=now - DAY
        )


def covers_and_is_away(desk: Desk) -> None:
    """Dana covers for Priya, and is away herself."""
    all_of_it(desk)
    being_away.go_away(desk, to_ms(NOW) + 8 * DAY)


def administrator(desk: Desk) -> None:
    """Dana keeps the people and the rules, and has no clients."""
    people(desk)
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, ME, seq=2, name="Dana Ortiz", role="administrator", is_active=True)


def left(desk: Desk) -> None:
    """Ana's cover ended while a text to her, and a note about her, stood here."""
    people(desk)
    drafting.keep(desk, life("Ana"), "Please call me, it is about Monday.", 35)
    drafting.keep(desk, noting.draft_key(life("Ana")), "Her sister drives her on Mondays. Ask about", 43)
    with desk.store.writing() as session:
        forget_client(session, life("Ana"))


TO_LUIS = ("/", "ana ruiz", "enter", "@", "luis", "enter")

SCENES = (
    Scene(
        "colleagues/all",
        "Who covers for whom, what happened while one was away, the machines.",
        ("f7",),
        prepare=all_of_it,
    ),
    Scene("colleagues/first-line", "The first line of the day says so.", prepare=all_of_it),
    Scene("colleagues/machine", "A machine can be locked, or emptied.", ("f7", "G", "k", "k"), prepare=all_of_it),
    Scene(
        "colleagues/wipe",
        "It asks before it empties one.",
        ("f7", "G", "k", "k", "x"),
        prepare=all_of_it,
        shows="Delete everything on ssh.rise.example?",
    ),
    Scene(
        "colleagues/waiting",
        "Who waited when one's cover ended.",
        ("f7", "j", "j", "j", "j", "enter"),
        prepare=all_of_it,
        shows="Who waited when it ended",
    ),
    Scene("colleagues/left", "A text to somebody who went, and a note, stay to be read.", ("f7",), prepare=left),
    Scene(
        "colleagues/left-note-80x24",
        "All of that note.",
        ("f7", "j", "enter"),
        SMALL,
        prepare=left,
        shows="About somebody who has gone",
    ),
    Scene("colleagues/empty", "Before the office has told of anybody.", ("f7",)),
    Scene("colleagues/plan-who", "Who covers.", ("f7", "+"), prepare=people),
    Scene(
        "colleagues/plan",
        "From when until when, of which clients.",
        ("f7", "+", "luis", "enter", "fri 17:00", "enter", "Marcus waits for his letter"),
        prepare=people,
    ),
    Scene(
        "colleagues/plan-light",
        "The same, light.",
        ("f7", "+", "luis", "enter", "fri 17:00", "enter", "Marcus waits for his letter"),
        theme="light",
        prepare=people,
    ),
    Scene(
        "colleagues/plan-no-end-80x24",
        "It has to end some day.",
        ("f7", "+", "luis", "enter", "enter", "Marcus waits for his letter", "enter"),
        SMALL,
        prepare=people,
    ),
    Scene(
        "colleagues/plan-backwards-80x24",
        "It would end before it begins.",
        ("f7", "+", "luis", "enter", "thu 9", "shift+tab", "fri 17:00", "enter", "enter", "enter"),
        SMALL,
        prepare=people,
    ),
    Scene(
        "colleagues/plan-whose-80x24", "A supervisor says who is to be covered.", ("f7", "+"), SMALL, prepare=supervisor
    ),
    Scene(
        "colleagues/plan-at-once-80x24",
        "A supervisor lets somebody cover for a colleague at once.",
        ("f7", "+", "priya", "enter", "luis", "enter", "fri 17:00", "enter", "She is ill."),
        SMALL,
        prepare=supervisor,
    ),
    Scene(
        "colleagues/planned",
        "Planned, and taken back with a key.",
        ("f7", "+", "luis", "enter", "fri 17:00", "enter", "enter"),
        prepare=people,
    ),
    Scene("colleagues/transfer-who", "To whom a client is given.", ("/", "ana ruiz", "enter", "@"), prepare=people),
    Scene(
        "colleagues/transfer", "With a note for the colleague.", (*TO_LUIS, "Her class ends in May."), prepare=people
    ),
    Scene(
        "colleagues/transfer-text",
        "And, if wanted, with a text that tells the client.",
        (*TO_LUIS, "Her class ends in May.", "ctrl+e"),
        prepare=people,
    ),
    Scene(
        "colleagues/transfer-light",
        "The same, light.",
        (*TO_LUIS, "Her class ends in May.", "ctrl+e"),
        theme="light",
        prepare=people,
    ),
    Scene(
        "colleagues/transfer-nobody-80x24",
        "There is nobody to give them to.",
        ("/", "ana ruiz", "enter", "@"),
        SMALL,
    ),
    Scene(
        "colleagues/transfer-not-found-80x24",
        "Nobody is called that.",
        ("/", "ana ruiz", "enter", "@", "zelda", "enter"),
        SMALL,
        prepare=people,
    ),
    Scene(
        "colleagues/transfer-stopped-80x24",
        "Who said STOP is not told by a text.",
        ("/", "isaiah", "enter", "@", "luis", "enter"),
        SMALL,
        prepare=people,
    ),
    Scene("colleagues/transferred", "Done: for an hour it can be taken back.", (*TO_LUIS, "enter"), prepare=people),
    Scene("colleagues/several", "Several at once.", ("2", " ", " ", " ", "@", "luis", "enter"), prepare=people),
    Scene(
        "colleagues/administrator",
        "An administrator reads no texts, and is told so.",
        is_empty=True,
        prepare=administrator,
    ),
    Scene("colleagues/all-80x24", "The same, small.", ("f7",), SMALL, prepare=all_of_it),
    Scene(
        "colleagues/covers-and-is-away-80x24",
        "For whom one covers, and that one is away, small.",
        prepare=covers_and_is_away,
        size=SMALL,
    ),
    Scene("colleagues/all-60x24", "At 60 columns.", ("f7",), NARROW, prepare=all_of_it),
    Scene(
        "colleagues/plan-80x24",
        "A cover, small.",
        ("f7", "+", "luis", "enter", "fri 17:00", "enter", "Marcus waits for his letter"),
        SMALL,
        prepare=people,
    ),
    Scene("colleagues/transfer-80x24", "With a text, small.", (*TO_LUIS, "ctrl+e"), SMALL, prepare=people),
    Scene("colleagues/all-light", "Light.", ("f7",), theme="light", prepare=all_of_it),
)
