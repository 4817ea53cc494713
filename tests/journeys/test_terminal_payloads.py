"""What clients write, and how they are called, acts on no terminal: judged by the raw bytes that reach it."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from rise_tui.casework import card, drafting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.ids import CaseworkerId
from rise_tui.domain.messages import Media, MediaState
from rise_tui.screens import dialogs
from rise_tui.store.engine import Session
from rise_tui.store.happenings import Happening
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from rise_tui.sync.settling import Settling
from rise_tui.terminal.answers import KITTY_QUESTION
from rise_tui.wire.shapes import FieldError, Problem
from tests.gallery.office import NOW
from tests.journeys.window import begin, kill, machine
from tests.screens.stage import Opened, opened
from tests.terminal.payloads import PAYLOADS
from tests.terminal.pty_stage import Stage

MARKUP = (
    "[@click=app.quit]click[/]",
    "see you [/] tomorrow CANARY",
    "[black on black]hidden CANARY[/]",
    "[link=http://CANARY]x[/link]",
    "$accent {name} %s {0} \\[b]",
)
"""What Textual would read as markup."""
EVERYTHING = PAYLOADS + MARKUP
OURS = re.compile(
    re.escape(KITTY_QUESTION.encode())
    + rb"|\x1b(?:\[[0-9;?<>=]*[A-Za-z~]|\[[0-9;?]*\$p|\]2;rise(?: \(\d+\))?\x07|\]22;[a-z-]*\x07|\[22;2t|\[23;2t)"
)
"""The only sequences that may reach the terminal: cursor, colours, modes, the pointer's shape, the window's name, and
the question whether it draws photos."""


def fill(folder: Path) -> None:
    """An office in which everybody is called, writes and belongs to a payload."""
    store = Store(folder)
    at = to_ms(NOW)
    with store.writing() as session:
        store.groups.put(session, "g", seq=1, name=PAYLOADS[0], kind=PAYLOADS[1])
        store.broadcasts.put(session, "b", seq=1, name=PAYLOADS[0], body=PAYLOADS[1], state="accepted")
        for index, payload in enumerate(EVERYTHING):
            bodies = {"en": f"CANARY {payload}", "es": payload}
            store.templates.put(session, f"t{index:02}", seq=1, name=payload, key=None, bodies=bodies)
            _colleagues(store, session, index, payload)
            client_id, number = f"c{index:02}", f"+1215555{100 + index:04}"
            names = {"first_name": payload, "last_name": EVERYTHING[-1 - index]}
            store.clients.put(session, client_id, seq=1, language="e\x1b", caseworker_id="me", **names)
            store.numbers.put(session, client_id, number, seq=1, from_at=0, is_confirmed=True)
            store.groups.put_member(session, "g", client_id, is_member=True, seq=1)
            photo = Media(0, "0" * 64, payload, MediaState.STORED, 1000, 9, 6)
            for turn, direction in enumerate(("inbound", "outbound")):
                seq = 10 + 2 * index + turn
                status = "received" if direction == "inbound" else "delivered"
                media = (photo,) if direction == "inbound" else ()
                message = Message(
                    f"m{seq}",
                    client_id,
                    direction,
                    f"CANARY {payload}",
                    status,
                    at=at,
                    seq=seq,
                    e164=number,
                    media=media,
                    caseworker_id=f"w{index}",
                    broadcast_id="b" if direction == "outbound" else None,
                    marks=("wrong_person",) if media and index == len(EVERYTHING) - 2 else (),
                )
                store.threads.put(session, message)
            stored = {
                "state": "stored",
                "sha256": f"{index:064d}",
                "type": "image/jpeg",
                "bytes": 1000,
                "name": payload,
            }
            store.photos.put(session, f"m{10 + 2 * index}", 0, seq=10 + 2 * index, client_id=client_id, **stored)
            _answers(store, session, client_id, index, payload)
            _on_the_card(store, session, client_id, index, payload)
            moved = {"from_caseworker_id": f"w{index}", "to_caseworker_id": "me", "why": "own", "note": payload}
            store.happenings.add(session, Happening(client_id, 200, at, "assigned", f"w{index}", moved))
            note = {"client_id": client_id, "body": f"CANARY {payload}", "caseworker_id": f"w{index}", "at": at}
            store.notes.put(session, f"n{index}", seq=201, **note)
            store.conversations.put(session, client_id, seq=seq, state="needs_reply", seen_through=0, read_through=0)
            store.conversations.refresh(session, client_id)
    desk = Desk(store, FrozenClock(NOW), CaseworkerId("me"), "office", "America/New_York")
    for index, payload in enumerate(EVERYTHING):
        drafting.keep(desk, f"c{index:02}", f"{payload} “CANARY”", 0)
    _clash(desk, "c00")
    store.close()


def _colleagues(store: Store, session: Session, index: int, payload: str) -> None:
    """A colleague, who covers for one, and their machine; a text that waits."""
    store.office.put_caseworker(session, f"w{index}", seq=1, name=payload, role="supervisor")
    times = {"from_at": to_ms(NOW), "until_at": to_ms(NOW) + 86_400_000, "note": payload}
    store.covers.put(session, f"v{index}", seq=1, of_caseworker_id=f"w{index}", by_caseworker_id="me", **times)
    store.devices.put(session, f"x{index}", seq=1, caseworker_id=f"w{index}", name=payload, created_at=to_ms(NOW))
    held = {"at": to_ms(NOW), "seq": 300 + index, "caseworker_id": "me", "held_why": payload, "broadcast_id": "b"}
    body = f"CANARY {payload}"
    store.threads.put(session, Message(f"h{index}", f"c{index:02}", "outbound", body, "held", **held))  # type: ignore[arg-type]  # its columns


def _as_supervisor(store: Store) -> None:
    """One decides who is on call; somebody of an awkward name is."""
    with store.writing() as session:
        store.office.put_caseworker(session, "me", seq=1, name=EVERYTHING[0], role="supervisor")
        store.office.put(session, "office", seq=1, name="x", zone="America/New_York", rules={"on_call": "w0"})


def _on_the_card(store: Store, session: Session, client_id: str, index: int, payload: str) -> None:
    """What they said about texts, a paper, an appointment: each in the words of a payload."""
    said = {"state": "opted_in" if index % 2 else "unknown", "how": "caseworker", "wording": payload, "at": to_ms(NOW)}
    store.consents.put(session, f"+1215555{100 + index:04}", client_id, seq=1, **said)
    paper = {"kind": "paystub", "sha256": "1" * 64, "note": payload, "at": to_ms(NOW)}
    store.documents.put(session, f"d{index}", seq=1, client_id=client_id, **paper)
    meeting = {"kind": payload, "place": payload, "bring": payload, "starts_at": to_ms(NOW) + 86_400_000}
    store.appointments.put(session, f"a{index}", seq=1, client_id=client_id, **meeting)


def _clash(desk: Desk, client_id: str) -> None:
    """Somebody has called this client by a payload while it was called otherwise here."""
    card.rename(desk, client_id, "Ana CANARY")
    with desk.store.writing() as session:
        [entry] = desk.store.outbox.list(session)
        errors = [FieldError(pointer=f"/{name}", detail=PAYLOADS[0]) for name in entry.wish.body]
        present = {"seq": 99, **dict.fromkeys(entry.wish.body, PAYLOADS[1])}
        problem = Problem(
            type="/problems/changed-meanwhile", title=PAYLOADS[2], status=412, errors=errors, present=present
        )
        Settling(desk.store, desk.now).refused(session, entry.wish.write_id, problem)


def _marks(index: int) -> dict[str, tuple[str, ...]]:
    """The last one sounds like STOP."""
    return {"marks": ("stop_like",)} if index == len(EVERYTHING) - 1 else {}


def _answers(store: Store, session: Session, client_id: str, index: int, payload: str) -> None:
    """They got the text to many, one in three failed, and they answered it; one more is left out of it."""
    status, reason = ("failed", "unreachable") if index % 3 == 2 else ("delivered", None)
    store.broadcasts.add_recipients(session, "b", [(client_id, f"m{11 + 2 * index}")])
    store.broadcasts.set_status(session, "b", client_id, status, reason)
    reply = Message(
        f"r{index}",
        client_id,
        "inbound",
        f"CANARY {payload}",
        "received",
        at=to_ms(NOW),
        seq=500 + index,
        **_marks(index),
    )
    store.threads.put(session, reply)
    store.broadcasts.put(session, "b", seq=1, left_out=[{"client_id": "c00", "reason": payload}], at=to_ms(NOW))


def harmful(output: bytes) -> list[bytes]:
    """What of the output is neither text nor one of our own sequences."""
    rest = OURS.sub(b"", output).decode("utf-8")
    return [rest[max(0, at - 10) : at + 20].encode() for at, char in enumerate(rest) if _acts(char)]


def _acts(char: str) -> bool:
    code = ord(char)
    is_control = (code < 0x20 and char not in "\r\n\b") or 0x7F <= code < 0xA0
    hides = code in (0x061C, 0x200B, 0x200E, 0x200F) or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x2069
    return is_control or hides or 0xE0000 <= code <= 0xE007F


@pytest.mark.parametrize("size", [(120, 40), pytest.param((80, 24), marks=pytest.mark.long)])
def test_no_payload_acts_on_the_terminal_on_any_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    """[fault 24] Names, texts, groups, photos' types, drafts, hits of a search; list, conversation, draft, dialogs."""
    here = machine(tmp_path)
    for file in here.store.iterdir():
        file.unlink()
    fill(here.store)
    with here.open(size) as stage:
        if size[0] >= 100:
            begin(stage)
        stage.until_shown("CANARY")
        for _ in EVERYTHING:
            _do(stage, "enter", "r", "x", "escape", "escape", "j")
        _do(stage, "g")
        if size[0] >= 100:  # at the size at which each dialog is known to be reached
            for keys in WAYS.values():
                _do(stage, *keys, *["escape"] * 4, "1", "g")
        else:
            for _ in range(8):
                _do(stage, "enter", "h", "escape", "m", "escape", "!", "escape", "escape", "j")
            _templates(stage)
            _to_many(stage)
            _rooms(stage)
        _do(stage, "k", "a", "z", "\\", "\\", "\\", "\\", "\\")
        stage.send("?")
        stage.until_shown("Esc closes this")
        stage.send("whole escape")
        stage.until(lambda: "Esc closes this" not in stage.text)
        stage.send("/", "CANARY")
        stage.until_shown("found")
        _do(stage, "down", "down", "enter", "escape", "escape", "r")
        stage.send("\x1b[200~pasted \x1b]52;c;Q0FOQVJZ\x07 CANARY\x9b2J\x1b[201~")
        stage.until_quiet()
        stage.send("whole escape", "whole escape")
        stage.until_quiet()
        assert stage.program.poll() is None
        assert "CANARY" in stage.text
        assert re.fullmatch(r"rise( \(\d+\))?", stage.glass.title)
        kill(stage)
    assert harmful(bytes(stage.output)) == []
    assert b"\x1b]52" not in stage.output
    assert b"\x1b]8" not in stage.output


