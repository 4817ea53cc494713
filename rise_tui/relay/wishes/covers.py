"""The rules of covers: planned by oneself or by a supervisor, now or for later, ended by whoever has part in it."""

from collections.abc import Mapping
from typing import Any

from rise_tui.domain.clients import Role
from rise_tui.relay.store import covers
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.facts import cover_facts
from rise_tui.relay.store.people import role_of
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_found, not_yours


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    return wish.tell(tx, "CoverChanged", ref_id=wish.ids["cover_id"])


COVER = Edited(
    noun="cover",
    table="cover",
    columns={
        "of_caseworker_id": "of_caseworker_id",
        "by_caseworker_id": "by_caseworker_id",
        "group_id": "group_id",
        "from_at": "from_at",
        "until_at": "until_at",
        "note": "note",
        "is_ended": "is_ended",
    },
    facts=cover_facts,
    tell=_tell,
    clearable=frozenset({"group_id"}),
    fixed=frozenset({"of_caseworker_id", "by_caseworker_id", "group_id"}),
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Plan a cover, change its times or its note, or end it; what is due now happens at once.

    For oneself, or by a supervisor for anybody; whoever covers may end it too. What has ended stays so.
    """
    cover_id = wish.ids["cover_id"]
    sent = columns_of(COVER, wish)
    row = standing(tx, wish, COVER)
    if not wish.by.reads_texts:
        raise not_yours()
    if row is None:
        _check(tx, wish, sent)
        fresh = {"group_id": None, "note": "", "is_ended": 0, "began_at": None, "ended_at": None}
        whole = {**fresh, "from_at": wish.at, **sent, "actor": wish.by.caseworker_id}
        _check_times(wish, whole["from_at"], whole.get("until_at"))
        accepted = create(tx, wish, COVER, cover_id, whole)
    else:
        _may_edit(wish, row, sent)
        _check_times(wish, sent.get("from_at", row["from_at"]), sent.get("until_at", row["until_at"]))
        accepted = edit(tx, wish, COVER, cover_id, row, sent)
    _happens(tx, wish)
    return accepted


def _happens(tx: Tx, wish: Wished) -> None:
    """Begin it if its time has come, end it if it was ended or is over."""
    cover = standing(tx, wish, COVER)
    if cover is None or cover["ended_at"] is not None:
        return
    if cover["is_ended"] or cover["until_at"] <= wish.at:
        covers.end(tx, wish.deed, cover)
    elif cover["began_at"] is None and cover["from_at"] <= wish.at:
        covers.begin(tx, wish.deed, cover)


def _check(tx: Tx, wish: Wished, sent: dict[str, Any]) -> None:
    for name in ("of_caseworker_id", "by_caseworker_id"):
        if role_of(tx, wish.office_id, str(sent.get(name))) in (None, Role.ADMINISTRATOR):
            raise invalid(f"/{name}", "No caseworker of this office has that id.")
    if sent["of_caseworker_id"] == sent["by_caseworker_id"]:
        raise invalid("/by_caseworker_id", "Nobody covers for themself.", next_step="Choose a colleague.")
    if sent["of_caseworker_id"] != wish.by.caseworker_id and not wish.by.sees_all:
        raise not_yours()
    if sent.get("is_ended"):
        raise not_found("cover")
    group_id = sent.get("group_id")
    if group_id is not None and not tx.one(
        "SELECT 1 FROM client_group WHERE office_id = :office_id AND id = :id AND is_deleted = 0",
        office_id=wish.office_id,
        id=group_id,
    ):
        raise not_found("group")


def _check_times(wish: Wished, from_at: int, until_at: int | None) -> None:
    if until_at is None:
        raise invalid("/until_at", "It has no end.", next_step="Say until when.")
    if until_at <= from_at:
        raise invalid("/until_at", "It ends before it begins.")


def _may_edit(wish: Wished, row: Row, sent: dict[str, Any]) -> None:
    is_theirs = wish.by.sees_all or row["of_caseworker_id"] == wish.by.caseworker_id
    is_ending = row["by_caseworker_id"] == wish.by.caseworker_id and set(sent) == {"is_ended"}
    if not (is_theirs or is_ending):
        raise not_found("cover")
    if row["is_ended"] and not sent.get("is_ended", 1):
        raise invalid("/is_ended", "It is over.", next_step="Plan another one.")
    if row["began_at"] is not None and "from_at" in sent and sent["from_at"] != row["from_at"]:
        raise invalid("/from_at", "It has begun already.")
