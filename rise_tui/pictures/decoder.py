"""Reads one photo or PDF from standard input and writes what a terminal shows of it; run as a process of its own.

The file comes from outside and the libraries that read it are large, so this process is given nothing: no environment,
no arguments but sizes, limits on memory, time and files before the first byte is read. It imports nothing of rise.

    decoder.py '{"form": "blocks", "columns": 30, "rows": 10, "cell": [10, 20], "turns": 0, "zoom": 1, "x": 0, "y": 0}'

The answer is one line of JSON (`columns rows width height pages`, or `trouble`) and then the data.
"""

import base64
import io
import json
import os
import resource
import sys
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 768 * 1024 * 1024
"""Bytes of address space: a photo of `MOST_PIXELS` in two copies, and the libraries."""
SECONDS = 10
"""Of the processor."""
MOST_PIXELS = 40_000_000
"""That are ever decoded; a JPEG may be larger, for it is made smaller while it is read."""
MOST_OUTSIDE = 250_000_000
"""Pixels that a file may claim to have at all."""
PALETTE_BLOCKS, PALETTE_PICTURE = 48, 128
"""Colours: with few of them neighbouring cells are alike, and a slow line has less to carry."""
SMALL = 60
"""Pixels along a line of half-blocks in which no letter can be read anyway: it should look like what it is."""
LARGEST = 1280
"""Pixels along a side of what is sent to a terminal."""
MOST_UP = 3.0
"""How many times larger than it is a small picture is shown."""
PHOTOS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "HEIF", "AVIF")
CHUNK = 4096
"""Bytes of base64 in one kitty sequence, as its protocol says."""


class TooLarge(Exception):
    """More pixels than are decoded."""


class OtherKind(Exception):
    """Neither a photo nor a PDF."""


def restrict() -> None:
    """Nothing more than this from here on: memory, processor, no file written, no core left behind."""
    for what, limit in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    os.nice(5)


