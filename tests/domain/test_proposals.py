"""What `y` would do, said in words before it does it."""

import pytest

from rise_tui.domain.marks import Mark
from rise_tui.domain.proposals import Proposal, proposal_words, propose
from rise_tui.store.lines import Line

ROW = Line("c1", "Ana Ruiz", state="needs_reply", last_inbound_seq=5)


def proposed(row: Line) -> Proposal | None:
    return propose(row, row.client_id)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (Mark.URGENT, Proposal.SEE_TO_IT),
        (Mark.STOP_LIKE, Proposal.OPT_OUT),
        (Mark.WRONG_PERSON, Proposal.STOP_NUMBER),
        (Mark.NEW_NUMBER, Proposal.NEW_NUMBER),
        (Mark.CONFIRMS_NUMBER, Proposal.CONFIRM_NUMBER),
        (Mark.PHOTO, Proposal.FILE),
        (Mark.YES, Proposal.COME_YES),
        (Mark.NO, Proposal.COME_NO),
        (Mark.OTHER_LANGUAGE, Proposal.SET_LANGUAGE),
        (Mark.THANKS, Proposal.DONE),
        (Mark.QUESTION, None),
        ("", None),
    ],
)
def test_a_mark_proposes(mark: str, expected: Proposal | None) -> None:
    assert proposed(ROW._replace(mark=mark)) is expected


def test_nothing_is_proposed_where_nobody_waits_but_a_failed_text_is_sent_again() -> None:
    assert proposed(ROW._replace(state="done", mark="yes")) is None
    assert proposed(ROW._replace(state="waiting", has_failed=True)) is Proposal.SEND_AGAIN
    assert proposed(ROW._replace(mark="yes", has_failed=True)) is Proposal.COME_YES


def test_who_said_stop_is_done_but_never_an_urgent_one() -> None:
    assert proposed(ROW._replace(consent="opted_out", mark="stop_like")) is Proposal.DONE
    assert proposed(ROW._replace(consent="opted_out", mark="urgent")) is Proposal.SEE_TO_IT


def test_of_a_number_that_is_nobodys_it_is_first_asked_whose_it_is() -> None:
    stranger = ROW._replace(client_id="tel:+12155550148")
    for mark in ("photo", "yes", "no", "new_number"):
        assert proposed(stranger._replace(mark=mark)) is Proposal.NEW_NUMBER
    assert proposed(stranger._replace(mark="stop_like")) is Proposal.OPT_OUT
    assert proposed(stranger._replace(mark="thanks")) is Proposal.DONE


def test_every_proposal_has_words_of_its_own() -> None:
    assert len({proposal_words(one) for one in Proposal}) == len(Proposal)
