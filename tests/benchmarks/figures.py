"""A measured figure beside its aim, as a line on the terminal and as a row of a table in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its aim. `is_least`: the aim is the least it should be, else the most."""

    name: str
    value: float
    aim: float
    is_least: bool = False
    unit: str = ""
    detail: str = ""

    @property
    def is_met(self) -> bool:
        """Is it as good as its aim?"""
        return self.value >= self.aim if self.is_least else self.value <= self.aim

    def __str__(self) -> str:
        missed = "" if self.is_met else f"   MISSED by {abs(self.value - self.aim):.3f}{self.unit}"
        return f"{self.name:<62} {self.value:8.3f}{self.unit}  ({self._aim}){missed}\n    {self.detail}".rstrip()

    @property
    def row(self) -> str:
        """As a row of the table."""
        missed = "" if self.is_met else ", missed"
        return f"| {self.name} | {self.value:.3g}{self.unit} | {self._aim}{missed} |"

    @property
    def _aim(self) -> str:
        return f"{'at least' if self.is_least else 'at most'} {self.aim:g}{self.unit}"


def table(machine: str, figures: Sequence[Figure]) -> str:
    """The table in Markdown, with what it was measured on below it."""
    rows = "\n".join(figure.row for figure in figures)
    return f"| | measured | aim |\n| --- | --- | --- |\n{rows}\n\n{' · '.join(machine.splitlines())}\n"
