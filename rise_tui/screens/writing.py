"""The place where one writes: to whom, what, how many texts that is, when they leave, and *Send*."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive

from rise_tui.casework import attaching, drafting, leaving
from rise_tui.domain.errors import BadInput, Refused, RiseError
from rise_tui.domain.held_words import in_composer
from rise_tui.domain.say import say, say_many
from rise_tui.domain.segments import ELLIPSIS, LOOK_ALIKES, plainer, weigh
from rise_tui.screens.at_desk import AtDesk
from rise_tui.widgets.attached_line import AttachedLine
from rise_tui.widgets.draft_area import DraftArea, Typed
from rise_tui.widgets.page_line import SHORT
from rise_tui.widgets.person_line import DraftNote, DraftTitle
from rise_tui.widgets.segment_meter import SegmentMeter
from rise_tui.widgets.send_place import SendPlace

TALL = 32
"""Lines of a terminal that has room to spare."""
LOOKED_ANEW = 30
"""Seconds after which it is looked again whether a text would be held: an answer is one for two hours only."""


class WritingPlace(AtDesk, Vertical):
    """Keeps every key under the name of whom it was typed to, and says what becomes of it."""

    DEFAULT_CSS = """
    WritingPlace { height: auto; max-height: 60%; }
    WritingPlace.-closed DraftArea, WritingPlace.-closed #below { display: none; }
    WritingPlace.-closed.-written DraftArea { display: block; }
    WritingPlace #below { height: 1; }
    WritingPlace.-tall #below { margin-top: 1; }
    WritingPlace SegmentMeter { width: 1fr; }
    """

    is_closed: reactive[bool] = reactive(False)
    """Whether no text may go to the person who stands here."""

    class Troubled(Message):
        """Something typed here could not be kept, or not be done."""

        def __init__(self, error: RiseError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.client_id: str | None = None
        self._why_closed = ""
        self.is_gone = False
        """whether they are none of one's clients any more"""
        self._draft_id = ""
        """the id of the draft that stands here; empty while there is none"""
        self._is_refused = False
        """whether the draft on disk is another one than what was typed last, and is to be shown"""
        self._warned = ("", "")
        """to whom which words are to be looked at again before they are sent"""
        self._kept = ""
        """what would become of a text that is sent now, where it would be held"""
        self._told_kept: tuple[str, str] | None = None
        self._looked_at = 0

    @property
    def area(self) -> DraftArea:
        """Where one types."""
        return self.query_one(DraftArea)

    @property
    def name_of_client(self) -> str:
        """To whom one writes, safe for a terminal."""
        return self.query_one(DraftTitle).to

    @property
    def may_be_emptied(self) -> bool:
        """Whether words stand here that may not be sent, to somebody whose they are to be decided about."""
        return self.is_closed and not self.is_gone and self.is_begun

    @property
    def is_begun(self) -> bool:
        """Whether there is anything that could be sent or lost."""
        return bool(self.area.text or self.has_attached)

    @property
    def has_attached(self) -> bool:
        """Whether a photo or PDF goes with the words."""
        return bool(self.query_one(AttachedLine).attached)

    def compose(self) -> ComposeResult:
        """To whom, what is to be known, the words, how many texts they are."""
        yield DraftTitle(id="to")
        yield DraftNote(id="note")
        yield DraftArea(self.desk.clock.monotonic, self.keep, id="draft")
        yield AttachedLine(id="attached")
        with Horizontal(id="below"):
            yield SegmentMeter(id="meter")
            yield SendPlace(id="send")

    def on_mount(self) -> None:
        """Whether a text would be held changes by itself, too."""
        self.set_interval(LOOKED_ANEW, self.show)

    def on_resize(self) -> None:
        """Where there is room, a line stays free below the words."""
        lines = self.app.size.height
        self.set_class(lines >= TALL, "-tall")
        self.area.styles.min_height = 2 if SHORT <= lines < TALL else 1

    def watch_is_closed(self, is_closed: bool) -> None:
        """Nothing can be typed to who may not be texted; whoever types just now stays there, and nothing is taken."""
        self.set_class(is_closed, "-closed")
        self.area.is_closed = is_closed
        self.area.can_focus = not is_closed or self.area.has_focus

    # whose draft

    def bring(self, client_id: str | None) -> None:
        """Show the draft to this person (None: nobody) as it was left."""
        self.client_id = client_id
        self.show()
        self.show_draft()

    def show(self) -> None:
        """Re-read to whom it goes, when it leaves, or why it cannot; never what is being typed."""
        if not self.is_staying:
            return
        title, meter = self.query_one(DraftTitle), self.query_one(SegmentMeter)
        if self.client_id is None:
            title.to, meter.leaves, self.is_closed, self._kept = "", "", False, ""
            self._why_closed, self.is_gone = "", False
            self.show_kept()
            return
        standing = leaving.standing(self.desk, self.client_id)
        title.to = self.query_one(DraftNote).to = standing.name
        meter.leaves, meter.price = standing.leaves, standing.price_micros
        meter.is_night = standing.is_night
        self.is_gone = standing.is_gone
        kept, self._looked_at = standing.kept, self.desk.now
        self._kept = "" if kept is None else in_composer(kept.before(standing.called), kept.why)
        if standing.closed != self._why_closed:
            self._why_closed = standing.closed
            draft = drafting.recall(self.desk, self.client_id)
            self.area.read_only = draft.is_elsewhere or bool(self._why_closed)
            self._note(draft)
        self._close()
        self.show_kept()

    def show_draft(self) -> None:
        """Put the draft here as it was last typed, with the cursor where it was."""
        if self.client_id is None:
            self._draft_id = ""
            self.area.restore("", Typed("", 0, 0))
            self._show_beside(None)
            self._weigh("")
            return
        draft = drafting.recall(self.desk, self.client_id)
        self._draft_id = "" if draft.is_empty else draft.message_id
        self.area.read_only = draft.is_elsewhere or bool(self._why_closed)
        self.area.restore(self.client_id, Typed(draft.body, draft.cursor, draft.anchor))
        self._show_beside(draft)
        self._close()
        self._weigh(draft.body)

    def _close(self) -> None:
        """Whether one may write here; what was written before stays readable where one may not."""
        self.is_closed = bool(self._why_closed)
        self.set_class(bool(self.area.text), "-written")

    def hear_drafts(self) -> None:
        """A draft was written, here or elsewhere: one that came back stands here; one that is being typed stays."""
        if self.client_id is None:
            return
        draft = drafting.recall(self.desk, self.client_id)
        came_back = not draft.is_empty and draft.message_id != self._draft_id
        if self.area.read_only or draft.is_elsewhere or (came_back and (self._draft_id or not self.area.text)):
            self.show_draft()

    def begin_typing(self) -> None:
        """Into the draft; one that another window has open is taken over. Raises Refused where no text may go."""
        if self.client_id is None:
            return
        if self.is_closed:
            raise Refused(say("No text may go to them"), "", say("The reason stands above."))
        if self.area.read_only:
            drafting.take_over(self.desk, self.client_id)
            self.show_draft()
        self.screen.set_focus(self.area)

    def clear(self) -> None:
        """What was typed is sent."""
        self._draft_id = ""
        self.area.restore(self.client_id or "", Typed("", 0, 0))
        self._show_beside(None)
        self._weigh("")

    def show_attached(self) -> None:
        """What goes with the words was changed; the words stand as they are."""
        if self.client_id is not None:
            draft = drafting.recall(self.desk, self.client_id)
            self._draft_id = "" if draft.is_empty else draft.message_id
            self._show_beside(draft)
            self._weigh(self.area.text)

    def warn(self, to: str, body: str, words: str) -> None:
        """Show what is to be looked at again before this goes to them; once more, and it goes."""
        self._warned = (to, body)
        self.query_one(DraftNote).note = (words, "accent")

    def is_warned(self, to: str, body: str) -> bool:
        """Whether just that was shown already."""
        return self._warned == (to, body)

    # what is typed

    def keep(self, to: str, typed: Typed) -> None:
        """Every key is on disk before it is seen, under the name of whom it was typed to."""
        if not to:
            return
        try:
            shown = self._draft_id if to == self.client_id else None
            is_kept = drafting.keep(self.desk, to, typed.body, typed.cursor, typed.anchor, shown=shown)
        except RiseError as error:
            self.post_message(self.Troubled(error))
            return
        self._is_refused = not is_kept
        if is_kept and shown == "" and typed.body:
            self._draft_id = drafting.recall(self.desk, to).message_id

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """Say what the words weigh; where another window writes in this draft, or words came back, show that one."""
        event.stop()
        if event.to != self.client_id or not event.to:
            return
        if self._is_refused:
            self._is_refused = False
            self.show_draft()
            return
        if not event.typed.body or (self._warned[0] and self._warned != (event.to, event.typed.body)):
            self._warned = ("", "")
            self._note(None)
        self._weigh(event.typed.body)
        if self.desk.now - self._looked_at > LOOKED_ANEW * 1000:
            self.show()
        self.show_kept()

    def on_descendant_focus(self) -> None:
        """Who begins to write sees first what would become of it."""
        self.show_kept()

    def on_descendant_blur(self) -> None:
        """Nobody writes: an empty draft says nothing, and one that may not be sent is not entered again."""
        self.area.can_focus = not self.is_closed
        self.call_after_refresh(self.show_kept)

    def on_draft_area_asked(self, event: DraftArea.Asked) -> None:
        """Tab leads to *Send*; all else is done by the room."""
        if event.act == "send place":
            event.stop()
            self.screen.set_focus(self.query_one(SendPlace))

    def on_draft_area_cut(self, event: DraftArea.Cut) -> None:
        """Say that not all of a paste was taken."""
        event.stop()
        words = say_many("{count} character was left out.", "{count} characters were left out.", event.lost)
        self.post_message(self.Troubled(BadInput(say("That is too much for a text"), words)))

    def on_send_place_pressed(self, event: SendPlace.Pressed) -> None:
        """Enter on *Send* is C-d."""
        event.stop()
        self.area.call_later(self.area.action_send)  # what a parent makes its child say, the parent is not told

    def on_send_place_reached(self, event: SendPlace.Reached) -> None:
        """What leaks from a paste may be a tab and a line end: for a moment nothing is sent."""
        event.stop()
        self.area.deafen(DraftArea.PASTED)

    def on_key(self, event: events.Key) -> None:
        """A sign typed on *Send* is the draft's next one, and no act of the list: who types on has not seen the tab."""
        if event.is_printable and event.character is not None and self.query_one(SendPlace).has_focus:
            event.stop()
            event.prevent_default()
            self.screen.set_focus(self.area)
            self.area.insert(event.character)

    def on_send_place_left(self, event: SendPlace.Left) -> None:
        """Back to the words."""
        event.stop()
        self.screen.set_focus(self.area)

    def _show_beside(self, draft: drafting.Draft | None) -> None:
        """What is to be known about this draft, and what goes with it."""
        self._warned = ("", "")
        media = draft.media if draft is not None else ()
        attached = attaching.attached(self.desk, media) if media else ()
        self.query_one(AttachedLine).attached = tuple(one.words for one in attached)
        self._note(draft)

    def _note(self, draft: drafting.Draft | None) -> None:
        """What is to be known about this draft, above it."""
        note = self.query_one(DraftNote)
        if self._why_closed and self.client_id is not None:
            is_written = bool(self.area.text) or self.has_attached
            stays = say("What was half written stays here.") if is_written else ""
            if is_written and not self.is_gone:
                stays = say("What was half written stays here; r makes a note of it, or drops it.")
            note.note = (f"{self._why_closed} {stays}".rstrip(), "bad")
        elif draft is not None and draft.is_elsewhere:
            note.note = (say("Open in another window: r takes it over"), "accent")
        elif draft is not None and draft.problem:
            note.note = (draft.problem, "bad")
        else:
            note.note = None
        self.show_kept()

    def show_kept(self) -> None:
        """That it would be held, while there is something to send or somebody writes, and nothing else is told."""
        if not self.is_staying:
            return
        note = self.query_one(DraftNote)
        is_in_use = bool(self.area.text) or self.has_attached or self.area.has_focus
        told = (self._kept, "accent") if self._kept and is_in_use and not self._why_closed else None
        if note.note is None or note.note == self._told_kept:
            note.note = self._told_kept = told

    def _weigh(self, body: str) -> None:
        meter = self.query_one(SegmentMeter)
        meter.weight = weigh(body) if body else None
        meter.can_be_plainer = meter.weight is not None and _could_be_plainer(body, meter.weight.culprits)
        meter.has_attached = self.has_attached
        self.query_one(SendPlace).is_ready = bool(body.strip()) or self.has_attached


def _could_be_plainer(body: str, culprits: tuple[str, ...]) -> bool:
    """Whether C-g would change anything: asked at every key, so only an ellipsis is tried out."""
    return any(sign in LOOK_ALIKES for sign in culprits) or (ELLIPSIS in culprits and plainer(body) != body)
