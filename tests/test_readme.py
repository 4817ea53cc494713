"""The README is true: its two lines stand there, and the commands of its office are run as they are written."""

import os
import re
import shlex
import shutil
import sqlite3
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from rise_tui.cli import build_parser
from rise_tui.demo import sizes as demo_sizes
from rise_tui.demo.replies import UNREAD
from rise_tui.domain.ids import new_id
from rise_tui.guide.pages import NAMES
from rise_tui.relay.api.auth import BROADCAST_LIMIT
from rise_tui.relay.settings import PREFIX, Settings
from rise_tui.settings import Settings as AppSettings
from rise_tui.simulator.words import Wishes
from rise_tui.wire.routes import HEALTH, INBOUND, STATUS, at_carrier
from tests.journeys.office import message
from tests.journeys.processes import Process, end_drains, free_port, wait_until
from tests.journeys.shell import RiseHere

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OFFICE = README.partition("## For an office\n")[2].partition("\n## ")[0]
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && "
RUN_BY_CI = (f"{INSTALL}.venv/bin/rise demo", f"{INSTALL}.venv/bin/pytest")
"""The second runs in every clean clone (.ci/run); the first is played by the demo's own tests."""
OF_THE_MACHINE = ("python3 -m venv ", "/opt/rise/bin/pip install ", "ln -s ", "adduser ", "systemctl ")
"""What changes the machine: installing (.ci/wheel does it), its users and services (test_readme_machine does)."""
IN_THE_TABLE = re.findall(r"^\| (`rise[^|]*) \|", README, re.MULTILINE)


