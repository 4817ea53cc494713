"""What phones send: small, valid files drawn without any library: a photographed paystub, a photo, a card, a letter."""

import base64
import random
import struct
import zlib
from collections.abc import Callable

_PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqm"
    "x5moq6T/wAALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQF/8QAGxAAAgMAAwAAAAAAAAAAAAAAAQMABBICMcH/2gAIAQEAAD8A1YkzqFV7"
    "Cxitcz2dEewmhVQwMWrPMdHRPs//2Q=="
)
"""A grey JPEG of 16 by 16 pixels."""


def paystub(width: int = 240, height: int = 320, seed: int = 0) -> bytes:
    """A PNG that looks like a paystub from afar: a heading and rows of grey words; another `seed`, another picture."""
    words = random.Random(seed)
    rows = bytearray()
    line = bytes([244]) * width
    for y in range(height):
        if y % 16 == 0:
            line = _line_of_words(words, width, is_heading=y < 32)
        blank = y % 16 >= 8 or y < 12
        rows += b"\0" + (bytes([244]) * width if blank else line)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(rows), 6)), _chunk(b"IEND", b""))
    )


def photo() -> bytes:
    """A tiny JPEG."""
    return _PHOTO


def card() -> bytes:
    """A contact card (vCard 3.0) with an invented number."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", "N:Shop;Print;;;", "FN:Print Shop", "TEL:+12155550199", "END:VCARD", ""]
    return "\r\n".join(lines).encode()


def letter() -> bytes:
    """A PDF of one page with one sentence on it."""
    text = b"BT /F1 18 Tf 72 700 Td (This certifies that the class was completed.) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    document, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(document))
        document += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return document + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(document),
    )


FIXTURES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "paystub": ("image/png", paystub),
    "photo": ("image/jpeg", photo),
    "card": ("text/vcard", card),
    "letter": ("application/pdf", letter),
}
"""Attachments by name: the type a phone declares, and the bytes."""


def _line_of_words(words: random.Random, width: int, is_heading: bool) -> bytes:
    line = bytearray([244]) * width
    x = width // 12
    while x < width * 11 // 12:
        length = min(words.randint(8, 40), width - x)
        line[x : x + length] = bytes([40 if is_heading else 120]) * length
        x += length + words.randint(4, 30)
    return bytes(line)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
