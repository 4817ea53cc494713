"""How a broadcast stands, and what was answered: the parts of its room that only show what they are given."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from rise_tui.casework.replies import Replies
from rise_tui.casework.tallying import Overview
from rise_tui.domain import broadcast_words
from rise_tui.domain.replies import Sort
from rise_tui.domain.say import say
from rise_tui.domain.tallies import Phase, Standing, short_left_out
from rise_tui.widgets.page_line import NARROW
from rise_tui.widgets.reply_list import ROLES, ReplyList
from rise_tui.widgets.rows import Rows
from rise_tui.widgets.section_line import RuleLine, Section, SectionLine
from rise_tui.widgets.tally_bar import TallyBar
from rise_tui.widgets.tally_list import StateRow, TallyList
from rise_tui.widgets.words_block import Block, WordsBlock

TALL = 32
"""Lines of the screen from which on there is room for the text itself."""


class SendingView(Vertical):
    """Name and phase, the bar, the states, who is left out; the replies; the text; what happens without you."""

    @property
    def states(self) -> TallyList:
        """The states of its texts."""
        return self.query_one(TallyList)

    @property
    def answers(self) -> ReplyList:
        """What people answered."""
        return self.query_one(ReplyList)

    def compose(self) -> ComposeResult:
        """From the top."""
        yield SectionLine(id="sending-name")
        yield TallyBar(id="sending-bar")
        yield TallyList(id="sending-states")
        yield SectionLine(id="sending-omitted")
        yield RuleLine(id="sending-rule")
        yield SectionLine(id="sending-answered")
        yield ReplyList(id="sending-replies")
        yield WordsBlock(id="sending-text")
        yield WordsBlock(id="sending-note")

    def fit(self, size: Size) -> None:
        """Wide: more air; tall: also the text itself."""
        self.set_class(size.width >= NARROW, "-wide")
        self.set_class(size.height >= TALL, "-tall")

    def show(self, found: Overview | None) -> None:
        """How it stands; None: it is not here any more."""
        name = self.query_one("#sending-name", SectionLine)
        if found is None:
            name.section = Section(say("This group text is not here any more."))
            return
        words, role = broadcast_words.phase_words(found.phase, found.tally, found.leaves)
        if found.is_dropping:
            words = say("dropping what has not left …")
        name.section = Section(found.name, right=words, right_role=role)
        bar = self.query_one(TallyBar)
        bar.counts = {standing: found.tally.of(standing) for standing in Standing}
        bar.told = found.done_in
        self.states.show_states([StateRow(one.standing, one.count, one.words, one.hint) for one in found.lines])
        self._show_left_out(found)
        self._show_words(found)

    def _show_left_out(self, found: Overview) -> None:
        count = sum(number for _, number in found.left_out)
        self.set_class(bool(count), "-some-left-out")
        if count:
            why = " · ".join(f"{number} {short_left_out(reason)}" for reason, number in found.left_out)
            section = Section(
                say("Left out {count}", count=count), ((why, "dim"),), say("w shows who"), title_role="dim"
            )
            self.query_one("#sending-omitted", SectionLine).section = section

    def _show_words(self, found: Overview) -> None:
        """Every version of the text, and below them what happens without you, or why it was refused."""
        is_refused = found.phase is Phase.REFUSED
        cost = "" if is_refused else found.cost
        *more, (last, words) = found.texts
        blocks = [Block(_called(version), body) for version, body in more]
        self.query_one("#sending-text", WordsBlock).blocks = (*blocks, Block(_called(last), words, cost))
        note = found.why if is_refused else broadcast_words.without_you(found.phase)
        said = (Block("", note, role="bad" if is_refused else "dim"),) if note else ()
        self.query_one("#sending-note", WordsBlock).blocks = said
        self.set_class(is_refused, "-refused")

    def show_replies(self, found: Replies) -> None:
        """Who answered what; until somebody has chosen one, the newest is selected."""
        told = tuple((_counted(sort, found.of(sort)), ROLES[sort] if found.of(sort) else "faint") for sort in Sort)
        if not found.every:
            told = ((say("nobody has answered yet"), "dim"),)
        hint = say("y n o sort them") if found.every else ""
        self.query_one("#sending-answered", SectionLine).section = Section(say("Replies"), told, hint)
        self.answers.show(Rows(found.every))
        if not self.answers.is_chosen:
            self.answers.selected = 0


def _called(version: str) -> str:
    """The heading above a version of the text; one alone is just the text."""
    return say("The text · {version}", version=version) if version else say("The text")


def _counted(sort: Sort, count: int) -> str:
    match sort:
        case Sort.YES:
            return say("yes {count}", count=count)
        case Sort.NO:
            return say("no {count}", count=count)
        case Sort.OTHER:
            return say("other {count}", count=count)
