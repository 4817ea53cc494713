"""The store's columns without their declarations, made from `tables`; `python -m tests.law.columns` writes them."""

import json
from pathlib import Path

from pydantic_core import PydanticUndefined

from rise_tui.store import columns
from rise_tui.store.rows import cell
from rise_tui.store.tables import StoreTable

MADE = Path(columns.__file__).with_suffix(".json")


def made() -> str:
    """A line a table: its key, its columns, and what a new row has where nothing is said."""
    lines = []
    for model in sorted(StoreTable.__subclasses__(), key=lambda each: str(each.__tablename__)):
        table = StoreTable.metadata.tables[str(model.__tablename__)]
        said = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
        one = {
            "key": [column.name for column in table.primary_key],
            "every": [column.name for column in table.columns],
            "new": {name: cell(value) for name, value in said.items() if value is not PydanticUndefined},
        }
        lines.append(f"{json.dumps(table.name)}: {json.dumps(one)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    MADE.write_text(made(), "utf-8")
