"""What a caseworker may set: `config.toml` in the config folder, each setting also in the environment as `RISE_…`."""

import os
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import languages, use_language

THEMES = ("dark", "light", "ansi", "none")
SWITCH = ("auto", "on", "off")
HOLD_SECONDS = (0, 60)
PAPERS = ("paystub", "id", "lease", "certificate", "letter", "other")
WANTED_PAPERS = ("id", "lease", "paystub", "certificate")
"""What an office wants of every client, unless it says otherwise."""

T = TypeVar("T")


class Paths(NamedTuple):
    """Where things are kept: `config` (config.toml, token, account.json), `data` (the stores), `state` (rise.log)."""

    config: Path
    data: Path
    state: Path
    config_file: Path


class Settings(NamedTuple):
    """Everything that can be set, as it stands for this run. `token`, if any, came from the environment."""

    paths: Paths
    theme: str = "dark"
    language: str = "en"
    hold_seconds: float = 8.0
    mouse: str = "auto"
    images: str = "auto"
    bell: str = "auto"
    title: str = "auto"
    editor: str = "auto"
    """`auto`: what VISUAL or EDITOR names; `off`: none is allowed; else a command."""
    papers: tuple[str, ...] = WANTED_PAPERS
    relay_url: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})
    token: str | None = None

    def __repr__(self) -> str:
        """Without the token: a report may show it."""
        return f"Settings(paths={self.paths!r}, theme={self.theme!r}, language={self.language!r})"


def paths(environ: Mapping[str, str]) -> Paths:
    """The folders for this environment: `RISE_CONFIG` and `RISE_DATA`, else where the platform keeps such things.

    `RISE_CONFIG` names the folder, or a `.toml` file in it. With `RISE_DATA` the log file goes there too.
    """
    config, data = environ.get("RISE_CONFIG"), environ.get("RISE_DATA")
    if config and data:
        folder, state = Path(config).expanduser(), Path(data).expanduser()
        data_folder = state
    else:
        import platformdirs  # 17 ms, and not needed when both folders are given

        folder = Path(config).expanduser() if config else platformdirs.user_config_path("rise")
        data_folder = Path(data).expanduser() if data else platformdirs.user_data_path("rise")
        state = data_folder if data else platformdirs.user_state_path("rise")
    file = folder if folder.suffix == ".toml" else folder / "config.toml"
    return Paths(config=file.parent, data=data_folder, state=state, config_file=file)


def load(environ: MutableMapping[str, str] | None = None) -> Settings:
    """The settings: the environment over the file over what is usual. From here on their language is spoken.

    `RISE_TOKEN` (or the open file that `RISE_TOKEN_FD` numbers) is taken out of the environment, so that nothing
    started later inherits it. Raises BadInput naming the file or variable, the key and what is allowed.
    """
    environ = os.environ if environ is None else environ
    token = _take_token(environ)
    where = paths(environ)
    found = _read(where.config_file)
    reading = _Reading(where.config_file, found, environ)
    settings = Settings(
        paths=where,
        theme=reading.choice("theme", "dark", THEMES),
        language=reading.language(),
        hold_seconds=reading.seconds("hold_seconds", 8.0, HOLD_SECONDS),
        mouse=reading.choice("mouse", "auto", SWITCH),
        images=reading.choice("images", "auto", SWITCH),
        bell=reading.choice("bell", "auto", SWITCH),
        title=reading.choice("title", "auto", SWITCH),
        editor=reading.command("editor", "auto"),
        papers=reading.several("papers", WANTED_PAPERS, PAPERS),
        relay_url=reading.relay_url(),
        keys=reading.keys(),
        token=token,
    )
    reading.refuse_strangers()
    if settings.language != "en":
        use_language(settings.language)
    return settings


def _take_token(environ: MutableMapping[str, str]) -> str | None:
    token = environ.pop("RISE_TOKEN", None)
    number = environ.pop("RISE_TOKEN_FD", None)
    if token is None and number is not None:
        try:
            with os.fdopen(int(number), encoding="ascii") as pipe:
                token = pipe.read()
        except (OSError, ValueError) as error:
            raise BadInput("RISE_TOKEN_FD names no open file", "", "Leave it out, or sign in.") from error
    return (token or "").strip() or None


