"""A client's card beside the conversation and on a page of its own, and each of its fields being changed."""

from rise_tui.casework import card, keeping_whole
from rise_tui.casework.desk import Desk
from rise_tui.domain.clients import ClientStatus
from rise_tui.sync.settling import Settling
from rise_tui.wire.shapes import FieldError, Problem
from tests.gallery.lives import LIVES
from tests.gallery.office import ME, client_id_of, number_of
from tests.gallery.scene import NARROW, SMALL, Scene

ANA, MARCUS, ROBERT = (next(one for one in LIVES if one.first == name) for name in ("Ana", "Marcus", "Robert"))
DAY = 86_400_000


def _known(desk: Desk) -> None:
    """What an office knows of Ana after half a year, and of Marcus who is in custody."""
    ana = client_id_of(ANA)
    store = desk.store
    with store.writing() as session:
        store.office.put(session, desk.office_id, seq=2, quiet_from=20 * 60, quiet_to=8 * 60)
        store.consents.put(
            session,
            number_of(ANA),
            ana,
            seq=2,
            state="opted_in",
            how="caseworker",
            wording="in person, signed form",
            at=desk.now - 265 * DAY,
        )
        store.numbers.put(session, ana, "+12155550155", seq=3, from_at=desk.now - 2 * DAY, is_confirmed=False)
        store.numbers.put(session, ana, "+12155550156", seq=1, from_at=1, until_at=desk.now - 90 * DAY)
        for number, (kind, days) in enumerate((("id", 255), ("lease", 171), ("paystub", 30))):
            store.documents.put(
                session,
                f"01940000-0000-7000-8000-00000000d0{number:02}",
                seq=4,
                client_id=ana,
                kind=kind,
                sha256=f"{number:064d}",
                at=desk.now - days * DAY,
                verified_at=desk.now,
                verified_by=ME,
                **({"period": "2026-10-05/2026-10-18"} if kind == "paystub" else {}),
            )
        store.appointments.put(
            session,
            "01940000-0000-7000-8000-00000000a001",
            seq=5,
            client_id=ana,
            kind="class",
            starts_at=desk.now + DAY + 18 * 60_000,
            place="990 Spring Garden",
            answer=None,
        )
        store.notes.put(
            session,
            "01940000-0000-7000-8000-00000000b001",
            seq=6,
            client_id=ana,
            caseworker_id=ME,
            body="Works evenings, text before 2.",
            kind="note",
            at=desk.now - 21 * DAY,
        )
        store.clients.put(
            session,
            client_id_of(MARCUS),
            seq=7,
            status="paused",
            status_reason="custody",
            status_until_at=desk.now + 11 * DAY,
        )
        store.clients.put(
            session, client_id_of(ROBERT), seq=7, status="closed", status_reason="moved", is_discreet=True
        )
    for one in (ANA, MARCUS):
        with store.writing() as session:
            store.conversations.refresh(session, client_id_of(one))


def two_changed_the_same(desk: Desk) -> None:
    """Two have changed Ana's name and state."""
    _known(desk)
    ana = client_id_of(ANA)
    card.set_status(desk, ana, ClientStatus.PAUSED, "hospital", desk.now + 3 * DAY)
    with desk.store.reading() as session:
        [entry] = desk.store.outbox.list(session)
    present = {"seq": 9, "status": "open", "status_reason": None, "status_until": None}
    errors = [FieldError(pointer=f"/{name}", detail="Changed.") for name in entry.wish.body]
    problem = Problem(
        type="/problems/changed-meanwhile", title="A colleague changed it", status=412, errors=errors, present=present
    )
    with desk.store.writing() as session:
        Settling(desk.store, desk.now).refused(session, entry.wish.write_id, problem)


def kept_whole(desk: Desk) -> None:
    """A court asked for Ana's file; whoever sits here is a supervisor."""
    _known(desk)
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, ME, seq=8, name="Dana Reyes", role="supervisor", is_active=True)
    keeping_whole.keep_whole(desk, client_id_of(ANA), "the court asked for it on 12 May")


CARD = ("2", "enter", "i")
NUMBER = (*CARD, *"j" * 11)
PAGE = ("2", "i")
APPOINTMENT = (*PAGE, "G", "kk", "enter")
NEW_APPOINTMENT = (*PAGE, "G", "k")

