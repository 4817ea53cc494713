"""To whom the office will introduce itself before a broadcast's text, and what these introductions cost."""

from dataclasses import dataclass

from rise_tui.casework.previewing import Preview
from rise_tui.domain.automatic import information
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.pricing import price_micros
from rise_tui.domain.segments import weigh


@dataclass(frozen=True)
class Introduced:
    """How many people, how many texts as the phone company counts them, and their price in micro-dollars."""

    people: int
    segments: int
    price_micros: int


def introduced(ready: Preview) -> Introduced | None:
    """Who of those who get it has heard nothing from us yet; None: nobody, or the office does not introduce itself."""
    office = ready.crowd.office
    first = [one for one in ready.recipients if one.client_id in ready.crowd.unmet]
    if office is None or not first:
        return None
    rules = OfficeRules.of(office.rules)
    if not rules.introduces:
        return None
    weights: dict[tuple[str, bool], int] = {}
    segments = 0
    for one in first:
        person = ready.crowd.by_id[one.client_id]
        said = person.language, person.is_discreet
        if said not in weights:
            words = information(rules, office.name, person.language, is_discreet=person.is_discreet)
            weights[said] = weigh(words).segments
        segments += weights[said]
    return Introduced(len(first), segments, price_micros(segments, office.price_micros))
