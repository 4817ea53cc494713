"""The resources that a page of events tells of, each table asked once, as one reader may see them."""

from collections.abc import Collection, Mapping

from rise_tui.relay.store.access import Reader, visible_clients
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.wire.codec import to_json

_MESSAGE_COLUMNS = (
    "id, client_id, e164, sender, body, media, caseworker_id, broadcast_id, encoding, segments, not_before_at,"
    " expires_at, marks, opt_word, automatic, now_because"
)
_HOW: dict[str, tuple[str, str, str]] = {
    "message": ("id", _MESSAGE_COLUMNS, ""),
    "medium": ("message_id", "*", "ORDER BY position"),
    "holding": ("client_id", "*", ""),
    "legal_hold": ("client_id", "*", ""),
    "recipient": ("broadcast_id", "*", "ORDER BY rowid"),
    "reading": ("client_id", "client_id, read_through", ""),
    "office": ("office_id", "*", ""),
    "alert_setting": ("caseworker_id", "*", ""),
}
"""How a table is asked whose key is not simply its `id`: the key, the columns, the order."""


class Joined:
    """The resources that a page of events tells of, each table asked once."""

    def __init__(self, tx: Tx, reader: Reader, wanted: Mapping[str, Collection[str]]) -> None:
        """`wanted`: by table, the ids that the page is about."""
        self._tx, self._reader, self._ids = tx, reader, wanted
        self._rows: dict[str, dict[str, list[Row]]] = {}
        self._seen: frozenset[str] | None = None

    def one(self, table: str, key: str | None) -> Row | None:
        """The row of that id; None if it was purged."""
        rows = self.several(table, key)
        return rows[0] if rows else None

    def several(self, table: str, key: str | None) -> list[Row]:
        """The rows that belong to that id."""
        if table not in self._rows:
            self._rows[table] = self._ask(table)
        return self._rows[table].get(key or "", [])

    def may_see(self, client_id: str) -> bool:
        """Does the reader see that client?"""
        if self._reader.sees_all:
            return True
        if self._seen is None:
            self._seen = frozenset(visible_clients(self._tx, self._reader) or ())
        return client_id in self._seen

    def is_reader_one_of(self, *caseworker_ids: str) -> bool:
        """Is it read by one of these, or by a supervisor?"""
        return self._reader.sees_all or self._reader.caseworker_id in caseworker_ids

    def numbers(self) -> list[str]:
        """The office's own numbers, the first one first."""
        rows = self._tx.all(
            "SELECT e164 FROM number WHERE office_id = :office_id AND is_active = 1 ORDER BY rowid",
            office_id=self._reader.office_id,
        )
        return [row["e164"] for row in rows]

    def _ask(self, table: str) -> dict[str, list[Row]]:
        key, columns, order = _HOW.get(table, ("id", "*", ""))
        mine = " AND caseworker_id = :me" if table == "reading" else ""
        found: dict[str, list[Row]] = {}
        rows = self._tx.all(
            f'SELECT {columns} FROM "{table}" WHERE office_id = :office_id'
            f" AND {key} IN (SELECT value FROM json_each(:ids)){mine} {order}",
            office_id=self._reader.office_id,
            ids=to_json(list(self._ids.get(table, ()))),
            **({"me": self._reader.caseworker_id} if mine else {}),
        )
        for row in rows:
            found.setdefault(row[key], []).append(row)
        return found
