"""A text to many that is being written: who gets it, what it says, and what would come of it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize

from rise_tui.casework import outlook, planning
from rise_tui.casework.foretelling import Told
from rise_tui.casework.outlook import NAME, PEOPLE, WHEN, Outlook
from rise_tui.casework.planning import Plan, draft_key
from rise_tui.domain import broadcast_words
from rise_tui.domain.broadcasts import VERSIONS, Version
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.broadcast_writing import BroadcastWriting
from rise_tui.screens.foresight import Foresight
from rise_tui.screens.room import Room
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, Footer, Header, Key, StatusLine
from rise_tui.widgets.plan_list import Example, PlanList, ToldLines
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.section_line import Section, SectionLine


class BroadcastScreen(Room):
    """The plan above, the text of the selected version below it, then what it would come to."""

    HEARS = frozenset({"inbox", "thread", "groups", "drafts", "broadcast", "office"})
    CSS_PATH = "broadcast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e", "edit", "Change", id="broadcast.edit", tooltip="Change what is selected: people, text, time, name."
        ),
        Binding("r,tab", "type", "Write", id="broadcast.type", tooltip="Into the text."),
        Binding("v", "read_texts", "Texts", id="broadcast.read-texts", tooltip="The filled texts, the longest first."),
        Binding("w", "left_out", "Left out", id="broadcast.left-out", tooltip="Who gets nothing, and why."),
        Binding(
            "t", "pick_template", "Template", id="broadcast.pick-template", tooltip="A template, in each language."
        ),
        Binding("ctrl+o", "send_later", "Later", id="broadcast.send-later", tooltip="Choose when it leaves."),
        Binding("ctrl+d", "confirm", "Send", id="broadcast.confirm", tooltip="Send it: type the number of people."),
        Binding("d", "throw_away", "Throw away", id="broadcast.throw-away", tooltip="Throw it away; z brings it back."),
        Binding("escape", "back", "Back", id="broadcast.back", tooltip="One step back; it stays as it is."),
    ]

    def __init__(self, plan: Plan, *, place: str = "broadcasts") -> None:
        """`place`: which of the three places one came from."""
        super().__init__()
        self.plan, self.place_id = plan, place
        self.version = VERSIONS[0]
        """Whose words stand in the draft."""
        self.foresight = Foresight(self, lambda: self.plan, self._show_outlook)
        """What would come of it."""
        self._unready: RiseError | None = None
        """why it cannot be sent as it stood when one last wanted to"""
        self.told_waits: tuple[Told, ...] = ()
        """What keeps its texts back, in words."""
        self.is_sending = False
        """Whether it is just being let go."""
        self.is_sent = False
        """Whether it goes out: then there is nothing to be written any more."""
        self.is_gone = False
        """Whether it was sent or thrown away: nothing of it is kept any more."""

    @property
    def lines(self) -> PlanList:
        """What there is to decide."""
        return self.query_one(PlanList)

    @property
    def is_on_the_move(self) -> bool:
        """Whether what stands here is not yet what is."""
        return self.is_sending or self.foresight.is_busy

    @property
    def writing(self) -> BroadcastWriting:
        """Where one types."""
        return self.query_one(BroadcastWriting)

    def compose(self) -> ComposeResult:
        """Header, title, plan, text, what would come of it, an example, status, keys."""
        yield Header()
        yield SectionLine(id="title")
        yield PlanList(id="plan")
        yield BroadcastWriting(id="writing")
        with Vertical(id="outcome"):
            yield ToldLines(id="told")
            yield Example(id="example")
        yield StatusLine()
        yield Footer()

    def enter(self) -> None:
        """At the people, or at the text once they are chosen."""
        self.writing.bring(draft_key(self.plan.broadcast_id, self.version))
        self.set_focus(self.lines)
        self.foresight.look()

    def on_resize(self, event: Resize) -> None:
        """A small terminal shows no example."""
        self.set_class(event.size.width >= NARROW, "-wide")
        self.set_class(event.size.height < 20, "-low")

    # what would come of it

    def show(self) -> None:
        """Facts changed: look at the people again; never touches what is being typed.

        Where another room or window has sent it, to where one sees it go.
        """
        if self.is_gone or self.is_sending:
            return
        if planning.is_confirmed(self.desk, self.plan.broadcast_id):
            self.is_gone = self.is_sent = True
            self.go_on()
            return
        self.writing.hear_drafts()
        self.show_line()
        self.show_keys()
        self.foresight.look(is_new_crowd=True)

    def tell_unready(self, trouble: RiseError) -> None:
        """Why it cannot be sent as it stands; it is told until that is no longer so."""
        self._unready = trouble
        self.tell_error(trouble)

    def _let_go_of_trouble(self) -> None:
        """What was told of the words or people before is taken off, once it is true no longer."""
        ready, told = self.foresight.ready, self._unready
        if told is None or ready is None or (ready.trouble is not None and str(ready.trouble) == str(told)):
            return
        self._unready = None
        if self.is_telling(f"{told.title}."):
            self.tell("")

    def _show_outlook(self, told: Outlook) -> None:
        self._let_go_of_trouble()
        self.told_waits = told.waits
        self.query_one("#title", SectionLine).section = Section(
            told.title, right=told.state, right_role="accent", is_name=True
        )
        self.lines.styles.height = len(told.lines)
        self.lines.show(Rows(told.lines))
        self.query_one(ToldLines).told = told.told
        example = self.query_one(Example)
        example.title = say("As {name} gets it, the longest", name=told.example_of) if told.example_of else ""
        example.whose, example.words = told.example_of, told.example
        self._tell_whom()

    def _tell_whom(self) -> None:
        ready = self.foresight.ready
        if ready is not None:
            at = self.plan.not_before_at
            leaves = say("leaves when it is confirmed")
            if at is not None:
                leaves = say("leaves {time}", time=outlook.time_words(self.desk, at))
            self.writing.tell(outlook.goes_to(self.version, ready), leaves)

    def on_broadcast_writing_rewritten(self) -> None:
        """The words changed; the people have not."""
        self.foresight.rewritten()

    def on_writing_place_troubled(self, event: BroadcastWriting.Troubled) -> None:
        """What is typed stands on the screen only: say so."""
        self.tell_error(event.error)

    # what is selected

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        """The text of the selected version stands in the draft."""
        row = self.lines.row
        version = outlook.version_of(row.line_id) if row is not None else None
        if version is not None:
            self._bring(version)

    def _bring(self, version: Version) -> None:
        if version != self.version:
            self.version = version
            self.writing.bring(draft_key(self.plan.broadcast_id, version))
            self._tell_whom()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Enter changes what is selected."""
        self.action_edit()

    def on_descendant_focus(self) -> None:
        """The footer belongs to the place that has the focus."""
        self.show_keys()

    def show_keys(self) -> None:
        """The keys that fit this moment."""
        keys = broadcast_words.writing_keys(is_typing=self.writing.is_typed_in)
        self.query_one(Footer).keys = tuple(Key(*one) for one in keys)

    # keys

    def change(self, plan: Plan) -> None:
        """The plan is another one now: keep it, and look at what comes of it."""
        is_new_crowd = plan.audience != self.plan.audience
        self.plan = plan
        try:
            planning.keep(self.desk, plan)
        except RiseError as error:
            self.tell_error(error)
        self.foresight.look(is_new_crowd=is_new_crowd)

    def action_edit(self) -> None:
        """Change what is selected."""
        row = self.lines.row
        wanted = row.line_id if row is not None else PEOPLE
        if wanted == PEOPLE:
            from rise_tui.screens.acts.composing import choose_people

            choose_people(self)
        elif wanted == WHEN:
            self.action_send_later()
        elif wanted == NAME:
            from rise_tui.screens.acts.composing import rename

            rename(self)
        else:
            self.action_type()

    def action_type(self) -> None:
        """Into the text."""
        try:
            self.writing.begin_typing()
        except RiseError as error:
            self.tell_error(error)

    def action_read_texts(self) -> None:
        """Each filled text."""
        from rise_tui.screens.acts.composing import read_texts

        read_texts(self)

    def action_left_out(self) -> None:
        """Who gets nothing, and why."""
        from rise_tui.screens.acts.composing import show_left_out

        show_left_out(self)

    def action_pick_template(self) -> None:
        """A saved text, in each language that it has."""
        from rise_tui.screens.acts.composing import pick_template

        pick_template(self)

    def action_send_later(self) -> None:
        """Choose when it leaves."""
        from rise_tui.screens.acts.composing import send_later

        send_later(self)

    def action_throw_away(self) -> None:
        """Forget it; it can be brought back."""
        from rise_tui.screens.acts.composing import throw_away

        throw_away(self)

    def action_back(self) -> None:
        """From the text to the plan, from the plan away; what was written stays."""
        if self.writing.is_typed_in:
            self.set_focus(self.lines)
            return
        self.leave()

    def leave(self, *, is_gone: bool = False) -> None:
        """Away from here; `is_gone`: it was sent or thrown away."""
        self.is_gone = self.is_gone or is_gone
        if not self.is_gone:
            try:
                planning.leave(self.desk, self.plan)
            except RiseError as error:
                self.tell_error(error)
                return
        self.app.pop_screen()

    def close(self) -> None:
        """Away from here; what was written stays."""
        self.leave()

    def go_on(self) -> None:
        """Once it is sent: to where one sees it go, as soon as nothing lies over this room."""
        if self.is_sent and self.is_current:
            from rise_tui.screens.sending import SendingScreen

            self.app.switch_screen(SendingScreen(self.plan.broadcast_id))

    def on_screen_resume(self) -> None:
        """Back in front; it may have been sent meanwhile."""
        self.go_on()

    # confirming

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """C-d in the text."""
        self.action_confirm()

    def on_draft_area_asked(self, event: DraftArea.Asked) -> None:
        """A key that does something with the whole text."""
        from rise_tui.screens.acts.composing import answer

        answer(self, event)

    def on_draft_area_unsure(self, event: DraftArea.Unsure) -> None:
        """Too soon to have been meant: once more, and it is."""
        self.tell(say("Not sent yet."), role="accent", hint=say("C-d once more asks for the number of people"))

    def action_confirm(self) -> None:
        """Look once more at how things stand, then ask for the number of people."""
        from rise_tui.screens.acts.composing import ask_to_confirm

        ask_to_confirm(self)
