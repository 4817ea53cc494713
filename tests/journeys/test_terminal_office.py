"""The terminal beside a real office: what was sent leaves once, whatever becomes of terminal, clock and line."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.office import Office
from tests.journeys.window import ENDS
from tests.terminal.pty_stage import Stage

PHONE = "+12155550123"
HOLD = {"RISE_HOLD_SECONDS": "1"}


def at_the_desk(office: Office) -> None:
    """Dana signs in; Ana wrote, and Dana's machine has it."""
    office.sign_in()
    office.add_client("Ana Ruiz", PHONE)
    office.client_texts(PHONE, "Can I come Monday?")
    office.wait_until(lambda: "Can I come Monday?" in office.rise("inbox", "--plain").stdout, 20, "the text is here")


def window(office: Office, **environment: str) -> Stage:
    """`rise` at Dana's desk."""
    return Stage.python("-m", "rise_tui.cli", size=(120, 36), env={**office.app_env(), **HOLD, **environment})


def write(stage: Stage, words: str) -> None:
    """Into the draft to Ana, and wait until C-d is heard again."""
    stage.until_shown("To Ana Ruiz")
    stage.until_shown("up to date")
    stage.send("r", words)
    stage.until_shown(words)
    stage.until_quiet(0.7)


def ours(office: Office) -> list[tuple[str, str]]:
    """Our texts in Dana's store: id and status."""
    with closing(sqlite3.connect(office.app_database())) as connection:
        found = connection.execute("SELECT message_id, status FROM message WHERE direction = 'outbound'")
        return [(str(message_id), str(status)) for message_id, status in found]


@pytest.mark.parametrize(
    ("end", "is_up"),
    [("SIGHUP", True), ("a closed terminal", True), ("a closed terminal", False), ("SIGKILL", False)],
)
def test_a_text_that_was_sent_leaves_although_the_line_drops_at_once(office: Office, end: str, is_up: bool) -> None:
    """[fault 37] C-d, and the terminal ends with the first byte of its answer; a killed one sends at the next start."""
    at_the_desk(office)
    with window(office) as stage:
        write(stage, "Monday is fine")
        if not is_up:
            office.kill_relay()
        stage.send("ctrl+d")
        stage.until_shown("✓ To Ana Ruiz")
        ENDS[end](stage)
    if not is_up:
        office.start_relay()
    if end == "SIGKILL":
        office.rise("sync", "--drain")
    (message_id, _), *others = ours(office)
    assert others == []
    office.wait_accepted([message_id], 60)
    assert [len(texts) for texts in office.accepted().values()] == [1]
    office.ledger([message_id]).raise_if_bad()


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        ("at once", "0"),
        ("at once", "600"),
        ("when the relay has it", "-600"),
        ("when the relay has it", "600"),
        ("in the last moment", "0"),
        ("in the last moment", "-600"),
    ],
)
def test_taken_back_is_one_text_or_none_and_the_screen_says_which(office: Office, moment: str, offset: str) -> None:
    """[fault 36] Also with the terminal's clock ten minutes wrong, and with a cancellation that comes first."""
    at_the_desk(office)
    with window(office, RISE_CLOCK_OFFSET=offset) as stage:
        write(stage, "never mind")
        stage.send("ctrl+d")
        if moment == "when the relay has it":
            office.wait_until(lambda: _reads(stage) and _is_at_the_relay(office), 20, "the relay has it")
        elif moment == "in the last moment":
            stage.until(lambda: "✓ To Ana Ruiz" in stage.text and "in 1 s" in stage.text)
            stage.read(0.8)
        stage.send("z")
        stage.until(lambda: _said(stage) != "")
        said = _said(stage)
        if said == "taken back":
            stage.until_shown("never mind")
        else:
            office.wait_until(lambda: _reads(stage) and office.accepted(), 20, "it arrives")
        stage.send("q")
        stage.until_ended()
    texts = [text for found in office.accepted().values() for text in found]
    assert len(texts) == (0 if said == "taken back" else 1), said


def test_sync_goes_on_while_nobody_reads_the_terminal(office: Office) -> None:
    at_the_desk(office)
    with window(office) as stage:
        stage.until_shown("up to date")
        stage.until_quiet()
        for number in range(60):
            office.client_texts(PHONE, f"text {number} " + "x" * 100)
            stage.send("j" if number % 2 else "k", "r", "typing", "\x1b")
        office.wait_until(lambda: _texts(office.app_database()) >= 61, 30, "all are here")
        ENDS["a closed terminal"](stage)


def _texts(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM message WHERE direction = 'inbound'").fetchone()[0])


def _reads(stage: Stage) -> bool:
    """The terminal goes on reading while something else is waited for."""
    stage.read(0.02)
    return True


def _is_at_the_relay(office: Office) -> bool:
    with closing(sqlite3.connect(office.database)) as connection:
        return bool(connection.execute("SELECT 1 FROM message WHERE caseworker_id IS NOT NULL").fetchone())


_WORDS: dict[str, Callable[[str], bool]] = {
    "taken back": lambda text: "Taken back: Ana Ruiz" in text,
    "on its way": lambda text: "Already on its way to Ana Ruiz" in text or "Nothing to take back." in text,
}


def _said(stage: Stage) -> str:
    return next((said for said, is_shown in _WORDS.items() if is_shown(stage.text)), "")
