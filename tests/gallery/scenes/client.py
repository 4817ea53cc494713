"""One person: what was said and what happened beside it, notes, what to do when it is urgent."""

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.store.happenings import Happening
from rise_tui.store.statuses import Step
from rise_tui.store.threads import Message
from tests.gallery.office import ME, NOW
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.screens.stage import life

HOUR = 3600_000
DAY = 24 * HOUR
LUIS = "01940000-0000-7000-8000-00000000a001"
ROSA = "01940000-0000-7000-8000-00000000a002"
BROADCAST = "01940000-0000-7000-8000-00000000b001"


def _text(desk: Desk, client_id: str, seq: int, ago: int, body: str, status: str = "", **fields: object) -> None:
    """A text of theirs, or with a status one of ours."""
    at = to_ms(NOW) - ago
    message = Message(
        f"01940000-0000-7000-8000-00000002{seq:04d}",
        client_id,
        "outbound" if status else "inbound",
        body,
        status or "received",
        **{"at": at, "seq": seq, "caseworker_id": ME if status else None, **fields},  # type: ignore[arg-type]  # columns
    )
    with desk.store.writing() as session:
        desk.store.threads.put(session, message)
        if message.seq:
            desk.store.conversations.put(session, client_id, seq=seq, read_through=seq - 1)
        desk.store.conversations.refresh(session, client_id)


