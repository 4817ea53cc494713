"""Who is in a group, a line each: the name, the language, whether they are paused or closed; some may be selected."""

from typing import Protocol

from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge


class MemberLine(Protocol):
    """What a row shows of a client; the name is made safe here."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def status(self) -> ClientStatus: ...


class MemberList(LineList[MemberLine]):
    """A selected one has a mark before the name."""

    chosen: reactive[frozenset[str]] = reactive(frozenset())

    def key_of(self, row: MemberLine) -> str:
        """The client."""
        return str(row.client_id)

    def draw(self, row: MemberLine, width: int, *, is_selected: bool) -> Strip:
        """Mark, name, language, what stands against a text."""
        left = edge(self.app.size.width)
        is_chosen = str(row.client_id) in self.chosen
        name = cut(self.veil.name(one_line(row.name, 60)), min(30, max(8, width - left - 4)))
        parts = [Part(left, name, "title" if is_selected or is_chosen else "text")]
        if width - left >= 44:
            parts.append(Part(left + 32, say("Spanish") if row.language == "es" else "", "dim"))
        if width - left >= 56:
            parts.append(Part(left + 42, _standing(row.status), "dim"))
        if is_chosen:
            parts.append(Part(left - 2, "✓", "accent"))
        if is_selected and not is_chosen:
            parts += self.bar(left - 2)
        elif is_selected:
            parts += self.bar(left - 3)
        return self.line(width, parts, is_selected=is_selected)


def _standing(status: ClientStatus) -> str:
    if status is ClientStatus.PAUSED:
        return say("paused")
    return say("closed") if status is ClientStatus.CLOSED else ""
