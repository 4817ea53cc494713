"""The command line itself: what it costs to start, how it is used wrongly, how it ends."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forking
from tests.commands.shapes import complained

HEAVY = (
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "httpx",
    "phonenumbers",
    "fastapi",
    "asyncio",
    "uvicorn",
)
COMMANDS = [
    *("demo", "login", "inbox", "read", "search", "send", "reply", "file", "broadcast"),
    *("import", "sync", "refused", "doctor", "guide", "relay", "completion", "man"),
]


def _rise(
    home: Path, *words: str, stdin: str = "", env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("RISE_", "LC_", "LANG"))}
    said = {"RISE_CONFIG": str(home / "config"), "RISE_DATA": str(home / "data"), **(env or {})}
    argv = [sys.executable, "-m", "rise_tui.cli", *words]
    return forking.run(argv, env={**ours, **said}, input=stdin, timeout=60)


def _imported(*words: str) -> set[str]:
    """The packages that a command imports."""
    script = f"import sys; from rise_tui.cli import main\ntry: main({list(words)!r})\nexcept SystemExit: pass\n"
    script += "print('\\n' + ' '.join(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-S", "-c", _WITHOUT_SITE + script], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in said.stdout.splitlines()[-1].split()}


_WITHOUT_SITE = f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}\n"
"""The interpreter's own `site` imports what the environment's .pth files say; that is not ours."""


def test_the_version_imports_nothing_beyond_the_standard_library() -> None:
    assert _imported("--version") - sys.stdlib_module_names - {"rise_tui", "__main__"} == set()


@pytest.mark.parametrize("words", [("--help",), ("send", "--help"), ("relay", "serve", "--help")])
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    assert _imported(*words) & set(HEAVY) == set()


def test_the_version_is_told(tmp_path: Path) -> None:
    assert re.fullmatch(r"rise \d+\.\d+\S*\n", _rise(tmp_path, "--version").stdout)


def test_every_command_is_in_the_help_with_what_it_does(tmp_path: Path) -> None:
    said = _rise(tmp_path, "--help").stdout
    for command in COMMANDS:
        assert re.search(rf"^    {command}\s+\S", said, re.MULTILINE), command


@pytest.mark.parametrize(
    "words",
    [
        ("inbox", "--limit", "0"),
        ("inbox", "--limit", "99999999999999999999"),
        ("inbox", "--filter", "mine"),
        ("read",),
        ("read", "Marcus", "--before", "-1"),
        ("file", "Marcus", "id", "x", "--kind", "paystub"),
        ("file", "Marcus", "id", "0", "--kind", "selfie"),
        ("broadcast", "--to", "Class 3", "--body", "Hi"),
        ("broadcast", "--to", "Class 3", "--body", "Hi", "--dry-run", "--confirm", "2"),
        ("inbox", "--json", "--plain"),
        ("nonsense",),
    ],
)
def test_used_wrongly_it_says_how_and_ends_with_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = _rise(tmp_path, *words)
    assert (said.returncode, said.stdout) == (2, "")
    assert "usage: rise" in said.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("inbox",),
        ("send", "Marcus", "--body", "Hi"),
        ("broadcast", "--to", "Class 3", "--body", "Hi", "--dry-run"),
        ("import", "list.csv"),
    ],
)
def test_who_is_not_signed_in_is_told_how_and_it_ends_with_3(tmp_path: Path, words: tuple[str, ...]) -> None:
    error = complained(_rise(tmp_path, *words, "--json"), 3)
    assert "rise login" in error["next_step"]
    assert not (tmp_path / "data").exists()


def test_without_a_terminal_rise_alone_is_the_inbox_in_plain_lines(tmp_path: Path) -> None:
    said = _rise(tmp_path)
    assert (said.returncode, said.stdout) == (3, "")
    assert "not signed in" in said.stderr


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "rise_tui.cli", "completion", "bash"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_settings_that_cannot_be_used_say_where(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('hold_seconds = "long"\n')
    error = complained(_rise(tmp_path, "inbox", "--json"), 2)
    assert "hold_seconds" in error["title"]


def test_what_nobody_expected_is_told_by_a_code_without_a_word_of_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    account = dict.fromkeys(("url", "instance_id", "office_id", "caseworker_id", "zone"), "x")
    (tmp_path / "config" / "account.json").write_text(json.dumps(account | {"url": "http://127.0.0.1:9"}))
    (tmp_path / "config" / "token").write_text("x")
    said = _rise(tmp_path, "search", "monday", env={"PYTHONPATH": _broken_at(tmp_path)})
    assert (said.returncode, said.stdout) == (1, "")
    code = re.search(r"\(([0-9a-f]{6})\)", said.stderr)
    assert code is not None
    assert "secret words" not in said.stderr
    report = (tmp_path / "data" / f"error-{code[1]}.txt").read_text()
    assert "secret words" not in report
    assert "RuntimeError" in report


def _broken_at(folder: Path) -> str:
    """A place on the path that makes the search fail as nobody expected."""
    place = folder / "broken"
    place.mkdir()
    broken = "import rise_tui.casework.finding as f\ndef search(*_):\n    raise RuntimeError('secret words')\n"
    broken += "f.search = search\n"
    (place / "sitecustomize.py").write_text(broken)
    return str(place)
