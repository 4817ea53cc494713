"""Makes the demo's office: the same one, byte for byte, for the same seed, size, moment and secrets."""

import gc
import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from rise_tui.demo.acts import Hears, Paper
from rise_tui.demo.book import Book, Drawn, found
from rise_tui.demo.composition import FOUNDED_MS
from rise_tui.demo.founding import Secrets
from rise_tui.demo.history import history
from rise_tui.demo.ids import Ids
from rise_tui.demo.ledger import write
from rise_tui.demo.sizes import Size
from rise_tui.domain.clock import to_ms


def seed(
    database: Path,
    media: Path,
    now: datetime,
    secrets: Secrets,
    size: Size,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Make the office in a new database and a folder for its photos, as of `now`.

    `told` hears now and then how many of how many things that happened are written. What was begun and not finished
    is of no use. Raises BadInput for a size that cannot be made.
    """
    from rise_tui.relay.store.bulk import Rows
    from rise_tui.relay.store.migrate import migrate

    size.check()
    at = to_ms(now)
    migrate(database)
    with _without_sweeping(), closing(Rows(database)) as rows:
        happened = history(size.seed, at, size.clients, size.texts)
        papers = {act.paper: None for act in happened if isinstance(act, Hears) and act.paper is not None}
        book = Book(rows, Ids(random.Random(size.seed)), draw(papers, media))
        found(book, secrets, at - FOUNDED_MS)
        write(book, happened, lambda done: told(done, len(happened)))
        rows.finish()


@contextmanager
def _without_sweeping() -> Iterator[None]:
    """Millions of small things are made, and no rubbish among them: nobody looks for it meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def draw(papers: dict[Paper, None], media: Path) -> dict[Paper, Drawn]:
    """Draw the papers, and put them where the relay keeps photos."""
    from rise_tui.demo.papers import SIZE, draw_paper
    from rise_tui.relay.store.media import MediaFolder

    folder = MediaFolder(media)
    drawn = {}
    for paper in papers:
        content = draw_paper(paper.kind, paper.name, paper.detail)
        sha256 = hashlib.sha256(content).hexdigest()
        path = folder.path(sha256, "image/jpeg")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        drawn[paper] = Drawn(sha256, len(content), *SIZE)
    return drawn
