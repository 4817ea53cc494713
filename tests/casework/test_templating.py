"""Saved texts: filled in for one client, on letters that stay; made, changed and deleted with a way back."""

from typing import Any

import pytest

from rise_tui.casework import templating, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.templating import Offer, Written
from rise_tui.domain.errors import BadInput, BadMerge, Conflict, NotFound
from rise_tui.domain.hours import when
from rise_tui.domain.ids import new_id
from tests.casework.office import a_client, accepted, outbox

GREAT = Written("See you then", "g", {"en": "Great, see you then, {first_name}!", "es": "¡Nos vemos, {first_name}!"})


def a_template(desk: Desk, name: str, key: str | None, **bodies: str) -> str:
    """A template that the relay knows; its id."""
    template_id = new_id()
    with desk.store.writing() as session:
        desk.store.templates.put(session, template_id, seq=3, name=name, key=key, bodies=bodies)
    return template_id


def offered(desk: Desk, client_id: str) -> dict[str, Offer]:
    """What is offered, by letter."""
    return {offer.letter: offer for offer in templating.offers(desk, client_id)}


def change(desk: Desk, new: Written) -> str:
    """Change it on the sight of how it stands."""
    return templating.change(desk, new, templating.written(desk, new.template_id))


def wished(desk: Desk) -> list[dict[str, Any]]:
    """The bodies of what waits."""
    return [dict(entry.wish.body) for entry in outbox(desk)]


def test_a_template_is_filled_in_in_the_clients_language(desk: Desk) -> None:
    marcus, ana = a_client(desk), a_client(desk, "Ana Ruiz", "+12155550143", language="es")
    a_template(desk, "Great", "g", en="Great, {first_name}!", es="¡Muy bien, {first_name}!")
    a_template(desk, "Only English", "o", en="See {caseworker} at {office}")
    assert offered(desk, marcus)["g"].body == "Great, Marcus!"
    assert offered(desk, ana)["g"].body == "¡Muy bien, Ana!"
    only = offered(desk, ana)["o"]
    assert (only.body, only.is_translated) == ("See Dana Reyes at RISE", False)
    a_template(desk, "When", "w", en="Your {appointment}", es="Su {appointment}")
    a_template(desk, "Only when", "n", en="On {appointment_date}")
    assert offered(desk, ana)["w"].problem == "{appointment} is empty"
    with desk.store.writing() as session:
        at = when("nov 24 9:00", desk.clock.now(), desk.zone)
        desk.store.appointments.put(session, "ap1", seq=3, client_id=ana, kind="court", starts_at=at)
    assert offered(desk, ana)["w"].body == "Su cita en la corte el lunes 24 de noviembre a las 9:00 AM"
    assert offered(desk, ana)["n"].body == "On Monday, November 24", "in the language of the text"


def test_what_cannot_be_filled_in_is_named(desk: Desk) -> None:
    stranger = "tel:+12155550177"
    a_template(desk, "Great", "g", en="Great, {first_name}!")
    a_template(desk, "Odd", "d", en="On {day}")
    assert offered(desk, stranger)["g"].problem == "{first_name} is empty"
    assert offered(desk, a_client(desk))["d"].problem == "{day} is not known"


def test_letters_stay_when_others_come_and_go(desk: Desk) -> None:
    marcus = a_client(desk)
    first = a_template(desk, "Address", None, en="990 Spring Garden")
    second = a_template(desk, "Also without a letter", None, en="x")
    a_template(desk, "With its own", "d", en="y")
    before = {offer.template_id: offer.letter for offer in templating.offers(desk, marcus)}
    assert before[first] == "a"
    assert before[second] == "l", "the next letter of its name that is free"
    a_template(desk, "Aardvark", None, en="z")
    after = {offer.template_id: offer.letter for offer in templating.offers(desk, marcus)}
    assert {one: after[one] for one in before} == before
    assert len(set(after.values())) == len(after)


def test_a_template_is_made_for_the_office_and_unmade(desk: Desk) -> None:
    marcus = a_client(desk)
    assert templating.make(desk, GREAT) == "Made the template See you then"
    [entry] = outbox(desk)
    assert (entry.wish.kind, entry.wish.if_match) == ("template", None)
    assert entry.wish.body == {"name": "See you then", "key": "g", "bodies": dict(GREAT.bodies or {})}
    assert offered(desk, marcus)["g"].body == "Great, see you then, Marcus!"
    undoing.undo(desk)
    assert outbox(desk) == []
    assert templating.offers(desk, marcus) == ()