def blocks(of: str, kind: str = "sh") -> list[str]:
    """What stands between fences of that kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", of, re.DOTALL | re.MULTILINE)


def file_of_the_office(name: str) -> str:
    """What the README says that a file of this name holds."""
    found = re.search(rf"`{name}`[^`]*?\n\n```\w*\n(.*?)^```", OFFICE, re.DOTALL | re.MULTILINE)
    assert found is not None, name
    return found[1]


def test_the_two_lines_and_their_uv_twins_stand_in_the_readme() -> None:
    lines = [line for block in blocks(README) for line in block.splitlines()]
    assert [line for line in lines if line.startswith(INSTALL)] == list(RUN_BY_CI)
    assert "`uv run rise demo`" in README
    assert "`uv run pytest`" in README
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    for part in RUN_BY_CI[1].split(" && "):
        assert part.replace("pip install -e", "pip install -q -e") in run


def test_what_is_installed_and_linked_to_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extras in re.findall(r"pip install (?:-e )?'\.\[([a-z,]+)\]'", README):
        assert set(extras.split(",")) <= project["optional-dependencies"].keys()
    assert [path for path in re.findall(r"\]\(([\w./-]+)\)", README) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("cell", IN_THE_TABLE)
def test_every_command_of_the_table_has_help(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = [words.removeprefix("rise").split() for words in re.findall(r"`([^`]*)`", cell)]
    for words in filter(None, names):
        with pytest.raises(SystemExit) as left:
            build_parser().parse_args([*words, "--help"])
        assert left.value.code == 0
        assert "usage: rise" in capsys.readouterr().out


def test_addresses_settings_and_pages_are_the_real_ones() -> None:
    assert f"`https://relay.example.org{at_carrier(INBOUND, 'twilio')}`" in OFFICE
    assert f"`https://relay.example.org{STATUS.format(carrier='twilio', message_id='…')}`" in OFFICE
    assert f"`https://relay.example.org{HEALTH}`" in OFFICE
    for name in re.findall(rf"{PREFIX}([A-Z_]+)", README):
        assert name.removesuffix("_FILE").lower() in Settings.model_fields
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # systemd minds capitals
    unit.read_string(file_of_the_office("/etc/systemd/system/rise-relay.service"))
    served = shlex.split(unit["Service"]["ExecStart"])
    assert f"reverse_proxy {served[-3]}:{served[-1]}" in file_of_the_office("/etc/caddy/Caddyfile")


def test_its_figures_and_pages_are_those_of_the_program() -> None:
    clients, texts = demo_sizes.CLIENTS[1], demo_sizes.TEXTS[1]
    assert f"{clients} clients, {texts:,} texts of eight months, {UNREAD} unread replies" in README
    assert f"\n{AppSettings._field_defaults['hold_seconds']:.0f} seconds `z` takes it back" in README
    assert f"let {BROADCAST_LIMIT // 1024**2} MB in" in OFFICE
    pages = OFFICE.rpartition("`rise guide` has the rest: ")[2]
    assert set(re.findall(r"[a-z-]+", pages.replace("rise guide", ""))) <= set(NAMES)


class Written:
    """The office of the README in a folder of its own: its paths, ports and address are replaced, nothing else."""

    def __init__(self, folder: Path) -> None:
        """Nothing runs yet."""
        self.folder = folder
        relay, phones = str(free_port()), str(free_port())
        self.url = f"http://127.0.0.1:{relay}"
        self._replaced = {
            "/opt/rise/bin/": "",
            " -o rise": "",
            " -g rise": "",
            "https://relay.example.org": self.url,
            "8085": relay,
            "8090": phones,
            **{path: str(folder / path[1:]) for path in ("/etc/rise", "/var/lib/rise", "/var/backups/rise")},
        }
        for home in ("bin", "etc", "var/lib", "var/backups", "dana"):
            (folder / home).mkdir(parents=True)
        self.rise = RiseHere(folder / "bin" / "rise")
        self.lib, self.etc = folder / "var/lib/rise", folder / "etc/rise"

    def here(self, written: str) -> str:
        """A piece of the README as it is used here."""
        for theirs, ours in self._replaced.items():
            written = written.replace(theirs, ours)
        return written

    def run(self, block: str) -> str:
        """Run a block's lines in a shell, but for what changes the machine itself; what they printed."""
        lines = [line for line in block.splitlines() if not line.startswith(OF_THE_MACHINE)]
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here("\n".join(lines))],
            env=self._env(), stdin=subprocess.DEVNULL, cwd=self.lib if self.lib.exists() else self.folder,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[Process]:
        """The relay as its unit starts it."""
        unit = file_of_the_office("/etc/systemd/system/rise-relay.service")
        found = re.search(r"^ExecStart=\S+/rise (.*)$", self.here(unit.replace("/opt/rise/bin", "/bin")), re.MULTILINE)
        assert found is not None
        with Process(["-m", "rise_tui.cli", *shlex.split(found[1]), "--until-stdin-closes"], self.settings()) as relay:
            assert relay.ready == f"ready {self.url}"
            yield relay

    @contextmanager
    def phones(self, command: str) -> Iterator[Process]:
        """The phone company that is not one."""
        words = [*shlex.split(self.here(command).replace("\\\n", ""))[1:], "--until-stdin-closes"]
        with Process(["-m", "rise_tui.cli", *words], self.settings()) as company:
            yield company

    def settings(self) -> dict[str, str]:
        """What stands in relay.env."""
        lines = (self.etc / "relay.env").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def witness(self) -> dict[str, list[object]]:
        """What the phone company accepted, by our id."""
        answer = httpx.get(f"{self.settings()['RISE_RELAY_TWILIO_API']}/_/accepted", trust_env=False)
        accepted: dict[str, list[object]] = answer.raise_for_status().json()
        return accepted

    def _env(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("RISE_", "XDG_"))}
        return {
            **ours,
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder / "dana"),
            "RISE_DATA": str(self.folder / "dana" / "data"),
        }


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    """The office of the README; nothing of it outlives the test."""
    office = Written(tmp_path)
    with office.rise:
        yield office
    end_drains(tmp_path)


