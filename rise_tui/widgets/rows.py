"""Rows that are all here already, as a source for a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True)
class Rows(Generic[R]):
    """A few rows, in their order."""

    rows: Sequence[R] = ()

    def count(self) -> int:
        """How many."""
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[R]:
        """A stretch of them."""
        return self.rows[offset : offset + limit]