def decode(content: bytes, wanted: dict[str, Any]) -> tuple[dict[str, int], bytes]:
    """What is to be seen of the file as it is wanted: facts about it, and the data. Raises TooLarge, OtherKind."""
    cell_width, cell_height = wanted["cell"]
    is_blocks = wanted["form"] == "blocks"
    if is_blocks:
        cell_width, cell_height = 1, 2
    box = (wanted["columns"] * cell_width, wanted["rows"] * cell_height)
    if not is_blocks:
        shrink = max(1.0, max(box) / LARGEST)
        box = (int(box[0] / shrink), int(box[1] / shrink))
    image, size, pages = (
        _pdf(content, box, wanted) if content[:1024].lstrip().startswith(b"%PDF") else _photo(content, box, wanted)
    )
    shown = _in_box(image, box, wanted)
    columns = -(-shown.width * wanted["columns"] // box[0])
    rows = -(-shown.height * wanted["rows"] // box[1])
    facts = {"columns": columns, "rows": rows, "width": size[0], "height": size[1], "pages": pages}
    match wanted["form"]:
        case "blocks":
            return facts, _blocks(shown, columns, rows)
        case "kitty":
            return facts, _kitty(shown, columns, rows)
        case _:
            return facts, _sixel(shown)


def _photo(content: bytes, box: tuple[int, int], wanted: dict[str, Any]) -> "tuple[Image, tuple[int, int], int]":
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.preinit()
    if content[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener()
    if content[8:12] == b"WEBP":
        from PIL import WebPImagePlugin  # noqa: F401 - it makes itself known
    Image.MAX_IMAGE_PIXELS = None  # the limits are ours, and stricter
    try:
        known = [kind for kind in PHOTOS if kind in Image.OPEN]
        image: Image.Image = Image.open(io.BytesIO(content), formats=known)
    except UnidentifiedImageError:
        raise OtherKind from None
    size = image.size
    if size[0] * size[1] > MOST_OUTSIDE:
        raise TooLarge
    near = max(box) * wanted["zoom"]
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (int(near), int(near)))
    if image.size[0] * image.size[1] > MOST_PIXELS:
        raise TooLarge
    orientation = image.getexif().get(0x0112, 1)
    if max(image.size) > 4 * near:
        image.thumbnail((int(2 * near), int(2 * near)), Image.Resampling.BOX)
    image = ImageOps.exif_transpose(image)
    return image, (size[1], size[0]) if orientation in (5, 6, 7, 8) else size, 0


def _pdf(content: bytes, box: tuple[int, int], wanted: dict[str, Any]) -> "tuple[Image, tuple[int, int], int]":
    """The first page on white."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    if not (0 < width < 20_000 and 0 < height < 20_000):
        raise TooLarge
    sides = (height, width) if wanted["turns"] % 2 else (width, height)
    scale = 2 * wanted["zoom"] * min(box[0] / sides[0], box[1] / sides[1])
    scale = min(scale, (MOST_PIXELS / 4 / (width * height)) ** 0.5)
    return page.render(scale=scale).to_pil(), (round(width), round(height)), len(document)


def _in_box(image: "Image", box: tuple[int, int], wanted: dict[str, Any]) -> "Image":
    """The part that is wanted, turned, on white, as large as the box lets it be."""
    from PIL import Image

    if wanted["turns"]:
        turn = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        image = image.transpose(turn[wanted["turns"] - 1])
    scale = min(box[0] / image.width, box[1] / image.height, MOST_UP) * wanted["zoom"]
    view = min(float(image.width), box[0] / scale), min(float(image.height), box[1] / scale)
    left = min(max(0.0, wanted["x"] * image.width - view[0] / 2), image.width - view[0])
    top = min(max(0.0, wanted["y"] * image.height - view[1] / 2), image.height - view[1])
    target = max(1, min(box[0], round(view[0] * scale))), max(1, min(box[1], round(view[1] * scale)))
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    image = image.convert("RGB")
    part = (left, top, left + view[0], top + view[1])
    return image.resize(target, Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)


def _blocks(image: "Image", columns: int, rows: int) -> bytes:
    """RGB of columns × 2 rows pixels, in few colours; sharpened where they are so few that letters fade."""
    from PIL import Image, ImageFilter

    if image.width <= SMALL:
        image = image.filter(ImageFilter.UnsharpMask(1, 150, 0))
    if image.size != (columns, 2 * rows):
        whole = Image.new("RGB", (columns, 2 * rows), image.getpixel((0, image.height - 1)))
        whole.paste(image)
        image = whole
    few = image.quantize(PALETTE_BLOCKS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return few.convert("RGB").tobytes()


def _kitty(image: "Image", columns: int, rows: int) -> bytes:
    """The kitty protocol: one PNG in pieces, on so many cells; the cursor stays, the terminal answers nothing."""
    target = io.BytesIO()
    image.quantize(PALETTE_PICTURE).save(target, "PNG", optimize=True)
    coded = base64.b64encode(target.getvalue())
    pieces = [coded[at : at + CHUNK] for at in range(0, len(coded), CHUNK)]
    head = b"a=T,f=100,i=1,p=1,c=%d,r=%d,C=1,q=2," % (columns, rows)
    whole = [
        b"\x1b_G%sm=%d;%s\x1b\\" % (b"" if number else head, number < len(pieces) - 1, piece)
        for number, piece in enumerate(pieces)
    ]
    return b"".join(whole)


def _sixel(image: "Image") -> bytes:
    from textual_image._sixel import SixelOptions, image_to_sixels  # it has no public name without its widgets

    return image_to_sixels(image, SixelOptions(colors=PALETTE_PICTURE)).encode("ascii")


def main(arguments: list[str]) -> int:
    """Read, decode, write; every trouble is a word in the answer."""
    restrict()
    warnings.simplefilter("ignore")
    wanted = json.loads(arguments[0])
    content = sys.stdin.buffer.read()
    data = b""
    facts: dict[str, Any]
    try:
        facts, data = decode(content, wanted)
    except ImportError:
        facts = {"trouble": "no_means"}
    except (TooLarge, MemoryError):
        facts = {"trouble": "too_large"}
    except OtherKind:
        facts = {"trouble": "other_kind"}
    except Exception:  # noqa: BLE001 - libraries raise whatever they like over a file that is broken
        facts = {"trouble": "broken"}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
