"""The rules of templates: everybody's, edited field by field."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import template_facts
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_found


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    return wish.tell(tx, "TemplateChanged", ref_id=wish.ids["template_id"])


TEMPLATE = Edited(
    noun="template",
    table="template",
    columns={"name": "name", "key": "key", "bodies": "bodies", "deleted": "is_deleted"},
    facts=template_facts,
    tell=_tell,
    clearable=frozenset({"key"}),
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Make a template, or change what was sent of one; its texts in all languages are one field."""
    sent = columns_of(TEMPLATE, wish)
    row = standing(tx, wish, TEMPLATE)
    template_id = wish.ids["template_id"]
    if row is not None:
        return edit(tx, wish, TEMPLATE, template_id, row, sent)
    if sent.get("is_deleted"):
        raise not_found("template")
    if not sent.get("name"):
        raise invalid("/name", "A template has a name.")
    return create(tx, wish, TEMPLATE, template_id, {"key": None, "bodies": {}, "is_deleted": 0, **sent})
