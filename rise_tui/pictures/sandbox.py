"""Asks the decoder: starts it with nothing but its limits, gives it the file, and believes only what fits."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path

from rise_tui.domain.pictures import Box, Form, Picture, Trouble, View

DECODER = Path(__file__).with_name("decoder.py")
SECONDS = 15.0
"""By the clock on the wall, whatever the processor did."""
MOST_BYTES = 4 * 1024 * 1024
"""That an answer may have."""
MOST_CONTENT = 32 * 1024 * 1024
"""Bytes of a file that is looked at at all."""
_KITTY = re.compile(
    rb"\x1b_Ga=T,f=100,i=1,p=1,c=(\d{1,4}),r=(\d{1,4}),C=1,q=2,m=[01];[A-Za-z0-9+/=]+\x1b\\"
    rb"(?:\x1b_Gm=[01];[A-Za-z0-9+/=]+\x1b\\)*"
)
_SIXEL = re.compile(rb'\x1bP0;0;0q"1;1;(\d{1,5});(\d{1,5})[#0-9;!$?-~\-]*\x1b\\')


class CannotShow(Exception):
    """There is nothing to see."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def draw(content: bytes, form: Form, box: Box, view: View) -> Picture:
    """What there is to see of a file in that box; it takes a tenth of a second to some seconds, so call it in a worker.

    Raises CannotShow: the file is broken, too large, of another kind, or took too long.
    """
    if len(content) > MOST_CONTENT:
        raise CannotShow(Trouble.TOO_LARGE)
    wanted = {
        "form": form.value,
        "columns": box.columns,
        "rows": box.rows,
        "cell": list(box.cell),
        "turns": view.turns,
        "zoom": view.zoom,
        "x": view.x,
        "y": view.y,
    }
    answer = ask([sys.executable, "-I", str(DECODER), json.dumps(wanted)], content)
    return _believed(answer, form, box)


def ask(argv: list[str], content: bytes, seconds: float = SECONDS) -> bytes:
    """What the program writes when it is given the content. Raises CannotShow when it is killed, or writes too much."""
    program = subprocess.Popen(
        argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        start_new_session=True,
    )
    assert program.stdout is not None
    given = threading.Thread(target=_give, args=(program, content), daemon=True)
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        program.kill()

    watch = threading.Timer(seconds, end)
    try:
        given.start()
        watch.start()
        answer = program.stdout.read(MOST_BYTES + 1)
        if len(answer) > MOST_BYTES:
            program.kill()
            raise CannotShow(Trouble.TOO_LARGE)
        program.wait()
    finally:
        watch.cancel()
        program.kill()
        program.wait()
        program.stdout.close()
        given.join()
    if is_late.is_set() or program.returncode < 0:
        raise CannotShow(Trouble.TOO_SLOW)
    return answer


def _give(program: "subprocess.Popen[bytes]", content: bytes) -> None:
    assert program.stdin is not None
    try:
        with program.stdin as pipe:
            pipe.write(content)
    except OSError:
        pass  # it ended before it had read all: its answer says why


def _is_only_a_picture(form: Form, data: bytes, columns: int, rows: int, box: Box) -> bool:
    """Whether the data is what the decoder makes, to the byte: kitty's protocol could also name files to read."""
    match form:
        case Form.BLOCKS:
            return len(data) == 6 * columns * rows
        case Form.KITTY:
            found = _KITTY.fullmatch(data)
            return found is not None and (int(found[1]), int(found[2])) == (columns, rows)
        case Form.SIXEL:
            found = _SIXEL.fullmatch(data)
            largest = box.columns * box.cell[0], box.rows * box.cell[1]
            return found is not None and int(found[1]) <= largest[0] and int(found[2]) <= largest[1]


def _believed(answer: bytes, form: Form, box: Box) -> Picture:
    """The answer, if it is one: from a process that a bad file may have taken over."""
    head, _, data = answer.partition(b"\n")
    try:
        facts = json.loads(head)
        if "trouble" in facts:
            raise CannotShow(Trouble(facts["trouble"]))
        columns, rows, width, height, pages = (
            int(facts[name]) for name in ("columns", "rows", "width", "height", "pages")
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise CannotShow(Trouble.BROKEN) from None
    is_in_it = 0 < columns <= box.columns and 0 < rows <= box.rows
    if not is_in_it or not _is_only_a_picture(form, data, columns, rows, box):
        raise CannotShow(Trouble.BROKEN)
    return Picture(form, columns, rows, data, width, height, pages)
