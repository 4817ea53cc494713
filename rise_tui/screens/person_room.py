"""The keys that are about a person, in the list and in the conversation alike, and what one types to them."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from rise_tui.casework import triage
from rise_tui.domain.say import say
from rise_tui.screens.about_person import AboutPerson
from rise_tui.screens.writing import WritingPlace
from rise_tui.widgets.draft_area import DraftArea

REFUSED = 1.0
"""Seconds after a draft was refused within which a letter was meant for it: a hand pauses before it begins to write."""


class PersonRoom(AboutPerson):
    """Turns the keys about a person into acts; each act is read when it is first used."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,tab", "reply", "Reply", id="inbox.reply", tooltip="Answer: the cursor goes into the draft."),
        Binding(
            "y",
            "propose",
            "As it says",
            id="inbox.propose",
            tooltip="Do what the mark proposes; the line of keys says it.",
        ),
        Binding("minus", "deny_stop", "Not so", id="inbox.dismiss", tooltip="It is no full stop: say what they want."),
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

    # typing and sending

    def begin_typing(self) -> None:
        """Into the draft; where no text may go it says so, and what is typed all the same acts on nothing."""
        if self.pane.writing.may_be_emptied and self.has_arrived:
            from rise_tui.screens.acts.closed_draft import ask

            self.rise.typed.hush(REFUSED)
            ask(self)
        elif not self.is_done(self.pane.begin_typing):
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
