"""The guide's Markdown as lines: readable at every width, plain where it must be, bold where it may."""

import re

import pytest

from rise_tui.guide.markdown import lines_of
from rise_tui.guide.pages import NAMES, contents, read

PAGE = """# Signing in

How one signs in.

<!-- not for the eye -->
## With a token

Run `rise login URL` with the **token** (or *key*) that [the relay](administrator.md) gave; see [Twilio](https://example.org/a).

- first, a thing that is told in so many words
  that it takes two lines
- `z` takes it back
1. one

| key | |
| --- | --- |
| `C-d` | send |
| `\\` | filter, with \\| in it |

```sh
rise   login    https://relay.example.org < token     # as it stands
```
"""


def test_plainly_it_is_words_and_signs_alone() -> None:
    assert lines_of(PAGE, 44, is_plain=True) == [
        "SIGNING IN",
        "",
        "How one signs in.",
        "",
        "With a token",
        "------------",
        "",
        "Run `rise login URL` with the token (or",
        "“key”) that the relay gave; see Twilio",
        "(https://example.org/a).",
        "",
        "- first, a thing that is told in so many",
        "  words that it takes two lines",
        "- `z` takes it back",
        "1. one",
        "",
        "key",
        "C-d  send",
        "\\    filter, with | in it",
        "",
        "  rise   login    https://relay.example.org < token     # as it stands",
    ]


def test_in_a_terminal_what_is_typed_is_bold_and_nothing_is_coloured() -> None:
    shown = "\n".join(lines_of(PAGE, 44))
    assert "\x1b[1mSIGNING IN\x1b[0m" in shown
    assert "Run \x1b[1mrise login URL\x1b[0m with" in shown
    assert set(re.findall(r"\x1b\[[^m]*m", shown)) == {"\x1b[1m", "\x1b[0m"}
    assert "`" not in shown
    bare = re.sub(r"\x1b\[\dm", "", shown)
    assert [len(line) for line in bare.splitlines()[:19] if len(line) > 44] == []


@pytest.mark.parametrize("width", [60, 80, 96])
def test_no_page_is_wider_than_the_terminal(width: int) -> None:
    for page in contents():
        commands = {f"  {line}" for line in page.text.splitlines()}
        too_wide = [line for line in lines_of(page.text, width, is_plain=True) if len(line) > width]
        assert [line for line in too_wide if line not in commands and len(line.split()) > 1] == [], page.name


def test_every_page_begins_with_its_title_and_what_it_is_about() -> None:
    for name in NAMES:
        page = read(name)
        assert page.text.startswith(f"# {page.title}\n")
        assert page.about.endswith(".")
        assert len(page.about) <= 96