def _read(file: Path) -> dict[str, Any]:
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput(f"{file} cannot be opened", f"{error.strerror}.", "Make it readable.") from error
    import tomllib  # 4 ms, which the first picture need not wait for where nothing is set

    try:
        with source:
            return tomllib.load(source)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read", f"{error}.", "Correct that line, or move the file away.") from error
    except OSError as error:  # a folder opens, and does not read
        raise BadInput(f"{file} cannot be opened", f"{error.strerror}.", "Make it readable.") from error


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


class _Reading:
    """One reading of the settings: where each value came from is told when it cannot be used."""

    TABLES = frozenset({"relay", "keys"})

    def __init__(self, file: Path, found: dict[str, Any], environ: Mapping[str, str]) -> None:
        self.file, self.found, self.environ = file, found, environ
        self.known: set[str] = set()

    def one(self, key: str, default: T, accept: Callable[[Any], T | None], allowed: str) -> T:
        self.known.add(key)
        variable = f"RISE_{key.upper()}"
        if self.environ.get(variable):
            value: Any = self.environ[variable]
            name = variable
        elif key in self.found:
            value, name = self.found[key], f"{key} in {self.file}"
        else:
            return default
        accepted = accept(value)
        if accepted is None:
            raise BadInput(f"{name} is {value!r}", f"It can be {allowed}.", "Change it, or leave it out.")
        return accepted

    def choice(self, key: str, default: str, allowed: tuple[str, ...]) -> str:
        def accept(value: Any) -> str | None:
            if isinstance(value, bool):  # TOML's own true and false mean what they say
                value = "on" if value else "off"
            return value if isinstance(value, str) and value in allowed else None

        return self.one(key, default, accept, _either(allowed))

    def language(self) -> str:
        """Of rise's own words: one that has a catalogue; clients are written to in theirs, whatever this is."""
        spoken = languages()

        def accept(value: Any) -> str | None:
            return value if value in spoken else None

        return self.one("language", "en", accept, f"{_either(spoken)}: rise itself speaks no other language yet")

    def seconds(self, key: str, default: float, limits: tuple[int, int]) -> float:
        def accept(value: Any) -> float | None:
            try:
                number = float(value)
            except (TypeError, ValueError):
                return None
            return number if not isinstance(value, bool) and limits[0] <= number <= limits[1] else None

        return self.one(key, default, accept, f"a number of seconds from {limits[0]} to {limits[1]}")

    def several(self, key: str, default: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
        def accept(value: Any) -> tuple[str, ...] | None:
            words = [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value
            if not isinstance(words, list) or not set(map(str, words)) <= set(allowed):
                return None
            return tuple(dict.fromkeys(map(str, words)))

        return self.one(key, default, accept, "some of " + ", ".join(allowed))

    def command(self, key: str, default: str) -> str:
        def accept(value: Any) -> str | None:
            if value is False:  # TOML's own false means what it says
                return "off"
            return value.strip() if isinstance(value, str) and value.strip() else None

        return self.one(key, default, accept, "auto, off or a command")

    def relay_url(self) -> str | None:
        table = self.table("relay")
        value = self.environ.get("RISE_RELAY_URL") or table.get("url")
        name = "RISE_RELAY_URL" if self.environ.get("RISE_RELAY_URL") else f"relay.url in {self.file}"
        if value is None:
            return None
        if not isinstance(value, str) or not value.startswith(("https://", "http://")):
            raise BadInput(f"{name} is {value!r}", "It can be an address like https://texts.example.org.", "Change it.")
        return value.rstrip("/")

    def keys(self) -> dict[str, str]:
        table = self.table("keys")
        for binding, key in table.items():
            if not isinstance(key, str) or not key:
                raise BadInput(
                    f'keys."{binding}" in {self.file} is {key!r}',
                    'It can be the name of a key, like "x" or "ctrl+y", or several with commas.',
                    "Change it, or leave it out.",
                )
        return dict(table)

    def table(self, name: str) -> dict[str, Any]:
        value = self.found.get(name, {})
        if not isinstance(value, dict):
            raise BadInput(f"{name} in {self.file} is {value!r}", f"It is a table: write [{name}] above its lines.")
        return value

    def refuse_strangers(self) -> None:
        for key in self.found:
            if key not in self.known | self.TABLES:
                raise BadInput(
                    f"{self.file} has {key!r}, which is no setting",
                    f"There are {', '.join(sorted(self.known))}, [relay] url and [keys].",
                    "Correct its spelling, or leave it out.",
                )
