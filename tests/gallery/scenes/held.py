"""Texts that wait: said before one is sent, in the conversation, and all of them in one place."""

from rise_tui.casework import reminding
from rise_tui.casework.desk import Desk
from rise_tui.domain.automatic import information, question
from rise_tui.domain.clock import to_ms
from rise_tui.domain.marks import marks_of
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.store.happenings import Happening
from rise_tui.store.statuses import Step
from rise_tui.store.threads import Message
from tests.gallery.lives import LIVES
from tests.gallery.office import ME, NOW, number_of
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.gallery.scenes.broadcasts import BROADCAST as BROADCAST_OF
from tests.gallery.scenes.broadcasts import fares, sent
from tests.screens.stage import life

HOUR = 3600_000
BROADCAST = "01940000-0000-7000-8000-00000000b0f1"
NINE = to_ms(NOW) + 18 * 60_000 + 24 * HOUR


def quiet(desk: Desk) -> None:
    """The office's quiet hours last until nine on this Sunday, and it does not work on Sundays."""
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=2, quiet_from=20 * 60, quiet_to=9 * 60)


def no_hour(desk: Desk) -> None:
    """Ana's own hours are all in the office's night."""
    quiet(desk)
    with desk.store.writing() as session:
        desk.store.clients.put(session, life("Ana"), seq=930, safe_from=5 * 60, safe_to=7 * 60)


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
    """Texts to six people wait, each for another reason; one was written by a colleague who covered."""
    quiet(desk)
    soon, luis = to_ms(NOW) + 18 * 60_000, "01940000-0000-7000-8000-00000000c0d1"
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, luis, seq=1, name="Luis Marin", role="caseworker", is_active=True)
        desk.store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
    group = {"broadcast_id": BROADCAST}
    reminder = "Class 3 meets Monday at 9, 990 Spring Garden, room 7. Bring your last paystub."
    _text(desk, "Rosa", 951, "Rosa, did the interview go well? Tell me when you can.", "quiet_hours", soon)
    _text(desk, "Marcus", 952, "Your bus pass is at the front desk.", "quiet_hours", soon, caseworker_id=luis)
    _text(desk, "Ana", 953, reminder, "holiday", NINE, **group)
    _text(desk, "Andre", 954, reminder, "stop_like", None, **group)
    _text(desk, "Robert", 955, reminder, "paused", None, **group)
    _text(desk, "Maria", 956, reminder, "ceiling", NINE, **group)


def by_itself(desk: Desk) -> None:
    """Rosa is told who we are first, and a number that came by text is asked whose it is; both wait for nine."""
    some(desk)
    soon = to_ms(NOW) + 18 * 60_000
    nobodys: dict[str, object] = {"caseworker_id": None}
    who = information(OfficeRules(), "RISE", "en", is_discreet=False)
    _text(desk, "Rosa", 950, who, "quiet_hours", soon, automatic="information", **nobodys)
    asked = question("Maria", "en")
    _text(desk, "Maria", 957, asked, "quiet_hours", soon, automatic="question", e164="+12155550179", **nobodys)


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


def _too_late(desk: Desk, name: str, seq: int, body: str, why: str, hours_ago: tuple[int, int]) -> None:
    """A group text that was held, and whose time was over then."""
    times = [to_ms(NOW) - one * HOUR for one in hours_ago]
    _text(desk, name, seq, body, why, None, broadcast_id=BROADCAST, at=times[0])
    message_id = f"01940000-0000-7000-8000-00000003{seq:04d}"
    with desk.store.writing() as session:
        for number, (status, reason) in enumerate((("held", why), ("expired", "expired"))):
            desk.store.statuses.add(session, Step(message_id, 2 * seq + number, times[number], status, reason))
        desk.store.threads.set_status(session, message_id, "expired", reason="expired", held_why=None)
        desk.store.conversations.refresh(session, life(name))


def three_days(desk: Desk) -> None:
    """Ana has been in custody for three days: what was to go at once is too late by now."""
    quiet(desk)
    ana, words = life("Ana"), {"status": "paused", "reason": "custody", "until_at": None}
    with desk.store.writing() as session:
        desk.store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
        desk.store.clients.put(session, ana, seq=930, status="paused", status_reason="custody")
        desk.store.happenings.add(session, Happening(ana, 930, to_ms(NOW) - 72 * HOUR, "status", ME, words))
    _too_late(desk, "Ana", 951, "Class 3 meets tomorrow at 9, room 7. Bring your last paystub.", "paused", (50, 25))


def late_and_waiting(desk: Desk) -> None:
    """And one more text still waits for her."""
    three_days(desk)
    group = {"broadcast_id": BROADCAST}
    _text(desk, "Ana", 952, "The job fair is on Thursday, 10 to 2, at the library.", "paused", None, **group)


