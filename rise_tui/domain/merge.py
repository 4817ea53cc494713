"""Merge fields: `{first_name}` in a text to many becomes each one's own, from a short list of allowed fields.

- `{first_name}`, in any case and also with a space (`{First Name}`), is a field; so is `{{first_name}}`, as the system
  before this one wrote it.
- `{{` and `}}` that enclose no single word are a plain brace each.
- Anything else with a brace is refused: a text that may be wrong is not sent to sixty people.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rise_tui.domain.appointment_values import APPOINTMENT
from rise_tui.domain.errors import BadMerge
from rise_tui.domain.say import say

NAMES = ("first_name", "last_name", "name", "caseworker", "office")
FIELDS = (*NAMES, *APPOINTMENT)
"""What may stand in braces. A sender's text is never code."""
_BY_LANGUAGE = frozenset(APPOINTMENT) - {"appointment_place"}
"""Fields whose words each language has for itself: their values are named `appointment.en`, `appointment.es`."""

NOTHING: Mapping[str, str] = MappingProxyType({})
"""The values of who has no appointment."""

_TOKEN = re.compile(
    r"\{\{\s*(?P<old>[^\W\d][\w \-]{0,40}?)\s*\}\}|(?P<open>\{\{)|(?P<close>\}\})"
    r"|\{\s*(?P<field>[^{}]{0,60}?)\s*\}|(?P<stray>[{}])"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A text with merge fields, read once so that thousands can be filled: its words, and between them its fields."""

    words: tuple[str, ...]
    """One more than there are fields; empty where two fields touch."""
    fields: tuple[str, ...]

    def in_language(self, language: str) -> "Form":
        """The form of a text in that language: its fields have the words of it."""
        fields = tuple(f"{field}.{language}" if field in _BY_LANGUAGE else field for field in self.fields)
        return self if fields == self.fields else replace(self, fields=fields)

    def empty_for(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The fields that have no value, or a blank one; each once."""
        empty = (field for field in self.fields if not values.get(field, "").strip())
        return tuple(dict.fromkeys(field.partition(".")[0] for field in empty))

    def fill(self, values: Mapping[str, str]) -> str | None:
        """The text for one person; None where a field is empty. Braces inside a value stay as they are."""
        pieces = [self.words[0]]
        for field, words in zip(self.fields, self.words[1:], strict=True):
            value = values.get(field, "").strip()
            if not value:
                return None
            pieces += (value, words)
        return "".join(pieces)


def form_of(template: str) -> Form:
    """Read a text with merge fields. Raises BadMerge for a field that nobody knows, and for a stray brace."""
    words, fields, end = [""], [], 0
    for token in _TOKEN.finditer(template):
        words[-1] += template[end : token.start()]
        end = token.end()
        field = _field(token)
        if field is None:
            words[-1] += "{" if token["open"] else "}"
        else:
            fields.append(field)
            words.append("")
    words[-1] += template[end:]
    return Form(tuple(words), tuple(fields))


def fields_of(template: str) -> tuple[str, ...]:
    """The fields that a text uses, each once, in order. Raises BadMerge as `fill` does, but needs no values."""
    return tuple(dict.fromkeys(form_of(template).fields))


def fill(template: str, values: Mapping[str, str], language: str = "en") -> str:
    """The text for one person, written in that language. Braces inside a value stay as they are.

    Raises BadMerge for a field that nobody knows, for one without a value or with a blank one, and for a stray brace.
    """
    form = form_of(template).in_language(language)
    filled = form.fill(values)
    if filled is None:
        raise BadMerge(
            say("{field} is empty", field=f"{{{form.empty_for(values)[0]}}}"),
            say("Somebody has nothing to put there."),
            say("Fill it in on their card, or write the text without it."),
        )
    return filled


def values_for(
    first_name: str, last_name: str, caseworker: str, office: str, appointment: Mapping[str, str] = NOTHING
) -> dict[str, str]:
    """The values of all fields for one person; `appointment`: those of their next one (`appointment_values`)."""
    name = f"{first_name.strip()} {last_name.strip()}".strip()
    return {
        "first_name": first_name,
        "last_name": last_name,
        "name": name,
        "caseworker": caseworker,
        "office": office,
        **appointment,
    }


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
