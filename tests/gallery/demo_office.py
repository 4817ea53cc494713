"""The office of `rise demo` itself in a store, as the relay tells it to the app: what a newcomer sees first."""

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rise_tui.casework.desk import Desk
from rise_tui.demo.founding import Secrets
from rise_tui.demo.seed import seed
from rise_tui.demo.sizes import Size
from rise_tui.domain.clients import Role
from rise_tui.domain.clock import to_ms
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Tx, connect
from rise_tui.relay.store.snapshot_reading import read_snapshot
from rise_tui.sync import taking
from rise_tui.sync.inbound import apply_all
from rise_tui.wire.codec import from_json, to_json
from rise_tui.wire.events import Event
from tests.gallery.office import ME, NOW

SIZE = Size(clients=120, texts=1500)
"""With the usual clients, but as few texts as show the same first page: each is drawn for every picture."""


def move_in(desk: Desk) -> None:
    """Put the demo's office into the desk's empty store; whoever sits at the desk is its first caseworker."""
    with desk.store.writing() as session:
        apply_all(session, desk.store, _told(), taking.Reader(ME, Role.CASEWORKER), to_ms(NOW))


@cache
def _told() -> tuple[Event, ...]:
    """Everything that the relay's snapshot tells the first caseworker."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "relay.sqlite"
        seed(database, Path(folder) / "media", NOW, Secrets("1" * 64, "2" * 64, "token"), SIZE)
        with closing(connect(database, is_read_only=True)) as connection:
            tx = Tx(connection)
            row = tx.one("SELECT office_id, id FROM caseworker ORDER BY seq LIMIT 1")
            assert row is not None
            reader = Reader(row["office_id"], row["id"], Role.CASEWORKER)
            leaf = read_snapshot(tx, reader, None)
            facts = leaf.events
            while leaf.follows is not None:
                leaf = read_snapshot(tx, reader, leaf.follows)
                facts += leaf.events
        mine = to_json(facts).replace(row["id"], ME)
    return tuple(Event.model_validate(fact) for fact in from_json(mine))