def until_a_date(desk: Desk) -> None:
    """Ana was paused until half an hour ago, and a text was kept for her."""
    resumed(desk)
    with desk.store.writing() as session:
        desk.store.clients.put(session, life("Ana"), seq=931, status_until_at=to_ms(NOW) - HOUR // 2)


def waited_too_long(desk: Desk) -> None:
    """Nobody has decided yet about what Andre wrote, and a group text to him waited for too long."""
    with desk.store.writing() as session:
        desk.store.broadcasts.put(session, BROADCAST, seq=900, name="Class 3 reminder", body="x", state="accepted")
    _too_late(desk, "Andre", 951, "The job fair is on Thursday, 10 to 2, at the library.", "stop_like", (14, 1))


def by_hand(desk: Desk) -> None:
    """A colleague has recorded that Rosa wants no texts."""
    rosa = next(one for one in LIVES if one.first == "Rosa")
    with desk.store.writing() as session:
        said = {"state": "opted_out", "how": "caseworker", "wording": "in person"}
        desk.store.consents.put(session, number_of(rosa), life("Rosa"), seq=940, at=to_ms(NOW) - 24 * HOUR, **said)
        desk.store.conversations.refresh(session, life("Rosa"))


def counted(desk: Desk) -> None:
    """What Andre wrote counts as STOP: nobody decided in time."""
    andre, e164 = life("Andre"), number_of(next(one for one in LIVES if one.first == "Andre"))
    with desk.store.writing() as session:
        text = next(one for one in desk.store.threads.window(session, andre) if "stop_like" in one.marks)
        said = {"state": "opted_out", "how": "undecided", "wording": text.body, "message_id": text.message_id}
        for whose in ("", andre):
            desk.store.consents.put(session, e164, whose, seq=940, at=to_ms(NOW), **said)
        desk.store.conversations.refresh(session, andre)


def only_answers(desk: Desk) -> None:
    """Ana wants no reminders, but an answer."""
    reminding.switch(desk, life("Ana"), "on the phone", is_wanted=False)


def stranger(desk: Desk) -> None:
    """Somebody else answers on Maria's number, and one more text waits to go there."""
    quiet(desk)
    maria = next(one for one in LIVES if one.first == "Maria")
    said = "who is this?? you have the wrong number"
    marks = tuple(map(str, marks_of(said, has_media=False)))
    with desk.store.writing() as session:
        for seq, ago, body in ((960, 50, "Your caseworker is Dana now."), (961, 26, "Maria, the court date moved.")):
            text = Message(
                f"01940000-0000-7000-8000-00000003{seq:04d}",
                life("Maria"),
                "outbound",
                body,
                "delivered",
                at=to_ms(NOW) - ago * HOUR,
                seq=seq,
                e164=number_of(maria),
                caseworker_id=ME,
            )
            desk.store.threads.put(session, text)
    _text(desk, "Maria", 962, "Bring both kids to the intake.", "quiet_hours", to_ms(NOW) + HOUR, e164=number_of(maria))
    with desk.store.writing() as session:
        theirs = Message(
            "01940000-0000-7000-8000-000000030963",
            life("Maria"),
            "inbound",
            said,
            "received",
            at=to_ms(NOW) - HOUR,
            seq=963,
            e164=number_of(maria),
            marks=marks,
        )
        desk.store.threads.put(session, theirs)
        desk.store.conversations.put(session, life("Maria"), seq=963, state="needs_reply", seen_through=950)
        desk.store.conversations.refresh(session, life("Maria"))


def group_text(desk: Desk) -> None:
    """Of a text to many some wait, each for a reason."""
    text = sent(desk, "Reminder, Class 3 on Monday", 1, people=18)
    fares(text, *("delivered",) * 8, *("held",) * 6)
    whys = (("quiet_hours", NINE), ("quiet_hours", NINE), ("holiday", NINE), ("stop_like", None), ("paused", None))
    with desk.store.writing() as session:
        for (why, until), message in zip((*whys, ("ceiling", NINE)), _held_of(desk), strict=True):
            desk.store.threads.set_status(session, message, "held", held_why=why, kept_until_at=until)


def group_held(desk: Desk) -> None:
    """Of a text to many nothing has left yet."""
    text = sent(desk, "Reminder, Class 3 on Monday", 1, people=18)
    fares(text, *("held",) * 18)
    whys = (*(("quiet_hours", NINE),) * 15, ("holiday", NINE), ("no_hour", None), ("introduction", None))
    with desk.store.writing() as session:
        for (why, until), message in zip(whys, _held_of(desk), strict=True):
            desk.store.threads.set_status(session, message, "held", held_why=why, kept_until_at=until)


def _held_of(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        every = desk.store.threads.of_broadcast(session, BROADCAST_OF.format(1))
    return [message.message_id for message in every if message.status == "held"]


RESUMED = ("/", "ana ruiz", "enter", "i", "j", "enter", "o")

SCENES = (
    Scene(
        "held/before",
        "The composer says first that it would be held.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana"),
        prepare=quiet,
    ),
    Scene(
        "held/no-hour",
        "No hour is left for her: what to do.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana"),
        prepare=no_hour,
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
    Scene(
        "held/by-itself",
        "What the office says by itself waits there, too.",
        ("H", "jjjj"),
        prepare=by_itself,
        shows="Is this Maria's new number?",
    ),
    Scene("held/introduced-80x24", "Who we are goes before it.", ("H",), SMALL, prepare=by_itself),
    Scene("held/release", "Why it goes now.", ("H", "l"), prepare=some),
    Scene(
        "held/release-refused-80x24",
        "Whoever may have said STOP: that is decided first.",
        ("H", "jj", "l"),
        SMALL,
        prepare=some,
    ),
    Scene("held/empty", "Nothing is held.", ("H",)),
    Scene(
        "held/resumed",
        "Who is open again: what was held, nothing sent by itself.",
        RESUMED,
        prepare=resumed,
        shows="Held while Ana Ruiz was paused 2 texts",
    ),
    Scene(
        "held/resumed-late",
        "What came too late meanwhile is said, too.",
        RESUMED,
        prepare=late_and_waiting,
        shows="1 text · 1 came too late",
    ),
    Scene(
        "held/resumed-late-80x24",
        "All of it came too late.",
        RESUMED,
        SMALL,
        prepare=three_days,
        shows="1 came too late",
    ),
    Scene(
        "held/resumed-late-light",
        "The same, light.",
        RESUMED,
        theme="light",
        prepare=late_and_waiting,
        shows="1 text · 1 came too late",
    ),
    Scene(
        "held/open-again-80x24",
        "A pause has ended by its date, and kept something.",
        (),
        SMALL,
        prepare=until_a_date,
        shows="Ana Ruiz is open again",
    ),
    Scene(
        "held/what-they-want-late-80x24",
        "What it held came too late meanwhile.",
        ("/", "andre", "enter", "-", "1"),
        SMALL,
        prepare=waited_too_long,
        shows="1 held text came too late.",
    ),
    Scene("held/stop-like", "What a text that sounds like STOP holds, and until when.", ("/", "andre", "enter")),
    Scene("held/by-hand", "Who wants no texts as a colleague recorded it.", ("/", "rosa", "enter"), prepare=by_hand),
    Scene("held/counted", "Nobody decided in time: it counts as STOP.", ("/", "andre", "enter"), prepare=counted),
    Scene(
        "held/counted-80x24",
        "It was none: why, and what that changes.",
        ("/", "andre", "enter", "-", "1"),
        SMALL,
        prepare=counted,
    ),
    Scene("held/what-they-want-80x24", "Not a stop, or answers only.", ("/", "andre", "enter", "-", "3"), SMALL),
    Scene("held/only-answers", "No reminders, but do answer me.", ("2", "i"), prepare=only_answers),
    Scene(
        "held/which-texts",
        "Before a full stop is recorded.",
        ("2", "i", "jjjjjjjjjjjj", "enter", "n"),
        shows="No more of which texts?",
    ),
    Scene("held/stranger", "What a stranger was sent.", ("/", "maria delgado", "enter", "y"), prepare=stranger),
    Scene("held/group-text", "Of a text to many: what is held and why.", ("3", "enter"), prepare=group_text),
    Scene("held/group-held-80x24", "A text to many of which all waits.", ("3", "enter"), SMALL, prepare=group_held),
    Scene(
        "held/group-people",
        "Who waits, until when, and why.",
        ("3", "enter", "jjj", "enter"),
        prepare=group_text,
        shows="6 people held",
    ),
    Scene("held/stop-like-80x24", "STOP perhaps, small.", ("/", "andre", "enter"), SMALL),
    Scene("held/stranger-80x24", "A stranger, small.", ("/", "maria delgado", "enter", "y"), SMALL, prepare=stranger),
    Scene("held/no-hour-80x24", "No hour, small.", ("/", "ana ruiz", "enter", "r"), SMALL, prepare=no_hour),
    Scene("held/list-80x24", "The same, small.", ("H",), SMALL, prepare=some),
    Scene("held/list-60x24", "At 60 columns.", ("H",), NARROW, prepare=some),
    Scene("held/before-80x24", "Said first, small.", ("/", "ana ruiz", "enter", "r", "Hi Ana"), SMALL, prepare=quiet),
    Scene(
        "held/before-none",
        "Said first, without colours.",
        ("/", "ana ruiz", "enter", "r", "Hi Ana"),
        theme="none",
        prepare=quiet,
    ),
    Scene("held/list-light", "Light.", ("H",), theme="light", prepare=some),
)
