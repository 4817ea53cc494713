"""Colleagues: who covers for whom, what happened while one was away, and the machines that are signed in."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from rise_tui.casework import colleagues, covering, noting, signed_in_devices, undoing
from rise_tui.casework.done_here import on_colleagues
from rise_tui.domain.say import say
from rise_tui.screens.colleague_rows import rows
from rise_tui.screens.dialogs.over import PageOver
from rise_tui.screens.dialogs.taking_back import show_undo_here, take_back_here
from rise_tui.widgets.card_view import CardList
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import Footer, Key, StatusLine
from rise_tui.widgets.section_line import Section, SectionLine


class ColleaguesDialog(PageOver[str | None]):
    """Dismissed with the client whose conversation is to be opened, if one is."""

    CSS_PATH = "colleagues.tcss"
    HEARD: ClassVar[frozenset[str]] = frozenset({"office", "outbox", "inbox", "drafts"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "plan", "Cover", id="colleagues.plan", tooltip="Somebody covers while one is away."),
        Binding("e", "set_end", "Until", id="colleagues.until", tooltip="Let this cover end at another time."),
        Binding("d", "end", "End", id="colleagues.end", tooltip="End this cover; drop these words; lock this machine."),
        Binding("x", "wipe", "Wipe", id="colleagues.wipe", tooltip="Let a lost machine delete everything; asks."),
        Binding("z", "undo", "Undo", id="colleagues.undo", tooltip="Take back what was last done here."),
        Binding("escape,q,f7", "leave", "Back", id="colleagues.back", tooltip="Back to where one was."),
    ]

    @property
    def list(self) -> CardList:
        """The lines."""
        return self.query_one(CardList)

    @property
    def chosen(self) -> tuple[str, str]:
        """What the selected line is of, and its id; empty where it is of nothing."""
        row = self.list.row
        kind, _, id_ = ("" if row is None else row.field).partition(":")
        return kind, id_

    def compose(self) -> ComposeResult:
        """The title; the lines; what happened; the keys."""
        with Vertical(id="colleagues"):
            yield SectionLine(id="colleagues-head")
            yield CardList(id="colleagues-list")
            yield StatusLine()
            yield Footer()

    def on_mount(self) -> None:
        """Listen, and show."""
        self.rise.bell_rang.subscribe(self, lambda topics: self.show() if topics & self.HEARD else None)
        self.query_one("#colleagues-head", SectionLine).section = Section(say("Colleagues"))
        self.show()
        self.set_focus(self.list)
        self.list.action_top()

    def show(self) -> None:
        """As it stands now."""
        self.list.show_rows(rows(self.desk))
        show_undo_here(self, on_colleagues)
        self._show_keys()

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """Other keys for another line."""
        self._show_keys()

    def _show_keys(self) -> None:
        keys = _keys(self.chosen[0], may_plan=not colleagues.is_administrator(self.desk))
        self.query_one(Footer).keys = tuple(Key(*key) for key in keys)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """What Enter does at this line."""
        from rise_tui.screens.acts import colleagues as acts

        event.stop()
        kind, id_ = self.chosen
        if kind == "new-cover":
            acts.plan(self)
        elif kind == "cover":
            acts.set_end(self, id_)
        elif kind in ("came", "left"):
            self.dismiss(id_)
        elif kind == "typed":
            acts.read_note(self, id_)
        elif kind == "summary":
            acts.go_through(self, id_)

    def action_plan(self) -> None:
        """Somebody covers."""
        from rise_tui.screens.acts import colleagues as acts

        acts.plan(self)

    def action_set_end(self) -> None:
        """Another end for the selected cover."""
        from rise_tui.screens.acts import colleagues as acts

        if self.chosen[0] == "cover":
            acts.set_end(self, self.chosen[1])

    def action_end(self) -> None:
        """End the selected cover, drop the selected words, or lock the selected machine."""
        from rise_tui.screens.acts import colleagues as acts

        kind, id_ = self.chosen
        if kind == "cover":
            acts.keep(self, lambda: covering.end(self.desk, id_))
        elif kind == "machine":
            acts.lock(self, id_)
        elif kind == "left":
            acts.drop(self, id_)
        elif kind == "typed":
            acts.drop(self, noting.draft_key(id_))
        elif kind == "note":
            acts.drop_note(self, id_)

    def action_wipe(self) -> None:
        """Let the selected machine delete everything."""
        from rise_tui.screens.acts import colleagues as acts

        if self.chosen[0] == "machine":
            acts.wipe(self, self.chosen[1])

    def action_undo(self) -> None:
        """Take back what was last done here; what was done elsewhere stays."""
        take_back_here(self, on_colleagues)
        self.show()

    def machine(self, device_id: str) -> signed_in_devices.Machine | None:
        """The machine of that id, as it stands now."""
        return next((one for one in signed_in_devices.machines(self.desk) if one.device_id == device_id), None)

    def tell_done(self, label: str | None) -> None:
        """What was done, and that it can be taken back."""
        self.show()
        if label is not None:
            latest = undoing.latest_here(self.desk, on_colleagues)
            can = latest is not None and latest.label == label
            self.tell(f"{label}.", "good", say("z takes it back") if can else "")

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)


def _keys(kind: str, *, may_plan: bool) -> tuple[tuple[str, str], ...]:
    """The keys that fit the selected line."""
    of_line = {
        "cover": (("e", say("until when")), ("d", say("end it"))),
        "new-cover": (("Enter", say("plan a cover")),),
        "came": (("Enter", say("open")),),
        "left": (("Enter", say("read it")), ("d", say("drop it"))),
        "typed": (("Enter", say("read it")), ("d", say("drop it"))),
        "note": (("d", say("drop it")),),
        "summary": (("Enter", say("who waits")),),
        "machine": (("d", say("lock it")), ("x", say("delete everything there"))),
    }.get(kind, ())
    plan = () if kind == "new-cover" or not may_plan else (("+", say("plan a cover")),)
    return (*of_line, *plan, ("Esc", say("back")))
