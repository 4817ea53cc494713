"""The place where a text to many is written: as for one person, for each version of its own."""

from textual.message import Message

from rise_tui.screens.writing import WritingPlace
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.person_line import DraftTitle
from rise_tui.widgets.segment_meter import SegmentMeter


class BroadcastWriting(WritingPlace):
    """Keeps every key in the draft of the version that stands here."""

    class Rewritten(Message):
        """The words are others than they were: what would come of them is, too."""

    def tell(self, to: str, leaves: str) -> None:
        """To whom it goes and when."""
        self.query_one(DraftTitle).to = to
        self.query_one(SegmentMeter).leaves = leaves

    def show(self) -> None:
        """To whom it goes is told by the room."""

    def show_kept(self) -> None:
        """Whose texts would wait is told by the room, too."""

    def on_draft_area_edited(self, event: DraftArea.Edited) -> None:
        """Tell the room."""
        if event.to == self.client_id:
            self.post_message(self.Rewritten())

    @property
    def is_typed_in(self) -> bool:
        """Whether the focus is in here."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors
