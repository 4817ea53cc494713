"""`rise` for the shell of a test: a small program that lets the test run its words by a fork, without a slow start."""

import json
import socketserver
import sys
from pathlib import Path
from threading import Thread
from typing import Self

from rise_tui.domain.ids import new_id
from tests import forking

CALLING = """#!{python} -IS
import json, os, socket, sys
asked = [sys.argv[1:], os.getcwd(), dict(os.environ), "" if sys.stdin.isatty() else sys.stdin.read()]
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    line.sendall(json.dumps(asked).encode() + b"\\n")
    said, complained, code = json.load(line.makefile())
sys.stdout.write(said)
sys.stderr.write(complained)
sys.exit(code)
"""


class RiseHere(socketserver.ThreadingUnixStreamServer):
    """Answers one program named `rise`, for as long as the context lasts."""

    daemon_threads = True

    def __init__(self, program: Path) -> None:
        """The program is made; it answers inside the context manager."""
        address = f"\0rise.{new_id()}"
        program.write_text(CALLING.format(python=sys.executable, address=address))
        program.chmod(0o755)
        super().__init__(address, RunHere)
        self._thread = Thread(target=self.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class RunHere(socketserver.StreamRequestHandler):
    """One `rise …` of the shell."""

    def handle(self) -> None:
        """Run it, and say what it said and how it ended."""
        words, folder, env, given = json.loads(self.rfile.readline())
        command = [sys.executable, "-m", "rise_tui.cli", *words]
        done = forking.run(command, env=env, cwd=folder, input=given, timeout=60)
        self.wfile.write(json.dumps([done.stdout, done.stderr, done.returncode]).encode())
