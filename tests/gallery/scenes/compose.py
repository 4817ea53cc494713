"""Writing a text to many: who, which words, what would come of it, and the number that lets it go."""

from rise_tui.casework.desk import Desk
from rise_tui.store.changes import Change
from tests.gallery.office import ME, OFFICE_ID
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.screens.stage import life

CLASS_3 = ("b", "enter", " ", "enter")
WORDS = (
    "r",
    "Hi {first_name}, Class 3 meets Monday at 9, 990 Spring Garden, room 7. Bring your last paystub. Can you come?",
)
SPANISH = (
    "escape",
    "j",
    "j",
    "r",
    "Hola {first_name}, la clase 3 es el lunes a las 9, 990 Spring Garden, sala 7. Traiga su talón.",
)
WRITTEN = (*CLASS_3, *WORDS, *SPANISH, "escape", "k", "k")


def _discreet_and_nameless(desk: Desk) -> None:
    """Somebody's phone is read by others, somebody has no first name, one number is a landline, one is paused."""
    with desk.store.writing(Change("inbox")) as session:
        clients = desk.store.clients
        clients.put(session, life("Tyrell"), seq=2, is_discreet=True)
        clients.put(session, life("Dwayne"), seq=2, first_name="", last_name="Foster")
        clients.put(session, life("Omar"), seq=2, status="paused")
        clients.put(session, life("Keisha"), seq=2, zone="America/Los_Angeles")
        desk.store.numbers.mark(session, "+12155550103", is_landline=True)
        desk.store.office.put(session, OFFICE_ID, seq=2, quiet_from=21 * 60, quiet_to=8 * 60)


def _twins(desk: Desk) -> None:
    """A second Ana Ruiz, and templates."""
    twin = "01940000-0000-7000-8000-000000000099"
    with desk.store.writing() as session:
        desk.store.clients.put(session, twin, seq=2, first_name="Ana", last_name="Ruiz", caseworker_id=ME)
        desk.store.numbers.put(session, twin, "+12155550198", seq=2, from_at=0, is_confirmed=True)


def _strangers(desk: Desk) -> None:
    """Nothing has been said yet with Ana and Marcus."""
    with desk.store.writing(Change("inbox")) as session:
        for name in ("Ana", "Marcus"):
            texts = desk.store.threads.window(session, life(name), limit=500)
            desk.store.threads.remove(session, [text.message_id for text in texts])
            desk.store.conversations.refresh(session, life(name))


def _says_stop(desk: Desk) -> None:
    """Ana opts out."""
    with desk.store.writing(Change("inbox")) as session:
        desk.store.consents.put(session, "+12155550102", life("Ana"), seq=3000, state="opted_out", how="word")
        desk.store.conversations.refresh(session, life("Ana"))


def _templates(desk: Desk) -> None:
    from tests.gallery import lives

    with desk.store.writing() as session:
        for number, (name, key, english, spanish) in enumerate(lives.TEMPLATES):
            template_id = f"01940000-0000-7000-8000-00000000a{number:03d}"
            bodies = {"en": english, "es": spanish}
            desk.store.templates.put(session, template_id, seq=1, name=name, key=key, bodies=bodies)


SCENES = (
    Scene("broadcast/new", "A text to many begins with its people.", ("b",)),
    Scene(
        "broadcast/people",
        "Groups are added and left out; the choice reads as one says it.",
        (*CLASS_3[:3], "j", "j", "-"),
        shows="Class 3 − Job fair",
    ),
    Scene(
        "broadcast/one-by-one", "One person is left out, by name.", (*CLASS_3[:3], "p", "jj", "-"), shows="1 left out"
    ),
    Scene(
        "broadcast/list",
        "A pasted list: every line is somebody, somebody twice, one of several, or nobody.",
        (
            "b",
            "enter",
            "l",
            "Ana Ruiz",
            "enter",
            "Bell, Marcus",
            "enter",
            "215-555-0101",
            "enter",
            "Jo Nobody",
            "ctrl+d",
        ),
        prepare=_twins,
    ),
    Scene("broadcast/writing", "What one types, and what would come of it.", (*CLASS_3, *WORDS)),
    Scene("broadcast/written", "A version for each language.", WRITTEN),
    Scene(
        "broadcast/concerns",
        "Who is left out and why, what stays empty for whom, who sleeps.",
        (*CLASS_3, *WORDS),
        prepare=_discreet_and_nameless,
    ),
    Scene(
        "broadcast/unknown-field",
        "A field that nobody knows blocks it.",
        (*CLASS_3, "r", "Hi {nickname}, Monday at 9."),
    ),
    Scene("broadcast/texts", "Each text as it will arrive, the longest first.", (*WRITTEN, "v", "j")),
    Scene("broadcast/left-out", "Who gets nothing, and why.", (*WRITTEN, "w"), prepare=_discreet_and_nameless),
    Scene("broadcast/later", "It leaves on Monday at nine.", (*WRITTEN, "ctrl+o", "mon 9", "enter")),
    Scene("broadcast/templates", "A saved text goes into each of its languages.", (*CLASS_3, "t"), prepare=_templates),
    Scene("broadcast/confirm", "The number of people lets it go, and no other key.", (*WRITTEN, "ctrl+d", "12")),
    Scene("broadcast/confirm-wrong", "Another number sends nothing.", (*WRITTEN, "ctrl+d", "60", "enter")),
    Scene(
        "broadcast/list-changed",
        "Somebody has said STOP while one typed the number: nothing is sent.",
        (*WRITTEN, "ctrl+d", "12", "meanwhile", "enter"),
        meanwhile=_says_stop,
    ),
    Scene("broadcast/introduced", "Who hears first who the office is.", (*CLASS_3, *WORDS), prepare=_strangers),
    Scene("broadcast/selected", "The selected people get it.", ("g", " ", " ", " ", "b")),
    Scene("broadcast/waits-here", "Offline it waits here, and says so.", WRITTEN, is_offline=True),
    Scene("broadcast/writing-80x24", "Writing to many on a small terminal.", (*CLASS_3, *WORDS), SMALL),
    Scene("broadcast/confirm-80x24", "The question on a small terminal.", (*WRITTEN, "ctrl+d"), SMALL),
    Scene("broadcast/texts-80x24", "The texts on a small terminal.", (*WRITTEN, "v"), SMALL),
    Scene("broadcast/writing-60x24", "At 60 columns what stands at the right gives way.", WRITTEN, NARROW),
    Scene("broadcast/written-light", "In the light theme.", WRITTEN, theme="light"),
    Scene("broadcast/written-none", "Without colours.", WRITTEN, theme="none"),
)
