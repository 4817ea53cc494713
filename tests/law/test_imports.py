"""What is imported when: nothing heavy before it is known what is wanted, and before the first picture."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    *("alembic", "click", "fastapi", "httpcore", "httpx", "phonenumbers", "platformdirs", "pydantic", "rich"),
    *("shtab", "sqlalchemy", "sqlmodel", "starlette", "textual", "uvicorn", "wcwidth"),
)
TELL = "; import sys; print('\\n'.join(sys.modules), file=sys.stderr)"


def imported_by(code: str, **env: str) -> set[str]:
    """The modules that a fresh interpreter has after it ran this code."""
    outcome = subprocess.run(
        [sys.executable, "-c", code + TELL], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return set(outcome.stderr.split())


def foreign(modules: set[str]) -> set[str]:
    """Those that come neither with Python nor from us."""
    ours = {"rise_tui", "__main__", "_distutils_hack", "sitecustomize", "usercustomize", "__mp_main__"}
    tops = {name.partition(".")[0] for name in modules}
    return {top for top in tops if top not in sys.stdlib_module_names | ours and not top.startswith("__editable__")}


BARE = foreign(imported_by("pass"))
"""What this environment itself puts into every interpreter."""


def test_version_imports_nothing_beyond_the_standard_library() -> None:
    modules = imported_by("from rise_tui.cli import main; main(['--version'])")
    assert foreign(modules) == BARE
    assert {name for name in modules if name.startswith("rise_tui")} == {
        "rise_tui",
        "rise_tui.cli",
        "rise_tui.version",
    }


def test_help_imports_nothing_heavy() -> None:
    code = "from rise_tui.cli import build_parser; build_parser().format_help()"
    assert not foreign(imported_by(code)) & set(HEAVY)


def test_the_first_picture_needs_the_standard_library_only() -> None:
    code = "import rise_tui.account, rise_tui.settings, rise_tui.store.first_page, rise_tui.terminal.first_paint"
    assert foreign(imported_by(code)) == BARE


def test_the_first_picture_needs_no_calendar_no_event_loop_and_no_introspection() -> None:
    rest = "rise_tui.account, rise_tui.settings, rise_tui.commands.output, rise_tui.commands.screen"
    modules = imported_by(f"import rise_tui.store.first_page, rise_tui.terminal.first_paint, {rest}")
    assert not modules & {"zoneinfo", "asyncio", "ssl", "logging", "argparse", "rise_tui.domain.hours"}
    assert not modules & {"dataclasses", "inspect", "hashlib", "ctypes", "gettext"}


def test_a_command_that_is_not_signed_in_is_told_without_the_app(tmp_path: Path) -> None:
    code = "from rise_tui.cli import main; assert main(['inbox', '--json']) == 3"
    modules = imported_by(code, RISE_CONFIG=str(tmp_path), RISE_DATA=str(tmp_path))
    assert not modules & {"textual", "httpx", "fastapi"}


def test_the_law_sees_what_is_heavy() -> None:
    assert "sqlmodel" in foreign(imported_by("import rise_tui.store.tables"))


def test_the_app_reads_no_declaration_of_a_table_and_no_model_of_a_wish() -> None:
    modules = imported_by("import rise_tui.app, rise_tui.commands.signed_in, rise_tui.sync.loop")
    assert not modules & {"rise_tui.store.tables", "rise_tui.wire.resources"}
    assert not modules & {"rise_tui.screens.tour", "rise_tui.casework.touring"}, "read when somebody takes the tour"
    assert not foreign(modules) & {"sqlalchemy", "sqlmodel"}, "a quarter of the app's memory"
