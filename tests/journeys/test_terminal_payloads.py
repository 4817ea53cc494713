"""What clients write, and how they are called, acts on no terminal: judged by the raw bytes that reach it."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session

from rise_tui.casework import drafting
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.ids import CaseworkerId
from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.happenings import Happening
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from tests.gallery.office import NOW
from tests.journeys.window import begin, kill, machine
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
    rb"\x1b(?:\[[0-9;?<>=]*[A-Za-z~]|\[[0-9;?]*\$p|\]2;rise(?: \(\d+\))?\x07|\]22;[a-z-]*\x07|\[22;2t|\[23;2t)"
)
"""The only sequences that may reach the terminal: cursor, colours, modes, the pointer's shape, the window's name."""


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
            store.office.put_caseworker(session, f"w{index}", seq=1, name=payload, role="supervisor")
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
                )
                store.threads.put(session, message)
            _answers(store, session, client_id, index, payload)
            moved = {"from_caseworker_id": f"w{index}", "to_caseworker_id": "me", "why": "own", "note": payload}
            store.happenings.add(session, Happening(client_id, 200, at, "assigned", f"w{index}", moved))
            note = {"client_id": client_id, "body": f"CANARY {payload}", "caseworker_id": f"w{index}", "at": at}
            store.notes.put(session, f"n{index}", seq=201, **note)
            store.conversations.put(session, client_id, seq=seq, state="needs_reply", seen_through=0, read_through=0)
            store.conversations.refresh(session, client_id)
    desk = Desk(store, FrozenClock(NOW), CaseworkerId("me"), "office", "America/New_York")
    for index, payload in enumerate(EVERYTHING):
        drafting.keep(desk, f"c{index:02}", payload, 0)
    store.close()


def _answers(store: Store, session: Session, client_id: str, index: int, payload: str) -> None:
    """They got the text to many, one in three failed, and they answered it; one more is left out of it."""
    status, reason = ("failed", "unreachable") if index % 3 == 2 else ("delivered", None)
    store.broadcasts.add_recipients(session, "b", [(client_id, f"m{11 + 2 * index}")])
    store.broadcasts.set_status(session, "b", client_id, status, reason)
    reply = Message(f"r{index}", client_id, "inbound", f"CANARY {payload}", "received", at=to_ms(NOW), seq=500 + index)
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


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
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
        for _ in range(8):
            _do(stage, "enter", "h", "escape", "m", "escape", "!", "escape", "escape", "j")
        _templates(stage)
        _to_many(stage)
        _rooms(stage)
        _do(stage, "k", "a", "z", "\\", "\\", "\\", "\\", "\\")
        stage.send("?")
        stage.until_shown("Esc closes this")
        stage.send("escape")
        stage.until(lambda: "Esc closes this" not in stage.text)
        stage.send("/", "CANARY")
        stage.until_shown("found")
        _do(stage, "down", "down", "enter", "escape", "escape", "r")
        stage.send("\x1b[200~pasted \x1b]52;c;Q0FOQVJZ\x07 CANARY\x9b2J\x1b[201~")
        stage.until_quiet()
        stage.send("escape", "escape")
        stage.until_quiet()
        assert stage.program.poll() is None
        assert "CANARY" in stage.text
        assert re.fullmatch(r"rise( \(\d+\))?", stage.glass.title)
        kill(stage)
    assert harmful(bytes(stage.output)) == []
    assert b"\x1b]52" not in stage.output
    assert b"\x1b]8" not in stage.output


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
        stage.send(key)
        if key == "escape":
            stage.until_quiet(0.12)
    stage.until_quiet(0.05)
