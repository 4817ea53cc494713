"""What one key does about the text that a line tells: a mark proposes it, the footer says it, a person decides."""

from enum import StrEnum

from rise_tui.domain.inbox_words import Told
from rise_tui.domain.say import say


class Proposal(StrEnum):
    """An act that a mark proposes."""

    SEE_TO_IT = "see_to_it"
    OPT_OUT = "opt_out"
    STOP_NUMBER = "stop_number"
    NEW_NUMBER = "new_number"
    CONFIRM_NUMBER = "confirm_number"
    FILE = "file"
    COME_YES = "come_yes"
    COME_NO = "come_no"
    SET_LANGUAGE = "set_language"
    DONE = "done"
    SEND_AGAIN = "send_again"


_BY_MARK = {
    "urgent": Proposal.SEE_TO_IT,
    "stop_like": Proposal.OPT_OUT,
    "wrong_person": Proposal.STOP_NUMBER,
    "new_number": Proposal.NEW_NUMBER,
    "confirms_number": Proposal.CONFIRM_NUMBER,
    "photo": Proposal.FILE,
    "yes": Proposal.COME_YES,
    "no": Proposal.COME_NO,
    "other_language": Proposal.SET_LANGUAGE,
    "thanks": Proposal.DONE,
}
_OF_CLIENTS = frozenset({Proposal.FILE, Proposal.COME_YES, Proposal.COME_NO, Proposal.SET_LANGUAGE})
"""What cannot be done for a number that is nobody's yet: first say whose it is."""


def propose(row: Told, client_id: str) -> Proposal | None:
    """What `y` would do about this conversation; None: nothing but an answer will do.

    Who said STOP already cannot be answered: that is done. A failed text of ours is sent again once none of theirs
    waits, if a text may go to them.
    """
    if row.state != "needs_reply":
        if not row.has_failed:
            return None
        return Proposal.DONE if row.consent == "opted_out" else Proposal.SEND_AGAIN
    found = _BY_MARK.get(row.mark or "")
    if row.consent == "opted_out" and found is not Proposal.SEE_TO_IT:
        return Proposal.DONE
    is_nobodys = client_id.startswith("tel:")
    if is_nobodys and found is Proposal.STOP_NUMBER:
        return Proposal.DONE
    return Proposal.NEW_NUMBER if is_nobodys and found in _OF_CLIENTS else found


def proposal_words(proposal: Proposal) -> str:
    """The proposal as the line of keys says it."""
    return {
        Proposal.SEE_TO_IT: lambda: say("what to do now"),
        Proposal.OPT_OUT: lambda: say("opt out"),
        Proposal.STOP_NUMBER: lambda: say("not their number"),
        Proposal.NEW_NUMBER: lambda: say("new number"),
        Proposal.CONFIRM_NUMBER: lambda: say("confirm number"),
        Proposal.FILE: lambda: say("file photo"),
        Proposal.COME_YES: lambda: say("come: yes"),
        Proposal.COME_NO: lambda: say("come: no"),
        Proposal.SET_LANGUAGE: lambda: say("their language"),
        Proposal.DONE: lambda: say("needs no answer"),
        Proposal.SEND_AGAIN: lambda: say("send again"),
    }[proposal]()
