"""Real image files, drawn for the tests: photos as phones make them, and what should never be decoded."""

import io
import struct
import zlib
from functools import cache

import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw

from rise_tui.demo.papers import draw_paper


@cache
def jpeg() -> bytes:
    """A paystub, 900×640."""
    return draw_paper("paystub", "Ana Ruiz")


def image(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red at the left, blue at the right."""
    drawn = Image.new("RGB", size, "#d02020")
    ImageDraw.Draw(drawn).rectangle((size[0] // 2, 0, *size), fill="#2020d0")
    return drawn


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of that kind."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def png() -> bytes:
    """Red and blue, 400×200."""
    return saved(image(), "PNG")


def heic() -> bytes:
    """The same as phones keep it."""
    pillow_heif.register_heif_opener()
    return saved(image(), "HEIF")


def pdf(pages: int = 1) -> bytes:
    """Pages of A4, the first with a black bar over its top."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def bomb(side: int = 12_000) -> bytes:
    """A PNG of some 20 kB that holds `side`² pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
