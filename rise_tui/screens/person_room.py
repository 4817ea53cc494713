"""A room in which one person stands: every key that is about them, in the list and in the conversation alike."""

from collections.abc import Callable, Collection
from typing import ClassVar

from textual.binding import Binding, BindingType

from rise_tui.casework import triage, undoing
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.conversation import ConversationPane
from rise_tui.screens.holding import Holding
from rise_tui.screens.room import Room
from rise_tui.screens.writing import WritingPlace
from rise_tui.widgets.draft_area import DraftArea

REFUSED = 1.0
"""Seconds after a draft was refused within which a letter was meant for it: a hand pauses before it begins to write."""


class PersonRoom(Room):
    """Turns the keys about a person into acts; each act is a file of its own in `acts/`, read when it is first used."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,tab", "reply", "Reply", id="inbox.reply", tooltip="Answer, without leaving the list."),
        Binding(
            "y",
            "propose",
            "As it says",
            id="inbox.propose",
            tooltip="Do what the mark proposes; the line of keys says it.",
        ),
        Binding("minus", "deny_stop", "Not so", id="inbox.dismiss", tooltip="It only sounds like a stop: say why."),
        Binding("asterisk", "flag", "Flag", id="inbox.flag", tooltip="Flag them, or take the flag off."),
        Binding("a", "mark_done", "Done", id="inbox.mark-done", tooltip="No answer needed; to the next one."),
        Binding("u", "need_reply", "Needs reply", id="inbox.need-reply", tooltip="This needs a reply again."),
        Binding(
            "t", "pick_template", "Template", id="inbox.pick-template", tooltip="A template: into the draft, or sent."
        ),
        Binding(
            "f", "file_photo", "File photo", id="inbox.file-photo", tooltip="File the photo or paper; then the next."
        ),
        Binding("enter,o", "open_photo", "Photo", id="inbox.open-photo", tooltip="The photo of this text, large."),
        Binding(
            "F", "papers", "Papers", id="inbox.papers", tooltip="Their papers: what is there, and what is missing."
        ),
        Binding("s", "snooze", "Snooze", id="inbox.snooze", tooltip="Snooze it until a time, or until they reply."),
        Binding("m", "note", "Note", id="inbox.note", tooltip="A private note, a call or a visit."),
        Binding("i", "card", "Card", id="inbox.card", tooltip="Details, consent, papers, appointments."),
        Binding("at", "transfer", "Transfer", id="inbox.transfer", tooltip="Give them to a colleague."),
        Binding("exclamation_mark", "urgent", "Urgent", id="inbox.urgent", tooltip="Urgent: what to do now."),
        Binding("h", "show_history", "History", id="inbox.show-history", tooltip="How this text fared, step by step."),
        Binding(
            "equals_sign", "send_again", "Send again", id="inbox.send-again", tooltip="Send the text again that failed."
        ),
        Binding("l", "release", "Let go", id="inbox.release", tooltip="Let a held text go now; asks why."),
        Binding("c", "write_to", "New text", id="inbox.write-to", tooltip="A new text to someone."),
        Binding(
            "b",
            "broadcast",
            "Group text",
            id="inbox.broadcast",
            tooltip="A group text; to the selected ones, if any.",
        ),
        Binding("n", "next(1)", "Next", id="inbox.next", tooltip="The next one that needs a reply."),
        Binding("N", "next(-1)", "Previous", id="inbox.previous", tooltip="The one before that needs a reply."),
        Binding("escape", "back", "Back", id="inbox.back", tooltip="One step back."),
    ]

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

    def tell_latest(self) -> None:
        """What was just done, and that it can be taken back."""
        latest = undoing.latest(self.desk)
        if latest is not None:
            self.tell(latest.label, role="good", hint=say("z takes it back"))

    def mark_read(self) -> None:
        """What stands on the screen was read; where that cannot be kept now, it is when they are next looked at."""
        if self.pane.client_id is not None:
            try:
                triage.mark_read(self.desk, self.pane.client_id, through=self.pane.seen_through)
            except RiseError:
                return

    # typing and sending

    def begin_typing(self) -> None:
        """Into the draft; where no text may go it says so, and what is typed all the same acts on nothing."""
        if not self.is_done(self.pane.begin_typing):
            self.make_brief()
            self.rise.typed.hush(REFUSED)

    def on_writing_place_troubled(self, event: WritingPlace.Troubled) -> None:
        """What is typed stands on the screen only, or what was wanted could not be done: say so."""
        self.tell_error(event.error)

    def on_draft_area_unsure(self, event: DraftArea.Unsure) -> None:
        """Nothing was sent; once more, and it is."""
        if event.typed.body.strip():
            self.tell(say("Not sent yet."), role="accent", hint=say("C-d once more sends it"))

    def on_draft_area_sent(self, event: DraftArea.Sent) -> None:
        """Send it."""
        from rise_tui.screens.acts.sending import send

        send(self, event.to, event.typed.body)

    def on_draft_area_asked(self, event: DraftArea.Asked) -> None:
        """A key that does something with the whole draft."""
        from rise_tui.screens.acts.draft_keys import answer

        answer(self, event)

    # keys

    def action_mark_done(self) -> None:
        """No answer needed; the next one is selected. With several selected: by none of them."""
        if self.chosen:
            from rise_tui.screens.acts.selecting import mark_done

            mark_done(self)
            return
        self.judge(lambda client_id: triage.done(self.desk, client_id, seen_through=self.pane.seen_through))

    def action_need_reply(self) -> None:
        """It needs a reply after all."""
        self.judge(lambda client_id: triage.need_reply(self.desk, client_id))

    def action_propose(self) -> None:
        """What the mark of their last words proposes."""
        from rise_tui.screens.acts.proposing import propose

        propose(self)

    def action_deny_stop(self) -> None:
        """Their text only sounded like a wish to stop."""
        from rise_tui.screens.acts.proposing import dismiss

        dismiss(self)

    def action_flag(self) -> None:
        """Flag the person, or take the flag off."""
        from rise_tui.screens.acts.flagging import flag

        flag(self)

    def action_pick_template(self) -> None:
        """A saved text into the draft, or sent."""
        from rise_tui.screens.acts.templates import pick_template

        pick_template(self)

    def action_file_photo(self) -> None:
        """File the photo or paper that came."""
        from rise_tui.screens.acts.filing import file_photo

        file_photo(self)

    def action_open_photo(self) -> None:
        """The photo of the chosen text, large."""
        from rise_tui.screens.acts.photo import open_photo

        open_photo(self)

    def action_papers(self) -> None:
        """What is in their file, and what is missing."""
        from rise_tui.screens.acts.papers import open_papers

        open_papers(self)

    def action_snooze(self) -> None:
        """Put it away for a while."""
        from rise_tui.screens.acts.snoozing import snooze

        snooze(self)

    def action_note(self) -> None:
        """A note that the client does not see."""
        from rise_tui.screens.acts.noting import note

        note(self)

    def action_card(self) -> None:
        """Who they are."""
        from rise_tui.screens.acts.card import open_card

        open_card(self)

    def action_transfer(self) -> None:
        """They become a colleague's; with several selected, all of these."""
        from rise_tui.screens.acts.transferring import transfer_here

        transfer_here(self)

    def action_urgent(self) -> None:
        """What to do when it is urgent."""
        from rise_tui.screens.acts.urgent import open_urgent

        open_urgent(self)

    def action_show_history(self) -> None:
        """How the chosen text fared."""
        from rise_tui.screens.acts.history import show_history

        show_history(self)

    def action_send_again(self) -> None:
        """The text that did not arrive, once more."""
        from rise_tui.screens.acts.history import send_again

        send_again(self)

    def action_release(self) -> None:
        """The held text, now."""
        from rise_tui.screens.acts.held import release

        release(self)

    def action_write_to(self) -> None:
        """A new text to someone."""
        from rise_tui.screens.acts.texting_new import write_to

        write_to(self)

    def action_broadcast(self) -> None:
        """A text to many."""
        from rise_tui.screens.acts.broadcasting import begin

        begin(self)
