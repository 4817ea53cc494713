"""The settings file, the environment, and what is said when a value cannot be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rise_tui import settings
from rise_tui.domain.errors import BadInput


def environ(folder: Path, **more: str) -> dict[str, str]:
    return {"RISE_CONFIG": str(folder), "RISE_DATA": str(folder / "data"), **more}


def written(folder: Path, text: str) -> dict[str, str]:
    (folder / "config.toml").write_text(text, "utf-8")
    return environ(folder)


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    found = settings.load(environ(tmp_path))
    assert (found.theme, found.language, found.hold_seconds, found.mouse) == ("dark", "en", 8.0, "auto")
    assert found.relay_url is None
    assert found.keys == {}
    assert found.paths.config_file == tmp_path / "config.toml"
    assert found.paths.data == tmp_path / "data"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    text = 'theme = "light"\nhold_seconds = 20\nmouse = false\n[relay]\nurl = "https://texts.example.org/"\n'
    text += '[keys]\n"inbox.mark-done" = "x"\n'
    found = settings.load(written(tmp_path, text))
    assert (found.theme, found.hold_seconds, found.mouse) == ("light", 20.0, "off")
    assert found.relay_url == "https://texts.example.org"
    assert found.keys == {"inbox.mark-done": "x"}
    assert settings.load(written(tmp_path, 'papers = ["lease", "id"]')).papers == ("lease", "id")
    assert settings.load(environ(tmp_path, RISE_PAPERS="paystub, id")).papers == ("paystub", "id")
    written(tmp_path, text)
    more = {"RISE_THEME": "none", "RISE_HOLD_SECONDS": "0", "RISE_RELAY_URL": "http://127.0.0.1:9"}
    found = settings.load(environ(tmp_path, **more))
    assert (found.theme, found.hold_seconds, found.relay_url) == ("none", 0.0, "http://127.0.0.1:9")


def test_another_editor_is_named_or_forbidden(tmp_path: Path) -> None:
    assert settings.load(environ(tmp_path)).editor == "auto"
    assert settings.load(written(tmp_path, "editor = false")).editor == "off"
    assert settings.load(written(tmp_path, 'editor = "vim -n"')).editor == "vim -n"
    with pytest.raises(BadInput, match="auto, off or a command"):
        settings.load(written(tmp_path, "editor = 3"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "pink"', ("theme", "dark, light, ansi or none")),
        ('language = "es"', ("language", "It can be en: rise itself speaks no other language yet")),
        ("hold_seconds = 61", ("hold_seconds", "from 0 to 60")),
        ('papers = ["id", "passport"]', ("papers", "paystub, id, lease, certificate, letter, other")),
        ("papers = 3", ("papers", "some of")),
        ("hold_seconds = true", ("hold_seconds", "from 0 to 60")),
        ('hold_second = "8"', ("hold_second", "hold_seconds")),
        ('relay = "https://x"', ("relay", "[relay]")),
        ('[relay]\nurl = "texts.example.org"', ("relay.url", "https://")),
        ('[keys]\n"inbox.open" = 7', ("inbox.open", "name of a key")),
        ("theme = ", ("config.toml", "Correct that line")),
    ],
)
def test_a_bad_value_names_the_file_the_key_and_what_is_allowed(
    tmp_path: Path, text: str, said: tuple[str, str]
) -> None:
    with pytest.raises(BadInput) as caught:
        settings.load(written(tmp_path, text))
    assert all(word in str(caught.value) for word in (*said, str(tmp_path / "config.toml")))


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="RISE_LANGUAGE is 'fr'"):
        settings.load(environ(tmp_path, RISE_LANGUAGE="fr"))


def test_the_token_leaves_the_environment_when_it_is_read(tmp_path: Path) -> None:
    given = environ(tmp_path, RISE_TOKEN="abc\n")
    found = settings.load(given)
    assert found.token == "abc"
    assert "RISE_TOKEN" not in given
    assert "abc" not in repr(found)


def test_a_token_may_come_through_an_open_file(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.write(write, b"from-a-pipe")
    os.close(write)
    given = environ(tmp_path, RISE_TOKEN_FD=str(read))
    assert settings.load(given).token == "from-a-pipe"
    assert "RISE_TOKEN_FD" not in given


def test_settings_and_account_import_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys, rise_tui.account, rise_tui.settings as s; s.load();"
        "heavy = {'pydantic', 'textual', 'sqlalchemy', 'httpx', 'platformdirs', 'rich'} & set(sys.modules);"
        "sys.exit(','.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **environ(tmp_path)}, capture_output=True)
    assert done.returncode == 0, done.stderr
