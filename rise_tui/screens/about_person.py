"""A room in which one person stands: who that is, and how one decides about them and goes on."""

from collections.abc import Callable, Collection

from rise_tui.casework import triage, undoing
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.holding import Holding
from rise_tui.screens.room import Room


class AboutPerson(Room):
    """What the acts about a person are given; each act is a file of its own in `acts/`."""

    def __init__(self) -> None:
        super().__init__()
        self.holding = Holding(self)

    # what an act is given

    @property
    def pane(self) -> ConversationPane:
        """The conversation."""
        return self.query_one(ConversationPane)

    def on_screen_suspend(self) -> None:
        """Another room, or a dialog, lies over this one."""
        if self.has_arrived:
            self.pane.look_away()

    def on_screen_resume(self) -> None:
        """Back in this room."""
        super().on_screen_resume()
        if self.has_arrived:
            self.pane.look()

    @property
    def client_id(self) -> str | None:
        """Whom the keys are about now."""
        return self.pane.client_id

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected people, where one can select; empty: the keys are about `client_id` alone."""
        return ()

    def help_notes(self) -> tuple[str, ...]:
        """What the marks are, and what they are not."""
        return (
            say(
                "The words at the right of a line (urgent, photo, yes, thanks …) are what a plain rule saw in a text:"
                " it proposes, you decide. y does what it proposes."
            ),
            say(
                "Urgent: a text with words of danger stays on top until you have acted. The rule knows words, not"
                " people: it will miss some. Read what they write."
            ),
        )

    def settle(self) -> None:
        """Be at the person whom the keys are about: a list may still be on its way there."""

    def is_done(self, act: Callable[[], object]) -> bool:
        """Do it; a trouble that was to be expected is told, and nothing is changed."""
        try:
            act()
        except RiseError as error:
            self.tell_error(error)
            return False
        return True

    def judge(self, act: Callable[[str], str], *, about: str | None = None) -> None:
        """Decide about the person who stands here; if that takes them off the list, go on to who comes next.

        `act` is given their id; what it did can be taken back, and the status line says so. `about`: whom a dialog
        asked about, who may stand here no longer when it is answered.
        """
        if about is None:
            self.settle()
        client_id = about or self.client_id
        if client_id is None:
            return
        leave = self.stepping(client_id)
        if self.is_done(lambda: act(client_id)):
            leave()
            self.tell_latest()

    def stepping(self, client_id: str) -> Callable[[], None]:
        """Asked before an act: how to go on afterwards to who comes next, if this one is off the list then."""
        raise NotImplementedError

    def decided(self, client_ids: Collection[str]) -> None:
        """Something was decided about these in a dialog: a list may close over them."""

    def see_to(self, client_id: str) -> None:
        """They were decided about in a page that still lies over this room."""

    def sent(self, to: str) -> None:
        """A text to them was sent: where one goes on."""
        raise NotImplementedError

    def action_reply(self) -> None:
        """Into the draft to the person who stands here."""
        raise NotImplementedError

    def reply_to(self, client_id: str) -> None:
        """Into the draft to this person as it is on disk, also where they stand here no longer."""
        if self.client_id != client_id:
            self.open_client(client_id, is_reply=True)
            return
        self.pane.show_draft()
        self.action_reply()

    def tell_latest(self, beside: str = "") -> None:
        """What was just done, what is to be known `beside` it, and that it can be taken back."""
        latest = undoing.latest(self.desk)
        if latest is not None:
            words = say("{done} · {beside}", done=latest.label, beside=beside) if beside else latest.label
            self.tell(words, role="good", hint=say("z takes it back"))

    def mark_read(self) -> None:
        """What stands on the screen was read; where that cannot be kept now, it is when they are next looked at."""
        if self.pane.client_id is not None:
            try:
                triage.mark_read(self.desk, self.pane.client_id, through=self.pane.seen_through)
            except RiseError:
                return