def test_what_was_only_made_here_comes_back_as_it_was_too(desk: Desk) -> None:
    marcus = a_client(desk)
    templating.make(desk, GREAT)
    template_id = offered(desk, marcus)["g"].template_id
    change(desk, Written("See you then", "g", {"en": "Great."}, template_id))
    templating.delete(desk, template_id)
    undoing.undo(desk)
    assert offered(desk, marcus)["g"].body == "Great."
    undoing.undo(desk)
    assert offered(desk, marcus)["g"].body == "Great, see you then, Marcus!"
    assert len(outbox(desk)) == 1


def test_only_what_is_other_is_wished_on_the_sight_of_what_stood_there(desk: Desk) -> None:
    template_id = a_template(desk, "Great", "g", en="Great!")
    seen = templating.written(desk, template_id)
    change(desk, Written("Great", "g", {"en": "Great, thanks!"}, template_id, seen.seq))
    [entry] = outbox(desk)
    assert entry.wish.body == {"bodies": {"en": "Great, thanks!"}}
    assert entry.wish.if_match == 3
    with pytest.raises(Conflict, match="Nothing was changed"):
        change(desk, Written("Great", "g", {"en": "Great, thanks!"}, template_id, seen.seq))
    accepted(desk, 9)
    undoing.undo(desk)
    assert wished(desk) == [{"bodies": {"en": "Great!"}}]
    assert templating.written(desk, template_id).body("en") == "Great!"
    change(desk, Written("Fine", "g", {"en": "Fine!"}, template_id, 9))
    assert wished(desk)[1:] == [{"name": "Fine"}, {"bodies": {"en": "Fine!"}}], "what waits already is in nobody's way"
    undoing.undo(desk)
    assert wished(desk) == [{"bodies": {"en": "Great!"}}]
    assert templating.written(desk, template_id).name == "Great"


def test_what_a_colleague_changed_while_one_typed_stays_theirs_but_where_both_are_other(desk: Desk) -> None:
    template_id = a_template(desk, "Great", "g", en="Great!", es="¡Bien!")
    was = templating.written(desk, template_id)
    theirs = {"name": "Praise", "bodies": {"en": "Great, thanks!", "es": "¡Bien!"}}
    with desk.store.writing() as session:
        desk.store.templates.put(session, template_id, seq=12, **theirs)
    mine = Written("Great", "g", {"en": "Great!", "es": "¡Muy bien!"}, template_id)
    templating.change(desk, mine, was)
    [entry] = outbox(desk)
    assert (entry.wish.body, entry.wish.if_match) == ({"bodies": {"en": "Great, thanks!", "es": "¡Muy bien!"}}, 12)
    assert templating.written(desk, template_id).name == "Praise"
    undoing.undo(desk)
    templating.change(desk, Written("Thanks", "g", {"en": "Great!", "es": "¡Bien!"}, template_id), was)
    [entry] = outbox(desk)
    assert (entry.wish.body, entry.wish.if_match) == ({"name": "Thanks"}, 3), "the office is to say that it is another"


def test_a_deleted_template_comes_back_under_a_new_id_once_that_has_left(desk: Desk) -> None:
    marcus = a_client(desk)
    template_id = a_template(desk, "Great", "g", en="Fine!")
    change(desk, Written("Great", "g", {"en": "Great!"}, template_id, 3))
    accepted(desk, 8)
    templating.delete(desk, template_id)
    assert templating.offers(desk, marcus) == ()
    with pytest.raises(NotFound):
        templating.written(desk, template_id)
    accepted(desk, 9)
    undoing.undo(desk)
    again = offered(desk, marcus)["g"]
    assert again.body == "Great!"
    assert again.template_id != template_id
    undoing.undo(desk)
    assert offered(desk, marcus)["g"].body == "Fine!", "what was done before it was deleted is taken back as well"


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        (Written(" ", "g", {"en": "x"}), BadInput),
        (Written("x" * 201, "g", {"en": "x"}), BadInput),
        (Written("Name", "g", {"en": " ", "es": ""}), BadInput),
        (Written("Name", "1", {"en": "x"}), BadInput),
        (Written("Name", "gg", {"en": "x"}), BadInput),
        (Written("Name", "t", {"en": "x"}), Conflict),
        (Written("Name", "g", {"en": "Hi {nickname}"}), BadMerge),
        (Written("Name", "g", {"en": "x" * 1601}), BadInput),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(desk: Desk, wrong: Written, trouble: type[Exception]) -> None:
    a_template(desk, "Taken", "t", en="y")
    with pytest.raises(trouble):
        templating.make(desk, wrong)
    assert outbox(desk) == []


def test_a_new_one_is_offered_a_letter_of_its_name(desk: Desk) -> None:
    a_template(desk, "Bring", "b", en="y")
    assert templating.free_letter(desk, "Bus pass") == "u"
    assert templating.free_letter(desk, "") == "a"
