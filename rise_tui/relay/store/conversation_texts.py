"""Which texts belong to a conversation, so kept that a text which comes costs no page of its own.

An index of all texts by their conversation takes another page for each text that comes, as the next one is somebody
else's; half of what a busy minute wrote to the disk was that. So only the texts that we sent are in such an index. The
numbers of those that came gather in the conversation's own row (`recent`), which each of them changes anyway, and go to
`received_run` a dozen or two at a time (the trigger `received_run_full`). A purged text's number may stay there beside
those of others: nothing has it any more.

A statement that looks for texts by their conversation names `message_seq` and takes the numbers from here:
`FROM message m INDEXED BY message_seq WHERE m.office_id = :office_id AND m.seq IN {texts_in(":client_id")}`.
"""

from collections.abc import Sequence

from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json

A_RUN = 96
"""Characters of numbers in a conversation's row above which they become a run: after a dozen texts or so."""


def received_in(conversation: str, office: str = ":office_id", after: str = "") -> str:
    """SQL: the numbers of the texts that came in a conversation; `after`: only those above this one.

    All three are SQL themselves: a parameter or a column of a table around it, never a value.
    """
    runs, each = (f" AND u.last_seq > {after}", f" AND j.value > {after}") if after else ("", "")
    return (
        "(SELECT j.value FROM received_run u, json_each('[' || u.seqs || ']') j"
        f" WHERE u.office_id = {office} AND u.conversation_id = {conversation}{runs}{each}"
        " UNION ALL SELECT j.value FROM conversation k, json_each('[' || k.recent || ']') j"
        f" WHERE k.office_id = {office} AND k.id = {conversation}{each})"
    )


def texts_in(conversation: str, office: str = ":office_id") -> str:
    """SQL: the numbers of all texts of a conversation, in and out; as `received_in`."""
    return (
        f"{received_in(conversation, office)[:-1]} UNION ALL SELECT s.seq FROM message s"
        f" WHERE s.office_id = {office} AND s.conversation_id = {conversation} AND s.direction = 'outbound')"
    )


def move_received(tx: Tx, office_id: str, old: str, new: str) -> None:
    """What came in the conversation `old` belongs to `new` from now on; the texts themselves say so already."""
    values = {"office_id": office_id, "old": old, "new": new}
    tx.run(
        "UPDATE received_run SET conversation_id = :new WHERE office_id = :office_id AND conversation_id = :old",
        **values,
    )
    tx.run(
        "INSERT INTO received_run (office_id, conversation_id, last_seq, seqs)"
        " SELECT office_id, :new, last_inbound_seq, recent FROM conversation"
        " WHERE office_id = :office_id AND id = :old AND recent <> ''",
        **values,
    )
    tx.run(
        "UPDATE conversation SET recent = '' WHERE office_id = :office_id AND id = :old",
        office_id=office_id,
        old=old,
    )


def forget_purged(tx: Tx, office_id: str, conversations: Sequence[str]) -> None:
    """Let runs go of which no text is left."""
    tx.run(
        "DELETE FROM received_run WHERE office_id = :office_id"
        " AND conversation_id IN (SELECT value FROM json_each(:conversations))"
        " AND NOT EXISTS (SELECT 1 FROM message m INDEXED BY message_seq WHERE m.office_id = :office_id"
        "  AND m.seq IN (SELECT j.value FROM json_each('[' || received_run.seqs || ']') j))",
        office_id=office_id,
        conversations=to_json([*conversations]),
    )