def _everything(desk: Desk) -> None:
    """Marcus's conversation has one of each thing that can stand in it."""
    marcus, now = life("Marcus"), to_ms(NOW)
    store = desk.store
    with store.writing() as session:
        store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
        store.office.put_caseworker(session, ROSA, seq=1, name="Rosa Lind", role="supervisor")
        store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
        moved = {"from_caseworker_id": LUIS, "to_caseworker_id": str(ME), "why": "own", "note": "Lives in Kensington."}
        store.happenings.add(session, Happening(marcus, 901, now - 23 * HOUR, "assigned", LUIS, moved))
        note = "Works evenings. Text before 2."
        store.notes.put(
            session, "n1", seq=902, client_id=marcus, body=note, at=now - 23 * HOUR + 60_000, caseworker_id=LUIS
        )
    _text(
        desk, marcus, 903, 22 * HOUR, "Good morning Marcus, Dana takes over from me.", "delivered", caseworker_id=LUIS
    )
    reminder = "Class 3 meets Monday at 9, 990 Spring Garden, room 7. Bring your last paystub."
    _text(desk, marcus, 904, 20 * HOUR, reminder, "delivered", broadcast_id=BROADCAST)
    _text(desk, marcus, 905, 18 * HOUR, "Call me when you can.", "undelivered", reason="unreachable", error_code=30003)
    steps = ((906, 18 * HOUR - 2000, "sent", None), (907, 18 * HOUR - 90_000, "undelivered", "unreachable"))
    with store.writing() as session:
        for seq, ago, status, reason in steps:
            code = 30003 if reason else None
            message_id = "01940000-0000-7000-8000-000000020905"
            store.statuses.add(session, Step(message_id, seq, now - ago, status, reason, code))
        called = {"client_id": marcus, "kind": "call", "body": "Called, no answer.", "caseworker_id": str(ME)}
        store.notes.put(session, "n2", seq=908, at=now - 17 * HOUR, **called)
    _text(desk, marcus, 909, 2 * HOUR, "sorry my phone was off. is the class still on monday?")
    _text(desk, marcus, 910, HOUR, "It is. See you there.", "unknown")
    monday = to_ms(from_ms(now + DAY).replace(hour=14, minute=0))
    _text(desk, marcus, 911, HOUR // 2, "Good luck today!", "queued", not_before_at=monday)


def _automatic(desk: Desk) -> None:
    """What the office says to Marcus by itself: who it is, that Dana is away, whose his new number is."""
    marcus = life("Marcus")
    who = "RISE: we text you about your appointments, classes and papers, a few times a month. Reply STOP to end."
    _text(desk, marcus, 940, 20 * HOUR, who, "delivered", automatic="information", caseworker_id=None)
    _text(desk, marcus, 941, 20 * HOUR - 9000, "Good morning Marcus, this is Dana.", "delivered")
    _text(desk, marcus, 942, 3 * HOUR, "are you there? i cant come to class")
    away = "I am away and will read your text when I am back on Monday, Nov 30. In danger call 911."
    _text(desk, marcus, 943, 3 * HOUR - 4000, away, "delivered", automatic="away", caseworker_id=None)
    asked = "Is this Marcus's new number? Reply YES or NO."
    _text(desk, marcus, 944, HOUR, asked, "sent", automatic="question", caseworker_id=None)
    with desk.store.writing() as session:
        numbered = {"is_confirmed": False, "from_at": to_ms(NOW) - HOUR}
        desk.store.numbers.put(session, marcus, "+12155550179", seq=944, **numbered)
    _text(desk, marcus, 945, HOUR // 2, "Yes", marks=("confirms_number",), e164="+12155550179")


def _urgent(desk: Desk) -> None:
    """Jamal writes what nobody may overlook."""
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, ROSA, seq=1, name="Rosa Lind", role="supervisor")
    _text(desk, life("Jamal"), 920, HOUR, "i cant do this anymore i want to die", marks=("urgent",))


def _urgent_in_spanish(desk: Desk) -> None:
    """The same, for somebody who speaks Spanish."""
    _urgent(desk)
    with desk.store.writing() as session:
        desk.store.clients.put(session, life("Jamal"), seq=921, language="es")


def _paused(desk: Desk) -> None:
    """Ana is in custody, and others read her phone."""
    ana, now = life("Ana"), to_ms(NOW)
    with desk.store.writing() as session:
        until = now + 9 * DAY
        status = {"status": "paused", "status_reason": "custody", "status_until_at": until, "is_discreet": True}
        desk.store.clients.put(session, ana, seq=930, zone="America/Chicago", **status)
        words = {"status": "paused", "reason": "custody", "until_at": until}
        desk.store.happenings.add(session, Happening(ana, 930, now - 20 * HOUR, "status", str(ME), words))


MARCUS = ("enter",)
JAMAL = ("enter",)
WRITING = ("m", "W", "escape", "m", "orks evenings, text before 2. His sister Rose helps with the papers.")

SCENES = (
    Scene("client/conversation", "Everything that can stand in a conversation.", MARCUS, prepare=_everything),
    Scene(
        "client/chosen",
        "One text is chosen; the keys about a text are about that one.",
        (*MARCUS, "kkkk"),
        prepare=_everything,
    ),
    Scene(
        "client/history",
        "How a text fared, step by step.",
        (*MARCUS, "kkkk", "h"),
        prepare=_everything,
        shows="accepted by the office",
    ),
    Scene("client/unknown", "A text of which nobody can tell whether it left.", (*MARCUS, "="), prepare=_everything),
    Scene(
        "client/noting",
        "A call or a visit is noted with one more key; words are a note.",
        (*MARCUS, "m"),
        prepare=_everything,
    ),
    Scene("client/note", "A note has a place of its own: the client does not see this.", (*MARCUS, *WRITING)),
    Scene("client/noted", "A note stands in line.", (*MARCUS, *WRITING, "settle", "ctrl+d")),
    Scene("client/automatic", "What the office says by itself says so.", MARCUS, prepare=_automatic),
    Scene("client/urgent", "Urgent: what to do now.", (*JAMAL, "!"), prepare=_urgent),
    Scene("client/told", "The supervisors see a flag and a note.", (*JAMAL, "!", "s"), prepare=_urgent),
    Scene(
        "client/paused", "Somebody in custody, whose phone others read.", ("/", "ana ruiz", "enter"), prepare=_paused
    ),
    Scene("client/conversation-80x24", "The conversation alone.", MARCUS, SMALL, prepare=_everything),
    Scene("client/conversation-60x24", "At 60 columns.", MARCUS, NARROW, prepare=_everything),
    Scene("client/urgent-80x24", "Urgent, small.", (*JAMAL, "!"), SMALL, prepare=_urgent),
    Scene("client/urgent-60x24", "Urgent, at 60 columns.", (*JAMAL, "!"), NARROW, prepare=_urgent_in_spanish),
    Scene("client/note-80x24", "A note, small.", (*MARCUS, *WRITING), SMALL),
    Scene("client/conversation-light", "Light.", MARCUS, theme="light", prepare=_everything),
    Scene("client/conversation-none", "Without colours.", MARCUS, theme="none", prepare=_everything),
)