SCENES = (
    Scene("card/beside", "The card beside the conversation.", ("2", "enter"), prepare=_known),
    Scene(
        "card/focused",
        "In the card; Enter changes what the cursor stands on.",
        (*CARD, "j"),
        prepare=_known,
        shows="open",
    ),
    Scene("card/name", "A field is edited where it stands.", (*CARD, "enter"), prepare=_known),
    Scene(
        "card/invalid",
        "What is wrong with it is said below, and it stays open.",
        (*CARD, "jjjj", "enter", "Mars", "enter"),
        prepare=_known,
        shows="That is no time zone.",
    ),
    Scene(
        "card/state",
        "Open, paused or closed, and why.",
        (*CARD, "j", "enter"),
        prepare=_known,
        shows="paused, in custody",
    ),
    Scene(
        "card/until",
        "Until when: what is typed is echoed.",
        (*CARD, "j", "enter", "h", "mon 9"),
        prepare=_known,
        shows="Paused until when?",
    ),
    Scene(
        "card/changed",
        "Changed; z takes it back.",
        (*CARD, "jjj", "enter", "e"),
        prepare=_known,
        shows="Ana Ruiz: English",
    ),
    Scene(
        "card/number",
        "A number that is not confirmed yet.",
        (*NUMBER, "enter"),
        prepare=_known,
        shows="say how it was confirmed",
    ),
    Scene(
        "card/confirm",
        "How it is confirmed that it is theirs.",
        (*NUMBER, "enter", "c"),
        prepare=_known,
        shows="How is it confirmed that it is theirs?",
    ),
    Scene(
        "card/new-number",
        "Another number is added.",
        (*NUMBER, "jjj", "enter", "215 555 0157"),
        prepare=_known,
        shows="Another number",
    ),
    Scene(
        "card/consent",
        "What they said about texts, and about which.",
        (*NUMBER, "jjjj", "enter", "2", "y"),
        prepare=_known,
        shows="About which texts?",
    ),
    Scene(
        "card/consent-how",
        "How they said it.",
        (*NUMBER, "jjjj", "enter", "2", "y", "a"),
        prepare=_known,
        shows="How did they say it?",
    ),
    Scene(
        "card/appointment",
        "What can be done with an appointment.",
        APPOINTMENT,
        prepare=_known,
        shows="what they said to it",
    ),
    Scene(
        "card/appointment-time",
        "When it is: what is typed is echoed with its day.",
        (*NEW_APPOINTMENT, "enter", "d", "dec 3 9:30"),
        prepare=_known,
        shows="When is the court date?",
    ),
    Scene(
        "card/appointment-added",
        "Added, with its place; z takes it back.",
        (*NEW_APPOINTMENT, "enter", "d", "dec 3 9:30", "enter", "1301 Filbert St", "enter"),
        prepare=_known,
        shows="Ana Ruiz: court date",
    ),
    Scene("card/kept-whole", "All of it is kept whatever is purged, and why.", PAGE, prepare=kept_whole),
    Scene(
        "card/keeping",
        "The whole file is taken out, or kept: what a supervisor may choose.",
        (*NEW_APPOINTMENT, *"kk", "enter"),
        prepare=kept_whole,
        shows="What is kept of them",
    ),
    Scene(
        "card/export",
        "Where the whole file is to go.",
        (*NEW_APPOINTMENT, *"kk", "enter", "e"),
        prepare=kept_whole,
        shows="Export the whole file to",
    ),
    Scene("card/page", "The card on a page of its own.", PAGE, prepare=_known),
    Scene("card/paused", "Somebody is in custody until a date.", ("2", "/", "marcus", "enter"), prepare=_known),
    Scene(
        "card/closed",
        "Somebody has moved away; others read this phone.",
        ("2", "/", "robert", "tab", "i"),
        prepare=_known,
    ),
    Scene(
        "card/clash",
        "Two have changed the same: both stand side by side.",
        (*CARD, "enter"),
        prepare=two_changed_the_same,
    ),
    Scene("card/page-80x24", "The card on a small terminal.", PAGE, SMALL, prepare=_known),
    Scene(
        "card/state-80x24",
        "A choice on a small terminal.",
        (*PAGE, "j", "enter"),
        SMALL,
        prepare=_known,
        shows="paused, in custody",
    ),
    Scene("card/clash-80x24", "Both side by side, small.", (*PAGE, "enter"), SMALL, prepare=two_changed_the_same),
    Scene("card/page-60x24", "The card at 60 columns.", PAGE, NARROW, prepare=_known),
    Scene("card/beside-light", "The light theme.", ("2", "enter"), theme="light", prepare=_known),
    Scene("card/beside-none", "Without colours.", ("2", "enter"), theme="none", prepare=_known),
)
