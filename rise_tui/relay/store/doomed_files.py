"""Photos and files that nothing names any more go from the folder, also after a crash in between."""

from pathlib import Path
from typing import Any

from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.media import MediaFolder

GRACE_MS = 20_000
"""A file that was written so lately may be about to be named: it is looked at again later."""
MOST = 500
"""Files that go at once."""

_NAMED = (
    "EXISTS (SELECT 1 FROM medium m WHERE m.office_id = o.office_id AND m.sha256 = d.sha256)"
    " OR EXISTS (SELECT 1 FROM document p WHERE p.office_id = o.office_id AND p.sha256 = d.sha256)"
    " OR EXISTS (SELECT 1 FROM upload u WHERE u.office_id = o.office_id AND u.sha256 = d.sha256 AND u.at > d.at)"
    " OR d.sha256 IN (SELECT j.value FROM message t, json_each(t.media) j WHERE t.media <> '[]')"
)


def doom_files_of(tx: Tx, office_id: str, table: str, where: str, at: int, **values: Any) -> None:
    """What these rows name goes from the folder unless something else names it: that is asked when it goes.

    A paper does not know its file's type: whoever stored the bytes, as an attachment or to be sent, does.
    """
    if table == "medium":
        rows = f"SELECT office_id, sha256, type FROM medium WHERE office_id = :office_id AND {where}"
    else:
        rows = (
            "SELECT d.office_id, d.sha256, COALESCE((SELECT m.type FROM medium m WHERE m.office_id = d.office_id"
            " AND m.sha256 = d.sha256 AND m.type IS NOT NULL), (SELECT u.type FROM upload u WHERE"
            " u.office_id = d.office_id AND u.sha256 = d.sha256)) AS type FROM document d"
            f" WHERE d.office_id = :office_id AND {where}"
        )
    tx.run(
        "INSERT INTO doomed_file (office_id, sha256, type, at)"
        f" SELECT office_id, sha256, type, :at FROM ({rows}) WHERE sha256 IS NOT NULL AND type IS NOT NULL"
        " ON CONFLICT DO NOTHING",
        office_id=office_id,
        at=at,
        **values,
    )


def has_doomed(tx: Tx) -> bool:
    """Is there any file to go?"""
    return tx.one("SELECT 1 FROM doomed_file LIMIT 1") is not None


def spare_named(tx: Tx) -> int:
    """Files that something names again, or still, in any office, stay; how many."""
    return tx.run(
        "DELETE FROM doomed_file WHERE rowid IN (SELECT d.rowid FROM doomed_file d WHERE EXISTS"
        f" (SELECT 1 FROM office o WHERE {_NAMED}))"
    )


def remove_doomed(tx: Tx, folder: MediaFolder, at: int) -> int:
    """Remove the others from the folder, with the rows that say who brought them; how many. `at`: milliseconds.

    The files go inside the transaction that has just seen that nothing names them.
    """
    spare_named(tx)
    gone = [row for row in _doomed(tx) if _remove(folder.path(row["sha256"], row["type"]), at)]
    for row in gone:
        keys = {"office_id": row["office_id"], "sha256": row["sha256"]}
        tx.run("DELETE FROM upload WHERE office_id = :office_id AND sha256 = :sha256", **keys)
        tx.run("DELETE FROM doomed_file WHERE sha256 = :sha256", sha256=row["sha256"])
    return len(gone)


def _doomed(tx: Tx) -> list[Row]:
    return tx.all("SELECT office_id, sha256, type FROM doomed_file ORDER BY at LIMIT :most", most=MOST)


def _remove(path: Path, at: int) -> bool:
    """False: it is too young. One that is not there any more counts as gone."""
    try:
        if path.stat().st_mtime * 1000 + GRACE_MS > at:
            return False
        path.unlink()
    except FileNotFoundError:
        pass
    return True