LIST = str(Path(__file__).parents[1] / "gallery" / "class-3.csv")
WAYS: dict[str, tuple[str, ...]] = {
    "SnoozeDialog": ("s",),
    "NoteDialog": ("m",),
    "UrgentDialog": ("!",),
    "HistoryDialog": ("enter", "h"),
    "TemplatesDialog": ("t",),
    "TemplateDialog": ("t", "="),
    "PickByName": ("x",),
    "SearchDialog": ("/", "CANARY"),
    "HelpDialog": ("?",),
    "PaletteDialog": (":",),
    "FindPerson": ("c", "CANARY"),
    "LaterDialog": ("r", "ctrl+o"),
    "PlainerDialog": ("r", "ctrl+g"),
    "AttachDialog": ("r", "ctrl+f"),
    "FilePhotoDialog": ("f",),
    "PapersDialog": ("F",),
    "PhotoDialog": ("enter", "g", "enter"),
    "ReasonDialog": ("G", "-"),
    "AddClient": ("2", "+"),
    "ListPath": ("2", "I"),
    "ImportScreen": ("2", "I", LIST, "enter"),
    "EditField": ("2", "j", "i", "enter"),
    "Choose": ("2", "j", "i", "j", "enter"),
    "ClashDialog": ("2", *("\\",) * 7, "i", "enter"),
    "StatePeopleDialog": ("3", "enter", "enter"),
    "SavedTextsDialog": ("V", "b", "t"),
    "AudienceDialog": ("V", "b", "e"),
    "OneByOneDialog": ("V", "b", "e", "p"),
    "PastePeopleDialog": ("V", "b", "e", "l"),
    "LeftOutDialog": ("V", "b", "w"),
    "FilledTextsDialog": ("V", "b", "r", "hi CANARY", "escape", "v"),
    "ConfirmDialog": ("V", "b", "r", "hi CANARY", "escape", "ctrl+d"),
    "TransferDialog": ("@", "enter"),
    "ColleaguesDialog": ("f7",),
    "CoverDialog": ("f7", "+", "enter", "enter"),
    "HeldTextsDialog": ("H",),
    "AwayDialog": ("f8",),
    "AlertsDialog": ("E",),
    "OnCallDialog": ("E", "ctrl+o"),
    "StrangerDialog": ("G", "k", "y"),
    "QuitDialog": ("a", "q"),
}
"""Every dialog, and the keys that lead to it from the top of the inbox."""


