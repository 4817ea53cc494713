"""Who gets a broadcast, and who does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.broadcasts import (
    VERSIONS,
    LeftOut,
    Person,
    Version,
    Words,
    in_english,
    split_people,
    version_for,
)
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.errors import BadMerge
from rise_tui.domain.ids import BroadcastId, ClientId, broadcast_message_id, new_id
from rise_tui.domain.phone import Phone

BROADCAST = BroadcastId("0193a0c0-0000-7000-8000-00000000b0b0")
IDS = [ClientId(new_id()) for _ in range(8)]
ANA = Person(IDS[0], Phone("+12155550142"), ConsentState.OPTED_IN, values={"first_name": "Ana"})

people = st.lists(
    st.builds(
        Person,
        client_id=st.sampled_from(IDS),
        e164=st.sampled_from([None, Phone("+12155550101"), Phone("+12155550102"), Phone("+12155550103")]),
        consent=st.sampled_from(ConsentState),
        status=st.sampled_from(ClientStatus),
        is_discreet=st.booleans(),
        is_landline=st.booleans(),
        values=st.sampled_from([{}, {"first_name": "Ana"}, {"first_name": " "}]),
    ),
    max_size=12,
)


@given(people)
def test_everybody_is_in_it_or_left_out_once(picked: list[Person]) -> None:
    split = split_people(BROADCAST, in_english("Hi {first_name}"), picked)
    reached = [each.client_id for each in split.recipients] + [each.client_id for each in split.left_out]
    assert sorted(reached) == sorted({person.client_id for person in picked})


@given(people)
def test_a_number_gets_it_once_and_only_with_consent(picked: list[Person]) -> None:
    """[D22]"""
    first: dict[str, Person] = {}
    for person in picked:
        first.setdefault(person.client_id, person)
    recipients = [
        first[each.client_id] for each in split_people(BROADCAST, in_english("Hi {first_name}"), picked).recipients
    ]
    assert len({person.e164 for person in recipients}) == len(recipients)
    for person in recipients:
        assert person.consent is ConsentState.OPTED_IN
        assert person.status is ClientStatus.OPEN
        assert person.e164 is not None
        assert not person.is_discreet
        assert not person.is_landline


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (ANA._replace(consent=ConsentState.OPTED_OUT, status=ClientStatus.CLOSED), LeftOut.OPTED_OUT),
        (ANA._replace(consent=ConsentState.UNKNOWN), LeftOut.CONSENT_UNKNOWN),
        (ANA._replace(status=ClientStatus.PAUSED), LeftOut.PAUSED),
        (ANA._replace(status=ClientStatus.CLOSED), LeftOut.CLOSED),
        (ANA._replace(is_discreet=True), LeftOut.DISCREET),
        (ANA._replace(e164=None), LeftOut.NO_NUMBER),
        (ANA._replace(is_landline=True), LeftOut.LANDLINE),
        (ANA._replace(values={"first_name": ""}), LeftOut.MISSING_FIELD),
    ],
)
def test_who_is_left_out_is_told_why(person: Person, reason: LeftOut) -> None:
    split = split_people(BROADCAST, in_english("Hi {first_name}"), [person])
    assert split.recipients == ()
    assert [each.reason for each in split.left_out] == [reason]


def test_a_number_shared_by_two_goes_to_the_first_who_may_have_it() -> None:
    blank = ANA._replace(client_id=IDS[1], values={})
    third = ANA._replace(client_id=IDS[2])
    split = split_people(BROADCAST, in_english("Hi {first_name}"), [blank, ANA, third])
    assert [each.client_id for each in split.recipients] == [ANA.client_id]
    assert [each.reason for each in split.left_out] == [LeftOut.MISSING_FIELD, LeftOut.DUPLICATE]


def test_the_text_is_filled_and_its_id_can_be_made_again() -> None:
    [recipient] = split_people(BROADCAST, in_english("Hi {first_name}"), [ANA, ANA]).recipients
    assert recipient.body == "Hi Ana"
    assert recipient.message_id == broadcast_message_id(BROADCAST, ANA.client_id)


def test_a_text_with_an_unknown_field_goes_to_nobody() -> None:
    with pytest.raises(BadMerge):
        split_people(BROADCAST, in_english("Hi {nickname}"), [])


@given(
    language=st.sampled_from(["en", "es", "es-PR", "fr"]),
    is_discreet=st.booleans(),
    written=st.sets(st.sampled_from(VERSIONS)),
)
def test_who_is_discreet_gets_neutral_words_or_none_and_nobody_else_gets_those(
    language: str, is_discreet: bool, written: set[Version]
) -> None:
    in_order = [version for version in VERSIONS if version in written]
    found = version_for(language, is_discreet, in_order)
    fitting = [version for version in in_order if version.is_neutral is is_discreet]
    assert (found is None) == (not fitting)
    if found is not None:
        assert found.is_neutral is is_discreet
        own = [version for version in fitting if version.language == language[:2]]
        assert found == (own or fitting)[0]


def test_blank_words_are_no_version() -> None:
    words = Words({VERSIONS[0]: " \n", VERSIONS[1]: "Hola"})
    assert list(words.written) == [VERSIONS[1]]
    assert words.main == "Hola"
    assert in_english("").main == ""
