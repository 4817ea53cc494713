"""What a file is comes from its bytes; how large a picture is, without unpacking it; a cut is seen."""

import io
import random
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image

from rise_tui.relay.store.sniffing import EXTENSIONS, extension_of, sniff
from rise_tui.simulator.pictures import card, letter, paystub, photo


def drawn(kind: str, **options: object) -> bytes:
    pillow_heif.register_heif_opener()
    noise = random.Random(1).randbytes(64 * 48 * 3)
    picture = Image.frombytes("RGB", (64, 48), noise)
    if kind == "JPEG":
        exif = picture.getexif()
        exif[0x010E] = "a description"
        options = {"exif": exif, **options}
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize(
    ("kind", "type_", "options"),
    [
        ("JPEG", "image/jpeg", {}),
        ("JPEG", "image/jpeg", {"progressive": True}),
        ("PNG", "image/png", {}),
        ("GIF", "image/gif", {}),
        ("WEBP", "image/webp", {}),
        ("WEBP", "image/webp", {"lossless": True}),
    ],
)
def test_a_picture_is_known_measured_and_whole_and_a_cut_one_is_not(
    file: Path, kind: str, type_: str, options: dict[str, object]
) -> None:
    content = drawn(kind, **options)
    file.write_bytes(content)
    found = sniff(file, "application/x-anything")
    assert (found.type, found.is_whole, found.width, found.height) == (type_, True, 64, 48)
    file.write_bytes(content[: len(content) * 7 // 10])
    assert not sniff(file, type_).is_whole


def test_a_heic_has_the_size_that_it_is_coded_in(file: Path) -> None:
    content = drawn("HEIF")
    file.write_bytes(content)
    found = sniff(file)
    assert (found.type, found.is_whole) == ("image/heic", True)
    assert (found.width, found.height) >= (64, 48)
    file.write_bytes(content[: len(content) * 7 // 10])
    assert not sniff(file).is_whole


def test_a_thumbnail_inside_a_cut_photo_does_not_make_it_whole(file: Path) -> None:
    outer = drawn("JPEG")
    thumbnail = b"\xff\xe1" + (len(photo()) + 2).to_bytes(2, "big") + photo()
    with_thumbnail = outer[:2] + thumbnail + outer[2:]
    file.write_bytes(with_thumbnail)
    assert sniff(file).is_whole
    file.write_bytes(with_thumbnail[: len(with_thumbnail) // 2])
    assert not sniff(file).is_whole


def test_what_a_phone_adds_after_a_photos_end_does_no_harm(file: Path) -> None:
    file.write_bytes(photo() + b"SEFHe" + bytes(200))
    assert sniff(file).is_whole


@pytest.mark.parametrize(
    ("content", "declared", "type_", "is_whole"),
    [
        (paystub(), "image/jpeg", "image/png", True),
        (card(), "text/x-vcard", "text/vcard", True),
        (card()[:-14], "text/x-vcard", "text/vcard", False),
        (letter(), "application/pdf", "application/pdf", True),
        (letter()[:-20], "application/pdf", "application/pdf", False),
        (b"<!doctype html><title>Sign in</title>", "image/jpeg", "application/octet-stream", False),
        (b"just words", "text/plain; charset=utf-8", "text/plain", True),
        (b"\x01\x02\x03\xff", "application/x-odd", "application/octet-stream", True),
        (b"", "image/png", "application/octet-stream", False),
    ],
)
def test_the_bytes_decide_and_not_the_label(
    file: Path, content: bytes, declared: str, type_: str, is_whole: bool
) -> None:
    file.write_bytes(content)
    found = sniff(file, declared)
    assert (found.type, found.is_whole) == (type_, is_whole)


@how(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        [photo()[:40], paystub()[:30], b"RIFF\xff\xff\xff\xffWEBPVP8X", b"\0\0\0\x18ftypheic", b"GIF89a", b""]
    ),
    rest=st.binary(max_size=300),
)
def test_no_bytes_make_it_fall_over(file: Path, start: bytes, rest: bytes) -> None:
    file.write_bytes(start + rest)
    sniff(file, "image/jpeg")


def test_every_name_ends_plainly() -> None:
    assert all(end.isalnum() for end in EXTENSIONS.values())
    assert extension_of("text/html; <script>") == "bin"
