"""Draws the papers that the demo's clients photograph: flat shapes and invented words."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (900, 640)
PAPER, INK, RULE, GREEN = "#f4f1e8", "#26282b", "#b9b3a4", "#3c6e47"


def draw_paper(kind: str, name: str, detail: str = "") -> bytes:
    """A JPEG of the paper, in the client's name; the same words give the same bytes."""
    image = Image.new("RGB", SIZE, "#6d6a63")
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 50, 840, 590), fill=PAPER)
    _PAPERS.get(kind, _letter)(pen, name)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


def _words(pen: ImageDraw.ImageDraw, x: int, y: int, words: str, size: int = 26) -> None:
    pen.text((x, y), words, fill=INK, font_size=size)


def _paystub(pen: ImageDraw.ImageDraw, name: str) -> None:
    _words(pen, 100, 80, "ACME FOODS", 40)
    _words(pen, 560, 90, "Earnings statement", 26)
    pen.line((100, 150, 800, 150), fill=RULE, width=3)
    _words(pen, 100, 175, name, 30)
    for row, (label, amount) in enumerate(
        (
            ("Hours 62.5 at 16.50", "1,031.25"),
            ("Federal tax", "-82.10"),
            ("City wage tax", "-38.67"),
            ("Other", "-26.38"),
        )
    ):
        _words(pen, 100, 250 + 50 * row, label)
        _words(pen, 660, 250 + 50 * row, amount)
    pen.line((100, 460, 800, 460), fill=RULE, width=3)
    _words(pen, 100, 480, "Net pay", 34)
    _words(pen, 640, 480, "$ 884.10", 34)


def _id(pen: ImageDraw.ImageDraw, name: str) -> None:
    pen.rectangle((60, 50, 840, 140), fill=GREEN)
    pen.text((100, 72), "IDENTIFICATION CARD (SPECIMEN)", fill=PAPER, font_size=34)
    pen.rectangle((100, 190, 330, 480), fill=RULE)
    pen.ellipse((165, 225, 265, 335), fill=PAPER)
    pen.pieslice((130, 350, 300, 560), 180, 360, fill=PAPER)
    for row, words in enumerate((name, "990 Spring Garden St", "Philadelphia PA", "No. 00 000 000")):
        _words(pen, 380, 200 + 60 * row, words, 32)


def _certificate(pen: ImageDraw.ImageDraw, name: str) -> None:
    pen.rectangle((85, 75, 815, 565), outline=GREEN, width=6)
    _words(pen, 230, 130, "Certificate of completion", 40)
    _words(pen, 300, 270, name, 44)
    _words(pen, 190, 360, "has completed the forklift safety course", 28)
    pen.ellipse((390, 430, 510, 550), fill=GREEN)


def _letter(pen: ImageDraw.ImageDraw, name: str) -> None:
    _words(pen, 110, 100, "To whom it may concern", 32)
    for row in range(6):
        pen.line((110, 200 + 45 * row, 790 - 90 * (row == 5), 200 + 45 * row), fill=RULE, width=8)
    _words(pen, 110, 500, name, 30)


_PAPERS: dict[str, Callable[[ImageDraw.ImageDraw, str], None]] = {
    "paystub": _paystub,
    "id": _id,
    "certificate": _certificate,
}