def _dialogs() -> set[str]:
    """Every dialog that there is: what is opened over a room, but for what others are made of."""
    for found in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{found.name}")
    known: set[type] = set()
    fresh: set[type] = {ModalScreen}
    while fresh:
        known |= fresh
        fresh = {each for one in fresh for each in one.__subclasses__()}
    mine = [each for each in known if each.__module__.startswith("rise_tui.")]
    return {each.__name__ for each in mine if not any(other in mine for other in each.__subclasses__())}


def test_every_dialog_has_a_way_to_it() -> None:
    assert _dialogs() == set(WAYS)


async def test_no_payload_stands_as_it_is_in_any_dialog(tmp_path: Path) -> None:
    """[fault 24] The first lock, before the way out: what is drawn is safe already; every dialog is opened."""
    fill(tmp_path)
    store = Store(tmp_path)
    _as_supervisor(store)
    desk = Desk(store, FrozenClock(NOW), CaseworkerId("me"), "office", "America/New_York")
    reached, acting = {}, {}
    async with opened(tmp_path, desk=desk) as stage:
        for name, keys in WAYS.items():
            await stage.press(*["escape"] * 6)
            await stage.press("1", "g")
            for key in keys:
                await stage.press(key)
            reached[name] = type(stage.app.screen).__name__
            acting[name] = [line for line in _but_typed(stage) if any(_acts(char) for char in line)]
    store.close()
    assert reached == {name: name for name in WAYS}
    assert not any(acting.values()), {name: lines for name, lines in acting.items() if lines}


