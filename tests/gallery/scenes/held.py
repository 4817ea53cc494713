"""Texts that wait: said before one is sent, in the conversation, and all of them in one place."""

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import to_ms
from rise_tui.store.threads import Message
from tests.gallery.office import ME, NOW
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.screens.stage import life

HOUR = 3600_000
BROADCAST = "01940000-0000-7000-8000-00000000b0f1"
NINE = to_ms(NOW) + 18 * 60_000 + 24 * HOUR


def quiet(desk: Desk) -> None:
    """The office's quiet hours last until nine on this Sunday, and it does not work on Sundays."""
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=2, quiet_from=20 * 60, quiet_to=9 * 60)


def _text(desk: Desk, name: str, seq: int, body: str, why: str, until: int | None, **fields: object) -> None:
    client_id = life(name)
    text = Message(
        f"01940000-0000-7000-8000-00000003{seq:04d}",
        client_id,
        "outbound",
        body,
        "held",
        **{  # type: ignore[arg-type]  # columns
            "at": to_ms(NOW) - HOUR,
            "seq": seq,
            "caseworker_id": ME,
            "held_why": why,
            "kept_until_at": until,
            **fields,
        },
    )
    with desk.store.writing() as session:
        desk.store.threads.put(session, text)
        desk.store.conversations.refresh(session, client_id)


def some(desk: Desk) -> None:
    """Texts to five people wait, each for another reason."""
    quiet(desk)
    soon = to_ms(NOW) + 18 * 60_000
    with desk.store.writing() as session:
        desk.store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
    group = {"broadcast_id": BROADCAST}
    reminder = "Class 3 meets Monday at 9, 990 Spring Garden, room 7. Bring your last paystub."
    _text(desk, "Rosa", 951, "Rosa, did the interview go well? Tell me when you can.", "quiet_hours", soon)
    _text(desk, "Marcus", 952, "Your bus pass is at the front desk.", "quiet_hours", soon)
    _text(desk, "Ana", 953, reminder, "holiday", NINE, **group)
    _text(desk, "Andre", 954, reminder, "stop_like", None, **group)
    _text(desk, "Robert", 955, reminder, "paused", None, **group)
    _text(desk, "Maria", 956, reminder, "ceiling", NINE, **group)


def resumed(desk: Desk) -> None:
    """Ana was in custody, and two texts were held for her meanwhile."""
    quiet(desk)
    ana = life("Ana")
    with desk.store.writing() as session:
        desk.store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
        desk.store.clients.put(session, ana, seq=930, status="paused", status_reason="custody")
    group = {"broadcast_id": BROADCAST}
    _text(desk, "Ana", 951, "Class 3 meets Monday at 9, room 7. Bring your last paystub.", "paused", None, **group)
    _text(desk, "Ana", 952, "The job fair is on Thursday, 10 to 2, at the library.", "paused", None, **group)


ROSA = ("/", "rosa lind", "enter")
WRITING = ("/", "andre", "enter", "r")

SCENES = (
    Scene(
        "held/before",
        "The composer says first that it would be held.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana"),
        prepare=quiet,
    ),
    Scene(
        "held/why-now",
        "One key sends it now, with a reason.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana", "ctrl+y"),
        prepare=quiet,
    ),
    Scene(
        "held/sent",
        "It is sent, and held until then.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana", "settle", "ctrl+d"),
        prepare=quiet,
    ),
    Scene("held/thread", "A held text says why and until when.", ("/", "marcus", "enter"), prepare=some),
    Scene("held/list", "All that is held: whose, why, until when.", ("H",), prepare=some),
    Scene("held/release", "Why it goes now.", ("H", "l"), prepare=some),
    Scene("held/empty", "Nothing is held.", ("H",)),
    Scene(
        "held/resumed",
        "Who is open again: what was held, nothing sent by itself.",
        ("/", "ana ruiz", "enter", "i", "j", "enter", "o"),
        prepare=resumed,
    ),
    Scene("held/list-80x24", "The same, small.", ("H",), SMALL, prepare=some),
    Scene("held/list-60x24", "At 60 columns.", ("H",), NARROW, prepare=some),
    Scene("held/before-80x24", "Said first, small.", ("/", "ana ruiz", "enter", "r", "Hi Ana"), SMALL, prepare=quiet),
    Scene("held/list-light", "Light.", ("H",), theme="light", prepare=some),
)
