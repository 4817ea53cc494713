"""The guide's pages are true: what is made from the code is as the code is now, and whatever they name exists."""

import re
import shlex
from pathlib import Path

import pytest

from rise_tui.app import RiseApp
from rise_tui.cli import build_parser
from rise_tui.domain.delivery import Reason, why
from rise_tui.guide.pages import FOLDER, NAMES, contents, read
from rise_tui.relay.carriers.base import Carrier
from rise_tui.relay.settings import PREFIX
from rise_tui.relay.settings import Settings as RelaySettings
from rise_tui.screens.keys import PLACES, own_bindings, strangers
from rise_tui.settings import Settings, load
from rise_tui.widgets.key_names import key_name
from tests.law.guide_calls import sources
from tests.law.guide_keys import SECTIONS
from tests.law.guide_meanings import INSTEAD, MEANINGS, PASSED_ON
from tests.law.guide_messages import passed_on, raised, refused
from tests.law.guide_parts import COMMAND, PARTS, with_parts

ALL = "\n".join(page.text for page in contents())
BY_HAND = re.sub(r"<!-- \S+, made by .*?<!-- end -->", "", ALL, flags=re.DOTALL)
BLOCKS = re.findall(r"```\w*\n(.*?)```", ALL, re.DOTALL)
TYPED = [line for block in BLOCKS for line in block.replace("\\\n", "").splitlines()]
README = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
NOT_SET_BY_HAND = {"paths", "token"}
"""Of the app's settings: what nobody writes into the file."""


def test_what_is_made_from_the_code_is_as_the_code_is() -> None:
    for page in contents():
        assert with_parts(page.text) == page.text, f"{page.name} is stale; write it anew: {COMMAND}"


def test_every_part_that_is_made_stands_on_a_page() -> None:
    assert [name for name in PARTS if f"<!-- {name}, made by {COMMAND} -->" not in ALL] == []


def test_every_page_in_the_folder_can_be_opened() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("line", [line for line in TYPED if line.startswith("rise")])
def test_a_command_of_the_guide_is_one_that_rise_knows(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])[1:]
    assert not words or callable(build_parser().parse_args(words).run)


def test_what_an_administrator_runs_beside_rise_is_what_the_readme_runs() -> None:
    """Its blocks are tried there."""
    of_its_own = ("rise ", "/opt/rise/bin/pip install --upgrade")
    blocks = re.findall(r"```\w*\n(.*?)```", read("administrator").text, re.DOTALL)
    assert [block for block in blocks if block not in README and not block.startswith(of_its_own)] == []


def test_a_command_within_a_sentence_exists_too() -> None:
    known = build_parser().commands
    below = {f"{name} {word}" for name, parser in known.items() for word in parser.commands}
    named = {tuple(words.split()[1:3]) for words in re.findall(r"`(rise [^`]+)`", ALL)}
    assert [words for words in named if words[0] not in known and not words[0].startswith("-")] == []
    assert [words for words in named if words[0] == "relay" and " ".join(words) not in below] == []
    assert [words for words in named if words[0] == "guide" and words[-1] not in (*NAMES, "PAGE", "guide")] == []


def test_every_key_that_the_guide_names_is_bound() -> None:
    bound = {key_name(key) for _, binding in own_bindings((RiseApp, *PLACES)) for key in binding.key.split(",")}
    named = set(re.findall(r"`(.|C-.|F\d+|Enter|Esc|Tab|Space)`", re.sub(r"```.*?```", "", BY_HAND, flags=re.DOTALL)))
    assert named - bound - {"4"} == set()


def test_every_setting_that_the_guide_names_is_one_and_those_of_the_app_are_all_named() -> None:
    relays = {name.removesuffix("_FILE").lower() for name in re.findall(rf"{PREFIX}([A-Z_]+[A-Z])", ALL)}
    assert relays - {"url"} == set(RelaySettings.model_fields)
    apps = {name.lower() for name in re.findall(r"RISE_(?!RELAY)([A-Z_]+[A-Z])", BY_HAND)} - {"config", "data"}
    assert apps <= set(Settings._fields)
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", read("caseworker").text, re.MULTILINE))
    assert rows == set(Settings._fields) - NOT_SET_BY_HAND


def test_what_the_guide_writes_into_the_settings_can_be_used(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", ALL, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        (tmp_path / "config.toml").write_text(example, "utf-8")
        settings = load({"RISE_CONFIG": str(tmp_path), "RISE_DATA": str(tmp_path)})
        assert strangers(settings.keys, RiseApp) == []


def test_the_guide_has_every_part_of_a_phone_company_that_the_protocol_has() -> None:
    named = set(re.findall(r"^\| `([a-z_]+)` \|", read("carriers").text, re.MULTILINE))
    assert named == {name for name in (*vars(Carrier), *Carrier.__annotations__) if name[0] != "_"}


def test_a_caseworker_is_told_in_a_caseworkers_words() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", read("caseworker").text, flags=re.DOTALL)
    assert (
        re.findall(r"\b(?:relay|segment|carrier|broadcast|webhook|event|sync|replica)s?\b", prose, re.IGNORECASE) == []
    )


def test_every_key_about_a_person_or_a_group_text_is_on_the_card() -> None:
    shown = {binding.id for _, places in SECTIONS for _, binding in own_bindings(places)}
    rooms = ("room.", "inbox.", "draft.", "clients.", "broadcast.", "sending.", "groups.", "papers.", "filing.")
    bound = {binding.id or "" for _, binding in own_bindings((RiseApp, *PLACES))}
    assert {name for name in bound if name.startswith(rooms)} <= shown


def test_every_reason_why_a_text_did_not_arrive_is_explained() -> None:
    rows = set(re.findall(r"^\| ([^|]+) \|", read("troubleshooting").text, re.MULTILINE))
    assert {why(reason) for reason in Reason} <= rows


def test_whatever_the_relay_tells_everybody_is_explained() -> None:
    texts = [text for module, text in sources().items() if module.startswith("relay/") and "CarrierAlert" in text]
    titles = {title for text in texts for title in re.findall(r'^ +(?:\w+\()?.*title="([^"]+)"', text, re.MULTILINE)}
    assert len(titles) == 4
    assert [title for title in titles if f"**{title}.**" not in read("troubleshooting").text] == []


def test_what_is_said_about_a_trouble_is_about_one_that_there_is() -> None:
    titles = {message.title for message in (*raised(), *refused())}
    assert [title for title in (*MEANINGS, *INSTEAD) if title not in titles] == []
    assert passed_on() == PASSED_ON, "words that the code hands on from elsewhere: are they on the page?"
