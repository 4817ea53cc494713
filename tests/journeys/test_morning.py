"""A morning of sixty replies, worked off by keys alone: how many keys it takes, and that nothing is lost by it."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

from rise_tui.domain.ids import new_id
from tests.journeys.office import Office
from tests.terminal.pty_stage import Stage

MOST_KEYS_A_REPLY = 1.6
"""Besides the words that are typed."""
THANKS = ("thanks", "Thank you so much!", "ok thank you", "Gracias señora", "thx, have a good day")
QUESTIONS = ("What time is the class?", "Where is it again?", "what do I need to bring", "When is it")
STORIES = ("They cut my hours again", "My bus is late, 15 minutes", "I start the new job Thursday")
PHOTOS = ("my paystub", "here is my ID", "the lease you asked for", "mi talón de pago")
WORDLESS = 3
"""Photos of the ten that say nothing about themselves: a letter says what they are."""
TYPED = "I hear you. Come by at two and we look at it."
SENT_AT_ONCE = "We meet at 990 Spring Garden, room 7, at nine."


@dataclass
class Morning:
    """Who wrote what kind of text, and which keys were pressed for it."""

    kinds: dict[str, str] = field(default_factory=dict)
    keys: Counter[str] = field(default_factory=Counter)
    phones: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """The table: replies, keys and keys a reply, for each kind and in all."""
        replies = Counter(self.kinds.values())
        lines = [f"{kind:<10} {count:>3} replies  {self.keys[kind]:>3} keys" for kind, count in sorted(replies.items())]
        total, all_keys = sum(replies.values()), sum(self.keys.values())
        return "\n".join(
            [*lines, f"{'all':<10} {total:>3} replies  {all_keys:>3} keys  {all_keys / total:.2f} a reply"]
        )


def overnight(office: Office) -> Morning:
    """Sixty people write, one after the other: a third thanks, a third asks what a template answers."""
    morning = Morning()
    photos = 0
    for number in range(60):
        kind = ("thanks", "template", "thanks", "template", "typed", "photo")[number % 6]
        name, phone = f"Client {number + 1:02d}", f"+121555501{number + 1:02d}"
        office.add_client(name, phone)
        place = number // 6
        if kind == "photo":
            body = "" if photos < WORDLESS else PHOTOS[place % len(PHOTOS)]
            photos += 1
            office.client_texts(phone, body, media=[{"fixture": "paystub"}])
        else:
            bodies = {"thanks": THANKS, "template": QUESTIONS, "typed": STORIES}[kind]
            office.client_texts(phone, bodies[place % len(bodies)])
        morning.kinds[name], morning.phones[name] = kind, phone
    answers = {"en": SENT_AT_ONCE, "es": SENT_AT_ONCE}
    office.put(f"templates/{new_id()}", {"name": "Where and when", "key": "w", "bodies": answers})
    return morning


def selected(stage: Stage) -> str:
    """The name on the selected line; empty where there is none, or something lies over it."""
    found = re.search(r"▌\s(Client \d\d)", stage.text)
    return found[1] if found else ""


def next_one(stage: Stage) -> str:
    """Who is to be answered now, once the line stands there whole; empty when nobody is left."""
    stage.until(lambda: selected(stage) or "Nobody is waiting for you." in stage.text)
    stage.until_quiet(0.05)
    return selected(stage)


def press(stage: Stage, morning: Morning, kind: str, *keys: str) -> None:
    """Press keys, and count them."""
    morning.keys[kind] += len(keys)
    stage.send(*keys)


def test_sixty_replies_take_at_most_1_6_keys_each_besides_the_typed_words(office: Office) -> None:
    morning = overnight(office)
    office.sign_in()
    office.rise("sync")
    environment = {**office.app_env(), "RISE_HOLD_SECONDS": "0", "RISE_IMAGES": "off"}
    with Stage.python("-m", "rise_tui.cli", size=(120, 40), env=environment) as stage:
        stage.until_shown("60 need you")
        stage.until_shown("up to date")
        stage.until_quiet()
        while name := next_one(stage):
            kind = morning.kinds[name]
            if kind == "thanks":
                press(stage, morning, kind, "y")
            elif kind == "template":
                press(stage, morning, kind, "t")
                stage.until_shown("Where and when")
                press(stage, morning, kind, "W")
                stage.until(lambda: "Where and when" not in stage.text)
            elif kind == "typed":
                press(stage, morning, kind, "r")
                stage.until_shown("C-d")
                stage.send(TYPED)
                stage.until_shown(TYPED[-12:])
                stage.until_quiet(0.6)
                press(stage, morning, kind, "ctrl+d")
            else:
                _file_all(stage, morning)
            stage.until(lambda gone=name: selected(stage) != gone)  # type: ignore[misc]  # the name of this turn
        stage.until_shown("Nobody is waiting for you.")
        print(f"\n{morning.told()}")
        assert sum(morning.keys.values()) <= MOST_KEYS_A_REPLY * len(morning.kinds), morning.told()
        office.wait_until(lambda: stage.read(0.02) or len(office.accepted()) == 30, 60, "all answers have left")
        office.wait_until(lambda: stage.read(0.02) or _states(office)["done"] == 30, 60, "the office knows who is done")
        stage.until_quiet()  # the app has heard so too: else it asks
        stage.send("q")
        stage.until_ended()
    got = [(one["to"], one["body"]) for found in office.accepted().values() for one in found]
    words = {"template": SENT_AT_ONCE, "typed": TYPED}
    assert sorted(got) == sorted(
        (morning.phones[who], words[kind]) for who, kind in morning.kinds.items() if kind in words
    )
    office.rise("sync", "--drain")
    with closing(sqlite3.connect(office.database)) as relay:
        kinds = Counter(kind for (kind,) in relay.execute("SELECT kind FROM document WHERE NOT is_deleted"))
    assert sum(kinds.values()) == 10
    assert kinds["paystub"] >= WORDLESS
    assert _states(office) == {"waiting": 30, "done": 30}


def _states(office: Office) -> Counter[str]:
    """How many conversations stand how at the relay."""
    with closing(sqlite3.connect(office.database)) as relay:
        return Counter(state for (state,) in relay.execute("SELECT state FROM conversation"))


def _file_all(stage: Stage, morning: Morning) -> None:
    """The first photo leads to all: Enter files what was guessed, a letter says what could not be."""
    press(stage, morning, "photo", "y")
    for place in range(10):
        stage.until_shown("Enter files it")
        stage.until_quiet(0.2)
        if place < WORDLESS:
            press(stage, morning, "photo", "p")
        press(stage, morning, "photo", "enter")
    stage.until(lambda: "Enter files it" not in stage.text)