def _but_typed(stage: Opened) -> list[str]:
    """What is drawn outside the places where one types: those show what is in them, and meet the second lock only."""
    lines = stage.lines
    for area in (each.region for screen in stage.app.screen_stack for each in screen.query("TextArea, Input")):
        for y in range(area.y, area.bottom):
            lines[y] = lines[y][: area.x] + lines[y][area.right :]
    return lines


def _templates(stage: Stage) -> None:
    """Saved texts in the list, in full, being changed and in the draft; then the draft's own dialogs."""
    stage.send("t")
    stage.until_quiet()
    _do(stage, *["down"] * len(EVERYTHING), "=", "escape", "escape")
    for letter in "ab":
        _do(
            stage,
            "t",
            letter,
            "ctrl+d",
            "ctrl+g",
            "escape",
            "ctrl+o",
            "9\u2066am",
            "escape",
            "ctrl+f",
            "escape",
            "escape",
        )
    _do(stage, "escape", "escape", "g")


def _to_many(stage: Stage) -> None:
    """Texts to many and groups: the lists, one that went out, its people, its replies, a group and who is in it."""
    _do(stage, "3", "enter")
    stage.until_shown("Replies")
    _do(stage, "enter", *["down"] * len(EVERYTHING), "escape", "v", *["down"] * 5, "escape", "w", "escape")
    _do(stage, "tab", *["down"] * len(EVERYTHING), "y", "z", ">", "escape", "escape", "escape", "#")
    _do(stage, "enter", *["down"] * len(EVERYTHING), " ", "d", "z", "escape", "e", "escape", "escape", "1")


def test_the_judge_sees_what_is_harmful() -> None:
    for payload in PAYLOADS:
        if payload.strip().isascii() and "\x1b[" in payload and "]" not in payload:
            continue  # a colour or a jump looks like one of ours: the screens above show them as words
        assert harmful(payload.encode()) != [], payload


def _rooms(stage: Stage) -> None:
    """The list of clients, a search in it, a card, papers, the palette, a text to somebody new."""
    _do(stage, "1", "g")
    for _ in range(6):
        _do(stage, "i", "j", "j", "j", "escape", "F", "escape", "f", "escape", "escape", "s", "escape", "j")
    _do(stage, "c", "CANARY", "escape", ":", "CANARY", "escape")
    _do(stage, "2", "j", "j", "enter", "escape", "G", "i", "escape", "/", "CANARY", "escape", "escape", "1", "g")


def _do(stage: Stage, *keys: str) -> None:
    for key in keys:
        if key == "escape":
            stage.until_quiet(0.02)
        stage.send("whole escape" if key == "escape" else key)
    stage.until_quiet(0.05)
