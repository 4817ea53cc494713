"""Makes the manual page while a wheel is built: it stands in the wheel as share/man/man1/rise.1."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPage(BuildHookInterface[Any]):
    """Asks the parsers of the command line, which need nothing but the standard library."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is put together; `version` is standard or editable."""
        sys.path.insert(0, self.root)
        try:
            from rise_tui.cli import build_parser
            from rise_tui.commands.manual import page
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.TemporaryDirectory()
        manual = Path(self.folder.name) / "rise.1"
        manual.write_text(page(build_parser()), "ascii")
        build_data["shared_data"][str(manual)] = "share/man/man1/rise.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The page is in the wheel."""
        self.folder.cleanup()