def test_the_office_of_the_readme_stands_takes_people_in_and_comes_back_from_its_copy(written: Written) -> None:
    """Every shell block of the README's office, in its order."""
    install, machine, founding, service, phones, writing, login, importing, copying, restoring = blocks(OFFICE)
    assert [line for line in f"{install}{service}".splitlines() if not line.startswith(OF_THE_MACHINE)] == []
    _found(written, machine, founding)
    with written.phones(phones):
        with written.serving():
            assert "Signed in as Dana Ortiz, RISE Philadelphia." in written.run(login)
            tried, done = written.run(importing).splitlines()
            assert tried == "2 rows: 2 would be added, 0 would be changed, 0 as they were, 0 left out"
            assert done.startswith("2 rows: 2 added")
            assert _posted(written.here(writing))["delivered"]
            assert "Can I come on Monday?" in written.run("rise inbox")
            in_line = _texts(written, "Is Monday at 9 fine?", hold_s=2)
            assert " is good: " in written.run(copying)
            wait_until(lambda: in_line in written.witness(), 20, "the text that stood in line has left")
            after = _texts(written, "Bring your paystub, please.", hold_s=0)
            wait_until(lambda: after in written.witness(), 20, "a text after the copy")
            assert "Bring your paystub" in written.run("rise read 'Marcus Bell'")
        shutil.rmtree(written.lib / "media")
        _lose(written.lib / "relay.sqlite")
        assert "is asked about what stood in line" in written.run(restoring)
        with written.serving():
            assert httpx.get(f"{written.url}{HEALTH}", trust_env=False).json() == {"status": "ok"}
            wait_until(lambda: _status(written, in_line) == "delivered", 20, "the phone company was asked")
            again = _texts(written, "Good morning again.", hold_s=0)
            wait_until(lambda: again in written.witness(), 20, "the office goes on")
            conversation = written.run("rise read 'Marcus Bell'")
        accepted = written.witness()
    assert {id_: len(accepted[id_]) for id_ in (in_line, after, again)} == {in_line: 1, after: 1, again: 1}
    assert "Good morning again." in conversation
    assert "Bring your paystub" not in conversation
    kept = [path for name in ("dana", "luis", "relay.sqlite") for path in (written.folder / "var").rglob(name)]
    kept += (written.folder / "dana/.config/rise").iterdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def _posted(command: str) -> dict[str, object]:
    """What is answered to a line of curl, which not every machine has."""
    curl, _, body, address = shlex.split(command.replace("\\\n", ""))
    assert curl == "curl"
    answer = httpx.post(address, content=body, trust_env=False)
    said: dict[str, object] = answer.raise_for_status().json()
    return said


@pytest.mark.parametrize("page", ["README.md", "rise_tui/guide/carriers.md"])
def test_the_words_to_which_a_phone_answers_are_the_simulators(page: str) -> None:
    words = re.findall(r"`(sim:\w+)`", (ROOT / page).read_text("utf-8"))
    assert len(words) >= 3
    assert [word for word in words if Wishes.of(word).answer("none") is None] == []


def _found(written: Written, machine: str, founding: str) -> None:
    """Folders, settings, secrets, and the office with its first two people; a list of clients lies ready."""
    written.run(machine)
    env = file_of_the_office("/etc/rise/relay.env") + blocks(OFFICE, "ini")[-1]
    (written.etc / "relay.env").write_text(written.here(env), "utf-8")
    for name in ("account", "token"):
        (written.etc / name).write_text(f"{name} of this test\n", "utf-8")
    written.run(founding)
    assert [len((written.lib / name).read_text("ascii").split()) for name in ("dana", "luis")] == [1, 1]
    (written.lib / "people.csv").write_text(blocks(OFFICE, "csv")[0], "utf-8")


def _texts(written: Written, body: str, *, hold_s: float) -> str:
    """Marcus is texted; the message's id."""
    who = "SELECT c.id FROM client c JOIN holding h ON h.client_id = c.id WHERE c.first_name = 'Marcus'"
    with closing(sqlite3.connect(written.lib / "relay.sqlite")) as relay:
        (client_id,) = wait_until(lambda: relay.execute(who).fetchone(), 20, "Marcus is at the relay")
    token, id_ = (written.lib / "dana").read_text("ascii").strip(), new_id()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id()}
    wish = message(client_id, body, hold_s=hold_s, now_because="agreed_by_phone")  # whatever the hour is
    httpx.put(f"{written.url}/v1/messages/{id_}", json=wish, headers=headers, trust_env=False).raise_for_status()
    return id_


def _status(written: Written, message_id: str) -> str:
    with closing(sqlite3.connect(written.lib / "relay.sqlite")) as relay:
        found: tuple[str] = relay.execute("SELECT status FROM message WHERE id = ?", (message_id,)).fetchone()
    return found[0]


def _lose(database: Path) -> None:
    """The disk of the relay is gone; what its last life left beside it is not."""
    database.write_bytes(b"nothing of use")
    database.with_name(database.name + "-wal").write_bytes(b"of another database")
