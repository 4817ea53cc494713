"""The list of clients in every state: filters, found, selected, empty, somebody new, a list that is taken in."""

from pathlib import Path

from rise_tui.casework.desk import Desk
from rise_tui.store.changes import Change
from rise_tui.sync.settling import Settling
from rise_tui.wire.shapes import Problem
from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of, number_of
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.gallery.scenes.card import two_changed_the_same

LIST = str(Path(__file__).parents[1] / "class-3.csv")
"""A list from a spreadsheet: people who are here, people who are new, questions, and lines that cannot go in."""
WORKBOOK = str(Path(LIST).with_suffix(".xlsx"))
"""The same as an Excel workbook: on its second sheet, below a title over all columns."""


def some_are_away(desk: Desk) -> None:
    """Somebody is paused, closed, a colleague's, without a number."""
    found = {life.first: life for life in LIVES}
    away = desk.now + 11 * 86_400_000
    colleague = "01940000-0000-7000-8000-00000000cafe"
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, colleague, seq=1, name="Luis Vega")
        for name, columns in {
            "Calvin": {"status": "paused", "status_reason": "custody", "status_until_at": away},
            "Denise": {"status": "paused", "status_reason": "hospital"},
            "Eric": {"status": "closed", "status_reason": "finished"},
            "Nicole": {"status": "closed", "status_reason": "moved"},
            "Omar": {"caseworker_id": colleague},
        }.items():
            desk.store.clients.put(session, client_id_of(found[name]), seq=2, **columns)
        victor = found["Victor"]
        desk.store.numbers.put(session, client_id_of(victor), number_of(victor), seq=2, until_at=desk.now - 1)


def a_colleague_was_quicker(desk: Desk) -> None:
    """The office does not take whose number it is: somebody else's client had it a moment before."""
    told = Problem(
        type="/problems/id-taken",
        title="This number is somebody's already",
        status=409,
        detail="Luis Vega was quicker: it is a client of theirs.",
        next_step="Ask them if you think that it is wrong.",
    )
    with desk.store.writing(Change("inbox"), Change("outbox")) as session:
        (entry,) = (one for one in desk.store.outbox.list(session) if one.wish.kind == "claim")
        Settling(desk.store, desk.now).refused(session, entry.wish.write_id, told)


IMPORT = ("2", "I", LIST, "enter")

SCENES = (
    Scene(
        "clients/all",
        "Everybody: number, language, groups, where they stand, the last contact.",
        ("2",),
        prepare=some_are_away,
    ),
    Scene("clients/paused", "Who is paused, and why.", ("2", "\\", "\\"), prepare=some_are_away),
    Scene("clients/silent", "Who has not written for 14 days.", ("2", *"\\\\\\\\\\\\"), prepare=some_are_away),
    Scene("clients/found", "The list narrows with every key.", ("2", "/", "rui"), prepare=some_are_away),
    Scene("clients/found-nobody", "Nobody fits.", ("2", "/", "zz"), prepare=some_are_away),
    Scene(
        "clients/selected",
        "Some are selected, for a group or a group text.",
        ("2", " ", " ", "j", " "),
        prepare=some_are_away,
    ),
    Scene(
        "clients/not-taken",
        "Of whose card the office did not take something.",
        ("2", *("\\",) * 7),
        prepare=two_changed_the_same,
    ),
    Scene("clients/empty", "Nobody is here yet.", ("2",), is_empty=True),
    Scene("clients/add", "Somebody new.", ("2", "+", "Rob Fields", "enter", "215 555 0171"), prepare=some_are_away),
    Scene(
        "clients/add-invalid",
        "What is wrong with it is said below, and it stays open.",
        ("2", "+", "Rob Fields", "enter", "555 0171", "enter"),
        prepare=some_are_away,
    ),
    Scene(
        "clients/added",
        "Added, and selected; z takes it back.",
        ("2", "+", "Rob Fields", "enter", "215 555 0171", "enter"),
        prepare=some_are_away,
    ),
    Scene("clients/new-text", "A new text to someone, found as one types.", ("2", "c", "ma"), prepare=some_are_away),
    Scene(
        "clients/whose-number",
        "Whose number is it? Found as one types.",
        ("\\", "\\", "\\", "i", "rob"),
        prepare=some_are_away,
    ),
    Scene(
        "clients/whose-number-light",
        "The same, light.",
        ("\\", "\\", "\\", "i", "rob"),
        theme="light",
        prepare=some_are_away,
    ),
    Scene("clients/whose-number-80x24", "The same, small.", ("\\", "\\", "\\", "i", "rob"), SMALL),
    Scene(
        "clients/whose-number-lost-80x24",
        "A colleague was quicker to say whose number it is.",
        ("\\", "\\", "\\", "i", "marcus", "enter", "n", "meanwhile"),
        SMALL,
        prepare=some_are_away,
        meanwhile=a_colleague_was_quicker,
    ),
    Scene("clients/import-path", "Which list to take in.", ("2", "I", "nothing.csv", "enter"), prepare=some_are_away),
    Scene(
        "clients/import",
        "Every line of a list, before anything is written.",
        (*IMPORT, "j", "j", "j", "j"),
        prepare=some_are_away,
    ),
    Scene(
        "clients/import-question",
        "What only a person can decide is asked, line by line.",
        IMPORT,
        prepare=some_are_away,
    ),
    Scene(
        "clients/import-workbook", "From an Excel workbook.", ("2", "I", WORKBOOK, "enter", "G"), prepare=some_are_away
    ),
    Scene("clients/import-answered", "Answered; the next one that asks.", (*IMPORT, "s"), prepare=some_are_away),
    Scene("clients/imported", "Taken in.", (*IMPORT, "s", "w", "enter"), prepare=some_are_away),
    Scene("clients/all-80x24", "The list, small.", ("2", "j", "j"), SMALL, prepare=some_are_away),
    Scene("clients/import-80x24", "A list that is taken in, small.", IMPORT, SMALL, prepare=some_are_away),
    Scene("clients/add-80x24", "Somebody new, small.", ("2", "+", "Rob Fields"), SMALL, prepare=some_are_away),
    Scene("clients/all-60x24", "At 60 columns the groups give way.", ("2",), NARROW, prepare=some_are_away),
    Scene("clients/all-light", "The light theme.", ("2",), theme="light", prepare=some_are_away),
    Scene("clients/all-none", "Without colours.", ("2",), theme="none", prepare=some_are_away),
)
