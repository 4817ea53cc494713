"""Texts to many: the list of them, and one while it goes out and after."""

from functools import partial

from rise_tui.casework import broadcasting, drafting, planning, steering
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.casework.planning import Plan
from rise_tui.domain.broadcasts import VERSIONS, in_languages
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.ids import BroadcastId
from rise_tui.sync.settling import Settling
from rise_tui.wire.shapes import Problem
from tests.casework.group_text import GroupText, on_the_relay
from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of, number_of
from tests.gallery.scene import NARROW, SMALL, Scene

MINUTE = 60_000
BROADCAST = "01940000-0000-7000-8000-00000000b0{:02d}"
EVERYBODY = tuple(client_id_of(one) for one in LIVES)
ANSWERS = (
    ("Terrence", "Yes I'll be there"),
    ("Keisha", "No I have work that day"),
    ("Hector", "sí"),
    ("Maria", "¿A qué hora es la clase?"),
    ("Brianna", "yes"),
    ("Dwayne", "what do I need to bring"),
    ("Patrice", "yes see u there"),
    ("Omar", "Running late 15 min"),
)


def sent(
    desk: Desk, name: str, number: int, *, people: int = 18, left_out: bool = True, not_before_at: int | None = None
) -> GroupText:
    """A broadcast to so many people that the office has."""
    rest = EVERYBODY[people:]
    out = [{"client_id": rest[0], "reason": "opted_out"}, {"client_id": rest[1], "reason": "opted_out"}]
    out.append({"client_id": rest[-1], "reason": "duplicate"})
    return on_the_relay(
        desk,
        EVERYBODY[:people],
        name=name,
        left_out=out if left_out else (),
        not_before_at=not_before_at,
        broadcast_id=BROADCAST.format(number),
        seq=1000 * number,
    )


def _answer(text: GroupText) -> None:
    """People write back, a minute apart."""
    for minutes, (first, body) in enumerate(ANSWERS):
        one = next(life for life in LIVES if life.first == first)
        at = text.desk.now + (len(ANSWERS) - minutes) * MINUTE
        text.writes(client_id_of(one), body, at=at, language=one.language, e164=number_of(one))


def fares(text: GroupText, *statuses: str) -> None:
    """How the texts fare, in the order of the people; `failed:landline` with a reason."""
    for client_id, told in zip(EVERYBODY, statuses, strict=False):
        status, _, reason = told.partition(":")
        if status:
            text.fares(client_id, status, reason or None)


def going(desk: Desk) -> None:
    """Half of it is out."""
    text = sent(desk, "Reminder, Class 3 on Monday", 1, people=21)
    fares(text, *("delivered",) * 9, *("sent",) * 3, "failed:landline", *("delivered",) * 3, "", "held", "held")
    _answer(text)


def paused(desk: Desk) -> None:
    """Half of it is out, and the rest waits for the caseworker."""
    going(desk)
    steering.pause(desk, BROADCAST.format(1), is_paused=True)


def scheduled(desk: Desk) -> None:
    """It leaves tomorrow."""
    text = sent(desk, "Job fair on Thursday", 1, people=12, not_before_at=desk.now + 24 * 60 * MINUTE)
    fares(text, *("held",) * 12)


def done(desk: Desk) -> None:
    """All of it is out; some of it failed, one is in doubt."""
    text = sent(desk, "Reminder, Class 3 on Monday", 1, people=20)
    troubles = ("failed:landline", "undelivered:unreachable", "undelivered:unreachable", "failed:opted_out", "unknown")
    fares(text, *("delivered",) * 13, *("sent",) * 2, *troubles)
    _answer(text)


def here(desk: Desk, *, is_refused: bool = False) -> None:
    """It waits on this machine; or the office has refused it."""
    with desk.store.reading() as session:
        name = desk.store.groups.list(session)[0].name
    words = in_languages(
        "Hi {first_name}, Class 3 meets Monday at 9, 990 Spring Garden, room 7.",
        "Hola {first_name}, la clase 3 es el lunes a las 9, 990 Spring Garden, sala 7.",
    )
    ready = broadcasting.preview(desk, [name], words, name="Reminder, Class 3 on Monday")
    broadcast_id = broadcasting.confirm(desk, ready, len(ready.recipients))
    if is_refused:
        problem = Problem(
            type="/problems/too-late", title="It came too late", status=422, detail="It was to leave by 9:00."
        )
        with desk.store.writing() as session:
            made = desk.store.outbox.making(session, broadcast_id)
            assert made is not None
            Settling(desk.store, desk.now).refused(session, made.wish.write_id, problem)


