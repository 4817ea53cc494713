"""Merge fields: `{first_name}` in a text to many becomes each one's own, from a short list of allowed fields.

- `{first_name}`, in any case and also with a space (`{First Name}`), is a field; so is `{{first_name}}`, as the system
  before this one wrote it.
- `{{` and `}}` that enclose no single word are a plain brace each.
- Anything else with a brace is refused: a text that may be wrong is not sent to sixty people.
"""

import difflib
import re
from collections.abc import Mapping

from rise_tui.domain.errors import BadMerge
from rise_tui.domain.say import say

FIELDS = ("first_name", "last_name", "name", "caseworker", "office")
"""What may stand in braces. A sender's text is never code."""

_TOKEN = re.compile(
    r"\{\{\s*(?P<old>[^\W\d][\w \-]{0,40}?)\s*\}\}|(?P<open>\{\{)|(?P<close>\}\})"
    r"|\{\s*(?P<field>[^{}]{0,60}?)\s*\}|(?P<stray>[{}])"
)


def fields_of(template: str) -> tuple[str, ...]:
    """The fields that a text uses, each once, in order. Raises BadMerge as `fill` does, but needs no values."""
    return tuple(dict.fromkeys(field for field in map(_field, _TOKEN.finditer(template)) if field is not None))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text for one person. Braces inside a value stay as they are.

    Raises BadMerge for a field that nobody knows, for one without a value or with a blank one, and for a stray brace.
    """

    def replaced(token: re.Match[str]) -> str:
        field = _field(token)
        if field is None:
            return "{" if token["open"] else "}"
        value = values.get(field, "").strip()
        if not value:
            raise BadMerge(
                say("{field} is empty", field=f"{{{field}}}"),
                say("Somebody has nothing to put there."),
                say("Fill it in on their card, or write the text without it."),
            )
        return value

    return _TOKEN.sub(replaced, template)


def values_for(first_name: str, last_name: str, caseworker: str, office: str) -> dict[str, str]:
    """The values of all fields for one person."""
    name = f"{first_name.strip()} {last_name.strip()}".strip()
    return {"first_name": first_name, "last_name": last_name, "name": name, "caseworker": caseworker, "office": office}


def _field(token: re.Match[str]) -> str | None:
    """The field that a token names; None for a plain brace. Raises BadMerge for anything else."""
    if token["open"] or token["close"]:
        return None
    if token["stray"]:
        raise BadMerge(
            say("A brace stands alone"),
            say("Braces mark places for names, such as {example}.", example="{first_name}"),
            say("Close it, take it out, or write it twice for a plain brace."),
        )
    written = token["old"] if token["old"] is not None else token["field"]
    field = re.sub(r"[\s\-]+", "_", written.strip().lower())
    if field in FIELDS:
        return field
    close = difflib.get_close_matches(field, FIELDS, n=1)
    hint = say("Did you mean {field}?", field=f"{{{close[0]}}}") if close else ""
    known = ", ".join(f"{{{each}}}" for each in FIELDS)
    raise BadMerge(
        say("{field} is not known", field=f"{{{written}}}"), hint, say("These can be used: {known}.", known=known)
    )
