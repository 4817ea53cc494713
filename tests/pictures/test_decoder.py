"""Photos and papers as people send them, drawn in a process that is held to its limits."""

import re
import resource
import subprocess
import sys
import time

import pytest

from rise_tui.domain.pictures import Box, Form, Picture, Trouble, View
from rise_tui.pictures import sandbox
from rise_tui.pictures.decoder import MEMORY
from rise_tui.pictures.sandbox import CannotShow, ask, draw
from rise_tui.terminal.lock import is_picture
from tests.pictures import files

BOX = Box(40, 12)


def shown(content: bytes, form: Form = Form.BLOCKS, view: View = View()) -> Picture:  # noqa: B008 - a value that never changes
    return draw(content, form, BOX, view)


def is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] > 150 and colour[2] < 100


def is_blue(colour: tuple[int, int, int]) -> bool:
    return colour[2] > 150 and colour[0] < 100


@pytest.mark.parametrize(
    "content", [files.png(), files.saved(files.image(), "JPEG"), files.heic()], ids=["png", "jpeg", "heic"]
)
def test_a_photo_is_shown_whole_in_half_blocks(content: bytes) -> None:
    picture = shown(content)
    assert (picture.columns, picture.rows) == (40, 10)
    assert (picture.width, picture.height, picture.pages) == (400, 200, 0)
    assert all(is_red(colour) for colour in picture.colours(1, 1))
    assert all(is_blue(colour) for colour in picture.colours(38, 8))


def test_a_paystub_keeps_its_shape_and_few_colours() -> None:
    picture = shown(files.jpeg())
    assert (picture.width, picture.height) == (900, 640)
    assert picture.rows == 12
    assert picture.columns in (33, 34)
    colours = {picture.data[at : at + 3] for at in range(0, len(picture.data), 3)}
    assert len(colours) <= 49


def test_a_photo_stands_as_the_phone_was_held() -> None:
    held = files.image()
    exif = held.getexif()
    exif[0x0112] = 6
    picture = shown(files.saved(held, "JPEG", exif=exif))
    assert (picture.width, picture.height) == (200, 400)
    assert is_red(picture.colours(picture.columns // 2, 0)[0])
    assert is_blue(picture.colours(picture.columns // 2, picture.rows - 1)[0])


def test_one_may_turn_it_go_nearer_and_move_over_it() -> None:
    turned = shown(files.png(), view=View().turned(1))
    assert turned.rows == 12
    assert is_red(turned.colours(1, 0)[0])
    assert is_blue(turned.colours(1, 11)[1])
    near = View().nearer(3).moved(9, 0)
    right = shown(files.png(), view=near)
    assert all(is_blue(right.colours(column, 5)[0]) for column in (0, right.columns - 1))
    assert near.nearer(-3) == View()


def test_of_a_pdf_the_first_page_is_shown_on_white_and_the_pages_are_counted() -> None:
    picture = shown(files.pdf(3))
    assert picture.pages == 3
    assert picture.colours(2, 2) == ((255, 255, 255), (255, 255, 255))


@pytest.mark.parametrize("form", [Form.KITTY, Form.SIXEL])
def test_for_a_terminal_that_shows_pictures_it_is_one_sequence_that_the_lock_lets_pass(form: Form) -> None:
    picture = shown(files.jpeg(), form)
    assert is_picture(picture.data)
    assert picture.columns <= 40
    assert picture.rows <= 12
    if form is Form.KITTY:
        assert re.match(rb"\x1b_Ga=T,f=100,i=1,p=1,c=\d+,r=\d+,C=1,q=2,m=[01];[A-Za-z0-9+/=]+\x1b\\", picture.data)
        assert all(len(piece) <= 4200 for piece in picture.data.split(b"\x1b\\"))


def test_a_small_file_that_holds_144_million_pixels_is_refused() -> None:
    """[fault 22]"""
    content = files.bomb()
    assert len(content) < 140_000
    began = time.monotonic()
    with pytest.raises(CannotShow) as refused:
        shown(content)
    assert refused.value.trouble is Trouble.TOO_LARGE
    assert time.monotonic() - began < sandbox.SECONDS


def test_a_large_photo_of_a_phone_is_shown_all_the_same() -> None:
    picture = shown(files.saved(files.image((8000, 6000)), "JPEG"))
    assert (picture.width, picture.height) == (8000, 6000)


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (files.jpeg()[:9000], Trouble.BROKEN),
        (files.png()[:200], Trouble.BROKEN),
        (b"%PDF-1.7 and nothing more", Trouble.BROKEN),
        (b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n", Trouble.OTHER_KIND),
        (b"", Trouble.OTHER_KIND),
        (b"\x00" * 5000, Trouble.OTHER_KIND),
    ],
    ids=["jpeg cut", "png cut", "pdf cut", "contact", "empty", "zeros"],
)
def test_what_is_broken_or_no_photo_is_said_in_a_word(content: bytes, trouble: Trouble) -> None:
    with pytest.raises(CannotShow) as refused:
        shown(content)
    assert refused.value.trouble is trouble


def program(source: str) -> list[str]:
    restricted = (
        f"import sys; sys.path.insert(0, {str(sandbox.DECODER.parent)!r}); import decoder; decoder.restrict()\n"
    )
    return [sys.executable, "-I", "-c", restricted + source]


def test_the_limits_hold_on_memory_files_processor_and_time() -> None:
    words = "print('yes', flush=True)"
    greedy = f"\ntry:\n    bytearray({MEMORY})\nexcept MemoryError:\n    {words}"
    assert ask(program(greedy), b"") == b"yes\n"
    writing = (
        "import signal, tempfile, os\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"try:\n    with tempfile.TemporaryFile() as file: file.write(b'x'); file.flush()\nexcept OSError:\n    {words}"
    )
    assert ask(program(writing), b"") == b"yes\n"
    limits = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_CORE))"
    assert ask(program(limits), b"") == b"(10, 10) (0, 0)\n"
    with pytest.raises(CannotShow) as late:
        ask(program("import time; time.sleep(60)"), b"", seconds=0.2)
    assert late.value.trouble is Trouble.TOO_SLOW
    with pytest.raises(CannotShow) as killed:
        ask(program("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"), b"")
    assert killed.value.trouble is Trouble.TOO_SLOW
    with pytest.raises(CannotShow) as endless:
        ask(program("while True: sys.stdout.buffer.write(b'x' * 65536)"), b"")
    assert endless.value.trouble is Trouble.TOO_LARGE


def test_the_decoder_is_told_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISE_TOKEN", "a secret")
    told = ask(program("import os; print(sorted(os.environ), 'rise_tui' in sys.modules)"), b"")
    assert (
        told == b"['LANG', 'LC_CTYPE', 'MALLOC_ARENA_MAX'] False\n" or told == b"['LANG', 'MALLOC_ARENA_MAX'] False\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0  # ours are untouched


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"rubbish",
        b'{"columns": 99, "rows": 2, "width": 1, "height": 1, "pages": 0}\n' + b"x" * 1188,
        b'{"columns": 2, "rows": 2, "width": 1, "height": 1, "pages": 0}\nshort',
        b'{"trouble": "\\u001b[2J"}\n',
        b"[1]\n",
        b'{"columns": Infinity, "rows": 2, "width": 1, "height": 1, "pages": 0}\n',
        b"[" * 100_000 + b"\n",
    ],
)
def test_an_answer_that_does_not_fit_is_not_believed(answer: bytes) -> None:
    with pytest.raises(CannotShow):
        sandbox._believed(answer, Form.BLOCKS, BOX)