def several(desk: Desk) -> None:
    """A week of them."""
    clock = desk.clock
    assert isinstance(clock, FrozenClock)
    ago = 6 * 24 * 3600
    clock.go(-ago)
    week = (("Welcome to Class 3", 18), ("Housing list moved", 7), ("Job fair on Thursday", 12), ("Bring your ID", 9))
    for number, (name, people) in enumerate(week, 1):
        text = sent(desk, name, number, people=people, left_out=False)
        fares(text, *("delivered",) * (people - 2), "failed:landline" if number == 2 else "delivered", "delivered")
        clock.go(24 * 3600 + 5000)
    steering_text = sent(desk, "Room change, Class 3", 5, people=8, left_out=False)
    fares(steering_text, *("delivered",) * 3)
    steering.pause(desk, BROADCAST.format(5), is_paused=True)
    clock.go(2 * 24 * 3600 - 20_000 - 120)
    text = sent(desk, "Reminder, Class 3 on Monday", 6, people=18, left_out=False)
    fares(text, *("delivered",) * 9, *("sent",) * 2)
    clock.go(120)
    with desk.store.reading() as session:
        group = desk.store.groups.list(session)[-1]
    plan = Plan(BroadcastId(BROADCAST.format(7)), audience=Audience(groups=(group.group_id,)))
    planning.keep(desk, plan)
    drafting.keep(desk, planning.draft_key(plan.broadcast_id, VERSIONS[0]), "Hi {first_name}, the bus leaves at 9", 0)


OPEN = ("3", "enter")
SCENES = (
    Scene("broadcasts/list", "What went to many, the newest first.", ("3",), prepare=several),
    Scene("broadcasts/empty", "Nothing has gone to many yet.", ("3",)),
    Scene("broadcasts/going-out", "How it stands, and who answered what.", OPEN, prepare=going),
    Scene(
        "broadcasts/replies",
        "One key says what a reply means.",
        (*OPEN, "tab", "j", "j", "j", "o"),
        prepare=going,
        shows="Maria Delgado: counts as other",
    ),
    Scene("broadcasts/paused", "The rest waits.", OPEN, prepare=paused),
    Scene("broadcasts/drop", "What has not left is dropped, once that is sure.", (*OPEN, "d"), prepare=going),
    Scene("broadcasts/dropped", "The office is asked to drop what has not left.", (*OPEN, "d", "d"), prepare=going),
    Scene("broadcasts/sent-again", "What failed and may work now goes again.", (*OPEN, "=", "settle"), prepare=done),
    Scene("broadcasts/scheduled", "It leaves by itself.", OPEN, prepare=scheduled),
    Scene("broadcasts/done", "What failed, and why.", OPEN, prepare=done),
    Scene(
        "broadcasts/failed-people",
        "Who stands in a state.",
        (*OPEN, "j", "j", "j", "enter"),
        prepare=done,
        shows="4 people failed",
    ),
    Scene(
        "broadcasts/in-doubt",
        "Nobody can tell whether it left.",
        (*OPEN, "j", "j", "="),
        prepare=done,
        shows="Perhaps 1 person has it",
    ),
    Scene("broadcasts/left-out", "Who gets nothing, and why.", (*OPEN, "w"), prepare=going),
    Scene("broadcasts/texts", "Everybody's own text.", (*OPEN, "v"), prepare=going),
    Scene("broadcasts/export", "The tally and the replies as a table.", (*OPEN, ">"), prepare=done),
    Scene("broadcasts/help", "Its keys, and how replies are sorted.", (*OPEN, "?", *["j"] * 20), prepare=going),
    Scene("broadcasts/here-only", "The office does not have it yet.", OPEN, is_offline=True, prepare=here),
    Scene("broadcasts/refused", "Why it was not sent.", OPEN, prepare=partial(here, is_refused=True)),
    Scene("broadcasts/list-80x24", "The list, small.", ("3",), SMALL, prepare=several),
    Scene("broadcasts/going-out-80x24", "Going out, small.", OPEN, SMALL, prepare=going),
    Scene("broadcasts/replies-80x24", "Replies, small.", (*OPEN, "tab", "j"), SMALL, prepare=done),
    Scene("broadcasts/going-out-60x24", "Going out at 60 columns.", OPEN, NARROW, prepare=going),
    Scene("broadcasts/going-out-light", "Going out, light.", OPEN, theme="light", prepare=going),
    Scene("broadcasts/going-out-none", "Going out, without colours.", OPEN, theme="none", prepare=going),
    Scene("broadcasts/masked", "With names masked.", (*OPEN, "ctrl+t"), prepare=going),
)
