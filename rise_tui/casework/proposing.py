"""Doing what a mark proposes about a conversation, where that is one act and needs no dialog."""

from rise_tui.casework import amending, claiming, numbering, opting, strangers, triage
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import is_typed
from rise_tui.casework.finding import name_of
from rise_tui.casework.together import as_one
from rise_tui.domain.appointments import Answer
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import NotFound
from rise_tui.domain.marks import Mark, language_of
from rise_tui.domain.phone import pretty
from rise_tui.domain.proposals import Proposal, propose
from rise_tui.domain.say import say
from rise_tui.domain.telling import dealt_with_through, told
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.lines import Line
from rise_tui.store.threads import Message

LOOKED_BACK = 50
"""Texts among which the failed one is looked for."""


def proposed(desk: Desk, client_id: str) -> Proposal | None:
    """What is proposed about this conversation as it stands now; None: nothing but an answer will do."""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
    return None if line is None else proposed_for(desk, line)


def proposed_for(desk: Desk, line: Line) -> Proposal | None:
    """What is proposed about the conversation of that line: whose a number is, only while nobody has said it."""
    found = propose(line, line.client_id)
    if found is Proposal.NEW_NUMBER and claiming.claimed_by(desk, line.client_id) is not None:
        return None
    return found


def is_marked(desk: Desk, client_id: str, mark: str) -> bool:
    """Has any of their unanswered texts this mark, about which nobody has decided? A stop may be answered already."""
    with desk.store.reading() as session:
        if mark == Mark.STOP_LIKE and desk.store.held_texts.standing(session, client_id).undecided:
            return True
        return any(mark in text.marks for text in desk.store.conversations.unanswered(session, client_id))


def failed_text(desk: Desk, client_id: str) -> str | None:
    """The text of ours that did not arrive, if it was the last one."""
    with desk.store.reading() as session:
        texts = desk.store.threads.window(session, client_id, limit=LOOKED_BACK)
    failed = (Status.FAILED, Status.UNDELIVERED, Status.EXPIRED)
    ours = next((one for one in reversed(texts) if one.direction == "outbound" and is_typed(one)), None)
    return ours.message_id if ours is not None and ours.status in failed else None


def name(desk: Desk, client_id: str) -> str:
    """What one calls them."""
    with desk.store.reading() as session:
        return name_of(desk, session, client_id)


def accept(desk: Desk, client_id: str, proposal: Proposal, *, seen_through: int) -> str:
    """Do it; what was done, in words. It can be taken back, as one act.

    It is done with the text that the line tells and with what says nothing after it: a later text that asks something
    keeps *needs reply*. Raises NotFound where the text that proposed it is not there any more, and the troubles of
    what it does. Proposals that need a dialog (a photo, a new number, something urgent) are not done here.
    """
    through = min(seen_through, _through(desk, client_id))
    match proposal:
        case Proposal.DONE:
            return triage.done(desk, client_id, seen_through=through)
        case Proposal.COME_YES | Proposal.COME_NO:
            said = Answer.YES if proposal is Proposal.COME_YES else Answer.NO
            return opting.answer(desk, client_id, said, through=through)
        case Proposal.OPT_OUT:
            return opting.opt_out(desk, client_id, seen_through=seen_through)
        case Proposal.SET_LANGUAGE:
            return _set_language(desk, client_id)
        case Proposal.STOP_NUMBER:
            return strangers.stop_number(desk, client_id, seen_through=through)
        case Proposal.CONFIRM_NUMBER:
            return _confirm_number(desk, client_id, through)
        case _:
            raise ValueError(f"{proposal} is not done in one act")


def _through(desk: Desk, client_id: str) -> int:
    with desk.store.reading() as session:
        unanswered = desk.store.conversations.unanswered(session, client_id)
    one = told(unanswered)
    return 0 if one is None else dealt_with_through(unanswered, one)


def _told_text(desk: Desk, client_id: str) -> Message:
    with desk.store.reading() as session:
        one = told(desk.store.conversations.unanswered(session, client_id))
        if one is None:
            raise NotFound(say("Nothing of theirs waits for an answer any more"))
        return desk.store.threads.window(session, client_id, after=one.position - 1, limit=1)[0]


def _set_language(desk: Desk, client_id: str) -> str:
    """They are written to in the language of their text from now on; it still needs a reply."""
    language = language_of(_told_text(desk, client_id).body)
    if language is None:
        raise NotFound(
            say("Which language it is cannot be told"),
            "",
            say("Set the language in the card, if it is one of ours: i."),
        )
    with desk.store.reading() as session:
        name = name_of(desk, session, client_id)
    label = say("Written to in Spanish: {name}", name=name)
    if language == "en":
        label = say("Written to in English: {name}", name=name)
    return amending.change(desk, amending.the_client(client_id), {"language": language}, label)


def _confirm_number(desk: Desk, client_id: str, through: int) -> str:
    """They said from a number that came by text that it is theirs: it is texted from now on, and needs no answer."""
    e164 = _told_text(desk, client_id).e164 or ""
    label = say("{number} is confirmed", number=pretty(e164))
    with as_one(desk, client_id, label, Change("inbox", client_id), Change("outbox")) as session:
        numbering.confirm_in(desk, session, client_id, e164, say("they answered yes to our question"))
        done = triage.judge_in(desk, session, client_id, ConversationState.DONE, through)
        desk.store.undo.add(session, label, done, client_id=client_id, at=desk.now)
    return label
