"""Draws the papers that the demo's clients photograph: invented words in flat shapes that coarse pixels can show."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (900, 640)
PAPER, INK, FAINT, RULE, SHADE = "#f4f1e8", "#26282b", "#6b6860", "#b9b3a4", "#e4dfd0"
GREEN, BLUE, RED = "#3c6e47", "#33567f", "#8c3b32"
TABLES = ("#6d6a63", "#5a4a3b", "#4f5a5e", "#7b6a55")
LEFT, TOP, RIGHT, BOTTOM = 50, 36, 850, 604
IN, OUT = LEFT + 44, RIGHT - 44
"""Where words begin and end on a paper."""

Pen = ImageDraw.ImageDraw


def draw_paper(kind: str, name: str, detail: str = "") -> bytes:
    """A JPEG of the paper in that name; `detail` is the month of a paystub. The same words give the same bytes."""
    number = sum(ord(letter) * place for place, letter in enumerate(f"{kind} {name} {detail}", 1))
    image = Image.new("RGB", SIZE, TABLES[number % len(TABLES)])
    pen = ImageDraw.Draw(image)
    pen.rectangle((LEFT, TOP, RIGHT, BOTTOM), fill=PAPER)
    _PAPERS.get(kind, _letter)(pen, name, detail, number)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


def _words(pen: Pen, x: float, y: float, words: str, size: int = 26, ink: str = INK, anchor: str = "lm") -> None:
    """Words at a place: `lm` begins there, `rm` ends there, `mm` is around it."""
    pen.text((x, y), words, fill=ink, font=_font(size), anchor=anchor)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _row(pen: Pen, y: int, label: str, amount: str, size: int = 28) -> None:
    _words(pen, IN, y, label, size)
    _words(pen, OUT, y, amount, size, anchor="rm")


def _paystub(pen: Pen, name: str, detail: str, number: int) -> None:
    employer = ("ACME FOODS", "KEYSTONE LINEN", "NORTH DOCK CO", "BELL BAKERY", "CITY MOVERS")[number % 5]
    hours, rate = 60 + number % 21, 1450 + 25 * (number % 13)
    gross = hours * rate
    taken = (gross * 82 // 1000, gross * 38 // 1000, gross * 26 // 1000)
    pen.rectangle((LEFT, TOP, RIGHT, TOP + 84), fill=BLUE)
    _words(pen, IN, TOP + 42, employer, 42, PAPER)
    _words(pen, OUT, TOP + 42, "Earnings statement", 26, PAPER, "rm")
    _words(pen, IN, 160, name, 34)
    _words(pen, OUT, 160, f"Period {detail}" if detail else "Two weeks", 26, FAINT, "rm")
    pen.line((IN, 196, OUT, 196), fill=RULE, width=3)
    _row(pen, 232, f"{hours} hours at {_money(rate)}", _money(gross))
    for place, (label, amount) in enumerate(zip(("Federal tax", "City wage tax", "Other"), taken, strict=True), 1):
        _row(pen, 232 + 52 * place, label, f"-{_money(amount)}")
    pen.line((IN, 424, OUT, 424), fill=RULE, width=3)
    pen.rectangle((LEFT + 20, 452, RIGHT - 20, 536), fill=SHADE)
    _words(pen, IN, 494, "Net pay", 38)
    _words(pen, OUT, 494, f"$ {_money(gross - sum(taken))}", 42, anchor="rm")
    _words(pen, IN, 570, "Paid by direct deposit. Keep this statement.", 22, FAINT)


def _money(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def _id(pen: Pen, name: str, detail: str, number: int) -> None:
    pen.rectangle((LEFT, TOP, RIGHT, TOP + 96), fill=GREEN)
    _words(pen, IN, TOP + 48, "IDENTIFICATION CARD", 42, PAPER)
    _words(pen, OUT, TOP + 48, "SPECIMEN", 26, PAPER, "rm")
    skin, shirt = (
        ("#8a5f43", "#c69a76", "#5f4130", "#a87955")[number % 4],
        ("#2f4a63", RED, GREEN, "#4a4458")[number % 4],
    )
    pen.rectangle((IN, 172, IN + 250, 490), fill=SHADE)
    pen.pieslice((IN + 20, 378, IN + 230, 602), 180, 360, fill=shirt)
    pen.rectangle((IN + 100, 340, IN + 150, 400), fill=skin)
    pen.ellipse((IN + 60, 204, IN + 190, 372), fill=skin)
    pen.pieslice((IN + 54, 194, IN + 196, 320), 180, 360, fill=INK)
    street = ("Lehigh Ave", "Ruby St", "Girard Ave", "Vine St")[number % 4]
    lines = (
        ("Name", name),
        ("Address", f"{1100 + number % 700} {street}, Philadelphia"),
        ("Born", f"{1 + number % 28:02d} {('Jan', 'Apr', 'Jul', 'Oct')[number % 4]} {1968 + number % 34}"),
        ("Number", f"00 {number % 1000:03d} 000"),
    )
    for place, (label, words) in enumerate(lines):
        _words(pen, 392, 190 + 84 * place, label, 20, FAINT)
        _words(pen, 392, 222 + 84 * place, words, 31)
    pen.line((IN, 530, IN + 250, 530), fill=RULE, width=3)
    _words(pen, IN, 560, name.partition(" ")[0], 34, BLUE)
    _words(pen, OUT, 570, "Valid for four years", 22, FAINT, "rm")


def _certificate(pen: Pen, name: str, detail: str, number: int) -> None:
    course = ("forklift safety", "food handling", "CPR and first aid", "warehouse safety")[number % 4]
    middle = SIZE[0] // 2
    for step, colour in ((22, GREEN), (34, RULE)):
        pen.rectangle((LEFT + step, TOP + step, RIGHT - step, BOTTOM - step), outline=colour, width=5)
    _words(pen, middle, 134, "CERTIFICATE", 58, GREEN, "mm")
    _words(pen, middle, 196, "of completion", 30, FAINT, "mm")
    _words(pen, middle, 286, name, 54, anchor="mm")
    pen.line((220, 330, SIZE[0] - 220, 330), fill=RULE, width=3)
    _words(pen, middle, 372, f"has completed the course in {course}", 30, anchor="mm")
    pen.polygon(((middle - 34, 480), (middle - 48, 566), (middle - 12, 540)), fill=RED)
    pen.polygon(((middle + 34, 480), (middle + 48, 566), (middle + 12, 540)), fill=RED)
    pen.ellipse((middle - 60, 412, middle + 60, 532), fill=GREEN)
    pen.ellipse((middle - 44, 428, middle + 44, 516), outline=PAPER, width=4)
    for x, words in ((LEFT + 160, "Instructor"), (RIGHT - 160, "Director")):
        pen.line((x - 90, 512, x + 90, 512), fill=RULE, width=3)
        _words(pen, x, 534, words, 22, FAINT, "mm")


def _lease(pen: Pen, name: str, detail: str, number: int) -> None:
    _words(pen, IN, 92, "RESIDENTIAL LEASE", 42)
    _words(pen, OUT, 92, "Page 4 of 4", 24, FAINT, "rm")
    pen.line((IN, 128, OUT, 128), fill=INK, width=4)
    _row(pen, 172, "Tenant", name)
    _row(pen, 222, "Rent each month, with heat", f"$ {560 + 10 * (number % 24)}.00")
    _row(pen, 272, "Begins", "the first of the month")
    _lines(pen, 330, 3)
    for x, words, signed in ((IN, "Tenant", name), (SIZE[0] // 2 + 30, "Landlord", "H. Haines")):
        _words(pen, x + 8, 500, signed, 36, BLUE)
        pen.line((x, 528, x + 330, 528), fill=INK, width=3)
        _words(pen, x, 556, words, 22, FAINT)


def _letter(pen: Pen, name: str, detail: str, number: int) -> None:
    head = ("CITY ELECTRIC", "LEHIGH CLINIC", "NORTH DOCK CO", "RUBY STREET HOMES")[number % 4]
    pen.rectangle((IN, 72, IN + 52, 124), fill=RED)
    _words(pen, IN + 72, 98, head, 40)
    _words(pen, OUT, 98, "(215) 555-0100", 24, FAINT, "rm")
    pen.line((IN, 146, OUT, 146), fill=RULE, width=3)
    _words(pen, IN, 196, f"Dear {name},", 32)
    _lines(pen, 250, 5)
    _words(pen, IN, 530, "Sincerely,", 28)
    pen.line((IN, 574, IN + 240, 574), fill=RULE, width=3)


def _lines(pen: Pen, y: int, count: int) -> None:
    """Lines of writing too small to read; the last one is short."""
    for row in range(count):
        end = OUT if row < count - 1 else OUT - 260
        pen.rectangle((IN, y + 44 * row, end, y + 44 * row + 13), fill=RULE)


_PAPERS: dict[str, Callable[[Pen, str, str, int], None]] = {
    "paystub": _paystub,
    "id": _id,
    "certificate": _certificate,
    "lease": _lease,
}