HEAD = b'{"columns": 2, "rows": 2, "width": 1, "height": 1, "pages": 0}\n'


@pytest.mark.parametrize(
    ("form", "data"),
    [
        (Form.KITTY, b"\x1b_Ga=T,f=100,t=f,i=1,p=1,c=2,r=2,C=1,q=2,m=0;L2V0Yy9wYXNzd2Q=\x1b\\"),
        (Form.KITTY, b"\x1b_Ga=T,f=100,i=1,p=1,c=2,r=9,C=1,q=2,m=0;AAAA\x1b\\"),
        (Form.KITTY, b"\x1b_Ga=T,f=100,i=1,p=1,c=2,r=2,C=1,q=2,m=0;AAAA\x1b\\\x1b]0;x\x07"),
        (Form.SIXEL, b'\x1bP0;0;0q"1;1;9000;20#0;2;0;0;0#0~\x1b\\'),
        (Form.SIXEL, b'\x1bP0;0;0q"1;1;20;20#0\x1b[2J\x1b\\'),
    ],
)
def test_a_decoder_that_was_taken_over_cannot_make_the_terminal_do_anything_else(form: Form, data: bytes) -> None:
    with pytest.raises(CannotShow):
        sandbox._believed(HEAD + data, form, BOX)


def test_the_decoder_imports_nothing_of_rise() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import sys; import rise_tui.pictures.decoder; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert not {name for name in found.stdout.split() if name.startswith(("rise_tui.", "PIL"))} - {
        "rise_tui.pictures",
        "rise_tui.pictures.decoder",
    }


def test_without_the_libraries_it_says_so() -> None:
    wanted = '{"form": "blocks", "columns": 9, "rows": 9, "cell": [1, 2], "turns": 0, "zoom": 1, "x": 0.5, "y": 0.5}'
    answer = ask([sys.executable, "-I", "-S", str(sandbox.DECODER), wanted], files.png())
    with pytest.raises(CannotShow) as refused:
        sandbox._believed(answer, Form.BLOCKS, BOX)
    assert refused.value.trouble is Trouble.NO_MEANS
