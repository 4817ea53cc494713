"""The small shapes that resources and events share: times, ids, numbers, and how a problem is told."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from rise_tui.domain.clock import from_wire, to_wire


def _milliseconds(value: Any) -> Any:
    return from_wire(value) if isinstance(value, str) else value


WireTime = Annotated[
    int,
    Field(ge=-62_135_596_800_000, le=253_402_300_799_999),  # the years 1 to 9999, as far as RFC 3339 goes
    BeforeValidator(_milliseconds),
    PlainSerializer(to_wire, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T14:03:09.120Z"]}),
]
"""Milliseconds since 1970 in Python and SQL; RFC 3339, UTC, with milliseconds and `Z` on the wire."""

Uuid = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", max_length=36)
]
"""A UUID in lower case, chosen by the writer."""

E164 = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", max_length=16)]
"""A number as the carrier writes it."""

ConversationKey = Annotated[
    str,
    Field(
        pattern=r"^(tel:[A-Za-z0-9+.:_-]{1,64}|[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$",
        max_length=68,
    ),
]
"""A client's UUID, or `tel:+1…` while nobody holds the number; a short code or a name may have written too."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", max_length=64)]


class Wish(BaseModel):
    """The body of a PUT. An unknown field is an error: what a relay does not understand it must not swallow."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000, populate_by_name=True)

    def fields(self) -> dict[str, Any]:
        """Only what the writer sent, JSON-ready."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)


class Fact(BaseModel):
    """The data of an event. Unknown fields are stepped over: they are only ever added."""

    model_config = ConfigDict(extra="ignore", defer_build=True)


class FieldError(BaseModel):
    """One field that cannot be used: where (a JSON pointer) and why."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """An error as RFC 9457 has it, with what to do next; `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str = ""
    next_step: str = ""
    errors: list[FieldError] | None = None
    present: dict[str, Any] | None = Field(None, description="With `changed-meanwhile`: the present values and `seq`.")
