"""What a newcomer leans on at the prompt: help with an example, the nearest word, completion, the manual page."""

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.cli import build_parser
from rise_tui.commands.completion import SHELLS, script
from rise_tui.commands.manual import EXIT_CODES, page
from rise_tui.commands.parser import CommandParser

RISE = build_parser()
ALL = list(RISE.walk())


def _words(example: str) -> list[str]:
    """What is typed after `rise`, without what the shell does with it."""
    lexer = shlex.shlex(example, posix=True, punctuation_chars="<>|")
    lexer.whitespace_split = True
    words = list(lexer)
    ends = [at for at, word in enumerate(words) if word in ("<", ">", "|")]
    return words[1 : ends[0] if ends else None]


def _refused(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """What is said about words that cannot be read, without the usage line."""
    with pytest.raises(SystemExit) as ended:
        build_parser().read(words)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith("usage: rise")
    return [line.strip() for line in said.err[said.err.index("\nrise") :].splitlines() if line]


@pytest.mark.parametrize("parser", ALL, ids=lambda parser: parser.prog)
def test_every_command_has_help_with_an_example_that_it_understands(parser: CommandParser) -> None:
    assert parser.examples
    for example in parser.examples:
        assert example.startswith(parser.prog)
        assert callable(RISE.read(_words(example)).run)
        assert f"\n  {example}\n" in parser.format_help()


def test_every_argument_says_what_it_is_and_every_command_what_it_does() -> None:
    def silent() -> Iterator[str]:
        for parser in ALL:
            yield from (f"{parser.prog} {one.dest}" for one in parser.arguments if not (one.help or parser.commands))
            for name in parser.commands:
                if f"\n    {name} " not in parser.format_help():
                    yield f"{parser.prog} {name}"

    assert list(silent()) == []
    assert not [
        line for parser in ALL for line in parser.format_help().splitlines() if "\N{HORIZONTAL ELLIPSIS}" in line
    ]


def test_help_may_be_asked_for_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    from rise_tui.cli import main

    for words in (["help", "relay", "serve"], ["relay", "serve", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert capsys.readouterr().out == RISE.commands["relay"].commands["serve"].format_help()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inbx", "Did you mean: rise inbox"),
        ("serve", "Did you mean: rise relay serve"),
        ("relay sreve", "Did you mean: rise relay serve"),
        ("inbox --jsn", "Did you mean: --json"),
        ("inbox --filter wating", "Did you mean: waiting"),
        ("completion bsh", "Did you mean: bash"),
        ("read", "Example: rise read 'Marcus Bell' --limit 10"),
        ("send Marcus there", "Example: rise send 'Marcus Bell' --body 'Monday is fine.'"),
    ],
)
def test_a_slip_is_told_with_what_was_probably_meant(
    capsys: pytest.CaptureFixture[str], typed: str, meant: str
) -> None:
    assert meant in _refused(capsys, *typed.split())


def test_a_text_behind_the_name_is_told_where_it_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    assert "rise send: the text comes after --body, or with - on standard input" in _refused(
        capsys, "send", "Marcus", "there"
    )


def test_what_nobody_could_mean_leads_to_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    said = _refused(capsys, "xyzzy\x1b[31m")
    assert said[0].startswith("rise: there is no command")
    assert said[1:] == ["All commands: rise --help"]
    assert "\x1b" not in "".join(said)
    assert _refused(capsys, "--nope")[0] == "rise: it does not know '--nope'"


WORD = st.one_of(st.sampled_from([word for parser in ALL for word in parser.prog.split()[1:]]), st.text(max_size=8))


@given(st.lists(st.one_of(WORD, WORD.map(lambda word: f"--{word}")), min_size=1, max_size=4))
def test_whatever_is_typed_is_read_or_ends_calmly(words: list[str]) -> None:
    code: object = "read"
    with redirect_stderr(StringIO()) as told, redirect_stdout(StringIO()):
        try:
            assert callable(RISE.read(words).run)
        except SystemExit as ended:
            code = ended.code
    assert code in ("read", 0, 2)
    assert (code == 2) == (told.getvalue() != "")
    assert "\x1b" not in told.getvalue()


def test_relay_without_a_word_says_which_words_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    title, *lines = _refused(capsys, "relay")
    assert title == "rise relay: it needs one of these commands"
    assert [line.split()[0] for line in lines] == [*RISE.commands["relay"].commands]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_knows_every_command(shell: str) -> None:
    made = script(build_parser(), shell)
    assert all(command in made for command in RISE.commands)


def test_bash_completes_commands_words_below_them_options_values_and_files(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    (tmp_path / "rise.bash").write_text(script(build_parser(), "bash"))
    (tmp_path / "class-3.xlsx").touch()
    typed = ["rise in", "rise relay ser", "rise inbox --fil", "rise inbox --filter snoo", "rise import class"]
    ask = """
    source ./rise.bash
    while read -r -a COMP_WORDS; do
        COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE} COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )) COMPREPLY=()
        "$(complete -p rise | sed 's/.*-F \\([^ ]*\\) .*/\\1/')" rise "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        echo "${COMPREPLY[*]}"
    done
    """
    said = subprocess.run(
        [bash, "--norc", "-c", ask],
        input="\n".join(typed) + "\n",
        text=True,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    assert said.stderr == ""
    assert said.stdout.split() == ["inbox", "serve", "--filter", "snoozed", "class-3.xlsx"]


def test_the_manual_page_tells_every_command_with_its_example_and_every_exit_code() -> None:
    manual = page(build_parser())
    assert manual.isascii()
    for parser in ALL[1:]:
        assert parser.commands or ".SS {}\n".format(parser.prog.replace("-", r"\-")) in manual
    assert r"rise read \(aqMarcus Bell\(aq \-\-limit 10" in manual
    assert [code for code, _ in EXIT_CODES if f"\\fB{code}\\fR" not in manual] == []
    codes = RISE.format_help().partition("Exit codes: ")[2].split("Example")[0]
    assert [code for code, _ in EXIT_CODES if code < 128 and f"{code} " not in " ".join(codes.split())] == []
    groff = shutil.which("groff")
    if groff is not None:
        said = subprocess.run(
            [groff, "-man", "-ww", "-Tascii"], input=manual, text=True, capture_output=True, timeout=60
        )
        assert said.stderr == ""
        assert "rise - two-way texting for caseworkers" in said.stdout
