"""Photos: in the conversation, large, on their way into the file, and the papers of a client."""

import hashlib

from rise_tui.casework.desk import Desk
from rise_tui.demo.papers import draw_paper
from tests.gallery.scene import NARROW, SMALL, Scene
from tests.pictures import files
from tests.screens.stage import life


def with_photos(desk: Desk) -> None:
    """Every photo of the office has arrived: each its client's paper."""
    for first, (last, kind) in PAPERS.items():
        give(desk, first, draw_paper(kind, f"{first} {last}"))


PAPERS = {"Ana": ("Ruiz", "paystub"), "Denise": ("Walker", "id"), "Nicole": ("Price", "certificate")}


def give(desk: Desk, first: str, content: bytes, kind: str = "image/jpeg") -> None:
    """The photos of somebody hold these bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.store.writing() as session:
        for medium in desk.store.photos.list(session, life(first)):
            facts = {"state": "stored", "sha256": sha256, "type": kind, "bytes": len(content)}
            desk.store.photos.put(
                session, medium.message_id, medium.position, seq=medium.seq, client_id=medium.client_id, **facts
            )
    desk.store.photo_file.put(sha256, content)


def with_papers(desk: Desk) -> None:
    """Ana's file holds an old paystub, a lease that was checked, and her photo waits to be filed."""
    with_photos(desk)
    lease, stub = draw_paper("lease", "Ana Ruiz"), draw_paper("paystub", "Ana Ruiz", "09/2026")
    ana = life("Ana")
    with desk.store.writing() as session:
        message_id = desk.store.photos.list(session, ana)[0].message_id
        for number, (content, kind, period, is_checked) in enumerate(
            ((lease, "lease", None, True), (stub, "paystub", "2026-09-06/2026-09-19", False))
        ):
            sha256 = hashlib.sha256(content).hexdigest()
            desk.store.documents.put(
                session,
                f"01940000-0000-7000-8000-0000000d000{number}",
                seq=2,
                client_id=ana,
                message_id=message_id,
                sha256=sha256,
                kind=kind,
                period=period,
                note="signed by both" if is_checked else None,
                verified_at=desk.now if is_checked else None,
                is_dismissed=False,
                is_deleted=False,
                at=desk.now - 60 * 86_400_000,
            )


def with_two(desk: Desk) -> None:
    """Two of Ana's photos wait to be filed."""
    with_photos(desk)
    with desk.store.writing() as session:
        one = desk.store.photos.list(session, life("Ana"))[0]
        content = draw_paper("letter", "Ana")
        facts = {"state": "stored", "sha256": hashlib.sha256(content).hexdigest(), "type": "image/jpeg"}
        desk.store.photos.put(
            session, one.message_id, 1, seq=one.seq, client_id=one.client_id, bytes=len(content), **facts
        )
    desk.store.photo_file.put(hashlib.sha256(content).hexdigest(), content)


def with_broken(desk: Desk) -> None:
    """Half of the photo is missing."""
    give(desk, "Ana", files.jpeg()[:9000])


def with_bomb(desk: Desk) -> None:
    """A small file that holds 144 million pixels."""
    give(desk, "Ana", files.bomb(), "image/png")


ANA = ("j", "j")
LOOK = (*ANA, "enter", "enter")

SCENES = (
    Scene("photo/inline", "A known client's photo, small, in the conversation.", (*ANA, "enter"), prepare=with_photos),
    Scene("photo/inline-80x24", "Small, on a small terminal.", (*ANA, "enter"), SMALL, prepare=with_photos),
    Scene(
        "photo/filing",
        "f: the photo at the left, what it is at the right.",
        (*ANA, "f"),
        prepare=with_photos,
        shows="Ana Ruiz",
    ),
    Scene("photo/filing-kind", "A letter says what it is.", (*ANA, "f", "l"), prepare=with_photos),
    Scene(
        "photo/filing-period", "The period is typed.", (*ANA, "f", "tab", "ctrl+u", "11/1-11/14"), prepare=with_photos
    ),
    Scene("photo/filing-next", "Filed; the next one nobody has filed.", (*ANA, "f", "enter"), prepare=with_two),
    Scene("photo/filing-80x24", "Filing on a small terminal.", (*ANA, "f"), SMALL, prepare=with_photos),
    Scene("photo/filing-60x24", "Filing at 60 columns.", (*ANA, "f"), NARROW, prepare=with_photos),
    Scene("photo/filing-light", "Filing, light.", (*ANA, "f"), theme="light", prepare=with_photos),
    Scene("photo/filing-none", "Without colours a photo is shades.", (*ANA, "f"), theme="none", prepare=with_photos),
    Scene(
        "photo/filed",
        "Filed: the client is done, z takes it back.",
        (*ANA, "f", "enter", "escape"),
        prepare=with_photos,
    ),
    Scene("photo/large", "The photo over the whole screen.", LOOK, prepare=with_photos, shows="Ana Ruiz"),
    Scene(
        "photo/large-near", "Nearer, and over it with the arrows.", (*LOOK, "+", "+", "left", "up"), prepare=with_photos
    ),
    Scene("photo/large-80x24", "Large on a small terminal.", LOOK, SMALL, prepare=with_photos),
    Scene("photo/large-hidden", "Under the veil photos are hidden.", (*LOOK, "ctrl+t"), prepare=with_photos),
    Scene("photo/on-its-way", "A photo that is not here yet comes before all others.", LOOK),
    Scene("photo/broken", "A broken photo is a sentence.", LOOK, prepare=with_broken),
    Scene("photo/too-large", "A file that holds too much is not drawn.", LOOK, prepare=with_bomb),
    Scene(
        "photo/papers",
        "What is in the file and what is missing.",
        (*ANA, "F"),
        prepare=with_papers,
        shows="Ana Ruiz papers",
    ),
    Scene(
        "photo/papers-export",
        "A paper is written to a folder.",
        (*ANA, "F", "j", ">", "~/pap"),
        prepare=with_papers,
        shows="Enter write",
    ),
    Scene("photo/papers-80x24", "The papers on a small terminal.", (*ANA, "F", "j"), SMALL, prepare=with_papers),
)
